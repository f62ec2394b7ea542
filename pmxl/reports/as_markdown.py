"""Findings as Markdown, for a pull request or a page that people read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pmxl.reports.alike import alike
from pmxl.reports.checked import Checked, Look, day, one_line, tally


def report(checked: Iterable[Checked], look: Look) -> Iterator[str]:
    """A heading for each workbook, and a table of its findings, worst first, each thing said once."""
    for book in checked:
        yield f"## {escaped(book.path)}\n\n"
        if book.refused:
            yield f"**Not checked.** {escaped(book.refused)}.\n\n"
            continue
        as_of = f" As of {day(book.as_of)}." if book.as_of else ""
        yield f"{(tally(book.findings) or 'Nothing to look at')}.{as_of}\n\n"
        if book.findings:
            yield "| Where | Level | What, and what to do | Rule |\n|---|---|---|---|\n"
            for one in alike(book.findings, book.nameless):
                f, said = one.first, " ".join(filter(None, (one.first.message, one.likewise())))
                yield f"| {escaped(str(f.place))} | {f.level} | {escaped(said)} | {escaped(f.rule)} |\n"
            yield "\n"


def escaped(text: str) -> str:
    """The text so that Markdown shows it as it stands: no link, no HTML, no new table cell."""
    return re.sub(r"([\\`*_{}\[\]<>|~#&])", r"\\\1", one_line(text))
