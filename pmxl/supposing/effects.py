"""What a yes would do: to a change as a whole, or to an option, and the computed columns that say so.

A yes is more than its words on the plan: the change is approved, or the decision taken, and colours and blocked work
follow from that as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from pmxl.facts.critical_path import last_finish
from pmxl.facts.slip import last_to_finish
from pmxl.model import Book, Colour, Context
from pmxl.records import NamedTuple
from pmxl.registers.changes import CHANGES, Change
from pmxl.registers.decisions import OPTIONS, Decision, Option
from pmxl.registers.schedule import SCHEDULE
from pmxl.supposing.answer import ColourMove, Pair, WhatIf, supposed, what_if
from pmxl.supposing.copying import Typed, edited_copy, typed_values
from pmxl.supposing.grammar import Reader, read_effect
from pmxl.supposing.suppose import Add, Fault, Refused, Set, Supposed


class Yes(NamedTuple):
    """What a yes to a change or an option supposes, and what of its words could not be read."""

    edits: tuple[Supposed, ...]
    faults: tuple[Fault, ...]
    pieces: tuple[str, ...] = ()


class Effects:
    """What a yes to the changes and options of a computed book would do. Each is asked once, when somebody wants it.

    A change that is in the plan already is not counted twice: nothing is said of it, nor of an answer that was not
    given when the decision was taken.
    """

    def __init__(self, book: Book, now: Context) -> None:
        self._book, self._now = book, now
        self._finishes: dict[int, Pair[date | None]] = {}
        self._answers: dict[tuple[int, ...], WhatIf] = {}
        self._copies: dict[int, tuple[Book, tuple[Fault, ...]]] = {}

    def __bool__(self) -> bool:
        """True where any row of the book has an effect on the plan."""
        rows: list[Change | Option] = [*self._book.of(CHANGES), *self._book.of(OPTIONS)]
        return any(self._counts(row) for row in rows)

    def finish(self, change: Change) -> Pair[date | None] | None:
        """The finish of the project without a yes to a change, and with it; None where it has no effect that counts."""
        if not self._counts(change):
            return None
        if id(change) not in self._finishes:
            copy, _ = self._copy(change)
            last = last_to_finish(self._book)
            before = last.finish if last else None
            self._finishes[id(change)] = Pair(before, before if copy.plan else last_finish(copy, self._now))
        return self._finishes[id(change)]

    def days(self, change: Change) -> int | None:
        """The working days that a yes to a change puts the finish off; None where there is no finish, or no effect."""
        ends = self.finish(change)
        return self._now.working_days(ends.before, ends.after) if ends and ends.before and ends.after else None

    def of(self, option: Option) -> WhatIf | None:
        """What a yes to an option would do; None where it has no effect that counts."""
        if not self._counts(option):
            return None
        if (id(option),) not in self._answers:
            copy, faults = self._copy(option)
            self._answers[id(option),] = supposed(self._book, copy, self._now)._replace(faults=faults)
        return self._answers[id(option),]

    def faults(self, row: Change | Option) -> tuple[Fault, ...]:
        """What of a row's effect could not be read or done."""
        return self._copy(row)[1] if self._counts(row) else ()

    def together(self, rows: Sequence[Option]) -> WhatIf:
        """What a yes to all of these options would do, with its colours."""
        key = tuple(map(id, rows))
        if key not in self._answers:
            copy, faults = self._edited([yes_to(self._book, self._now, row, self._reader) for row in rows])
            self._answers[key] = supposed(self._book, copy, self._now)._replace(faults=faults)
        return self._answers[key]

    def fill(self) -> None:
        """Fill in the computed columns of changes and options."""
        for change in self._book.of(CHANGES):
            if ends := self.finish(change):
                change.finish_if, change.days_if = ends.after, self.days(change)
        for option in self._book.of(OPTIONS):
            if answer := self.of(option):
                option.finish_after, option.days_after = answer.finish.after, answer.days
                option.overall_after = colour_after(answer, "Overall")
                option.colours_after = said(answer.colours)

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self._book)

    @cached_property
    def _typed(self) -> Typed:
        return typed_values(self._book)

    @cached_property
    def _planned(self) -> set[str]:
        return in_the_plan(self._book)

    def _counts(self, row: Change | Option) -> bool:
        if not row.effect:
            return False
        if isinstance(row, Change):
            return row.is_open and row.id not in self._planned
        return _is_waiting(self._book, row)

    def _copy(self, row: Change | Option) -> tuple[Book, tuple[Fault, ...]]:
        if id(row) not in self._copies:
            self._copies[id(row)] = self._edited([yes_to(self._book, self._now, row, self._reader)])
        return self._copies[id(row)]

    def _edited(self, answers: Sequence[Yes]) -> tuple[Book, tuple[Fault, ...]]:
        edits, pieces, faults = put_together(answers)
        copy, more = edited_copy(self._book, edits, pieces, self._typed)
        return copy, (*faults, *more)


def if_yes(book: Book, now: Context, *rows: Change | Option, findings: bool = False) -> WhatIf:
    """What a yes to all of these rows together would change."""
    return ask(book, now, [yes_to(book, now, row) for row in rows], findings=findings)


def ask(book: Book, now: Context, answers: Sequence[Yes], *, findings: bool = False) -> WhatIf:
    """What several answers together would change; what could not be read of them is among the faults."""
    edits, pieces, faults = put_together(answers)
    found = what_if(book, edits, now, findings=findings, pieces=pieces)
    return found._replace(faults=(*faults, *found.faults))


def put_together(answers: Sequence[Yes]) -> tuple[list[Supposed], list[str], list[Fault]]:
    """The edits of several answers, the words behind each, and what could not be read."""
    return (
        [edit for answer in answers for edit in answer.edits],
        [piece for answer in answers for piece in answer.pieces],
        [fault for answer in answers for fault in answer.faults],
    )


def yes_to(book: Book, now: Context, row: Change | Option, reader: Reader | None = None) -> Yes:
    """The edits that a yes to a change or an option makes: its effect on the plan, and the yes itself."""
    # Only an option may approve changes; one change that approved another might come back to itself.
    read = read_effect(row.effect or "", book, None if isinstance(row, Change) else now, reader)
    edits = read.edits
    if isinstance(row, Change):
        # New work that a change asks for hangs on it, or it would be silent scope.
        edits = tuple(_hung_on(edit, row) for edit in edits)
    yes = tuple(_approved(row, now) if isinstance(row, Change) else _decided(book, row, now))
    return Yes((*yes, *edits), read.faults, ("",) * len(yes) + read.pieces)


def in_the_plan(book: Book) -> set[str]:
    """The IDs of changes that a task of the plan names, as what allows it or as what moved its baseline."""
    return {ref for task in book.of(SCHEDULE) for ref in (*task.scope_item, *task.baseline_change)}


def colour_after(answer: WhatIf, dimension: str) -> Colour | None:
    """The colour of a dimension once the yes is given; None where it is not judged."""
    judgement = answer.book.judgements.get(dimension)
    return judgement.colour if judgement else None


def said(moves: tuple[ColourMove, ...]) -> str:
    """The colours that change, in words: `Schedule AMBER to RED; Scope RED to AMBER`, or `none`."""
    return "; ".join(f"{move.dimension} {move.before} to {move.after}" for move in moves) or "none"


def _is_waiting(book: Book, option: Option) -> bool:
    decisions = [book.by_id.get(record) for record in option.decision]
    return not decisions or any(row is None or row.is_open for row in decisions)


def _hung_on(edit: Supposed, change: Change) -> Supposed:
    if isinstance(edit, Add) and not edit.values.get("scope_item"):
        return edit._replace(values={**edit.values, "scope_item": (change.id,)})
    return edit


def _approved(change: Change, now: Context) -> Iterator[Set]:
    if not change.is_approved:
        yield Set(change.id, "status", "Approved")
        yield Set(change.id, "decided_by", change.decided_by or now.settings.sponsor or "the sponsor")
        yield Set(change.id, "decided_on", now.as_of)


def _decided(book: Book, option: Option, now: Context) -> Iterator[Set]:
    for record in option.decision:
        decision = book.by_id.get(record)
        if isinstance(decision, Decision) and decision.is_open:
            yield Set(record, "status", "Decided")
            yield Set(record, "outcome", option.option or option.name)
            yield Set(record, "reason", decision.reason or f"{option.name} is supposed")
            yield Set(record, "decided_on", now.as_of)


def rows_of(book: Book, changes: Sequence[str], options: Sequence[str]) -> list[Change | Option]:
    """The changes and options with these IDs. Raises Refused where one is not there, or in the plan already."""
    found: list[Change | Option] = [change_of(book, record) for record in changes]
    for record in options:
        option = next((row for row in book.of(OPTIONS) if row.id.casefold() == record.casefold()), None)
        if option is None:
            raise Refused(f'"{record}" is no option', "name the OPT-ID of an option")
        found.append(option)
    return found


def change_of(book: Book, record: str) -> Change:
    """The change with an ID. Raises Refused where there is none, or where its work is in the plan already."""
    found = next((row for row in book.of(CHANGES) if row.id.casefold() == record.casefold()), None)
    if found is None:
        raise Refused(f'"{record}" is no change', "name the CR-ID of a change")
    if found.id in in_the_plan(book):
        raise Refused(f"{found.id} is in the plan already, for tasks name it", "leave it out")
    return found
