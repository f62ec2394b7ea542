"""States that people leave Excel in: what is in front, what is selected, how the workbook is open."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from calc.engine import App, Books
from calc.sheets import Sheet, Sheets
from rig_live import book, live, office, told, xw

from pmxl.excel import COMMANDS, application
from pmxl.excel.answers import failed
from pmxl.excel.application import calling_book

__all__ = ["book", "live", "office"]


class Nothing:
    """A workbook of xlwings that stands for no workbook."""

    @property
    def name(self) -> str:
        raise AttributeError("'NoneType' object has no attribute 'Name'")

    app = name


def test_a_picture_is_selected(book: Any) -> None:
    sheet = book.sheets["Risks"]
    document = book.impl.document
    shape = document.createInstance("com.sun.star.drawing.RectangleShape")
    sheet.impl.uno.DrawPage.add(shape)
    sheet.activate()
    document.CurrentController.select(shape)
    assert book.app.selection is None
    assert told("explain").startswith("No cell is selected")
    assert told("what_if").startswith("Nothing says what would change")
    told("baseline")
    assert book.sheets.active.name == "Risks"
    assert told("next_finding").startswith("1 of ")


def test_several_areas_are_selected(book: Any) -> None:
    document, sheet = book.impl.document, book.sheets["Risks"]
    areas = document.createInstance("com.sun.star.sheet.SheetCellRanges")
    places = ("D8:E9", "B6", "G7:G9")
    areas.addRangeAddresses([sheet.range(place).impl.uno.RangeAddress for place in places], False)
    sheet.activate()
    document.CurrentController.select(areas)
    selected = document.CurrentSelection.RangeAddressesAsString
    assert selected.count(",") == 2
    told("repair")
    assert document.CurrentSelection.RangeAddressesAsString == selected
    assert "select" not in told("explain")
    assert told("next_finding").startswith("1 of ")


def test_a_chart_sheet_is_in_front(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows xlwings gives it as a sheet, and asks a selection for its address where there is none."""
    chart = SimpleNamespace(name="Chart1", book=book.impl, activate=lambda: front.append("Chart1"))
    front = list[str]()

    def nothing(_: Any) -> None:
        raise AttributeError("'NoneType' object has no attribute 'Address'")

    monkeypatch.setattr(Sheets, "active", property(lambda _: chart))
    monkeypatch.setattr(App, "selection", property(nothing))
    for tag in (
        "refresh",
        "check",
        "brief",
        "next_finding",
        "previous_finding",
        "explain",
        "what_if",
        "undo",
        "repair",
    ):
        front.clear()
        told(tag)
        if tag == "refresh":
            assert front == ["Chart1"]
    assert (book.app.calculation, book.app.screen_updating, book.app.status_bar) == ("automatic", True, False)


def test_what_is_in_front_cannot_be_told(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Any) -> None:
        raise KeyError("Chart1")

    monkeypatch.setattr(Sheets, "active", property(fails))
    told("brief")
    monkeypatch.setattr(App, "selection", None)
    told("next_finding")
    told("explain")


def test_formulas_may_go_round(book: Any) -> None:
    document = book.impl.document
    document.IsIterationEnabled, document.IterationCount = True, 7
    told("refresh")
    assert (document.IsIterationEnabled, document.IterationCount) == (True, 7)
    assert book.app.calculation == "automatic"


def test_a_workbook_that_is_open_for_reading_only(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(book.impl), "api", SimpleNamespace(ReadOnly=True))
    assert "save it under another name" in told("refresh")
    assert "save it under another name" in told("check")


def test_a_shared_workbook_of_the_old_kind(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(book.impl), "api", SimpleNamespace(MultiUserEditing=True))
    names = [sheet.name for sheet in book.sheets]
    assert "Unshare Workbook" in told("refresh", alarm=True)
    assert [sheet.name for sheet in book.sheets] == names
    told("explain")


def test_protected_view_is_in_front(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel then has no active workbook, and xlwings one that stands for nothing."""
    monkeypatch.setattr(Books, "active", property(lambda _: Nothing()))
    monkeypatch.delattr(xw.Book, "_mock_caller")
    for tag in set(COMMANDS) - {"new", "help"}:
        assert "choose Enable Editing" in told(tag, alarm=True)
    with pytest.raises(application.Refused, match="Protected View"):
        calling_book(["--wb=other.xlsx"])


def test_a_window_that_is_hidden(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel brings no hidden window to the front and selects nothing in it; what is written is there all the same."""

    def hidden(*_: Any) -> None:
        raise OSError("Activate method of Workbook class failed")

    with monkeypatch.context() as patched:
        patched.setattr(type(book.impl), "activate", hidden)
        patched.setattr(Sheet, "activate", hidden)
        patched.setattr(type(book.sheets[0].range("A1").impl), "select", hidden)
        told("check")
        told("brief")
        assert "View, Unhide" in told("next_finding", alarm=True)
        assert "View, Unhide" in told("settings", alarm=True)
        patched.setattr(Books, "active", property(lambda _: Nothing()))
        assert "View, Unhide" in told("explain", alarm=True)
    assert "Findings" in [sheet.name for sheet in book.sheets]


def test_a_chart_sheet_named_as_a_page(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """xlwings counts it among no sheets, and Excel would call the page "Findings (2)"."""
    monkeypatch.setattr(type(book.impl), "api", SimpleNamespace(Charts=[SimpleNamespace(Name="findings")]))
    assert 'sheet "Findings" was not made by pmxl' in told("check", alarm=True)
    assert not [sheet.name for sheet in book.sheets if sheet.name.startswith("Findings")]


def test_a_workbook_that_is_open_in_two_excels(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one whose button was clicked is meant."""
    apps = [SimpleNamespace(hwnd=number, books=[SimpleNamespace(name="Plan.xlsx", at=number)]) for number in (11, 12)]
    monkeypatch.setattr(xw, "apps", apps)
    monkeypatch.delattr(xw.Book, "_mock_caller")
    assert calling_book(["--wb=plan.xlsx", "--from_xl=1", "--hwnd=12"]).at == 12
    assert calling_book(["--wb=plan.xlsx", "--from_xl=1", "--hwnd=11"]).at == 11


class ExcelBusyError(Exception):
    """What xlwings raises once it has asked a busy Excel often enough."""


class ComError(Exception):
    """What pywin32 raises: a number, and what Excel says of it."""

    hresult = -2147352567

    def __init__(self, said: str | None, number: int) -> None:
        super().__init__(self.hresult, "Exception occurred.", said)
        self.excepinfo = (0, "Microsoft Excel", said, None, 0, number)


@pytest.mark.parametrize("error", [ExcelBusyError(), ComError(None, -2146777998)])
def test_a_busy_excel_says_so_in_several_ways(error: Exception, book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(_: Any) -> str:
        raise error

    monkeypatch.setattr(application, "PAUSE", 0.001)
    monkeypatch.setattr(App, "calculation", property(busy))
    assert "a cell is being edited" in told("refresh", alarm=True)


def test_what_excel_refuses_is_told_in_its_own_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    said = failed(ComError("You cannot change part of an array.", -2146827284), "refresh")
    assert said.startswith('Excel did not do it and says "You cannot change part of an array". Cells')
