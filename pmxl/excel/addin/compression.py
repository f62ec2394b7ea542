"""The compression of VBA sources, [MS-OVBA] 2.4.1: chunks of 4,096 bytes, each with copies from its own past."""

from __future__ import annotations

from collections.abc import Iterator

CHUNK = 4096
"""How many bytes a chunk holds; only the last one may hold fewer."""

SIGNATURE, PACKED, RAW = b"\x01", 0xB000, 0x3000
"""What a container begins with, and what the header of a chunk says beside its size."""

SHORTEST = 3
"""The shortest copy: its token takes two bytes."""


def compress(data: bytes) -> bytes:
    """The data as a compressed container.

    A last chunk that no token makes smaller is stored raw, filled up with zeros, as the format has no other way
    (2.4.1.3.10). Sources never are like that.
    """
    return SIGNATURE + b"".join(_chunk(data[at : at + CHUNK]) for at in range(0, len(data), CHUNK))


def decompress(container: bytes) -> bytes:
    """What a compressed container holds. Raises ValueError where it is none."""
    if container[:1] != SIGNATURE:
        raise ValueError("the container does not begin with 0x01")
    return b"".join(_unpacked(header, body) for header, body in _chunks(container))


def _chunk(data: bytes) -> bytes:
    body = b"".join(_token_sequences(data))
    kind, body = (PACKED, body) if len(body) <= CHUNK else (RAW, data.ljust(CHUNK, b"\0"))
    return (kind | len(body) - 1).to_bytes(2, "little") + body


def _token_sequences(data: bytes) -> Iterator[bytes]:
    """Eight tokens at a time, behind a byte whose bits say which of them are copies."""
    tokens = list(_tokens(data))
    for at in range(0, len(tokens), 8):
        eight = tokens[at : at + 8]
        yield bytes([sum(1 << bit for bit, token in enumerate(eight) if len(token) == 2)]) + b"".join(eight)


def _tokens(data: bytes) -> Iterator[bytes]:
    """Literals of one byte and copies of two; a copy takes the longest match, of those the nearest."""
    seen: dict[bytes, list[int]] = {}
    at = 0
    while at < len(data):
        bits = _length_bits(at)
        found, length = _longest(data, at, min(len(data) - at, (1 << bits) + 2), seen)
        if length:
            yield ((at - found - 1) << bits | length - SHORTEST).to_bytes(2, "little")
        else:
            yield data[at : at + 1]
        for passed in range(at, at + max(length, 1)):
            seen.setdefault(data[passed : passed + SHORTEST], []).append(passed)
        at += max(length, 1)


def _longest(data: bytes, at: int, limit: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """Where the longest match begins and how long it is; a length of 0 where there is none."""
    best, place = 0, 0
    for start in reversed(seen.get(data[at : at + SHORTEST], []) if limit >= SHORTEST else []):
        if data[start + best] == data[at + best]:
            length = _in_common(data, start, at, limit)
            if length > best:
                best, place = length, start
        if best == limit:
            break
    return place, best


def _in_common(data: bytes, start: int, at: int, limit: int) -> int:
    length = SHORTEST
    while length < limit and data[start + length] == data[at + length]:
        length += 1
    return length


def _length_bits(at: int) -> int:
    """How many of a copy's 16 bits give its length, at that place in the chunk (2.4.1.3.19.1)."""
    return 16 - max((at - 1).bit_length() if at else 0, 4)


def _chunks(container: bytes) -> Iterator[tuple[int, bytes]]:
    at = 1
    while at < len(container):
        header = int.from_bytes(container[at : at + 2], "little")
        end = at + 3 + (header & 0xFFF)
        if header & 0x7000 != RAW or end > len(container):
            raise ValueError(f"the chunk at {at} has a header that is none, or ends early")
        yield header, container[at + 2 : end]
        at = end


def _unpacked(header: int, body: bytes) -> bytes:
    if not header & 0x8000:
        return body
    data, at = bytearray(), 0
    while at < len(body):
        flags, at = body[at], at + 1
        for bit in range(8):
            if at >= len(body):
                break
            if flags >> bit & 1:
                _copy(data, int.from_bytes(body[at : at + 2], "little"))
                at += 2
            else:
                data.append(body[at])
                at += 1
    return bytes(data)


def _copy(data: bytearray, token: int) -> None:
    bits = _length_bits(len(data))
    start = len(data) - (token >> bits) - 1
    if start < 0:
        raise ValueError(f"a copy begins {-start} bytes before its chunk")
    for place in range(start, start + (token & (1 << bits) - 1) + SHORTEST):
        data.append(data[place])
