"""Workbooks behind a password, opened with msoffcrypto-tool where that is installed."""

from __future__ import annotations

from pmxl.workbook.errors import FETCH_AGAIN, Refused

NOBODYS_PASSWORD = "VelvetSweatshop"
"""Excel encrypts with it what is only protected against changes, and opens that without asking."""


def decrypt_without_password(data: bytes) -> bytes:
    """The workbook's bytes where Excel would ask for no password, else the bytes as they are."""
    try:
        return decrypt(data, NOBODYS_PASSWORD)
    except Refused:
        return data


def decrypt(data: bytes, password: str) -> bytes:
    """The workbook's bytes without the password. Raises Refused."""
    try:
        import msoffcrypto  # type: ignore[import-not-found, import-untyped, unused-ignore]
        from msoffcrypto.exceptions import InvalidKeyError  # type: ignore[import-not-found, import-untyped, unused-ignore]
    except ImportError:
        raise Refused(
            "it is protected by a password, and msoffcrypto-tool is not installed",
            "run: pip install msoffcrypto-tool",
        ) from None
    from io import BytesIO

    opened = BytesIO()
    try:
        file = msoffcrypto.OfficeFile(BytesIO(data))
        file.load_key(password=password)
        file.decrypt(opened)
    except InvalidKeyError:
        raise Refused("its password is another one", "type the password again") from None
    except Exception as error:
        # The library raises whatever its parsers meet in a damaged file.
        raise Refused(f"it cannot be decrypted ({error})", FETCH_AGAIN) from None
    return opened.getvalue()
