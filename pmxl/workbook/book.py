"""An opened workbook: names and tables at once, the cells of a sheet when they are first asked for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from pmxl.model import Edit, RawBook, RawSheet
from pmxl.records import NamedTuple
from pmxl.workbook.contents import Contents, SheetEntry
from pmxl.workbook.errors import FETCH_AGAIN, Refused, about
from pmxl.workbook.parts import Package
from pmxl.workbook.preflight import identify, is_encrypted, read_file
from pmxl.workbook.scan import read_sheet, read_title
from pmxl.workbook.strings import LONG_TEXT, read_strings


class Workbook:
    """A workbook as it stood in its file when it was opened. It keeps the file's bytes, never the file itself."""

    def __init__(self, path: str, data: bytes, *, encrypted: bool = False) -> None:
        self.path, self.data, self.encrypted = path, data, encrypted
        self.package = Package(data)
        self.contents = Contents(self.package)
        self.tables = self.contents.tables()
        self.oddities: list[str] = []
        """Sentences about values that cannot be what they say; grows as sheets are read."""
        self.states = {sheet.name: sheet.state for sheet in self.contents.sheets}
        """Sheet name -> `visible`, `hidden` or `veryHidden`."""
        self._strings: dict[str, str] | None = None
        self._longest = 0
        """How many characters the longest shared string has."""
        sheets = Sheets(self)
        self.raw = RawBook(
            sheets=sheets,
            tables=tuple(table.raw for table in self.tables),
            names=self.contents.names(),
            date_1904=self.contents.date_1904,
            external_links=self.contents.external_links(),
            oddities=self.oddities,
            conflict_copies=self.conflict_copies,
            title_of=sheets.title,
        )

    @property
    def digest(self) -> str:
        """A fingerprint of the file's content when it was read."""
        from hashlib import sha256

        return sha256(self.data).hexdigest()

    @property
    def conflict_copies(self) -> tuple[str, ...]:
        """Names of files beside this one that a sync client made because two people changed it at once."""
        from pmxl.workbook.lock import conflict_copies

        return conflict_copies(self.path)

    def strings(self) -> dict[str, str]:
        """The shared strings by their numbers, which stay text as the cells write them; read once."""
        if self._strings is None:
            part = self.contents.part_of_kind("sharedStrings")
            found = read_strings(self.package.text(part)) if part else []
            self._strings = {str(number): text for number, text in enumerate(found)}
            self._longest = max(map(len, found), default=0)
        return self._strings

    def sheet(self, entry: SheetEntry) -> RawSheet:
        """Read one sheet."""
        content = self.package.archive.read(entry.part)
        strings = self.strings() if b'"s"' in content or b"'s'" in content or b"\0" in content else {}
        sheet = read_sheet(entry.name, content, strings, entry.part, self.oddities)
        if self._longest > LONG_TEXT:
            from pmxl.workbook.repeated import bound

            bound(sheet, self.oddities)
        if sheet.hidden_rows and any(table.filtered and table.sheet == entry.name for table in self.tables):
            sheet.filtered = True
        return sheet


class Sheets(Mapping[str, RawSheet]):
    """The worksheets of a workbook by name. Each is read when it is first asked for; that may raise Refused."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._entries = {s.name: s for s in book.contents.sheets if s.kind in ("worksheet", "xlMacrosheet")}
        self._read: dict[str, RawSheet] = {}

    def __getitem__(self, name: str) -> RawSheet:
        if name not in self._read:
            entry = self._entries[name]
            with about(self._book.path):
                self._read[name] = _carefully(self._book, entry)
        return self._read[name]

    def title(self, name: str) -> object:
        """What the first cell of a sheet holds. Where that is a text in the usual grammar, nothing else is read."""
        if name not in self._read:
            entry = self._entries[name]
            with about(self._book.path):
                title = read_title(self._book.package.archive.read(entry.part), self._book.strings, entry.part)
            if title is not None:
                return title
        return self[name].cells.get(1, {}).get(1)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def _carefully(book: Workbook, entry: SheetEntry) -> RawSheet:
    try:
        return book.sheet(entry)
    except MemoryError:
        raise Refused(f'its sheet "{entry.name}" is too large for this computer', "split the workbook") from None


def open_workbook(path: str | os.PathLike[str], password: str | None = None) -> Workbook:
    """Open an .xlsx or .xlsm file for reading. Raises Refused, one line for a person, for everything else.

    A password needs the package msoffcrypto-tool.
    """
    name = os.fspath(path)
    with about(name):
        data = read_file(name)
        encrypted = is_encrypted(data)
        if encrypted:
            from pmxl.workbook.passwords import decrypt, decrypt_without_password

            data = decrypt_without_password(data) if password is None else decrypt(data, password)
        identify(data)
        try:
            return Workbook(name, data, encrypted=encrypted)
        except (MemoryError, RecursionError):
            raise Refused("it is nested or sized beyond what a workbook needs", FETCH_AGAIN) from None


class Applied(NamedTuple):
    """A workbook with edits made, in memory."""

    changed: tuple[str, ...]
    """The parts that differ; none where all was so."""
    content: bytes
    """The bytes of the file, those of the original where nothing differs."""


def apply(book: Workbook, edits: Iterable[Edit]) -> Applied:
    """Make the edits and write nothing: for a look at what would change, and for files that are no files.

    Raises Refused where the workbook cannot keep everything, as `save` does.
    """
    from pmxl.workbook.saving import patch

    with about(book.path):
        changed = patch(book, edits)
    return Applied(tuple(sorted(changed)), book.package.archive.rebuild(changed) if changed else book.data)


def save(
    book: Workbook, edits: Iterable[Edit], out: str | os.PathLike[str] | None = None, *, backup: bool = False
) -> tuple[str, ...]:
    """Write the edits into the workbook's file, or into *out*; gives the parts that changed, none where all was so.

    With *backup* the former content of the file stays beside it as `NAME (before pmxl).xlsx`. Raises Refused, and
    writes nothing, where the workbook cannot keep everything or the file must not be touched.
    """
    # Whoever only reads does not wait for the code that writes.
    from pmxl.workbook.saving import save_edits

    return save_edits(book, edits, out, backup=backup)
