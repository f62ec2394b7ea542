"""Mermaid: the plan as a Gantt chart, and what waits for what as a flowchart. Text that GitHub, GitLab and wikis draw.

Whatever a person typed is written so that it can be nothing but text: see `escape`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from pmxl.facts.plan import Plan, plan_of
from pmxl.interchange.imported import Exported
from pmxl.interchange.outline import Line, outline
from pmxl.interchange.told import Told
from pmxl.model import Book, Context
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.schedule import Link, write_link

MOST = 80
"""Characters of a task's name that are shown."""


def gantt(book: Book, now: Context) -> Exported:
    """A Gantt chart: a section for each summary, bars that say done, active, critical and milestone."""
    told = Told()
    lines = ["gantt", f"    title {escape(now.settings.project_name or 'Schedule')}", "    dateFormat YYYY-MM-DD"]
    lines += ["    axisFormat %d %b %y", "    todayMarker off"]
    section: str | None = ""
    plan = plan_of(book, now)
    rows = outline(book.of(SCHEDULE), plan)
    titles = {line.name: line.row.task or line.name for line in rows}
    for number, line in enumerate(rows, 1):
        if line.row.is_summary:
            continue
        if line.row.start is None or line.row.finish is None:
            told.say("a row without dates is left out", line.name)
            continue
        if line.parent != section:
            section = line.parent
            lines.append(f"    section {escape(titles[section] if section else 'Other work')}")
        lines.append(f"    {_bar(line.row, number, line.row.start, line.row.finish)}")
    return Exported("\n".join(lines) + "\n", told.lines())


def _bar(row: Task, number: int, start: date, finish: date) -> str:
    """One row: its text, its tags, a name for Mermaid, and its dates; a bar ends before the day that is named last."""
    tags = ["crit"] if row.critical else []
    if row.actual_start or row.actual_finish:
        tags.append("done" if row.actual_finish else "active")
    if row.is_milestone:
        dates = f"{finish}, 0d"
        tags.append("milestone")
    else:
        dates = f"{start}, {max(start, finish) + timedelta(days=1)}"
    return f"{escape(_label(row))} :{', '.join([*tags, f't{number}', dates])}"


def flowchart(book: Book, now: Context) -> Exported:
    """The links as a flowchart, tasks in boxes for their summaries, milestones as hexagons, critical ones marked."""
    plan = plan_of(book, now)
    rows = outline(book.of(SCHEDULE), plan)
    nodes = {line.name: f"t{number}" for number, line in enumerate(rows, 1)}
    lines = ["flowchart LR", *_boxes(rows, nodes)]
    lines += [_arrow(link, nodes) for link in plan.network.links if link.predecessor in nodes]
    for style, look in _LOOKS.items():
        styled = ",".join(nodes[line.name] for line in rows if not line.row.is_summary and _style(line.row) == style)
        if styled:
            lines += [f"    classDef {style} {look}", f"    class {styled} {style}"]
    return Exported("\n".join(lines) + "\n", _told(plan))


_LOOKS = {"crit": "stroke:#b42318,stroke-width:3px", "done": "stroke:#8a8f98,color:#5b616b,stroke-dasharray:4 3"}


def _style(row: Task) -> str:
    return "done" if row.actual_finish else "crit" if row.critical else ""


def _boxes(rows: list[Line], nodes: dict[str, str]) -> Iterator[str]:
    """The rows, each summary as a box around the rows below it."""
    open_levels: list[int] = []
    for line in rows:
        while open_levels and open_levels[-1] >= line.level:
            open_levels.pop()
            yield f"{_indent(open_levels)}end"
        indent, text = _indent(open_levels), escape(_label(line.row))
        if line.row.is_summary:
            yield f'{indent}subgraph {nodes[line.name]}["{text}"]'
            open_levels.append(line.level)
        elif line.row.is_milestone:
            yield f'{indent}{nodes[line.name]}{{{{"{text}"}}}}'
        else:
            yield f'{indent}{nodes[line.name]}["{text}"]'
    while open_levels:
        open_levels.pop()
        yield f"{_indent(open_levels)}end"


def _indent(levels: list[int]) -> str:
    return "    " * (len(levels) + 1)


def _arrow(link: Link, nodes: dict[str, str]) -> str:
    """One link; what is not finish-to-start without lag says so."""
    words = write_link(link).removeprefix(link.predecessor)
    label = f'|"{escape(words)}"|' if words else ""
    return f"    {nodes[link.predecessor]} -->{label} {nodes[link.successor]}"


def _told(plan: Plan) -> list[str]:
    return ["GitHub draws at most 500 links of a flowchart"] if len(plan.network.links) > 500 else []


def _label(row: Task) -> str:
    text = " ".join(part for part in (row.id, row.task or "") if part)
    return text if len(text) <= MOST else f"{text[: MOST - 1]}…"


def escape(text: str) -> str:
    """Text that no part of Mermaid's grammar takes for anything else: all but letters, digits and a few marks are
    written by their number, as `#58;`; blanks and line breaks become one blank.
    """
    line = " ".join(re.sub("[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]", "", text).split()) or "-"
    coded = re.sub(r"[^\w ,.()/-]", lambda m: f"#{ord(m[0])};", line)
    # A name that is a word of the grammar, such as "section" or "end", begins with a number.
    first = coded.split(" ", 1)[0].split("-", 1)[0].split("(", 1)[0]
    return f"#{ord(coded[0])};{coded[1:]}" if first.casefold() in _WORDS else coded


_WORDS = frozenset(
    """accdescr acctitle axisformat call class classdef click dateformat default direction end excludes flowchart gantt
    graph href includes inclusiveenddates interpolate link linkstyle section style subgraph tickinterval title
    todaymarker topaxis weekday weekend""".split()
)
