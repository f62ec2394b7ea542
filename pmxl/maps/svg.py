"""The dependency map as an SVG picture, and as a page that shows it. Text only; nothing is loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from pmxl.facts.words import day
from pmxl.generate.looks import AMBER, BAND, INK, LINE, MUTED, NAVY, PAPER, RED, SOFT_AMBER, SOFT_RED, STEEL
from pmxl.maps.chosen import Chosen, Node, Tie, chosen
from pmxl.maps.layers import Layout, Point, layout
from pmxl.model import Book, Context
from pmxl.sections.arial import Font, cut, in_lines, width
from pmxl.sections.dates import full

BOX, ROOM = (150.0, 48.0), (192.0, 60.0)
"""Width and height of a box, and from one box to the next, in dots."""
MARGIN, HEAD = 24.0, 92.0
NAME, TITLE = Font(9, True), Font(9)
LEGEND = (("critical", "critical"), ("task", "task"), ("milestone", "milestone"), ("from or to others", "external"))
EMPTY = "Nothing to show: no open task has a date. Give the tasks durations and predecessors."


def svg(book: Book, now: Context) -> str:
    """The picture of what is left to do. The book must have been computed."""
    return _drawn(chosen(book, now), now)


def page(book: Book, now: Context) -> str:
    """A page of HTML with nothing but the picture, which prints on one sheet in landscape."""
    title = _plain(f"Dependency map: {now.settings.project_name or 'Project without a name'}")
    style = "body{margin:0;background:#fff}svg{max-width:100%;height:auto}@page{size:landscape;margin:10mm}"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{style}</style></head>\n'
        f"<body>{svg(book, now)}</body></html>\n"
    )


def _drawn(found: Chosen, now: Context) -> str:
    placed = layout(found.layer, list(found.ties))
    room = max(3, placed.layers) * ROOM[0] - (ROOM[0] - BOX[0]) + 2 * MARGIN
    height = HEAD + placed.rows * ROOM[1] + BOX[1] + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {room:.0f} {height:.0f}" width="{room:.0f}" '
        f'height="{height:.0f}" font-family="Arial, Helvetica, sans-serif" role="img">',
        f'<title>Dependency map</title><rect width="100%" height="100%" fill="{PAPER}"/>',
        *_heading(found, now, room),
        *_columns(found, placed, now),
    ]
    weak_first = sorted(found.ties.items(), key=lambda item: item[1].critical)
    parts += [_line(placed.paths[edge], tie) for edge, tie in weak_first]
    parts += [_box(node, placed.places[name], now) for name, node in found.nodes.items()]
    return "\n".join([*parts, "</svg>"])


def _heading(found: Chosen, now: Context, room: float) -> Iterator[str]:
    name = now.settings.project_name or "Project without a name"
    title = cut(f"What waits for what: {name}", room - 2 * MARGIN, Font(18, True), 1)
    said = f"As of {full(now.as_of)}. Work that is left, from left to right by date"
    if found.left_out:
        said += f"; {found.left_out:,} more that decide less are not shown, dotted lines lead through them"
    yield _text(MARGIN, 34, title, 18, NAVY, bold=True)
    yield _text(MARGIN, 52, cut(f"{said}." if found.nodes else EMPTY, room - 2 * MARGIN, Font(10), 1), 10, MUTED)
    x = MARGIN
    for word, look in LEGEND:
        yield f'<rect x="{x}" y="62" width="16" height="11" rx="2" {_LOOKS[look]}/>'
        yield _text(x + 21, 71, word, 9, MUTED)
        x += 40 + width(word, TITLE)


def _columns(found: Chosen, placed: Layout, now: Context) -> Iterator[str]:
    """Over each layer the days that it holds."""
    for at in range(placed.layers):
        days = sorted(node.on for name, node in found.nodes.items() if found.layer[name] == at and node.on)
        if days:
            first, last = day(days[0], now.as_of), day(days[-1], now.as_of)
            x = MARGIN + at * ROOM[0]
            yield _text(x, HEAD - 2, first if first == last else f"{first} to {last}", 8, MUTED)
            yield f'<line x1="{x}" y1="{HEAD + 2}" x2="{x + BOX[0]}" y2="{HEAD + 2}" stroke="{LINE}"/>'


_LOOKS = {
    "task": f'fill="{PAPER}" stroke="{STEEL}" stroke-width="1"',
    "critical": f'fill="{SOFT_RED}" stroke="{RED}" stroke-width="2.5"',
    "milestone": f'fill="{INK}" stroke="{INK}" stroke-width="1"',
    "external": f'fill="{SOFT_AMBER}" stroke="{AMBER}" stroke-width="2" stroke-dasharray="5 3"',
}


def _corner(place: Point) -> tuple[float, float]:
    return MARGIN + place[0] * ROOM[0], HEAD + 10 + place[1] * ROOM[1]


def _box(node: Node, place: Point, now: Context) -> str:
    """A box with its ID and date, and below them what it is; the whole text shows under the pointer."""
    x, y = _corner(place)
    dark = node.kind == "milestone"
    look = _LOOKS["critical" if node.critical and node.kind == "task" else node.kind]
    if node.critical and node.kind != "task":
        look = look.partition(" stroke=")[0] + f' stroke="{RED}" stroke-width="3"'
        look += ' stroke-dasharray="5 3"' if node.kind == "external" else ""
    room = BOX[0] - 12
    when = "no date" if node.on is None else day(node.on, now.as_of)
    said = cut(f"{node.name}  {when}{', late' if node.late else ''}", room, NAME, 1)
    title, light = in_lines(node.title, room, TITLE, 2), BAND if dark else INK
    ink = PAPER if dark else RED if node.late else INK
    more = ", ".join(part for part in (node.title, node.owner, when, "critical" if node.critical else "") if part)
    return (
        f"<g><title>{_plain(f'{node.name}: {more}')}</title>"
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{BOX[0]}" height="{BOX[1]}" rx="4" {look}/>'
        f"{_text(x + 6, y + 14, said, 9, ink, bold=True)}"
        f"{''.join(_text(x + 6, y + 27 + 12 * i, part, 9, light) for i, part in enumerate(title))}</g>"
    )


def _line(path: list[Point], tie: Tie) -> str:
    """A line from the right of one box to the left of another; past the boxes between it runs level."""
    points = [(x, y + BOX[1] / 2) for x, y in map(_corner, path)]
    (x, y), rest = points[0], points[1:]
    x += BOX[0]
    said = [f"M{x:.1f},{y:.1f}"]
    for i, (left, level) in enumerate(rest):
        bend = (left - x) / 2
        said.append(f"C{x + bend:.1f},{y:.1f} {left - bend:.1f},{level:.1f} {left:.1f},{level:.1f}")
        x, y = left, level
        if i < len(rest) - 1:
            x = left + BOX[0]
            said.append(f"H{x:.1f}")
    look = f'stroke="{RED}" stroke-width="2.5"' if tie.critical else f'stroke="{STEEL}" stroke-width="1"'
    dots = ' stroke-dasharray="2 3"' if tie.through else ""
    ink = RED if tie.critical else STEEL
    tip = f'<path d="M{x:.1f},{y:.1f}l-6,-3v6z" fill="{ink}"/>'
    return f'<path d="{" ".join(said)}" fill="none" {look}{dots}/>{tip}'


def _text(x: float, y: float, said: str, size: float, ink: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{ink}"{weight}>{_plain(said)}</text>'


def _plain(text: str) -> str:
    """Text that is nothing but text; control characters cannot stand in XML."""
    return escape("".join(c for c in text if c.isprintable()))
