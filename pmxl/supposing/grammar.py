"""Reading an effect on the plan as people type it: `T-041 +3d; drop T-070; new "Rebuild flows" 9d after T-041`.

Pieces stand apart by `;` or a new line. A piece is one of these, whatever its case:

    T-041 +3d                      three working days more; -2d fewer; +1w a week more
    T-041 5d                       five working days in all
    T-041 5d left                  five still to do
    T-060 not before 2026-04-10    starts no earlier
    T-060 by 2026-05-29            its deadline
    T-050 after T-041FS+2d, T-044  waits for these too
    T-050 not after T-041          does not wait for it any more
    drop T-070                     taken out; what waited for it waits for what it waited for
    new "Test again" 4d after T-041 before T-050 for S-004
    approve CR-009                 the effect of that change, and the yes to it
    nothing                        all stays as it is, as with an option to do nothing
    R-009 2x4                      likelihood 2 and impact 4 after the response
    D-003 Promised for = 2026-04-02    any typed cell: ID, title of the column, =, value

Nothing is guessed: an ID that is nearly right is a fault with a hint.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from pmxl.model import BLANK, Book, Column, Context, Row
from pmxl.records import NamedTuple
from pmxl.registers.cells import CellReader, Wrong, dates_in_text
from pmxl.registers.schedule import SCHEDULE
from pmxl.rules.words import did_you_mean, quoted
from pmxl.schedule import Ids, parse_predecessors
from pmxl.schedule.predecessors import UNIT_WORDS
from pmxl.supposing.suppose import Add, Days, Drop, Fault, Free, Refused, Set, Supposed, Wait

HOW = 'write it as T-041 +3d, T-060 not before 2026-04-10, drop T-070 or new "Title" 5d after T-041'
APPROVE = r"(?:approve|yes to) (?P<id>\w+-?\d+)"
NOTHING = ("nothing", "no change", "none")
AMOUNT = r"(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>[A-Za-z ]*?)"


class Reading(NamedTuple):
    """What a text supposes, each edit with the piece that said it, and the pieces that say nothing."""

    edits: tuple[Supposed, ...]
    faults: tuple[Fault, ...]
    pieces: tuple[str, ...] = ()
    """The piece behind each edit."""


def read_effect(text: str, book: Book, now: Context | None = None, reader: Reader | None = None) -> Reading:
    """The edits that a text names, and its faults. Never raises on what a person typed.

    With *now* a piece may approve a change, which takes its own effect along. *reader* is that of the book, where
    many texts are read.
    """
    reader = reader or Reader(book)
    edits, faults, pieces = list[Supposed](), list[Fault](), list[str]()
    for piece in _pieces(text):
        try:
            if now is not None and (asked := re.fullmatch(APPROVE, piece, re.IGNORECASE)):
                from pmxl.supposing.effects import change_of, yes_to

                yes = yes_to(book, now, change_of(book, asked["id"]), reader)
                faults += yes.faults
                edits += yes.edits
                pieces += [piece] * len(yes.edits)
                continue
            found = reader.read(piece)
        except Refused as wrong:
            faults.append(Fault(piece, wrong.says, wrong.do))
        else:
            edits += found
            pieces += [piece] * len(found)
    return Reading(tuple(edits), tuple(faults), tuple(pieces))


def _pieces(text: str) -> list[str]:
    """The pieces of a text; what stands between quotation marks parts nothing."""
    plain = text.translate(str.maketrans("“”„«»", '"""""'))
    found = re.findall(r'(?:"[^"]*"|[^;\n"]|")+', plain)
    pieces = [" ".join(part.split()) for part in found]
    return [piece for piece in pieces if piece and piece.casefold() not in NOTHING]


class Reader:
    """Reads pieces against the IDs of one book. Make it once for many texts."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.forms: tuple[tuple[str, Callable[[Row, re.Match[str]], list[Supposed]]], ...] = (
            (rf"(?P<sign>[+-])\s*{AMOUNT}", self._more),
            (rf"(?:takes )?{AMOUNT}(?P<left> (?:left|remaining))?", self._takes),
            (r"(?:starts? )?not before (?P<day>[^=]+)", self._not_before),
            (r"(?:deadline|(?:finish(?:es)? )?by) (?P<day>[^=]+)", self._deadline),
            (r"(?:not after|does not wait for) (?P<ids>[^=]+)", self._free),
            (r"(?:after|waits for) (?P<links>[^=]+)", self._wait),
            (r"(?P<likelihood>[1-5])\s*[x×*]\s*(?P<impact>[1-5])", self._rating),
            (r"drop(?:ped)?", self._drop),
            (r"(?P<title>[^=]+?)\s*=\s*(?P<value>.*)", self._cell),
        )

    @cached_property
    def ids(self) -> Ids:
        """Every ID of the book."""
        return Ids(self.book.by_id)

    @cached_property
    def tasks(self) -> Ids:
        """The IDs of its tasks."""
        return Ids(task.id for task in self.book.of(SCHEDULE) if task.id)

    def read(self, piece: str) -> list[Supposed]:
        """The edits of one piece. Raises Refused where it says none."""
        if made := re.fullmatch(rf'(?:new|add) "(?P<title>[^"]+)" {AMOUNT}(?P<rest> .*)?', piece, re.IGNORECASE):
            return [self._new(made)]
        if made := re.fullmatch(r"(?:drop|remove) (?P<id>.+)", piece, re.IGNORECASE):
            return [Drop(self._row(made["id"]).id)]
        row, rest = self._first(piece)
        for pattern, made_of in self.forms:
            if found := re.fullmatch(pattern, rest, re.IGNORECASE):
                return made_of(row, found)
        raise Refused(f"{quoted(piece)} says nothing that can be done to {row.id}", HOW)

    def _first(self, piece: str) -> tuple[Row, str]:
        """The row whose ID a piece begins with, and the rest of the piece."""
        folded = piece.casefold()
        ends = [i for i in range(len(folded), 0, -1) if not folded[i : i + 1].strip() and folded[:i] in self.ids.exact]
        end = ends[0] if ends else len(piece.split(" ")[0])
        if not ends and not re.match(r"[A-Za-z]{0,6}[-_ ]?\d", piece):
            raise Refused(f"{quoted(piece)} cannot be read", HOW)
        rest = piece[end:].strip()
        return self._row(piece[:end]), f"-{rest[1:]}" if rest.startswith(("−", "–")) else rest

    def _row(self, said: str) -> Row:
        found = self.ids.exact.get(said.strip().casefold())
        if found is None:
            from pmxl.nearest import nearest

            meant = did_you_mean(self.ids.nearest(said.strip()) or nearest(said, self.book.by_id))
            raise Refused(f"no row bears the ID {quoted(said.strip())}{meant}", "name a row that is there")
        return self.book.by_id[found]

    def _more(self, row: Row, found: re.Match[str]) -> list[Supposed]:
        days = self._days(found)
        return [Days(row.id, days if found["sign"] == "+" else -days)]

    def _takes(self, row: Row, found: re.Match[str]) -> list[Supposed]:
        return [Days(row.id, self._days(found), "left" if found["left"] else "in all")]

    def _free(self, row: Row, found: re.Match[str]) -> list[Supposed]:
        return [Free(row.id, tuple(self._row(part).id for part in found["ids"].split(",")))]

    def _wait(self, row: Row, found: re.Match[str]) -> list[Supposed]:
        return [Wait(row.id, self._links(found["links"]))]

    def _rating(self, row: Row, found: re.Match[str]) -> list[Supposed]:
        return [_set(row, f"residual_{name}", int(found[name])) for name in ("likelihood", "impact")]

    def _not_before(self, row: Row, found: re.Match[str]) -> list[Supposed]:
        return [_set(row, "not_before", self._date(found["day"]))]

    def _deadline(self, row: Row, found: re.Match[str]) -> list[Supposed]:
        return [_set(row, "deadline", self._date(found["day"]))]

    def _drop(self, row: Row, _: re.Match[str]) -> list[Supposed]:
        return [Drop(row.id)]

    def _cell(self, row: Row, found: re.Match[str]) -> list[Supposed]:
        column = column_of(row, found["title"])
        return [Set(row.id, column.name, self._value(found["value"].strip('" '), column))]

    def _new(self, found: re.Match[str]) -> Add:
        values: dict[str, Any] = {"task": found["title"].strip(), "duration": self._days(found)}
        words = re.split(r" (not before|after|before|for) ", f"{found['rest'] or ''}", flags=re.IGNORECASE)
        if words[0].strip():
            raise Refused(f"{quoted(found[0])} cannot be read from {quoted(words[0].strip())} on", HOW)
        before: tuple[str, ...] = ()
        for word, said in zip(map(str.lower, words[1::2]), words[2::2], strict=True):
            if word == "after":
                values["predecessors"] = self._links(said)
            elif word == "before":
                before = tuple(_task(self._row(part)).id for part in said.split(","))
            elif word == "for":
                values["scope_item"] = tuple(self._row(part).id for part in said.split(","))
            else:
                values["not_before"] = self._date(said)
        return Add(SCHEDULE.name, values, before)

    def _links(self, said: str) -> str:
        faults = parse_predecessors(said, known=self.tasks).faults
        if faults:
            meant = did_you_mean(faults[0].hint)
            raise Refused(f"{quoted(faults[0].text)} names no task to wait for{meant}", "name a task that is there")
        return said.strip()

    def _days(self, found: re.Match[str]) -> float:
        """Working days of an amount: days where it has no unit."""
        number, word = float(found["number"].replace(",", ".")), found["unit"].strip().lower()
        week = self.book.settings.weekend.count("0")
        size = {"d": 1.0, "w": float(week), "h": 1 / (self.book.settings.hours_a_day or 8)}.get(
            UNIT_WORDS.get(word, "")
        )
        if size is None:
            raise Refused(f"{quoted(found[0])} has the unit {quoted(word)}", "write working days as 3d, weeks as 2w")
        return round(number * size, 4)

    def _date(self, said: str) -> date:
        readings = dates_in_text(said)
        order = {"day first": 0, "month first": 1}.get(self.book.settings.date_order)
        if len(readings) == 1 or (readings and order is not None):
            return readings[0] if len(readings) == 1 else readings[order or 0]
        what = "has two readings" if readings else "is no date"
        raise Refused(f"{quoted(said.strip())} {what}", "write the date as 2026-04-10")

    def _value(self, said: str, column: Column) -> Any:
        """What a typed cell of a column would hold."""
        if not said:
            return BLANK.get(column.kind)
        if column.kind == "day":
            return self._date(said)
        try:
            return CellReader().read(said, column)
        except Wrong as wrong:
            if wrong.used is not None:
                return wrong.used
            meant = did_you_mean(wrong.hint if wrong.reason == "not-in-list" else "")
            allowed = f"one of {', '.join(column.choices)}" if column.choices else "what the column holds"
            raise Refused(f"{quoted(said)} cannot stand in {column.title}{meant}", f"give {allowed}") from None


def column_of(row: Row, title: str) -> Column:
    """The typed column of a row's register by its title, name or another word for it. Raises Refused where none is."""
    typed = [column for column in row.columns if column.typed and column.kind != "key"]
    wanted = title.strip().casefold()
    for column in typed:
        if wanted in (column.title.casefold(), column.name, *map(str.casefold, column.also)):
            return column
    from pmxl.nearest import nearest

    meant = did_you_mean(nearest(title, [column.title for column in typed]))
    raise Refused(f"{row.register.name} has no typed column {quoted(title)}{meant}", "name a column that people fill")


def _set(row: Row, column: str, value: Any) -> Set:
    return Set(row.id, column_of(row, column).name, value)


def _task(row: Row) -> Row:
    if row.register is not SCHEDULE:
        raise Refused(f"{row.id} is no task", "name a task")
    return row
