"""What the demo's pages look like, in colour and in grey: made anew by `just pictures`, compared by `test_pictures.py`.

    python tests/pictures/golden.py         writes the pictures beside this file; look at each before you keep it

Needs LibreOffice (soffice) and poppler-utils (pdftotext, pdftoppm).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zlib
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

import pmxl.demo
from pmxl.journey import Journey
from pmxl.maps.svg import svg
from pmxl.workbook import open_workbook, save

HERE = Path(__file__).parent
TODAY = date(2026, 3, 13)
DOTS = 60
"""Dots per inch: small files, in which a text that is cut or a chart that is gone still shows."""
PAGES = {
    "brief": ("Decisions needed", "Next commitments"),
    "dashboard": ("Dashboard as of", "If red"),
    "timeline": ("Timeline as of", "Start and plan"),
    "gantt_chart": ("Gantt chart as of",),
    "dependency_map": ("Dependency map as of",),
    "findings": ("Findings", "Choose a cell"),
    "schedule": ("The work, what waits for what", "Predecessors"),
}
"""Picture -> words that only the page to be shown bears."""
NAMES = (*PAGES, *(f"{name}_grey" for name in PAGES))
MISSING = [name for name in ("soffice", "pdftotext", "pdftoppm") if shutil.which(name) is None]


def render(folder: Path, target: Path) -> None:
    """Draw every picture into *target*, working in *folder*."""
    book = folder / "demo.xlsx"
    pmxl.demo.write(book)
    opened = open_workbook(book)
    found = Journey(opened.raw, TODAY, strict=True)
    save(opened, found.plan().edits)
    (target / "map.svg").write_text(svg(found.book, found.now), encoding="utf-8")
    pdf = convert(folder, book, "pdf")
    for name, marks in PAGES.items():
        page = page_with(pdf, marks)
        for look, words in (("", ()), ("_grey", ("-gray",))):
            run(
                "pdftoppm",
                "-r",
                DOTS,
                "-f",
                page,
                "-l",
                page,
                "-singlefile",
                "-png",
                *words,
                pdf,
                target / f"{name}{look}",
            )


def convert(folder: Path, path: Path, kind: str) -> Path:
    """The file as LibreOffice prints or draws it."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run("soffice", profile, "--headless", "--convert-to", kind, "--outdir", folder, path)
    return folder / f"{path.stem}.{kind}"


def page_with(pdf: Path, marks: tuple[str, ...]) -> int:
    """The number of the first page that bears all the words."""
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    return next(
        i for i, page in enumerate(text.split("\f"), 1) if all(mark.casefold() in page.casefold() for mark in marks)
    )


def run(*words: object) -> None:
    """Run a program in silence; raises CalledProcessError where it fails."""
    subprocess.run([str(word) for word in words], check=True, capture_output=True, timeout=300)


def pixels(path: Path) -> np.ndarray:
    """A PNG of 8 bits as rows of dots of 1, 3 or 4 values."""
    data, at, packed = path.read_bytes(), 8, b""
    width, height, depth, colour = (
        int.from_bytes(data[a:b], "big") for a, b in ((16, 20), (20, 24), (24, 25), (25, 26))
    )
    assert depth == 8, path
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        packed += data[at + 8 : at + 8 + size] if data[at + 4 : at + 8] == b"IDAT" else b""
        at += 12 + size
    per = {0: 1, 2: 3, 6: 4}[colour]
    lines = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, 1 + width * per)
    found = np.zeros((height + 1, width + 1, per), np.int32)
    for y, line in enumerate(lines, 1):
        _unfilter(int(line[0]), line[1:].reshape(width, per).astype(np.int32), found[y - 1], found[y])
    return found[1:, 1:]


def _unfilter(kind: int, line: np.ndarray, above: np.ndarray, out: np.ndarray) -> None:
    """One line of a PNG, from the stored differences; the first dot of each line stands for what lies before it."""
    if kind in (0, 2):
        out[1:] = (line + above[1:] * (kind == 2)) & 255
        return
    if kind == 1:
        out[1:] = np.cumsum(line, axis=0) & 255
        return
    for x in range(1, len(line) + 1):
        a, b, c = out[x - 1], above[x], above[x - 1]
        if kind == 3:
            guess = (a + b) // 2
        else:
            p = a + b - c
            pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
            guess = np.where((pa <= pb) & (pa <= pc), a, np.where(pb <= pc, b, c))
        out[x] = (line[x - 1] + guess) & 255


def blurred(found: np.ndarray, size: int = 8) -> np.ndarray:
    """The mean brightness of each square: fonts that differ by a dot do not count, what is gone does."""
    grey = found[..., :3].mean(axis=2)
    high, wide = (n // size * size for n in grey.shape)
    return grey[:high, :wide].reshape(high // size, size, wide // size, size).mean(axis=(1, 3))


if __name__ == "__main__":
    if MISSING:
        sys.exit(f"not to be had here: {', '.join(MISSING)}; install LibreOffice and poppler-utils")
    with TemporaryDirectory() as made:
        render(Path(made), HERE)
    print(*(HERE / f"{name}.png" for name in NAMES), sep="\n")
