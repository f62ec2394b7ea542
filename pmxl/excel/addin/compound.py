"""A compound file, [MS-CFB] version 3: storages and streams in sectors of 512 bytes, found through chains."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

SECTOR, MINI, CUTOFF = 512, 64, 4096
"""Bytes of a sector and of a small one; streams below the cut-off live in small ones."""

END, FREE, FAT_SECTOR, NO_STREAM = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5
RED, BLACK = 0, 1

IN_HEADER = 109
"""How many sectors of the allocation table the header can name: enough for 7 MB, so no more are written."""


@dataclass(eq=False)
class Entry:
    """One entry of the directory (2.6.1)."""

    name: str
    kind: int
    data: bytes = b""
    children: list[Entry] = field(default_factory=list)
    number: int = 0
    left: int = NO_STREAM
    right: int = NO_STREAM
    child: int = NO_STREAM
    colour: int = BLACK
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        """The 128 bytes of the entry. Times and class identifiers stay empty, so that the same content is the same."""
        name = self.name.encode("utf-16-le") + b"\0\0"
        links = (self.left, self.right, self.child)
        return struct.pack(
            "<64sHBB3I16sIQQIQ", name, len(name), self.kind, self.colour, *links, b"", 0, 0, 0, self.start, self.size
        )


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """The bytes of a file that holds the streams; `VBA/dir` is the stream dir in the storage VBA.

    Raises ValueError for a name that the format forbids and for more than the header can address.
    """
    root = _tree(streams)
    entries = _numbered(root)
    small = [entry for entry in entries if entry.kind == STREAM and len(entry.data) < CUTOFF]
    mini_chains, root.data = _chained(small, MINI)
    table = _Table()
    for entry in entries:
        if entry is root or (entry.kind == STREAM and entry not in small):
            entry.start, entry.size = table.put(entry.data), len(entry.data)
    mini_table = table.put(struct.pack(f"<{len(mini_chains)}I", *mini_chains), fill=b"\xff")
    mini_sectors = -(-len(mini_chains) * 4 // SECTOR)
    directory = table.put(b"".join(entry.packed() for entry in entries), fill=_UNUSED)
    return table.file(directory, mini_table, mini_sectors)


def _tree(streams: Mapping[str, bytes]) -> Entry:
    """Storages and streams as a tree of entries below the root."""
    root = Entry("Root Entry", ROOT)
    storages = {"": root}
    for path, data in streams.items():
        folder, _, name = path.rpartition("/")
        if folder not in storages:
            storages[folder] = Entry(_allowed(folder), STORAGE)
            root.children.append(storages[folder])
        storages[folder].children.append(Entry(_allowed(name), STREAM, data, size=len(data)))
    return root


def _allowed(name: str) -> str:
    if not name or len(name.encode("utf-16-le")) > 62 or set(name) & set("/\\:!"):
        raise ValueError(f'"{name}" cannot be the name of a stream: 1 to 31 characters, none of / \\ : !')
    return name


def _numbered(entry: Entry, entries: list[Entry] | None = None) -> list[Entry]:
    """All entries in the order of the directory, each storage's children as a sorted tree."""
    entries = [] if entries is None else entries
    entry.number = len(entries)
    entries.append(entry)
    for child in entry.children:
        _numbered(child, entries)
    in_order = sorted(entry.children, key=order)
    names = [order(child) for child in in_order]
    if len(set(names)) < len(names):
        raise ValueError(f'two streams of "{entry.name}" have the same name')
    entry.child = _balanced(in_order, 0, len(in_order).bit_length() - 1)
    return entries


def order(entry: Entry) -> tuple[int, bytes]:
    """What siblings are sorted by: shorter names first, then capitals (2.6.4)."""
    name = entry.name.upper()
    return len(name.encode("utf-16-le")), name.encode("utf-16-be")


def _balanced(entries: list[Entry], depth: int, deepest: int) -> int:
    """The number of the root of a red-black tree of these entries.

    Split in the middle, every level but the deepest is full; with the deepest red and all others black, each way down
    passes the same number of black entries.
    """
    if not entries:
        return NO_STREAM
    middle = len(entries) // 2
    top = entries[middle]
    top.colour = RED if depth and depth == deepest else BLACK
    top.left = _balanced(entries[:middle], depth + 1, deepest)
    top.right = _balanced(entries[middle + 1 :], depth + 1, deepest)
    return top.number


def _chained(entries: Iterable[Entry], size: int) -> tuple[list[int], bytes]:
    """Small streams one after another in small sectors: the chains, and the stream that holds them all."""
    chains: list[int] = []
    content = bytearray()
    for entry in entries:
        entry.start = len(chains) if entry.data else END
        chains += _chain(len(chains), -(-len(entry.data) // size))
        content += entry.data + b"\0" * (-len(entry.data) % size)
    return chains, bytes(content)


def _chain(start: int, length: int) -> list[int]:
    """Sectors in a row, each naming the next."""
    return [*range(start + 1, start + length), END] if length else []


_UNUSED = struct.pack("<68x3I48x", NO_STREAM, NO_STREAM, NO_STREAM)
"""An entry of the directory that is not in use: it still says that it has no neighbours."""


class _Table:
    """The sectors of the file so far, and which follows which."""

    def __init__(self) -> None:
        self.chains: list[int] = []
        self.sectors = bytearray()

    def put(self, data: bytes, fill: bytes = b"\0") -> int:
        """Append the data in sectors of their own, the last one filled up; gives the first one's number."""
        if not data:
            return END
        start, missing = len(self.chains), -len(data) % SECTOR
        self.chains += _chain(start, -(-len(data) // SECTOR))
        self.sectors += data + fill * (missing // len(fill))
        return start

    def file(self, directory: int, mini_table: int, mini_sectors: int) -> bytes:
        """Header, sectors, and the allocation table, which counts itself (2.2, 2.3)."""
        count = 0
        while count * SECTOR // 4 < len(self.chains) + count:
            count += 1
        if count > IN_HEADER:
            raise ValueError("more than 7 MB of macros; the container is written without further tables")
        first = len(self.chains)
        chains = [*self.chains, *[FAT_SECTOR] * count]
        chains += [FREE] * (count * SECTOR // 4 - len(chains))
        named = [*range(first, first + count), *[FREE] * (IN_HEADER - count)]
        header = struct.pack(
            "<8s16s5H6x9I109I",
            bytes.fromhex("D0CF11E0A1B11AE1"),
            b"",
            *(0x3E, 3, 0xFFFE, 9, 6),
            *(0, count, directory, 0, CUTOFF, mini_table, mini_sectors, END, 0),
            *named,
        )
        return header + bytes(self.sectors) + struct.pack(f"<{len(chains)}I", *chains)
