"""The chances of a workbook as text, JSON and CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from io import StringIO
from typing import Any

from pmxl.chances.simulation import PERCENTS, Chances, Finish
from pmxl.chances.words import assumptions, headline, reasons, share
from pmxl.facts.words import day, number, shortened

LONGEST = 46
"""Letters of a name in the text."""


def as_text(found: Chances, as_of: date) -> str:
    """Tables for a terminal."""
    parts = [f"{headline(found, as_of)}.", *(f"  {said}." for said in reasons(found, as_of)), ""]
    heads = ("", "Finish", "Plan", "Chance", *(f"P{p}" for p in PERCENTS), "Baseline", "Chance", "Deadline", "Chance")
    parts += _table(heads, [_finish(one, as_of) for one in found.finishes])
    if found.drivers:
        rows = [(p.record, p.kind, _short(p.name), number(p.p80), number(p.mean)) for p in found.drivers]
        parts += ["", *_table(("What drives it", "", "", "P80 days", "Mean days"), rows)]
    if found.ranges or found.risks:
        often = [(c.record, _short(c.name), share(c.share)) for c in found.critical[:10]]
        parts += ["", *_table(("Critical", "", "How often"), often)]
    return "\n".join([*parts, "", *(f"{said}." for said in assumptions(found))]) + "\n"


def as_json(found: Chances, as_of: date) -> str:
    """One JSON document: `as_of`, `draws`, `seed`, `finishes`, `critical`, `drivers`, `curve`, `assumptions`."""
    import json

    document = {
        "as_of": as_of,
        "draws": found.draws,
        "seed": found.seed,
        "says": [headline(found, as_of), *reasons(found, as_of)],
        "finishes": [_named(one) for one in found.finishes],
        "critical": [one._asdict() for one in found.critical],
        "drivers": [one._asdict() for one in found.drivers],
        "curve": [{"day": point, "chance": chance} for point, chance in found.curve],
        "assumptions": assumptions(found),
    }
    return json.dumps(document, default=date.isoformat, ensure_ascii=False, indent=1) + "\n"


def as_csv(found: Chances, _: date) -> str:
    """One line for each number: what it is about, its record, its name, the measure, the value."""
    from pmxl.reports.as_csv import harmless

    text = StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(("about", "record", "name", "measure", "value"))
    for about, record, name, measure, value in _numbers(found):
        shown = value.isoformat() if isinstance(value, date) else f"{value:.4f}"
        lines.writerow([about, harmless(record), harmless(name), measure, shown])
    return text.getvalue()


FORMATS: dict[str, Callable[[Chances, date], str]] = {"text": as_text, "json": as_json, "csv": as_csv}
"""Name of a format -> what writes it."""


def _numbers(found: Chances) -> Iterator[tuple[str, str, str, str, float | date]]:
    for one in found.finishes:
        for measure, value in _named(one).items():
            if measure not in ("record", "name") and value is not None:
                yield "finish", one.record, one.name, measure, value
    for critical in found.critical:
        yield "critical", critical.record, critical.name, "share", critical.share
    for pull in found.drivers:
        yield pull.kind, pull.record, pull.name, "p80 days", pull.p80
        yield pull.kind, pull.record, pull.name, "mean days", pull.mean
    for point, chance in found.curve:
        yield "curve", "", point.isoformat(), "chance", chance


def _named(one: Finish) -> dict[str, Any]:
    values = one._asdict()
    days = values.pop("percentiles")
    return values | {f"p{percent}": found for percent, found in zip(PERCENTS, days, strict=True)}


def _finish(one: Finish, as_of: date) -> tuple[str, ...]:
    agreed = day(one.agreed, as_of) if one.agreed else ""
    deadline = day(one.deadline, as_of) if one.deadline else ""
    return (
        one.record,
        _short(one.name),
        day(one.plan, as_of),
        share(one.plan_chance),
        *(day(found, as_of) for found in one.percentiles),
        agreed,
        share(one.agreed_chance),
        deadline,
        share(one.deadline_chance),
    )


def _short(name: str) -> str:
    from pmxl.reports.checked import one_line

    return shortened(one_line(name), LONGEST)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns as wide as what stands in them; a column with nothing in it is left out."""
    filled = [i for i in range(len(heads)) if any(row[i] for row in rows)]
    widths = {i: max(len(line[i]) for line in (heads, *rows)) for i in filled}
    return ["  ".join(line[i].ljust(widths[i]) for i in filled).rstrip() for line in (heads, *rows)]
