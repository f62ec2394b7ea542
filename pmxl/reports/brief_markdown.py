"""The brief as Markdown, for a mail, a ticket or a wiki."""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.model import Book, Context
from pmxl.reports.as_markdown import escaped
from pmxl.sections.brief import brief_of
from pmxl.sections.parts import Cell, Line, Section
from pmxl.sections.variants import EXECUTIVE, VARIANTS


def page(book: Book, now: Context, variant: str = EXECUTIVE) -> str:
    """The whole brief."""
    parts = ("".join(_section(section)) for section in brief_of(book, now, variant).sections)
    return "\n".join(part for part in parts if part)


def brief_text(book: Book, now: Context, name: str) -> str:
    """One section of any variant by its name or title, without that title; or the whole executive brief for "".

    Raises ValueError for a name that no section bears.
    """
    if not name:
        return page(book, now)
    known: dict[str, None] = {}
    for variant in VARIANTS:
        brief = brief_of(book, now, variant)
        section = brief.section(name)
        if section is not None:
            return "".join(_section(section._replace(title="")))
        known |= dict.fromkeys(found.name for found in brief.sections)
    raise ValueError(f'no brief has a section "{name}"; there are {", ".join(known)}')


def _section(section: Section) -> Iterator[str]:
    if section.title:
        yield f"## {escaped(section.title)}\n\n"
    if section.aside.text:
        yield f"{_cell(section.aside)}\n\n"
    if section.empty and not section.lines:
        yield f"{escaped(section.empty)}\n"
    elif section.kind in ("table", "tiles"):
        yield from _table(section)
    else:
        yield from (_line(section, line, i) for i, line in enumerate(section.lines))
    for note in section.notes:
        yield f"\n{_sentence(note)}\n"


def _table(section: Section) -> Iterator[str]:
    """Rows below their headings; tiles stand beside each other."""
    if section.kind == "table":
        rows = [[Cell(lane.title) for lane in section.lanes], *([*line.cells] for line in section.lines)]
    else:
        rows = [list(row) for row in zip(*(line.cells for line in section.lines), strict=True)]
        rows[0] = [cell._replace(tone="") for cell in rows[0]]
    for i, row in enumerate(rows):
        yield f"| {' | '.join(_cell(cell) for cell in row)} |\n"
        if i == 0:
            yield f"|{'---|' * len(row)}\n"


def _line(section: Section, line: Line, i: int) -> str:
    if section.kind == "heading":
        first, second = (escaped(cell.text) for cell in line.cells)
        return f"{first}{' · ' if first else ''}{second}\n" if i else f"# {first}: {second}\n\n"
    if section.kind == "statement":
        return f"**{escaped(line.cells[0].text)}**\n"
    if section.kind == "footer":
        return f"*{escaped(' '.join(cell.text for cell in line.cells))}*\n"
    return f"- {_sentence(line)}\n"


def _sentence(line: Line) -> str:
    """A label and what it says; a status colour stands behind the label as a word."""
    label, said = line.cells
    if not label.text:
        return _cell(said)
    colour = f" ({escaped(label.tone)})" if label.tone not in ("strong", "") else ""
    return f"**{escaped(label.text)}**{colour}: {_cell(said)}"


def _cell(cell: Cell) -> str:
    """A cell as text: what is late, strong or a colour is bold."""
    said = escaped(cell.text)
    return f"**{said}**" if said and cell.tone not in ("", "muted") else said
