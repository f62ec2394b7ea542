"""Renders the demo's workbook, computed, to pictures: those of the README, and on request every page.

    python docs/pictures/make.py            the pictures of SHOWN beside this file
    python docs/pictures/make.py FOLDER     every page of every sheet into FOLDER, to be looked at

Needs LibreOffice (soffice) and poppler-utils (pdftotext, pdftoppm).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pmxl.demo
from pmxl.cli import main as pmxl_command

HERE = Path(__file__).parent
SHOWN = {
    "brief": ("Decisions needed", "Next commitments"),
    "dashboard": ("Dashboard as of", "If red"),
    "timeline": ("Timeline as of", "Start and plan"),
    "schedule": ("The work, what waits for what", "Predecessors"),
}
"""Picture -> words that only the page to be shown bears."""


def main(words: list[str]) -> int:
    """Render what was asked for and name the files."""
    missing = [name for name in ("soffice", "pdftotext", "pdftoppm") if shutil.which(name) is None]
    if missing:
        print(f"not to be had here: {', '.join(missing)}; install LibreOffice and poppler-utils", file=sys.stderr)
        return 3
    with TemporaryDirectory() as folder:
        pdf = printed(computed_demo(Path(folder)))
        if words:
            Path(words[0]).mkdir(parents=True, exist_ok=True)
            run("pdftoppm", "-r", "80", "-png", pdf, Path(words[0], "page"))
            return 0
        for name, marks in SHOWN.items():
            page = page_with(pdf, marks)
            run("pdftoppm", "-r", "96", "-f", page, "-l", page, "-singlefile", "-png", pdf, HERE / name)
            print(HERE / f"{name}.png")
    return 0


def computed_demo(folder: Path) -> Path:
    """The demo as it is after a refresh."""
    book = folder / "demo.xlsx"
    pmxl.demo.write(book)
    if pmxl_command(["refresh", str(book)]) != 0:
        raise SystemExit("the demo could not be refreshed")
    return book


def printed(book: Path) -> Path:
    """The workbook as it prints."""
    profile = f"-env:UserInstallation={(book.parent / 'profile').as_uri()}"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", book.parent, book)
    return book.with_suffix(".pdf")


def page_with(pdf: Path, marks: tuple[str, ...]) -> int:
    """The number of the first page that bears all the words."""
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    pages = [
        i for i, page in enumerate(text.split("\f"), 1) if all(mark.casefold() in page.casefold() for mark in marks)
    ]
    if not pages:
        raise SystemExit(f"no page bears {' and '.join(marks)}")
    return pages[0]


def run(*words: object) -> None:
    """Run a program in silence; raises CalledProcessError where it fails."""
    subprocess.run([str(word) for word in words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
