"""Rules on scope: nothing that was not agreed, and a test for everything that was."""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.model import Book, Context, Place
from pmxl.registers.changes import CHANGES, Change
from pmxl.registers.schedule import SCHEDULE
from pmxl.registers.scope import SCOPE, ScopeItem
from pmxl.rules.rule import Wrong, book_rule, rule
from pmxl.rules.words import counted, quoted


@book_rule(SCOPE, at="acceptor", level="error", profile="standard", catalogue="SCO-08")
def scope_item_accepted_by_its_builder(book: Book, now: Context) -> Iterator[Wrong]:
    """A scope item accepted by somebody who built it.

    Why: nobody finds the faults in their own work.

    Do: have somebody accept it who did not build it.
    """
    builders: dict[str, set[str]] = {}
    for task in book.of(SCHEDULE):
        for ref in () if task.is_milestone else task.scope_item:  # Whoever signs a milestone built nothing.
            builders.setdefault(ref, set()).add((task.owner or "").casefold())
    for item in book.of(SCOPE):
        acceptor = (item.acceptor or "").casefold()
        if item.status == "Accepted" and acceptor and acceptor in builders.get(item.id, ()):
            yield Wrong(item, f"{item.name} was accepted by {item.acceptor}, who built it")


@rule(
    SCOPE, at="evidence", level="error", profile="standard", catalogue="SCO-08",
    when='AND([Status]="Accepted",[Evidence]="")', cell="Accepted: on what evidence?",
)  # fmt: skip
def scope_item_accepted_without_evidence(item: ScopeItem, now: Context) -> str | None:
    """An accepted scope item with nothing to show for it.

    Why: acceptance without evidence is undone by the first complaint.

    Do: link what shows that it is done.
    """
    if item.status == "Accepted" and not item.evidence:
        return f"{item.name} is accepted with no evidence"
    return None


@book_rule(SCOPE, at="item", level="error", catalogue="SCO-05")
def scope_item_changed_without_change(book: Book, now: Context) -> Iterator[Wrong]:
    """A scope item that was edited or removed after the baseline, with no approved change that names it.

    Why: a baseline that can be edited is no baseline; what was agreed is lost, and with it every measure of growth.

    Do: put the old words back, or raise a change that names the item.
    """
    baseline, covered = now.settings.baseline_on, _covered(book)
    if baseline is None or book.history is None:
        return
    rows = {item.id: item for item in book.of(SCOPE) if item.id}
    for record in dict.fromkeys(book.history.records("in_out")):
        if record in covered or not record.upper().startswith("S-"):
            continue
        agreed = {field: _agreed(book, record, field, now) for field in ("item", "acceptance", "in_out")}
        if record not in rows:
            if any(agreed.values()):
                says = f"{record} ({quoted(agreed['item'])}) was in the baseline and is gone, and no change covers it"
                where = book.standings[SCOPE.name].sheet if SCOPE.name in book.standings else SCOPE.name
                yield Wrong(Place(where), says, do="put the row back, or raise a change that names the item")
            continue
        item = rows[record]
        for field, was in agreed.items():
            if was and _plain(getattr(item, field) or "") != _plain(was):
                title = next(column.title for column in item.columns if column.name == field)
                says = f"{record} was changed after the baseline: {title} was {quoted(was)}, and no change covers it"
                yield Wrong(item, says, field)
                break


@rule(
    SCOPE, at="acceptance", level="error", catalogue="SCO-02",
    when='AND(OPEN,[Acceptance criteria]="")', cell="No test says that it is done.",
)  # fmt: skip
def scope_item_without_acceptance_criteria(item: ScopeItem, now: Context) -> str | None:
    """A scope item with no acceptance criteria.

    Why: without a test that can fail, done is whatever is there on the day.

    Do: write a test that can fail: who sees what, how many, by when.
    """
    if item.is_open and not item.acceptance:
        return f"{item.name} has no test that says it is done"
    return None


@rule(
    SCOPE, at="done_means", profile="standard", catalogue="SCO-03",
    when='AND(OPEN,[Definition of done]="")', cell="Done means what?",
)  # fmt: skip
def scope_item_without_definition_of_done(item: ScopeItem, now: Context) -> str | None:
    """A scope item with no definition of done.

    Why: the builder stops at built, the customer waits for usable.

    Do: choose a definition of done, or write one.
    """
    if item.is_open and not item.done_means:
        return f"{item.name} does not say what done means"
    return None


@book_rule(SCOPE, at="item", profile="standard", catalogue="SCO-04")
def scope_item_without_work(book: Book, now: Context) -> Iterator[Wrong]:
    """An agreed scope item that no task of the schedule delivers.

    Why: nobody is working on something that somebody expects.

    Do: add the tasks and name the item in them, or take it out by a change.
    """
    delivered = {ref.casefold() for task in book.of(SCHEDULE) for ref in task.scope_item}
    for item in book.of(SCOPE) if book.of(SCHEDULE) else ():
        if item.is_open and item.id and item.status != "Delivered" and item.id.casefold() not in delivered:
            yield Wrong(item, f"Nobody is working on {item.id}")


@book_rule(
    SCHEDULE, at="scope_item", level="error", catalogue="SCO-01",
    when='OR([Silent scope]="Yes",AND([Scope item]="",ISNUMBER([Duration]),[Duration]>0,[Type]<>"Summary",'
    'COUNTIF(Scope[ID],"?*")>0))',
    cell="Silent scope: no scope item, no approved change.",
)  # fmt: skip
def silent_scope(book: Book, now: Context) -> Iterator[Wrong]:
    """A task that delivers no agreed scope item and that no approved change allows.

    Why: silent scope takes days and money from what was agreed, and nobody ever said yes to it.

    Do: name the scope item, raise a change, or stop the work.
    """
    scoped = any(item.id for item in book.of(SCOPE))
    for task in book.of(SCHEDULE):
        # A task that was typed since the last refresh is silent too, before anybody has worked it out.
        typed = task.silent is None and not task.scope_item and (task.duration or 0) > 0 and not task.is_summary
        if task.silent or (typed and scoped):
            named = f" {quoted(task.task)}" if task.task else ""
            days = f" ({counted(task.duration, 'day')})" if task.duration else ""
            refused = [words for ref in task.scope_item if (words := _no_cover(ref, book))]
            why = f"works on {refused[0]}" if refused else "is not in the baseline and has no approved change"
            yield Wrong(task, f"{task.name}{named}{days} {why}")


@book_rule(SCHEDULE, at="scope_item", profile="standard", catalogue="SCO-06")
def task_on_scope_that_is_out(book: Book, now: Context) -> Iterator[Wrong]:
    """An unfinished task that works on something agreed and also on a scope item which is out or comes later.

    Why: it was agreed not to do this, or not now.

    Do: take the item out of the task, or raise a change.
    """
    for task in book.of(SCHEDULE):
        for ref in task.scope_item if task.is_open and not task.silent else ():
            if isinstance(book.by_id.get(ref), ScopeItem) and (words := _no_cover(ref, book)):
                yield Wrong(task, f"{task.name} works on {words}")


def _no_cover(ref: str, book: Book) -> str:
    """Why an ID gives no leave to work: "S-014, which is out of scope"; "" where it does, or is not known."""
    row = book.by_id.get(ref)
    if isinstance(row, Change) and not row.is_approved:
        return f"{ref}, which nobody has approved"
    if not isinstance(row, ScopeItem):
        return ""
    if row.status == "Removed":
        return f"{ref}, which was removed"
    where = {"Out": "is out of scope", "Later": "comes later"}.get(row.in_out or "")
    return f"{ref}, which {where}" if where else ""


def _covered(book: Book) -> set[str]:
    """The scope items that an approved change names."""
    return {ref for change in book.of(CHANGES) if change.is_approved for ref in change.scope_items}


def _agreed(book: Book, record: str, field: str, now: Context) -> str | None:
    """What the baseline said: the value on the day it was approved, or the first one on record after it."""
    assert book.history  # The rule looked.
    assert now.settings.baseline_on
    entries = book.history.entries(record, field)
    first = entries[0].value if entries else None
    return book.history.at(record, field, now.settings.baseline_on) or first


def _plain(words: str) -> str:
    """Words without case, blanks and final stops: whoever tidies a sentence does not change the scope."""
    return " ".join(words.casefold().split()).rstrip(".")
