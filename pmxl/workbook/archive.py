"""The zip container, read and rebuilt without touching the compressed bytes of members that stay.

Python's zipfile can neither copy a member raw nor notice overlapping members, and costs more to import than all of
this package.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from struct import pack, unpack_from

from pmxl.records import NamedTuple
from pmxl.workbook.errors import FETCH_AGAIN, Refused

MAX_MEMBERS = 20_000
MAX_MEMBER_BYTES = 512 << 20
MAX_TOTAL_BYTES = 2 << 30
BOMB_BYTES, BOMB_RATIO = 50 << 20, 200
"""Above this size a member that shrank by more than this ratio is taken for a zip bomb."""

KEPT_BYTES = 16 << 20
"""An archive that unpacks to no more than this is unpacked once: who writes a sheet has read it before."""

STORED, DEFLATED = 0, 8
LEVEL = 3
"""How hard new members are packed: a sixth larger than at zlib's own choice, in less than two thirds of the time."""
VERSION = 20
"""What a program must know to unpack (2.0): deflate and folders."""
NEW_MEMBER_TIME = 0x0021_0000
"""MS-DOS date and time of new members (1 January 1980), so that equal contents give equal files."""


class Member(NamedTuple):
    """One entry of the central directory."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    time: int
    crc: int
    packed: int
    """Size as stored."""
    size: int
    """Size once inflated."""
    attributes: int
    start: int
    """Where the stored bytes begin."""


class Packed(NamedTuple):
    """The content of a new member, packed already."""

    stored: bytes
    crc: int
    size: int

    def content(self) -> bytes:
        """The content itself."""
        return zlib.decompress(self.stored, -15)


class Archive:
    """The members of a zip file that is held in memory."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        try:
            self.members = _read_directory(data)
        except (struct.error, IndexError, ValueError):
            raise Refused("it is damaged: its table of contents cannot be read", FETCH_AGAIN) from None
        self._by_key = {key_of(member.name): member for member in self.members}
        _check_members(self.members, len(self._by_key))
        self._kept: dict[str, bytes] | None = {} if sum(m.size for m in self.members) <= KEPT_BYTES else None

    def __contains__(self, name: str) -> bool:
        return key_of(name) in self._by_key

    def find(self, name: str) -> Member | None:
        """The member of that name; part names ignore case, and old .NET writers wrote backslashes."""
        return self._by_key.get(key_of(name))

    def read(self, name: str) -> bytes:
        """The inflated bytes of a member, checked against its size and checksum."""
        member = self.find(name)
        if member is None:
            raise Refused(f'it is damaged: the part "{name}" is missing', FETCH_AGAIN)
        if self._kept is None:
            return self._read(member)
        if member.name not in self._kept:
            self._kept[member.name] = self._read(member)
        return self._kept[member.name]

    def _read(self, member: Member) -> bytes:
        stored = self.data[member.start : member.start + member.packed]
        content = stored if member.method == STORED else _inflate(member, stored)
        if len(content) != member.size or zlib.crc32(content) != member.crc:
            raise Refused(f'it is damaged: the part "{member.name}" does not match its checksum', FETCH_AGAIN)
        return content

    def rebuild(self, changed: Mapping[str, bytes | Packed | None]) -> bytes:
        """The zip file with some members replaced, added at the end, or left out (None)."""
        new = {key_of(name): (name, content) for name, content in changed.items()}
        body, directory, count = bytearray(), bytearray(), 0
        for member in self.members:
            if key_of(member.name) not in new:
                stored = self.data[member.start : member.start + member.packed]
                _append(body, directory, member, stored)
                count += 1
                continue
            _, content = new.pop(key_of(member.name))
            if content is not None:
                _append(body, directory, *_packed(member, content))
                count += 1
        for name, content in new.values():
            if content is not None:
                _append(body, directory, *_packed(_new_member(name), content))
                count += 1
        end = pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
        return bytes(body + directory + end)


@lru_cache(maxsize=4096)
def key_of(name: str) -> str:
    """What two names have in common that mean the same part: case does not count, nor how a letter is spelled out."""
    if "%" in name:
        from urllib.parse import unquote

        name = unquote(name)
    return name.replace("\\", "/").lstrip("/").lower()


def _read_directory(data: bytes) -> list[Member]:
    end = data.rfind(b"PK\5\6", max(0, len(data) - 65_557))
    if end < 0:
        raise Refused("it is damaged: its end is missing, as after a broken download or sync", FETCH_AGAIN)
    count, size, offset = unpack_from("<HII", data, end + 10)
    if count == 0xFFFF or 0xFFFFFFFF in (size, offset):
        count, size, offset, end = _zip64_end(data, end)
    if offset + size != end:
        raise Refused("it is damaged, or another file was put before or inside it", FETCH_AGAIN)
    if count > MAX_MEMBERS:
        raise Refused(f"it holds {count:,} parts, more than any workbook needs", "ask where it comes from")
    members, position = [], offset
    for _ in range(count):
        member, position = _read_entry(data, position)
        members.append(member)
    return members


def _zip64_end(data: bytes, end: int) -> tuple[int, int, int, int]:
    signature, _, position, _ = unpack_from("<4sIQI", data, end - 20)
    if signature != b"PK\6\7" or data[position : position + 4] != b"PK\6\6":
        raise ValueError("no zip64 record")
    count, size, offset = unpack_from("<QQQ", data, position + 32)
    return count, size, offset, position


def _read_entry(data: bytes, position: int) -> tuple[Member, int]:
    fields = unpack_from("<4s4xHHIIIIHHH4xII", data, position)
    signature, flags, method, time, crc, packed, size, n_name, n_extra, n_comment, attributes, offset = fields
    if signature != b"PK\1\2":
        raise ValueError("no entry")
    name_start = position + 46
    raw_name = data[name_start : name_start + n_name]
    extra = data[name_start + n_name : name_start + n_name + n_extra]
    if 0xFFFFFFFF in (packed, size, offset):
        size, packed, offset = _zip64_sizes(extra, size, packed, offset)
    local, local_name, local_extra = unpack_from("<4s22xHH", data, offset)
    if local != b"PK\3\4" or data[offset + 30 : offset + 30 + local_name] != raw_name:
        raise Refused("it is damaged: its table of contents does not fit its parts", FETCH_AGAIN)
    start = offset + 30 + local_name + local_extra
    if start + packed > len(data):
        raise ValueError("beyond the end")
    # Part names are ASCII. Whatever else is there keeps its bytes; only messages show this text.
    name = raw_name.decode("utf-8", "replace")
    member = Member(name, raw_name, flags, method, time, crc, packed, size, attributes, start)
    return member, name_start + n_name + n_extra + n_comment


def _zip64_sizes(extra: bytes, *fields: int) -> list[int]:
    """Size, packed size and offset, where a field is all ones taken from the zip64 extra field."""
    position = 0
    while position + 4 <= len(extra):
        kind, length = unpack_from("<HH", extra, position)
        if kind == 1:
            wide = iter(unpack_from(f"<{length // 8}Q", extra, position + 4))
            return [next(wide, 0) if field == 0xFFFFFFFF else field for field in fields]
        position += 4 + length
    raise ValueError("no zip64 field")


def _check_members(members: list[Member], distinct: int) -> None:
    """Refuse what no workbook application writes and what is made to hurt a reader."""
    if distinct != len(members):
        raise Refused("it is damaged: it holds two parts of the same name", FETCH_AGAIN)
    reached = 0
    for member in sorted(members, key=lambda m: m.start):
        if member.start - 30 - len(member.raw_name) < reached:
            raise Refused("its parts overlap, as only a harmful file does", "ask where it comes from")
        reached = member.start + member.packed
        _check_member(member)
    if sum(member.size for member in members) > MAX_TOTAL_BYTES:
        raise Refused("it unpacks to more than 2 GB", "split the workbook")


def _check_member(member: Member) -> None:
    if ".." in member.name.replace("\\", "/").split("/") or member.name[:1] in "/\\" or ":" in member.name[:3]:
        raise Refused(f'its part "{member.name}" points outside the workbook', "ask where it comes from")
    if member.flags & 0x41 or member.method == 99:
        raise Refused("its zip container is encrypted", "open it with its password and save a copy without one")
    if member.method not in (STORED, DEFLATED):
        raise Refused("it is packed in a way that Excel does not know", "save it again in Excel")
    if member.method == STORED and member.size != member.packed:
        raise Refused(f'it is damaged: the size of the part "{member.name}" is wrong', FETCH_AGAIN)
    if (member.size > BOMB_BYTES and member.size > member.packed * BOMB_RATIO) or member.size > MAX_MEMBER_BYTES:
        megabytes = member.size >> 20
        raise Refused(f'its part "{member.name}" would unpack to {megabytes:,} MB', "ask where it comes from")


def _inflate(member: Member, stored: bytes) -> bytes:
    try:
        # One byte more than declared is enough to see that the declared size is wrong.
        return zlib.decompressobj(-15).decompress(stored, member.size + 1)
    except zlib.error:
        raise Refused(f'it is damaged: the part "{member.name}" cannot be unpacked', FETCH_AGAIN) from None


def _new_member(name: str) -> Member:
    return Member(name, name.encode(), 0, DEFLATED, NEW_MEMBER_TIME, 0, 0, 0, 0, 0)


def deflate(pieces: Iterable[bytes]) -> Packed:
    """Content packed piece by piece, as it comes."""
    packer, crc, size, stored = zlib.compressobj(LEVEL, zlib.DEFLATED, -15), 0, 0, bytearray()
    for piece in pieces:
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        stored += packer.compress(piece)
    return Packed(bytes(stored + packer.flush()), crc, size)


def _packed(member: Member, content: bytes | Packed) -> tuple[Member, bytes]:
    new = deflate([content]) if isinstance(content, bytes) else content
    return member._replace(method=DEFLATED, crc=new.crc, packed=len(new.stored), size=new.size), new.stored


def _append(body: bytearray, directory: bytearray, member: Member, stored: bytes) -> None:
    # Bit 3 announces sizes behind the data; here they stand in the header, which every reader prefers.
    flags = member.flags & ~0x8
    sizes = (member.crc, member.packed, member.size, len(member.raw_name), 0)
    common = pack("<HHIIIIHH", flags, member.method, member.time, *sizes)
    offset = len(body)
    body += pack("<4sH", b"PK\3\4", VERSION) + common + member.raw_name + stored
    directory += pack("<4sHH", b"PK\1\2", VERSION, VERSION) + common
    directory += pack("<HHHII", 0, 0, 0, member.attributes & 0xFF, offset) + member.raw_name
