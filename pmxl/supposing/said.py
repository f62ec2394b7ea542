"""Answers in words and as JSON values, for a terminal and for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from pmxl.facts.words import counted, day, days, number, share
from pmxl.model import Context, Finding, Row
from pmxl.supposing.answer import WATCHED, Pair, TaskMove, WhatIf
from pmxl.supposing.tracing import Step, Trace

MOST = 20
"""Tasks and findings that are listed before they are only counted."""


def answer_text(answer: WhatIf, now: Context, most: int = MOST) -> Iterator[str]:
    """The answer as lines for people."""
    yield _finish(answer, now)
    if answer.colours:
        yield "\nColours"
        for colour in answer.colours:
            yield f"  {colour.dimension} {colour.before} → {colour.after}: {colour.because}"
    moved = [move for move in answer.tasks if move.start.differs or move.finish.differs or move.critical.differs]
    if moved:
        yield f"\n{counted(len(moved), 'task')} with other dates"
        yield from _some((_moved(move, now) for move in moved), len(moved), most)
    if rest := len(answer.tasks) - len(moved):
        yield f"\n{counted(rest, 'task')} with other float only" if not moved else f"  and {rest} with other float only"
    for title, found in (("New findings", answer.appeared), ("Findings that go", answer.disappeared)):
        if found:
            yield f"\n{title}"
            yield from _some((f"  {_finding(finding)}" for finding in found), len(found), most)


def _finish(answer: WhatIf, now: Context) -> str:
    before, after = answer.finish
    if before is None or after is None:
        return "The plan has no finish that could move."
    if not answer.days:
        where = "" if before == after else f", on {day(after, now.as_of)}"
        return f"The finish stays {day(before, now.as_of)}{where}."
    part = f" ({share(abs(answer.share))} of the baseline)" if answer.share else ""
    way = "later" if answer.days > 0 else "earlier"
    moves = f"{counted(abs(answer.days), 'working day')} {way}"
    return f"Finish {day(before, now.as_of)} → {day(after, now.as_of)}: {moves}{part}."


def _moved(move: TaskMove, now: Context) -> str:
    pairs = {"start": move.start, "finish": move.finish}
    words = [f"{k} {_day(p.before, now)} → {_day(p.after, now)}" for k, p in pairs.items() if p.differs]
    said = f"  {move.id}  {move.task[:44]}: {', '.join(words)}"
    if move.finish.after is None and move.finish.before is not None:
        said = f"  {move.id}  {move.task[:44]}: dropped"
    elif move.finish.before is None:
        said = f"  {move.id}  {move.task[:44]}: new, {_day(move.start.after, now)} to {_day(move.finish.after, now)}"
    if move.critical.differs and move.critical.after is not None:
        said += ", critical" if move.critical.after else ", no longer critical" if move.critical.before else ""
    return f"{said}{_float(move.total_float)}".replace(": , ", ": ")


def _float(pair: Pair[float | None]) -> str:
    if pair.after is None:
        return ""
    before = "" if pair.before is None or not pair.differs else f"{number(pair.before)} → "
    return f", float {before}{number(pair.after)}"


def _day(found: date | None, now: Context) -> str:
    return day(found, now.as_of) if found else "none"


def _finding(finding: Finding) -> str:
    return f"{finding.level}: {finding.message}. [{finding.rule}]"


def _some(lines: Iterable[str], total: int, most: int) -> Iterator[str]:
    for i, line in enumerate(lines):
        if most and i == most:
            yield f"  and {total - most} more (--all)"
            return
        yield line


def answer_values(answer: WhatIf) -> dict[str, Any]:
    """The answer as JSON values; dates as 2026-04-10, days as working days."""
    return {
        "finish": _pair(answer.finish),
        "days": answer.days,
        "share": answer.share,
        "colours": [dict(colour._asdict()) for colour in answer.colours],
        "tasks": [
            {"id": move.id, "task": move.task, **{name: _pair(getattr(move, name)) for name in WATCHED}}
            for move in answer.tasks
        ],
        "appeared": [_finding_values(finding) for finding in answer.appeared],
        "disappeared": [_finding_values(finding) for finding in answer.disappeared],
        "faults": [dict(fault._asdict()) for fault in answer.faults],
    }  # fmt: skip


def _pair(pair: Pair[Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in zip(("before", "after"), pair, strict=True)}


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _finding_values(finding: Finding) -> dict[str, str]:
    return {
        "rule": finding.rule, "level": finding.level, "place": str(finding.place), "record": finding.record,
        "message": finding.message,
    }  # fmt: skip


# ---------------------------------------------------------------- trace


def title_of(row: Row) -> str:
    """What a row is about: its first words."""
    named = [column.name for column in row.columns if column.typed and column.kind in ("text", "long")]
    return next((" ".join(str(said).split()) for name in named if (said := getattr(row, name))), "")


def trace_text(found: Trace, now: Context, most: int = MOST) -> Iterator[str]:
    """What a row touches, as lines for people."""
    row = found.row
    yield f"{row.id}  {title_of(row)}"
    own = [task for task in found.tasks if task is not row]
    if own:
        yield f"\nIts work: {counted(len(own), 'task')}"
        names = (f"  {task.name}  {task.task or ''}, {_span(task.start, task.finish, now)}" for task in own)
        yield from _some(names, len(own), most)
    done = f", {found.done_before} more are done" if found.done_before else ""
    yield f"\nWaits for {counted(len(found.waits_for), 'unfinished task')}{done}"
    yield from _some((_step(step, now) for step in found.waits_for), len(found.waits_for), most)
    yield f"\n{counted(len(found.waiting), 'task')} {'waits' if len(found.waiting) == 1 else 'wait'} for it"
    yield from _some((_step(step, now) for step in found.waiting), len(found.waiting), most)
    if found.mentions:
        yield "\nNamed with it"
        for mention in found.mentions:
            other, way = mention.row, "it names" if mention.outward else "names it"
            yield f"  {other.register.name} {other.name}  {title_of(other)[:60]} ({way} in {mention.column})"


def _step(step: Step, now: Context) -> str:
    task = step.task
    what = "milestone " if task.is_milestone else ""
    room = f"{days(step.float_between) if step.float_between else 'no day'} of float between"
    own = "" if task.total_float is None else f", {number(task.total_float)} to the end"
    return (
        f"  {what}{task.name}  {(task.task or '')[:44]}, {_span(task.start, task.finish, now)}: {room}{own} "
        f"(via {step.through})"
    )


def _span(start: date | None, finish: date | None, now: Context) -> str:
    if start is None or finish is None or start == finish:
        return _day(finish or start, now)
    return f"{_day(start, now)} to {_day(finish, now)}"


def trace_values(found: Trace) -> dict[str, Any]:
    """What a row touches, as JSON values."""
    return {
        "id": found.row.id,
        "title": title_of(found.row),
        "tasks": [task.id for task in found.tasks],
        "waits_for": [_step_values(step) for step in found.waits_for],
        "done_before": found.done_before,
        "waiting": [_step_values(step) for step in found.waiting],
        "mentions": [
            {"register": m.row.register.name, "id": m.row.id, "column": m.column, "outward": m.outward}
            for m in found.mentions
        ],
    }


def _step_values(step: Step) -> dict[str, Any]:
    task = step.task
    return {
        "id": task.id, "task": task.task or "", "start": _value(task.start), "finish": _value(task.finish),
        "milestone": task.is_milestone, "total_float": task.total_float, "through": step.through,
        "links": step.links, "float_between": step.float_between,
    }  # fmt: skip
