"""Writing a file so that at every instant either the old or the whole new one is there, and nobody is overwritten."""

from __future__ import annotations

import errno
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from pmxl.workbook.errors import Refused
from pmxl.workbook.preflight import read_file

TURNS = 80
"""How often, in two seconds, a run asks for its turn while another one has it."""
TAKEN = (FileExistsError, PermissionError) if os.name == "nt" else (BlockingIOError,)
"""What the system says while another run has its turn."""
ATTEMPTS, PAUSE = 6, 0.25
"""How often, and after how many seconds, a file that another program holds for a moment is tried again."""


def refuse_open_elsewhere(path: str) -> None:
    """Raises Refused where Excel or LibreOffice says beside the file that it has it open."""
    # Whoever opens a file through a link leaves the mark beside the link, everybody else beside the file.
    for place in dict.fromkeys((os.path.abspath(path), os.path.realpath(path))):
        folder, name = os.path.split(place)
        for mark in (f"~${name}", f".~lock.{name}#"):
            lock = os.path.join(folder, mark)
            if os.path.lexists(lock):
                raise Refused(
                    f"it is open in {'Excel' if mark.startswith('~$') else 'LibreOffice'}{_by(lock)}",
                    f'close it there, or delete "{mark}" if nobody has it open',
                )


def _by(lock: str) -> str:
    """Who has the file open, as far as the lock file says."""
    try:
        with open(lock, "rb") as file:
            content = file.read(400)
    except OSError:
        return ""
    if os.path.basename(lock).startswith("~$"):
        # One byte of length, then the name padded with blanks; the same again in UTF-16.
        who = content[1 : 1 + content[0]].decode("cp1252", "replace") if content else ""
    else:
        who = content.decode("utf-8", "replace").split(",")[0]
    return f" by {who.strip()}" if who.strip() else ""


def refuse_read_only(path: str) -> None:
    """Raises Refused for a file that somebody marked as not to be written, which an exchange would not notice."""
    status = _status_of(os.path.realpath(path))
    if status is not None and not status.st_mode & 0o222:
        raise Refused("it is marked as read-only", "take the mark off, or choose another place for the result")


def refuse_changed(path: str, data: bytes) -> None:
    """Raises Refused where the file no longer holds what was read."""
    if read_file(path) != data:
        raise Refused("somebody changed it while pmxl worked on it", "run the command again")


def conflict_copies(path: str) -> tuple[str, ...]:
    """Files beside this one that a sync client made because two people changed it at once."""
    folder, name = os.path.split(os.path.abspath(path))
    stem, extension = os.path.splitext(name)
    kept, end = re.escape(stem), re.escape(extension)
    spoken = r" \(.*(?:confli[ct]|konflikt).*\)|.*conflicted copy.*"
    marks = rf"{kept}(?:{spoken}|[ .]sync-conflict-.*|(?-i:-[A-Z0-9]+-[A-Z0-9-]+)){end}"
    try:
        # Folders may hold thousands of files, and every check of one looks: patterns are for names that begin alike.
        alike = [n for n in os.listdir(folder) if n != name and n.casefold().startswith(stem.casefold())]
    except OSError:
        return ()
    return tuple(sorted(n for n in alike if re.fullmatch(marks, n, re.IGNORECASE)))


def write_safely(path: str, data: bytes, *, former: bytes | None = None) -> None:
    """Put the bytes in the file's place: written beside it, flushed to the disk, then exchanged in one step.

    Where the *former* content is given, the file must hold it still and be open nowhere in the instant before the
    exchange. Raises Refused.
    """
    target = os.path.realpath(path)
    folder, name = os.path.split(target)
    # Machines that share a folder may give two runs one process number, so chance tells them apart.
    beside = os.path.join(folder, f"{_beside(name)}{os.urandom(6).hex()}.pmxl")
    try:
        _write(beside, data, _status_of(target))
        _keep_attributes(beside, target)
        with _turn(folder, name):
            if former is not None:
                # Packing and flushing a large workbook takes seconds, in which a colleague may save it.
                refuse_open_elsewhere(path)
                refuse_changed(path, former)
            _exchange(beside, target)
    except OSError as error:
        raise _cannot_write(error, folder) from None
    finally:
        _remove(beside)
    _flush_folder(folder)
    _sweep(folder, name)


def _beside(name: str) -> str:
    """How the names of files begin that are written beside that one; file systems allow 255 bytes."""
    while len(os.fsencode(name)) > 200:
        name = name[:-1]
    return f".{name}."


def back_up(path: str, data: bytes) -> str:
    """Keep the former content beside the file, as `NAME (before pmxl).xlsx`, with its times; gives its path.

    An earlier copy is never written over: the next one is `NAME (before pmxl 2).xlsx`, and so on.
    """
    stem, extension = os.path.splitext(os.path.realpath(path))
    marks = ("before pmxl" if number == 1 else f"before pmxl {number}" for number in count(1))
    copy = next(name for mark in marks if not os.path.lexists(name := f"{stem} ({mark}){extension}"))
    status = os.stat(path)
    write_safely(copy, data)
    os.utime(copy, ns=(status.st_atime_ns, status.st_mtime_ns))
    return copy


@contextmanager
def _turn(folder: str, name: str) -> Iterator[None]:
    """The last look and the exchange belong together: no other run of pmxl exchanges the file between them.

    The system itself ends the turn with the process, so that nothing stale stays behind. Where a file system knows no
    turns, or where one does not end, work goes on without.
    """
    handle = _taken_turn(folder, name)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _taken_turn(folder: str, name: str) -> int | None:
    for _ in range(TURNS):
        try:
            if sys.platform == "win32":
                # A folder cannot be locked there; but a file can be such that it goes with whoever made it.
                flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_TEMPORARY
                return os.open(os.path.join(folder, f"{_beside(name)}turn.pmxl"), flags)
            return _locked(folder)
        except TAKEN:
            time.sleep(PAUSE / 10)
        except (ImportError, OSError):
            break
    return None


def _locked(folder: str) -> int:
    """A folder, locked as long as it is open. Raises BlockingIOError where another process has locked it."""
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle


def _status_of(target: str) -> os.stat_result | None:
    try:
        return os.stat(target)
    except OSError:
        return None


def _write(beside: str, data: bytes, former: os.stat_result | None) -> None:
    """Write the file beside, flushed to the disk, open to the same people as the *former* one."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(beside, flags, 0o666 if former is None else 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if former is not None:
        _keep_owner(beside, former)
        os.chmod(beside, former.st_mode & 0o777)


def _keep_owner(beside: str, former: os.stat_result) -> None:
    """Give the new file the owner and the group of the former one, as far as the system lets us.

    A new file belongs to the group of whoever runs pmxl, so that the team of a shared folder would be locked out.
    """
    for owner in (former.st_uid, -1) if hasattr(os, "chown") else ():
        try:
            os.chown(beside, owner, former.st_gid)
            return
        except OSError:
            continue


def _keep_attributes(beside: str, target: str) -> None:
    """Give the new file the access list and other extended attributes of the former one, where the system has them.

    Those of the kernel's own security stay out: one of them may be the checksum of the former content.
    """
    if not hasattr(os, "listxattr"):
        return
    try:
        names = os.listxattr(target)
    except OSError:
        return
    for name in names:
        if name.startswith("security."):
            continue
        try:
            os.setxattr(beside, name, os.getxattr(target, name))
        except OSError:
            continue


def _exchange(beside: str, target: str) -> None:
    for attempt in range(ATTEMPTS):
        try:
            os.replace(beside, target)
            return
        except PermissionError:
            # On Windows a virus scanner or sync client may hold the file for a moment.
            if os.name != "nt" or attempt == ATTEMPTS - 1:
                raise
            time.sleep(PAUSE)


def _cannot_write(error: OSError, folder: str) -> Refused:
    if isinstance(error, PermissionError):
        if os.access(folder, os.W_OK):
            return Refused("another program holds it", "close it there and run the command again")
        return Refused(f'writing to the folder "{folder}" is not allowed', "choose another place for the result")
    if isinstance(error, FileNotFoundError):
        return Refused(f'the folder "{folder}" does not exist', "make it, or choose another place for the result")
    if error.errno == errno.ENAMETOOLONG:
        return Refused("a name that long cannot be written", "shorten the name of the file, or of its folders")
    return Refused(f"it cannot be written ({error.strerror or error})", "free some space, or choose another place")


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return


def _flush_folder(folder: str) -> None:
    """Make the exchange itself last through a power cut, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def _sweep(folder: str, name: str) -> None:
    """Remove what a killed run left beside the file more than an hour ago."""
    prefix = _beside(name)
    try:
        entries = os.listdir(folder)
    except OSError:
        return
    for entry in entries:
        if entry.startswith(prefix) and entry.endswith(".pmxl"):
            path = os.path.join(folder, entry)
            try:
                if time.time() - os.stat(path).st_mtime > 3600:
                    os.unlink(path)
            except OSError:
                continue
