"""What a file really is, seen from its first bytes, and what to do about everything that is no .xlsx or .xlsm."""

from __future__ import annotations

import os
import stat

from pmxl.workbook.errors import FETCH_AGAIN, Refused

MAX_FILE_BYTES = 1 << 30

SAVE_AS_XLSX = "open it in Excel and save it as .xlsx"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_file(path: str) -> bytes:
    """The bytes of a file. Raises Refused for everything that is no readable, ordinary file."""
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            os.listdir(path)  # Whoever may not open it must hear that.
            raise Refused("it is a folder", "give a workbook in it")
        if not stat.S_ISREG(status.st_mode):
            raise Refused("it is a device or a pipe, not a file", "give a workbook")
        if status.st_size > MAX_FILE_BYTES:
            raise Refused("it is larger than 1 GB", "split the workbook")
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise Refused("there is no such file", "look at its name and folder") from None
    except PermissionError:
        raise Refused(
            "reading it is not allowed", "ask its owner for access, or close the program that holds it"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused(f"it cannot be read ({reason})", "look at its name and folder") from None


def identify(data: bytes) -> None:
    """Raises Refused for everything that is no zip file, saying what it is instead."""
    if data[:4] == b"PK\3\4":
        return
    if not data:
        raise Refused("it is empty", "fetch the file again, or restore an earlier version")
    if data[:8] == _OLE:
        raise _ole(data)
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not data[:2000].strip(b"\0"):
        raise Refused("it holds only zeros, as after a failed sync", "restore an earlier version")
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")):
        raise Refused("it is a web page with a workbook's name", SAVE_AS_XLSX)
    if head.startswith(b"<?xml") and (b"excel.sheet" in head or b"schemas-microsoft-com:office:spreadsheet" in head):
        raise Refused("it is an XML spreadsheet of 2003", SAVE_AS_XLSX)
    if data[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02"):
        raise Refused("it is a very old Excel workbook (.xls)", SAVE_AS_XLSX)
    if _is_text(data[:2000]):
        raise Refused("it is a text file (such as .csv), not a workbook", SAVE_AS_XLSX)
    raise Refused("it is no workbook, or it is damaged from its first byte on", FETCH_AGAIN)


def is_encrypted(data: bytes) -> bool:
    """True where the file is a workbook behind a password."""
    return data[:8] == _OLE and _holds(data, "EncryptedPackage") and not _labelled(data)


def _ole(data: bytes) -> Refused:
    """Compound files are old workbooks, or new ones behind a password or a sensitivity label."""
    if _labelled(data):
        return Refused(
            "it is protected by a sensitivity label or rights management",
            "open it in Excel, take the protection off if you may, and save a copy",
        )
    if _holds(data, "EncryptedPackage"):
        return Refused(
            "it is protected by a password", "give the password (pmxl check --password), or save a copy without one"
        )
    if _holds(data, "Workbook") or _holds(data, "Book"):
        return Refused("it is an old Excel workbook (.xls)", SAVE_AS_XLSX)
    return Refused("it is no workbook, or it is damaged", FETCH_AGAIN)


def _labelled(data: bytes) -> bool:
    return any(_holds(data, mark) for mark in ("LabelInfo", "DRMEncryptedDataSpace", "DRMEncryptedTransform"))


def _holds(data: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in data


def _is_text(head: bytes) -> bool:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    return b"\0" not in head and sum(byte < 32 and byte not in (9, 10, 13) for byte in head) == 0
