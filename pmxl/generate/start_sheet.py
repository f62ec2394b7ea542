"""The sheet Start here: what the workbook is, what to fill first, and how to read it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from pmxl.facts.words import full_day
from pmxl.generate.canvas import TABS, Canvas, put
from pmxl.generate.counts import count_formulas, counts_of, day_formula
from pmxl.generate.filling import Filling
from pmxl.generate.highlights import TOLD
from pmxl.generate.looks import LINE, LOOKS, Look
from pmxl.generate.register_sheet import START
from pmxl.model import Register

FIRST_STEPS = {
    "Settings": "Set the as-of date, the project's name and the working week. Every 'overdue' counts from that date.",
    "People": "Name everybody once. Every column for a person then offers these names.",
    "Scope": "List what was agreed, 10 to 30 lines. What is not there needs a change request.",
    "Schedule": "Tasks, days and what waits for what. Dates, float and the critical path are worked out from them.",
    "Risks": "The five that could stop you, each with an owner and the first sign you would see.",
    "Changes": "Every departure from what was agreed, with its four impacts and who said yes.",
    "Decisions": "What somebody else must decide, by when, and what stops if nobody does.",
    "Status": "Your colour for each dimension; the computed one will stand beside it, with its reason.",
    "Issues": "What is going wrong now, each with the next physical step.",
    "Dependencies": "What others must hand over, when you need it and when they promised it.",
    "Actions": "Who does what by when. Say Yes under Commitment where the brief should count it.",
    "Options": "Two or three answers to each decision, and what each would cost.",
}
"""Name of a sheet -> what to do there first, in the order of doing."""

CENTRE: Look = {"align": "center", "indent": 0}
STEPS = 5
CHECKING = (
    "Every register has a column Check. It says OK, or the worst thing about its row in a few words.",
    "Mend the row and the words turn to OK at once. Filter Check by everything but OK to see your work list.",
)
ALONE = (
    "Made for Excel 2016 or later, and for LibreOffice. There are no macros.",
    "No Python is needed to fill it in. Send single sheets or the whole file to whomever you like.",
    "Each sheet prints the columns that a meeting needs, one page wide. Change its print area to print more.",
)
WITH_PMXL = (
    ("pmxl check FILE", "reads the file, changes nothing, and says what is wrong, where, and what to do."),
    ("pmxl refresh FILE", "computes dates, float, drift and colours, each with its reason, and writes them in."),
    ("pmxl brief FILE", "adds the sheet Brief: one page from which a sponsor can decide."),
)
WIDTHS = (2, 5, 24, 11, 11, 11, 66)
NUMBER, NAME, TEXT, ABOUT_AT = 1, 2, 3, 6


class _Page:
    """Writes the page from top to bottom."""

    def __init__(self, canvas: Canvas, sheet: Any) -> None:
        self.canvas, self.sheet, self.row = canvas, sheet, 0

    def put(self, column: int, value: Any, look: str | Look, formula: str = "") -> None:
        put(self.sheet, self.row, column, value, self.canvas.look(look, valign="vcenter"), formula)

    def link(self, column: int, sheet: str, look: str | Look = "link") -> None:
        self.sheet.write_url(
            self.row, column, f"internal:'{sheet}'!A1", self.canvas.look(look, valign="vcenter"), string=sheet
        )

    def next(self, rows: int = 1, height: float = 0) -> None:
        if height:
            self.sheet.set_row(self.row, height)
        self.row += rows

    def heading(self, text: str) -> None:
        self.next()
        for column in range(NUMBER, len(WIDTHS)):
            self.put(column, text if column == NUMBER else None, "heading")
        self.next(height=21)
        self.next(height=5)


def add_start(canvas: Canvas) -> Any:
    """The empty sheet, which must come first; `draw_start` fills it once the others are known."""
    sheet = canvas.sheet(START, "front")
    sheet.hide_gridlines(2)
    for i, width in enumerate(WIDTHS):
        sheet.set_column(i, i, width)
    return sheet


def draw_start(
    canvas: Canvas,
    sheet: Any,
    title: str,
    about: str,
    shown: Sequence[Register[Any]],
    filling: Filling,
    hidden: Sequence[str],
) -> None:
    """Fill the page. *shown* are the registers that the workbook shows, in sheet order, *hidden* the others."""
    page = _Page(canvas, sheet)
    _draw_top(page, title, about, filling)
    _draw_steps(page, {register.name for register in shown})
    _draw_legend(page)
    _draw_index(page, shown, filling)
    if hidden:
        page.put(NUMBER, "More", "strong")
        page.put(NAME, f"{', '.join(hidden)}.", "muted")
        page.next(height=15)
        page.put(NAME, "These are hidden until you need them: right-click a tab and choose Unhide.", "muted")
        page.next(height=17)
    page.heading("With pmxl, and without")
    for line in ALONE:
        page.put(NUMBER, line, "body")
        page.next()
    for command, does in WITH_PMXL:
        page.put(NUMBER, command, "strong")
        page.put(TEXT, does, "body")
        page.next()
    canvas.set_up_page(sheet, landscape=False)
    sheet.print_area(0, 0, page.row - 1, len(WIDTHS) - 1)
    sheet.activate()


def _draw_top(page: _Page, title: str, about: str, filling: Filling) -> None:
    settings = filling.book.settings
    page.next(height=8)
    formula = f'IF(project_name="","{title}",project_name)'
    page.put(NUMBER, settings.project_name or title, "title", formula)
    page.next(height=29)
    page.put(NUMBER, about, "about")
    page.next(height=17)
    as_of = f'IF(ISNUMBER(as_of),"As of "&{day_formula("as_of")},"No as-of date yet: begin with Settings.")'
    said = f"As of {full_day(settings.as_of)}" if settings.as_of else "No as-of date yet: begin with Settings."
    page.put(NUMBER, said, "banner", as_of)
    page.next(height=17)


def _draw_steps(page: _Page, names: Collection[str]) -> None:
    page.heading("Fill these first")
    steps = [(name, does) for name, does in FIRST_STEPS.items() if name in names][:STEPS]
    for i, (name, does) in enumerate(steps, 1):
        page.put(NUMBER, i, {**LOOKS["strong"], "align": "center"})
        page.link(NAME, name)
        page.put(TEXT, does, "body")
        page.next(height=17)


def _draw_legend(page: _Page) -> None:
    page.heading("How to read it")
    check = {**LOOKS["computed"], **TOLD, "border_color": LINE}
    for sample, look, says in (
        ("You type", "typed", "White cells under a dark blue header are yours. Choose one: it says what to type."),
        ("Fills itself", "computed", "Grey cells under a grey-blue header are computed. Leave them alone."),
        ("owner is missing", check, CHECKING[0]),
        ("OK", {**LOOKS["computed"], "font_color": "#8A94A0"}, CHECKING[1]),
    ):  # fmt: skip
        page.put(NAME, sample, {**(LOOKS[look] if isinstance(look, str) else look), "indent": 1})
        page.put(TEXT, says, {**LOOKS["body"], "indent": 1})
        page.next(height=17)


def _draw_index(page: _Page, shown: Sequence[Register[Any]], filling: Filling) -> None:
    page.heading("The sheets")
    for column, word in enumerate(("", "Sheet", "Open", "Overdue", "To look at", "What it is for"), NUMBER):
        page.put(column, word or None, {**LOOKS["table_head"], **(CENTRE if 2 < column < 6 else {})})
    page.next()
    for register in shown:
        formulas, numbers = count_formulas(register), counts_of(register, filling.typed(register))
        page.put(NUMBER, None, {**LOOKS["table"], "right": 5, "right_color": TABS[register.group]})
        page.link(NAME, register.name, {**LOOKS["table_link"], "indent": 1})
        for column, formula, number in (
            (3, formulas.open, numbers.open), (4, formulas.overdue, numbers.overdue),
            (5, formulas.attention, numbers.attention),
        ):  # fmt: skip
            page.put(column, number, {**LOOKS["table"], **CENTRE}, formula or "")
        page.put(ABOUT_AT, register.about, "table")
        page.next(height=16)
