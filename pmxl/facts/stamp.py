"""The stamp: a fingerprint of what the schedule was computed from, which one formula on the sheet can compute too.

Each row of the schedule becomes a text of its inputs. The place of each character in `ALPHABET` is multiplied with
three weights for its position in the text and summed up; the squares of the three sums are summed over the rows. So
the order of the rows does not matter, but what stands in which row does. Everything stays a whole number, and nothing
depends on language or character set. `FIND`, which both sides use, tells capital letters from small ones.

The formula is made of functions that Excel 2010, LibreOffice and IronCalc have, and must stand in its cell as an array
formula. It sees the first `LENGTH` characters of a row's text, enough for about thirty predecessors.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from math import floor
from operator import mul
from typing import Any

from pmxl.model import Book, Context, ErrorValue, R, Register
from pmxl.model.raw import number_of
from pmxl.registers.cells import EPOCH, EPOCH_1904, LARGEST
from pmxl.registers.machine import CALENDARS, HOLIDAYS
from pmxl.registers.schedule import SCHEDULE
from pmxl.registers.settings import SETTINGS

INPUTS = (
    "id", "wbs", "duration", "remaining", "actual_start", "actual_finish", "not_before", "constraint",
    "constraint_date", "calendar", "deadline", "baseline_start", "baseline_finish", "progress_rule", "predecessors",
)  # fmt: skip
"""The columns of the schedule that its computed columns follow from. The one that may be long stands last."""

CALENDAR_INPUTS = ("calendar", "week", "hours", "keeps_holidays", "days_off")
"""The columns of Calendars that dates follow from."""

ALPHABET = "|0123456789-;, +ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.%/_"
"""The mark between two inputs stands first: its place counts as 0, so that a blank row adds nothing."""
PLACES = defaultdict(lambda: len(ALPHABET), {character: place for place, character in enumerate(ALPHABET)})
"""The place of each character; all that are not in the alphabet share the one behind it."""

LENGTH = 300
CALENDAR_LENGTH = 140
"""The same of a row of Calendars, of which one sum is enough."""
MIX = (1, 3, 7)
"""What the squares of the three sums are multiplied with. Larger numbers would outgrow 2**53 on a long schedule."""

SETTING_WEIGHTS = {"as_of": 1009, "project_start": 2003, "hours_a_day": 4001}
MODE_WEIGHTS = {"moves to the as-of date": 7919, "moves and waits for nobody once started": 6007}
WEEKEND_WEIGHT = 13


def inputs_fingerprint(book: Book, _: Context) -> float:
    """The fingerprint of the schedule's inputs as they stand in the cells: a whole number, exact in any spreadsheet."""
    rows = rows_value(book, SCHEDULE, INPUTS)
    holidays = sum(floor(_number(raw)) ** 2 for _, (raw,) in _cells(book, HOLIDAYS, ("date",)))
    calendars = rows_value(book, CALENDARS, CALENDAR_INPUTS, CALENDAR_LENGTH, MIX[:1])
    return float(rows + holidays + calendars + _settings_value(book))


def inputs_formula(tables: Collection[str] = ("Schedule", "Holidays", "Calendars")) -> str:
    """The same number as a formula without `=`, to be written as an array formula; "" in a book without a schedule.

    *tables* names the tables that the workbook holds.
    """
    if SCHEDULE.name not in tables:
        return ""
    holidays = _HOLIDAYS_FORMULA if HOLIDAYS.name in tables else ""
    calendars = (
        f"+{rows_formula(CALENDARS, CALENDAR_INPUTS, CALENDAR_LENGTH, MIX[:1])}" if CALENDARS.name in tables else ""
    )
    return rows_formula(SCHEDULE, INPUTS) + holidays + calendars + _settings_formula()


@cache
def _weights() -> list[list[int]]:
    """For each of the three sums a number from 1 to 99 per position, scattered by multiplication (Lehmer, 1951)."""
    state, found = 20260313, list[int]()
    for _ in range(LENGTH * len(MIX)):
        state = state * 48271 % 2147483647
        found.append(1 + state % 99)
    return [found[i :: len(MIX)] for i in range(len(MIX))]


# ---------------------------------------------------------------- rows


def rows_value(
    book: Book, register: Register[Any], names: Sequence[str], length: int = LENGTH, mix: tuple[int, ...] = MIX
) -> int:
    """The fingerprint of some columns of a register; of each row's text the first *length* characters count."""
    return sum(_row_value(text[:length], mix) for text in _texts(book, register, names))


@cache
def rows_formula(
    register: Register[Any], names: tuple[str, ...], length: int = LENGTH, mix: tuple[int, ...] = MIX
) -> str:
    """The same number as an array formula."""
    titles = [getattr(register, name).title for name in names]
    text = '&"|"&'.join(_cell_formula(register.name, title) for title in titles)
    positions = ",".join(map(str, range(1, length + 1)))
    positioned = list(zip(*_weights()[: len(mix)], strict=True))[:length]
    weights = ";".join(",".join(map(str, several)) for several in positioned)
    places = f'IFERROR(FIND(MID({text}&REPT("|",{length}),{{{positions}}},1),"{ALPHABET}")-1,{len(ALPHABET)})'
    return f"SUMPRODUCT(MMULT({places},{{{weights}}})^2*{{{','.join(map(str, mix))}}})"


def _texts(book: Book, register: Register[Any], names: Sequence[str]) -> Iterator[str]:
    """The text of each row. A row that is getting its ID now is stamped with it."""
    for row, cells in _cells(book, register, names):
        cells[0] = row.id if names[0] == "id" and cells[0] in (None, "") else cells[0]
        yield "|".join(map(_cell_text, cells))


@lru_cache(4096)
def _row_value(text: str, mix: tuple[int, ...]) -> int:
    places = list(map(PLACES.__getitem__, text))
    sums = (sum(map(mul, places, weights)) for weights in _weights())
    return sum(factor * found**2 for factor, found in zip(mix, sums, strict=False))


def _cell_text(raw: object) -> str:
    """A cell as the formula reads it: numbers and dates in hundredths, texts as they are, `!` for an error."""
    if raw is None:
        return ""
    if isinstance(raw, str):
        return "!" if isinstance(raw, ErrorValue) else raw
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, (int, float)):
        return str(floor(raw * 100 + 0.5)) if abs(raw) <= LARGEST else "!"
    return str(raw)


def _cell_formula(table: str, title: str) -> str:
    # A number is less than any text, for Excel; ISNUMBER would not work on a whole column everywhere.
    cells = f"{table}[{title}]"
    return f'IFERROR(IF({cells}<"",INT({cells}*100+0.5),{cells}),"!")'


# ---------------------------------------------------------------- holidays and settings


_HOLIDAYS_FORMULA = '+SUMPRODUCT(IFERROR(IF(Holidays[Date]<"",INT(Holidays[Date]),0),0)^2)'


def _settings_value(book: Book) -> int:
    raw = {row.key: cell for row, (cell,) in _cells(book, SETTINGS, ("value",))}
    found = sum(floor(_number(raw.get(key)) * 100 + 0.5) * weight for key, weight in SETTING_WEIGHTS.items())
    mode = str(raw.get("progress_mode")).casefold()
    return found + MODE_WEIGHTS.get(mode, 0) + WEEKEND_WEIGHT * int(book.settings.weekend)


def _settings_formula() -> str:
    numbers = "".join(f"+INT(N({key})*100+0.5)*{weight}" for key, weight in SETTING_WEIGHTS.items())
    modes = "".join(f'+IF(progress_mode="{mode}",{weight},0)' for mode, weight in MODE_WEIGHTS.items())
    return f"{numbers}{modes}+{WEEKEND_WEIGHT}*VALUE(weekend)"


def _number(raw: object) -> float:
    usable = isinstance(raw, (int, float)) and not isinstance(raw, bool) and abs(raw) <= LARGEST
    return float(raw) if usable else 0.0  # type: ignore[arg-type]


def _cells(book: Book, register: Register[R], names: Sequence[str]) -> Iterator[tuple[R, list[object]]]:
    """Some cells of each row as the workbook holds them; a moment as the number that stands for it."""
    standing = book.standings.get(register.name)
    letters = standing.letters if standing else {}
    columns = [number_of(letters.get(name, "")) for name in names]
    cells = book.raw.sheets[standing.sheet].cells if standing else {}
    for row in book.of(register):
        here = cells.get(row.number, {})
        found = [here.get(column) for column in columns]
        yield row, [_serial(book, raw) if isinstance(raw, date) else raw for raw in found]


def _serial(book: Book, raw: date) -> float:
    if not isinstance(raw, datetime):
        return (raw - EPOCH).days
    epoch = EPOCH_1904 if book.raw.date_1904 else EPOCH
    since = raw.replace(tzinfo=None) - datetime(epoch.year, epoch.month, epoch.day)
    return since.total_seconds() / 86400
