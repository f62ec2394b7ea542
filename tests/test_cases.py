"""Runs every case page in tests/cases. `pytest --update` writes the answers; read the difference before you keep it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pages import BLOCK, answers, parts

PAGES = sorted((Path(__file__).parent / "cases").rglob("*.md"))
CASES = [
    pytest.param(page, i, id=f"{page.stem}: {part.splitlines()[0].lstrip('# ')}")
    for page in PAGES
    for i, part in enumerate(parts(page))
    if BLOCK.search(part)
]


@pytest.mark.parametrize(("page", "i"), CASES)
def test_case(page: Path, i: int, request: pytest.FixtureRequest) -> None:
    cases = parts(page)
    got = answers(cases[i], page.stem)
    if request.config.getoption("--update"):
        cases[i] = BLOCK.sub(lambda m: _block(m, got), cases[i])
        page.write_text("".join(cases), encoding="utf-8")
    for kind, of, want in BLOCK.findall(cases[i]):
        assert got[kind, of] == want


def _block(found: re.Match[str], got: dict[tuple[str, str], str]) -> str:
    kind, of = found[1], found[2] or ""
    return f"```{kind}{' ' + of if of else ''}\n{got[kind, of]}```"
