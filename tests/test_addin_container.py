"""The compound file and the compression of VBA sources keep to their specifications."""

from __future__ import annotations

import hashlib
import io
import struct

import olefile
import pytest
from compound_judge import Judged
from hypothesis import given
from hypothesis import strategies as st
from olevba_reader import unpacked

from pmxl.excel.addin.compound import compound_file
from pmxl.excel.addin.compression import compress, decompress

NAMES = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=31)
SIZES = st.one_of(st.integers(0, 300), st.sampled_from([63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 9000]))


def noise(size: int) -> bytes:
    """Bytes that no token makes smaller, the same each time."""
    return hashlib.shake_256(b"pmxl").digest(size)


# ---------------------------------------------------------------- compound file


@given(st.dictionaries(NAMES.map(str.upper), SIZES, max_size=40), st.booleans())
def test_a_compound_file_keeps_to_the_specification(sizes: dict[str, int], nested: bool) -> None:
    streams = {f"{'VBA/' * nested}{name}": noise(size) for name, size in sizes.items()} | {"project": b"x"}
    judged = Judged(compound_file(streams))
    assert judged.faults == []
    assert judged.streams == streams


def test_olefile_reads_it_and_sees_no_defect() -> None:
    streams = {"PROJECT": noise(100), "VBA/dir": noise(700), "VBA/xlwings": noise(20_000), "VBA/empty": b""}
    file = olefile.OleFileIO(io.BytesIO(compound_file(streams)), raise_defects=olefile.DEFECT_UNSURE)
    assert {"/".join(path): file.openstream(path).read() for path in file.listdir()} == streams
    assert file.parsing_issues == []


def test_the_table_that_counts_itself_fits_at_every_border() -> None:
    for sectors in (100, 123, 124, 125, 126, 127, 128, 251, 252, 253):
        assert Judged(compound_file({"a": noise(512 * sectors)})).faults == []


def test_more_than_the_header_can_address_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 7 MB"):
        compound_file({"a": bytes(7_200_000)})


@pytest.mark.parametrize("streams", [["a:b"], ["x" * 32], ["", "a"], ["Module", "MODULE"]])
def test_names_that_the_format_forbids_are_refused(streams: list[str]) -> None:
    with pytest.raises(ValueError, match=r"cannot be the name|have the same name"):
        compound_file(dict.fromkeys(streams, b""))


def test_the_judge_sees_what_is_wrong() -> None:
    """A judge that finds nothing in anything would be worth nothing."""
    good = compound_file({"b": noise(5000), "a": b"12", "VBA/dir": noise(70)})
    first_entry = good.index("Root Entry".encode("utf-16-le"))
    harmed = {
        "colour": (first_entry + 128 + 67, b"\0"),
        "name": (first_entry + 256, b"c"),
        "time": (first_entry + 128 + 108, b"\1"),
        "child": (first_entry + 76, struct.pack("<I", 2)),
        "size": (first_entry + 128 + 120, struct.pack("<Q", 5600)),
        "chain": (len(good) - 512, struct.pack("<I", 0)),
        "header": (26, b"\4"),
    }
    for what, (at, change) in harmed.items():
        assert Judged(good[:at] + change + good[at + len(change) :]).faults, what
    assert Judged(good).faults == []


# ---------------------------------------------------------------- compression


@given(st.one_of(st.binary(max_size=3600), st.text(st.sampled_from("ab \r\n\"'é"), max_size=9000).map(str.encode)))
def test_what_is_compressed_comes_back(data: bytes) -> None:
    packed = compress(data)
    assert decompress(packed) == data
    assert unpacked(packed) == data


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 8192, 12_289])
def test_every_border_of_a_chunk_comes_back(size: int) -> None:
    text = (b"If Not Found Then Exit Sub\r\n" * 500)[:size]
    assert decompress(compress(text)) == text


def test_noise_is_stored_raw() -> None:
    assert decompress(compress(noise(8192))) == noise(8192)
    assert len(compress(noise(8192))) == 1 + 2 * 4098
    # The format fills up a last chunk that it cannot make smaller.
    assert decompress(compress(noise(4000))) == noise(4000) + bytes(96)


def test_examples_of_the_specification() -> None:
    """[MS-OVBA] 3.2.1 and 3.2.3: no compression, and the most."""
    literal = "01 19 B0 00 61 62 63 64 65 66 67 68 00 69 6A 6B 6C 6D 6E 6F 70 00 71 72 73 74 75 76 2E"
    assert compress(b"abcdefghijklmnopqrstuv.") == bytes.fromhex(literal)
    assert compress(b"a" * 73) == bytes.fromhex("01 03 B0 02 61 45 00")


@pytest.mark.parametrize("broken", ["", "00", "01 03 30", "01 03 B0 02 61", "01 02 B0 01 00 10", "01 00 F0 00"])
def test_what_is_no_container_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"does not begin|a header that is none|before its chunk"):
        decompress(bytes.fromhex(broken))
