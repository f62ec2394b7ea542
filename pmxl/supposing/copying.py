"""An edited copy of a book: typed cells as they are, or are supposed to be, and no computed ones yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmxl.facts.critical_path import DATED
from pmxl.facts.numbering import last_number
from pmxl.facts.predecessors import predecessors, read_again
from pmxl.model import BLANK, Book, Register, Row
from pmxl.registers import BY_NAME
from pmxl.registers.capacity import ABSENCES, CAPACITY
from pmxl.registers.dependencies import DEPENDENCIES
from pmxl.registers.machine import CALENDARS, HOLIDAYS, PEOPLE
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.schedule import Link, write_link
from pmxl.supposing.grammar import column_of
from pmxl.supposing.suppose import Add, Days, Drop, Fault, Free, Refused, Set, Supposed, Wait

PLANNED = (SCHEDULE, HOLIDAYS, CALENDARS, PEOPLE, CAPACITY, ABSENCES, DEPENDENCIES)
"""The registers that dates, loads and the colours of both follow from."""

Typed = dict[str, list[tuple[Row, dict[str, Any]]]]
"""Register -> its rows, each with the values that were typed into it."""


def edited_copy(
    book: Book, edits: Iterable[Supposed], pieces: Iterable[str] = (), typed: Typed | None = None
) -> tuple[Book, list[Fault]]:
    """A copy of a book with the edits made, and those that could not be. The book itself is not touched.

    *pieces* are the words behind each edit, for the faults. What was read once is shared: cells, settings, history;
    and where no edit is about a task, the computed schedule.
    """
    desk = _Desk(book, typed)
    words, faults = list(pieces), []
    for i, edit in enumerate(edits):
        try:
            desk.apply(edit)
        except Refused as wrong:
            faults.append(Fault(words[i] if i < len(words) else "", wrong.says, wrong.do))
    if not desk.moves and book.plan is not None:
        desk.keep_plan(book)
    return desk.copy, faults


def typed_values(book: Book) -> Typed:
    """What is typed in each row of a book, for many copies of it.

    A register in which nothing is computed and nothing bears an ID is left out: nobody will change its rows.
    """
    found: Typed = {}
    for name, rows in book.rows.items():
        columns = BY_NAME[name].columns
        if any(not column.typed or column.kind == "key" for column in columns):
            computed = {column.name for column in columns if not column.typed}
            found[name] = [(row, {k: v for k, v in row.__dict__.items() if k not in computed}) for row in rows]
    return found


def blank_copy(book: Book, typed: Typed | None = None) -> tuple[Book, dict[int, Row]]:
    """The book with new rows that hold what is typed and nothing that was computed; and old row -> new one."""
    typed = typed_values(book) if typed is None else typed
    made = Book(book.raw, book.settings)
    made.standings, made.lookalikes, made.history = book.standings, book.lookalikes, book.history
    made.other_words = book.other_words
    twins: dict[int, Row] = {}
    for name, rows in book.rows.items():
        for row, values in typed.get(name, ()):
            twin = twins[id(row)] = type(row)()
            twin.__dict__.update(values)
        made.rows[name] = [twins[id(row)] for row in rows] if name in typed else rows
    made.by_id = {key: twins.get(id(row), row) for key, row in book.by_id.items()}
    made.misread = [cell._replace(row=twins.get(id(cell.row), cell.row)) for cell in book.misread]
    return made, twins


class _Desk:
    """Where the copy is edited."""

    def __init__(self, book: Book, typed: Typed | None) -> None:
        self.copy, self.twins = blank_copy(book, typed)
        self.copy.predecessors = [(_as_task(self.twins[id(task)]), parsed) for task, parsed in predecessors(book)]
        self.moves = False
        """True once the schedule, who works on it when, and the colours of both must be computed anew."""
        self.steps: dict[type, Callable[[Any], None]] = {
            Set: self._set, Days: self._days, Add: self._add, Drop: self._drop, Wait: self._wait, Free: self._free,
        }  # fmt: skip

    def apply(self, edit: Supposed) -> None:
        """Make one edit. Raises Refused where it cannot be made."""
        self.steps[type(edit)](edit)

    def keep_plan(self, book: Book) -> None:
        """Take the computed schedule over, and the work that it asks of people."""
        assert book.plan is not None
        result, rows = book.plan
        for task in rows.values():
            values = task.__dict__
            self.twins[id(task)].__dict__.update((name, values[name]) for name in DATED if name in values)
        self.copy.plan = result, {name: _as_task(self.twins[id(task)]) for name, task in rows.items()}
        self.copy.loops, self.copy.capacity = book.loops, book.capacity

    def _touch(self, row: Row) -> None:
        self.moves |= row.register in PLANNED

    def _row(self, record: str) -> Row:
        row = self.copy.by_id.get(record)
        if row is None:
            raise Refused(f"{record} is not there (any more)", "name a row that is there")
        return row

    def _task(self, record: str) -> Task:
        row = self._row(record)
        if not isinstance(row, Task):
            raise Refused(f"{record} is no task", "name a task of the schedule")
        self._touch(row)
        return row

    def _set(self, edit: Set) -> None:
        row = self._row(edit.record)
        column = column_of(row, edit.column)
        self._touch(row)
        setattr(row, column.name, BLANK.get(column.kind) if edit.value is None else edit.value)
        # What could not be read in this cell is no longer in it.
        self.copy.misread = [m for m in self.copy.misread if m.row is not row or m.column.name != column.name]
        if isinstance(row, Task) and column.name == "predecessors":
            read_again(self.copy, [row])

    def _days(self, edit: Days) -> None:
        task = self._task(edit.record)
        if task.actual_finish:
            raise Refused(f"{task.id} is finished", "name work that is still to do")
        if self._is_heading(task):
            raise Refused(f"{task.id} is a summary, and its days are those of the rows below it", "name those rows")
        if edit.how == "left":
            more = edit.days - (task.remaining if task.remaining is not None else task.duration or 0)
            task.remaining = edit.days if task.actual_start or task.remaining is not None else None
        else:
            if task.duration is None and edit.how == "more":
                raise Refused(f"{task.id} has no duration to add to", f"say how long it takes: {task.id} 5d")
            if task.duration == 0:
                raise Refused(f"{task.id} is a milestone and takes no days", f"write {task.id} not before 2026-04-10")
            more = edit.days - (task.duration or 0 if edit.how == "in all" else 0)
            if task.remaining is not None:
                task.remaining = _enough(task, task.remaining + more)
        task.duration = _enough(task, (task.duration or 0) + more)

    def _is_heading(self, task: Task) -> bool:
        outline = f"{(task.wbs or '').strip('. ')}."
        return outline != "." and any((other.wbs or "").startswith(outline) for other in self.copy.of(SCHEDULE))

    def _add(self, edit: Add) -> None:
        register: Register[Any] = BY_NAME[edit.register]
        row = register.row()
        self._touch(row)
        for name, value in edit.values.items():
            setattr(row, name, value)
        row.id = row.id or f"{register.prefix}-{last_number(self.copy, register.prefix) + 1:03d}"
        self.copy.rows.setdefault(register.name, []).append(row)
        self.copy.by_id[row.id] = row
        read_again(self.copy)
        for record in edit.before:
            self._wait(Wait(record, row.id))

    def _drop(self, edit: Drop) -> None:
        row = self._row(edit.record)
        if isinstance(row, Task):
            if row.actual_finish:
                raise Refused(f"{row.id} is finished", "name work that is still to do")
            if self._is_heading(row):
                raise Refused(f"{row.id} is a summary", "drop the rows below it")
            self._bridge(row)
        self._touch(row)
        self.copy.rows[row.register.name].remove(row)
        del self.copy.by_id[edit.record]
        self.copy.misread = [cell for cell in self.copy.misread if cell.row is not row]
        read_again(self.copy)

    def _bridge(self, gone: Task) -> None:
        """What waited for a task that goes waits for what that task waited for."""
        links = self._links()
        before = links.get(id(gone), [])
        for task in self.copy.of(SCHEDULE):
            mine = links.get(id(task), [])
            if task is not gone and any(link.predecessor == gone.id for link in mine):
                kept = [link for link in mine if link.predecessor != gone.id]
                through = [_joined(one, two) for two in mine if two.predecessor == gone.id for one in before]
                self._write(task, list(dict.fromkeys([*kept, *through])))

    def _wait(self, edit: Wait) -> None:
        task = self._task(edit.record)
        task.predecessors = "; ".join(part for part in (task.predecessors, edit.predecessors) if part)
        read_again(self.copy, [task])

    def _free(self, edit: Free) -> None:
        task = self._task(edit.record)
        mine = self._links().get(id(task), [])
        strangers = [record for record in edit.predecessors if all(link.predecessor != record for link in mine)]
        if strangers:
            raise Refused(f"{task.id} does not wait for {', '.join(strangers)}", "name what it waits for")
        self._write(task, [link for link in mine if link.predecessor not in edit.predecessors])

    def _links(self) -> dict[int, list[Link]]:
        return {id(task): list(parsed.links) for task, parsed in predecessors(self.copy)}

    def _write(self, task: Task, links: list[Link]) -> None:
        unread = [fault.text for mine, found in predecessors(self.copy) if mine is task for fault in found.faults]
        task.predecessors = "; ".join([*map(write_link, links), *unread])
        read_again(self.copy, [task])


def _as_task(row: Row) -> Task:
    assert isinstance(row, Task)  # Only tasks have predecessors.
    return row


def _enough(task: Task, days: float) -> float:
    if days < 0:
        raise Refused(f"{task.id} has only {task.duration or 0:g} working days", "take away fewer, or drop it")
    return round(days, 4)


def _joined(one: Link, two: Link) -> Link:
    """The link that two links in a row make once the task between them takes no time."""
    lag, unit = one.lag, one.unit
    if two.lag:
        if lag and unit != two.unit:
            says = f"the links of {one.successor} have lags in different units, which cannot be added up"
            raise Refused(says, f"say what {two.successor} is to wait for: {two.successor} after {one.predecessor}")
        lag, unit = lag + two.lag, two.unit
    return one._replace(successor=two.successor, type=f"{one.type[0]}{two.type[1]}", lag=lag, unit=unit)  # type: ignore[arg-type]
