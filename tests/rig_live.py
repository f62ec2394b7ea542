"""The live application for tests: open a workbook in LibreOffice, run a command of pmxl on it, read what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pmxl.excel.application import import_xlwings

xw = import_xlwings()
TODAY = date(2026, 3, 13)


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
