"""The live application for tests: open a workbook in LibreOffice, run a command of pmxl on it, read what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pmxl import demo
from pmxl.excel import perform
from pmxl.excel.application import import_xlwings
from pmxl.generate.workbook import write_workbook
from pmxl.registers import BY_NAME

xw = import_xlwings()
TODAY = date(2026, 3, 13)
NOTHING = (
    "No workbook that can be edited is in front in Excel; open one (in Protected View choose Enable Editing), "
    "or let New make one."
)
"""What every command says that needs a workbook, where there is none."""


def small_book(path: Path, blank_rows: int = 3, rows: Mapping[str, Any] | None = None) -> Path:
    """A workbook of ours with a few rows of the demo: quick to open, whole enough for every command."""
    names = (
        "Status",
        "Scope",
        "Changes",
        "Actions",
        "Risks",
        "Schedule",
        "Settings",
        "People",
        "Holidays",
        "Snapshots",
    )
    most = {"Risks": 6, "Actions": 4, "Changes": 3, "Scope": 6, "Schedule": 14}
    given = {name: found[: most.get(name, 3)] for name, found in demo.rows().items() if name in names}
    registers = [BY_NAME[name] for name in names]
    write_workbook(path, registers, rows={**given, **(rows or {})}, settings=demo.settings(), blank_rows=blank_rows)
    return path


class Live:
    """One running application, and the state folder of one test."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self.app = engine.apps.app

    def open(self, path: Path) -> Any:
        """The workbook, opened."""
        book = xw.Book(impl=self.app.books.open(str(path)))
        book.set_mock_caller()
        return book

    def close_all(self) -> None:
        """Close every workbook and forget who called."""
        for book in self.app.books:
            book.close()
        if hasattr(xw.Book, "_mock_caller"):
            del xw.Book._mock_caller
        self.app.said.clear()
        self.app.status_lines.clear()


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from calc.office import Office, why_not

    folder = tmp_path_factory.mktemp("live")
    if reason := why_not(folder):
        pytest.skip(f"no live application: {reason}")
    running = Office(folder)
    from calc.engine import activate

    yield activate(running)
    running.stop()


@pytest.fixture
def live(office: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """The application without any workbook open; what pmxl remembers lies in the test's own folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    running = Live(office)
    yield running
    running.close_all()


@pytest.fixture
def book(tmp_path: Path, live: Live) -> Any:
    """The small workbook, open."""
    return live.open(small_book(tmp_path / "plan.xlsx"))


def told(tag: str, *, alarm: bool = False) -> str:
    """What the command answers, as on a click."""
    _, answer = perform(tag, TODAY)
    assert answer.alarm == alarm, answer.text
    return answer.text
