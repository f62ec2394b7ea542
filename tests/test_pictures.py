"""The pages look as somebody saw them last, in colour and in grey; and they fit A4 and Letter."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import workbook_maker as make
from brief_books import journey

from pmxl.generate.gantt_page import gantt_page
from pmxl.generate.map_page import map_page
from pmxl.tiles.dashboard import dashboard_page
from pmxl.workbook import open_workbook, save

sys.path.insert(0, str(Path(__file__).parent / "pictures"))

import golden

SQUARES = 0.03
"""The part of all squares that may differ: other versions draw letters and lines a little elsewhere."""
SHADE = 28
"""How much the brightness of a square must differ to count, of 255."""

pytestmark = pytest.mark.skipif(bool(golden.MISSING), reason=f"not to be had here: {', '.join(golden.MISSING)}")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pictures as they are today."""
    folder, target = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("pictures")
    golden.render(folder, target)
    return target


@pytest.mark.parametrize("name", golden.NAMES)
def test_it_looks_as_somebody_saw_it(name: str, drawn: Path) -> None:
    was, now = (golden.blurred(golden.pixels(folder / f"{name}.png")) for folder in (golden.HERE, drawn))
    assert all(abs(a - b) <= 1 for a, b in zip(was.shape, now.shape, strict=True)), "the page has another size"
    high, wide = (min(a, b) for a, b in zip(was.shape, now.shape, strict=True))
    differ = np.abs(was[:high, :wide] - now[:high, :wide]) > SHADE
    assert differ.mean() <= SQUARES, f"{differ.mean():.1%} of {name} differ: run just pictures and look"


def test_the_map_is_drawn_as_somebody_saw_it(drawn: Path) -> None:
    assert (drawn / "map.svg").read_bytes() == (golden.HERE / "map.svg").read_bytes()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_each_page_prints_on_one_sheet(paper: str, tmp_path: Path) -> None:
    found = journey()
    pages = [
        page._replace(paper=paper)  # type: ignore[arg-type]
        for made in (dashboard_page, gantt_page, map_page)
        if (page := made(found.book, found.now))
    ]
    path = tmp_path / "pages.xlsx"
    path.write_bytes(make.workbook())
    save(open_workbook(path), pages)
    pdf = golden.convert(tmp_path, path, "pdf")
    golden.run("pdftotext", "-layout", pdf, tmp_path / "text")
    text = (tmp_path / "text").read_text(encoding="utf-8").split("\f")
    for page in pages:
        if not page.hidden:
            assert sum(f"{page.sheet} as of" in one for one in text) == 1
    assert "###" not in "".join(text)
    assert "#REF!" not in "".join(text)
