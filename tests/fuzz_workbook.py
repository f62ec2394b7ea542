"""A mutation fuzzer: damaged workbooks are read or refused, changed or refused, and never crash or hang.

`python tests/fuzz_workbook.py [COUNT] [SEED] [FOLDER ...]` makes COUNT mutants of the workbooks of some folders. Every
mutant follows from the seed and its number, so that a failure can be played again.
"""

from __future__ import annotations

import random
import re
import signal
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import workbook_maker as make

from pmxl.model import ChartSeries, PageCell, PageChart, PageFormat, PageRow, ReplaceSheet, SetCells
from pmxl.workbook import Refused, open_workbook, save

REAL = Path(__file__).parents[1].parent / "shared" / "data" / "workbooks"
SECONDS = 20
TOKENS = re.compile(rb"<[^>]*>|[^<]+")
VALUES = (
    b"", b"0", b"-1", b"1", b"99999999999999999999", b"A1", b"A0", b"XFD1048576", b"A1:XFD1048576", b"&#0;", b"&x;",
    b"_x0000_", b"\xff\xfe", b"NaN", b"1e999", b"true", b"rId1", b"../../x", b"]]>", b"<!--",
    "\u202e\U0001f600".encode(),
)  # fmt: skip
PAGE = ReplaceSheet(
    "pmxl page",
    (10, 20),
    (PageRow((PageCell("a"), PageCell("=b"))), PageRow((PageCell(1.5),))),
    charts=(PageChart("line", "A4", (ChartSeries("A1:B1"),)),),
    formats=(PageFormat("A2", "A2>1", "red"),),
)


def seeds(folders: list[Path]) -> list[bytes]:
    """The workbooks that mutants are made of."""
    found = [path.read_bytes() for folder in folders for path in sorted(folder.glob("*.xls[xm]"))]
    tables = {"Risks": make.table("A1:B2", ("ID", "Amount"))}
    parts = '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>'
    made = make.workbook({"Risks": make.sheet(make.GOOD + parts), "Log": make.sheet()}, tables)
    return [data for data in found if len(data) < 120_000] + [made]


def mutant(data: bytes, dice: random.Random) -> bytes:
    """A workbook with one to three things wrong in its container or in one of its parts."""
    if dice.random() < 0.3:
        return damaged(data, dice)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile:
        return damaged(data, dice)
    if not parts:
        return damaged(data, dice)
    for _ in range(dice.randint(1, 3)):
        name = dice.choice(likely(parts, dice))
        parts[name] = dice.choice(PART_MUTATIONS)(parts[name], dice)
        if dice.random() < 0.05:
            del parts[name]
            if not parts:
                break
        elif dice.random() < 0.03:
            parts[name.upper() + "x"] = b"<a/>"
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED, 1)
    return stream.getvalue()


def likely(parts: dict[str, bytes], dice: random.Random) -> list[str]:
    """The parts that pmxl reads or changes, most of the time."""
    known = [
        n for n in parts if re.search(r"sheet\d*\.xml|workbook|styles|table\d|sharedS|Content_Types|\.rels|app", n)
    ]
    return known if known and dice.random() < 0.9 else list(parts)


def damaged(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 8, 64))):
        # Headers and the directory at the end say more than the packed bytes between them.
        edge = dice.random() < 0.5
        at = len(changed) - 1 - dice.randrange(min(len(changed), 3000)) if edge else dice.randrange(len(changed))
        changed[at] = dice.choice((changed[at] ^ 1 << dice.randrange(8), 0, 255, dice.randrange(256)))
    return bytes(changed[: dice.randrange(len(changed))] if dice.random() < 0.15 else changed)


def flip(content: bytes, dice: random.Random) -> bytes:
    if not content:
        return b"\0"
    at = dice.randrange(len(content))
    return content[:at] + bytes([dice.randrange(256)]) + content[at + 1 :]


def cut(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(len(content) + 1)]


def with_tokens(change: Callable[[list[bytes], int, random.Random], None]) -> Callable[[bytes, random.Random], bytes]:
    def mutate(content: bytes, dice: random.Random) -> bytes:
        tokens = TOKENS.findall(content)
        if tokens:
            change(tokens, dice.randrange(len(tokens)), dice)
        return b"".join(tokens)

    return mutate


def delete(tokens: list[bytes], at: int, dice: random.Random) -> None:
    del tokens[at : at + dice.choice((1, 1, 2, 5))]


def double(tokens: list[bytes], at: int, dice: random.Random) -> None:
    tokens[at:at] = tokens[at : at + dice.choice((1, 2, 3, 8))]


def swap(tokens: list[bytes], at: int, dice: random.Random) -> None:
    other = dice.randrange(len(tokens))
    tokens[at], tokens[other] = tokens[other], tokens[at]


def revalue(tokens: list[bytes], at: int, dice: random.Random) -> None:
    """Give an attribute or a text another value."""
    new = dice.choice(VALUES)
    if tokens[at].startswith(b"<"):
        found = list(re.finditer(rb'="[^"]*"', tokens[at]))
        if found:
            one = dice.choice(found)
            tokens[at] = tokens[at][: one.start() + 2] + new + tokens[at][one.end() - 1 :]
    else:
        tokens[at] = new


def rename(tokens: list[bytes], at: int, dice: random.Random) -> None:
    tokens[at] = re.sub(rb"^(</?)(\w+)", lambda m: m[1] + dice.choice((b"x:" + m[2], m[2] + b"x", b"c")), tokens[at])


PART_MUTATIONS = (
    flip, cut, with_tokens(delete), with_tokens(double), with_tokens(swap), with_tokens(revalue), with_tokens(revalue),
    with_tokens(rename),
)  # fmt: skip


def try_out(data: bytes, folder: Path) -> str:
    """What comes of a mutant: `read`, `changed`, or what was refused. Anything else is raised."""
    path, out = folder / "mutant.xlsx", folder / "out.xlsx"
    path.write_bytes(data)
    try:
        book = open_workbook(path)
        for sheet in book.raw.sheets.values():
            list(sheet.formulas.values())
    except Refused as refused:
        return said("refused", refused)
    edits = edits_for(book)
    try:
        save(book, [*edits, PAGE], out)
    except Refused as refused:
        return said("change refused", refused)
    again = open_workbook(out)
    for edit in edits:
        for row, value in edit.values.items():
            assert again.raw.sheets[edit.sheet].cells[row][28] == value
    assert again.raw.sheets["pmxl page"].cells[1] == {1: "a", 2: "=b"}
    assert set(again.raw.sheets) == {*book.raw.sheets, "pmxl page"}
    for name, sheet in book.raw.sheets.items():
        assert beside_edits(again.raw.sheets[name].cells) == beside_edits(sheet.cells)
    return "changed"


def beside_edits(cells) -> dict[tuple[int, int], str]:
    """What the cells say that no edit is about, as text: nothing equals itself that is no number."""
    found = {(row, column): value for row, line in cells.items() for column, value in line.items() if column != 28}
    return {place: repr(value) for place, value in found.items() if value not in (None, "")}


def said(outcome: str, refused: Refused) -> str:
    if not str(refused).isprintable():
        raise AssertionError(f"not one line: {refused!r}")
    return outcome


def edits_for(book) -> list[SetCells]:
    edits = [SetCells(name, "AB", {2: "seen"}) for name in list(book.raw.sheets)[:2]]
    return edits + [SetCells(table.sheet, "AB", {3: 5.0}, kind="money") for table in book.raw.tables[:1]]


class Hang(BaseException):
    """A mutant took longer than it may."""


def hang(*_args: object) -> None:
    raise Hang


def run(count: int, seed: int, folders: list[Path]) -> Iterator[tuple[int, str]]:
    """Number and outcome of each mutant; an outcome that begins with `Traceback` is a failure."""
    warnings.simplefilter("ignore")
    good = seeds(folders)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, hang)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            dice = random.Random(f"{seed}/{number}")
            data = mutant(dice.choice(good), dice)
            if hasattr(signal, "SIGALRM"):
                signal.alarm(SECONDS)
            try:
                outcome = try_out(data, Path(folder))
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                outcome = traceback.format_exc()
            finally:
                if hasattr(signal, "SIGALRM"):
                    signal.alarm(0)
            yield number, outcome


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    started, outcomes, failures = time.perf_counter(), Counter(), []
    for number, outcome in run(count, seed, [Path(f) for f in sys.argv[3:]] or [REAL]):
        failed = outcome.startswith("Traceback")
        outcomes["failed" if failed else outcome] += 1
        if failed:
            failures.append(number)
            print(f"mutant {seed}/{number}:\n{outcome}")
    print(f"{count} mutants in {time.perf_counter() - started:.0f} s: {dict(outcomes)}; failures: {failures}")
    sys.exit(bool(failures))
