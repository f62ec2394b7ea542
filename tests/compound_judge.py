"""Reads a compound file strictly by [MS-CFB] and says what it violates; it shares nothing with the writer."""

from __future__ import annotations

import struct
from typing import NamedTuple

END, FREE, FAT, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF


class Entry(NamedTuple):
    name: str
    kind: int
    black: bool
    left: int
    right: int
    child: int
    start: int
    size: int


class Judged:
    """`faults` says what is wrong; `streams` are the contents by path."""

    def __init__(self, data: bytes) -> None:
        self.faults: list[str] = []
        self.streams: dict[str, bytes] = {}
        self.data, self.used = data, set[int]()
        head = struct.unpack_from("<8s16s5H6x9I", data)
        self.hold(head[0].hex() == "d0cf11e0a1b11ae1" and head[1] == bytes(16), "the signature is another")
        self.hold(head[2:7] == (0x3E, 3, 0xFFFE, 9, 6), f"version, byte order or sector sizes are {head[2:7]}")
        directories, tables, directory, transaction, cutoff, mini, minis, more, more_count = head[7:]
        self.hold((directories, transaction, cutoff, more, more_count) == (0, 0, 4096, END, 0), "header fields")
        self.hold(len(data) % 512 == 0, "the file ends inside a sector")
        self.table = self.allocation(tables)
        self.entries = [self.entry(raw) for raw in pieces(self.chain(directory), 128)]
        self.mini_table = list(struct.unpack(f"<{minis * 128}I", self.chain(mini) if minis else b""))
        self.hold((mini == END) == (minis == 0), "small sectors are counted, but there are none")
        root = self.entries[0]
        self.hold((root.kind, root.name) == (5, "Root Entry") and root.black, "the root is no root")
        self.small = self.chain(root.start)[: root.size]
        self.hold(len(self.small) == root.size == 64 * len([s for s in self.mini_table if s != FREE]), "small sectors")
        self.small_used, self.seen = set[int](), {0}
        self.storage(root, "")
        self.hold(all(entry.kind == 0 or at in self.seen for at, entry in enumerate(self.entries)), "lost entries")
        self.all_used()

    def hold(self, so: bool, otherwise: str) -> None:
        if not so:
            self.faults.append(otherwise)

    def sector(self, number: int) -> bytes:
        return self.data[512 * (number + 1) : 512 * (number + 2)]

    def allocation(self, count: int) -> list[int]:
        named = [number for number in struct.unpack_from("<109I", self.data, 76) if number != FREE]
        self.hold(len(named) == count, "the header names another number of tables than it counts")
        self.used |= set(named)
        table = list(struct.unpack(f"<{count * 128}I", b"".join(map(self.sector, named))))
        self.hold(all(table[number] == FAT for number in named), "a table is not marked as one")
        return table

    def chain(self, start: int) -> bytes:
        content = b""
        while start != END:
            if start in self.used or start >= len(self.table):
                self.faults.append(f"sector {start} is in two chains, or is none")
                break
            self.used.add(start)
            content += self.sector(start)
            start = self.table[start]
        return content

    def small_chain(self, start: int) -> bytes:
        content = b""
        while start != END:
            if start in self.small_used or start >= len(self.mini_table):
                self.faults.append(f"small sector {start} is in two chains, or is none")
                break
            self.small_used.add(start)
            content += self.small[64 * start : 64 * (start + 1)]
            start = self.mini_table[start]
        return content

    def entry(self, raw: bytes) -> Entry:
        name, length, kind, colour, left, right, child, ident, state, made, changed, start, size = struct.unpack(
            "<64sHBB3I16sIQQIQ", raw
        )
        if kind == 0:
            self.hold((length, left, right, child, start, size) == (0, NONE, NONE, NONE, 0, 0), "an unused entry")
            return Entry("", 0, True, NONE, NONE, NONE, 0, 0)
        self.hold(not any(name[length:]) and name[length - 2 : length] == b"\0\0", "a name is not ended")
        self.hold(not any((*ident, state, made, changed)), "something depends on the time or is not needed")
        return Entry(name[: length - 2].decode("utf-16-le"), kind, colour == 1, left, right, child, start, size)

    def storage(self, entry: Entry, path: str) -> None:
        children: list[int] = []
        self.blacks(entry.child, parent_is_black=True, children=children)
        names = [self.entries[child].name for child in children]
        self.hold(names == sorted(names, key=lambda n: (len(n), n.upper())), f"siblings are not in order: {names}")
        self.hold(len({name.upper() for name in names}) == len(names), f"siblings of one name: {names}")
        if entry.child != NONE:
            self.hold(self.entries[entry.child].black, "the top of a tree is red")
        for child in map(self.entries.__getitem__, children):
            if child.kind == 1:
                self.hold((child.start, child.size) == (0, 0), "a storage has content")
                self.storage(child, f"{path}{child.name}/")
            else:
                self.stream(child, path)

    def stream(self, entry: Entry, path: str) -> None:
        self.hold(entry.kind == 2 and entry.child == NONE, "a stream has children")
        content = (self.chain if entry.size >= 4096 else self.small_chain)(entry.start)
        unit = 512 if entry.size >= 4096 else 64
        self.hold(len(content) == -(-entry.size // unit) * unit, f"{entry.name}: chain and size differ")
        self.streams[path + entry.name] = content[: entry.size]

    def blacks(self, at: int, *, parent_is_black: bool, children: list[int]) -> int:
        """How many black entries each way down passes; the children come in order."""
        if at == NONE:
            return 1
        self.hold(at not in self.seen, "an entry is in two trees")
        self.seen.add(at)
        entry = self.entries[at]
        self.hold(entry.black or parent_is_black, "a red entry below a red one")
        left = self.blacks(entry.left, parent_is_black=entry.black, children=children)
        children.append(at)
        right = self.blacks(entry.right, parent_is_black=entry.black, children=children)
        self.hold(left == right, "ways down pass different numbers of black entries")
        return left + entry.black

    def all_used(self) -> None:
        sectors = len(self.data) // 512 - 1
        self.hold(self.used == set(range(sectors)), "sectors that no chain has")
        self.hold(all(next_ == FREE for next_ in self.table[sectors:]), "the table goes on behind the file")
        free = {at for at, next_ in enumerate(self.mini_table) if next_ == FREE}
        self.hold(self.small_used | free == set(range(len(self.mini_table))), "small sectors that no chain has")


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]
