"""Charts and pictures of generated pages on their way into a workbook, beside those that people put there.

What pmxl drew bears a name such as `pmxl chart 1`, which Excel keeps. It alone is written anew with its page; what
people drew on the page, also a copy or a renamed chart of ours, stays on top of it. Where openpyxl named every chart
anew, one of ours is known by its place and by the sheet that it shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count

from pmxl.records import NamedTuple
from pmxl.workbook import outline
from pmxl.workbook.charts import outspoken
from pmxl.workbook.draft import XML_HEAD, Draft, with_attributes
from pmxl.workbook.errors import Refused
from pmxl.workbook.markup import Node, parse, splice
from pmxl.workbook.parts import Package, Relationship, relationships_part

_OURS = r"pmxl (?:chart|picture) \d+"
_UNNAMED = r"Chart \d+"
_NAME = re.compile(r'(<xdr:cNvPr id=")(\d+)(" name=")(Chart|Picture) \d+"')
_NAMESPACES = (
    ("xdr", "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"),
    ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
)
_CONTENT = {
    "drawing": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "image": "image/png",
}
_PARTS = {"chart": "xl/charts/chart{}.xml", "image": "xl/media/image{}.png"}


class _Old(NamedTuple):
    """The drawing that the page bears already."""

    part: str
    relationship: str
    kept: tuple[Node, ...]
    """What people drew."""
    has_ours: bool
    pool: tuple[Relationship, ...]
    """The charts and pictures that only pmxl's own drawings show."""


def move_drawing(draft: Draft, package: Package, source: str, part: str) -> str:
    """Bring the drawing of a generated sheet into the sheet *part*; gives its relationship, or nothing for none."""
    new = next((r.target for r in package.relationships(source) if r.kind == "drawing"), "")
    old = _old_drawing(draft, part, lambda: _shown(package, new) if new else {})
    if old is None and not new:
        return ""
    if old is not None and not new and not old.has_ours:
        return old.relationship
    if not new and old is not None and not old.kept:
        draft.unrelate(part, old.relationship)
        discard(draft, old.part)
        return ""
    target = old.part if old is not None else _free(draft, "xl/drawings/drawing{}.xml")
    if old is None:
        root = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in _NAMESPACES)
        draft.put(target, draft.in_dialect(f"{XML_HEAD}<xdr:wsDr{root}></xdr:wsDr>"))
        draft.declare(target, _CONTENT["drawing"])
    _Moving(draft, package, new, target, old).move()
    return old.relationship if old is not None else draft.relate(part, "drawing", target)


def _old_drawing(draft: Draft, part: str, coming: Callable[[], dict[str, set[str]]]) -> _Old | None:
    """What the sheet bears before it is written anew; *coming* tells the charts that it is to bear, by their places."""
    found = next((r for r in outline.relationships(draft, part) if r.kind == "drawing" and draft.has(r.target)), None)
    if found is None:
        return None
    root, seen, kept, ours = draft.tree(found.target), set[str](), list[Node](), list[Node]()
    text, listed = draft.text(found.target), {r.id: r for r in outline.relationships(draft, found.target)}
    for anchor in root.children:
        name = next((node.get("name") for node in anchor.walk("cNvPr")), "")
        is_ours = re.fullmatch(_OURS, name) is not None and name not in seen
        seen.add(name)
        if re.fullmatch(_UNNAMED, name):
            shown = [listed[number].target for number in _relations(anchor) if number in listed]
            is_ours = _is_renamed(draft, shown, coming().get(_place(text, anchor), set()))
        (ours if is_ours else kept).append(anchor)
    used = {number for anchor in kept for number in _relations(anchor)}
    pool = dict.fromkeys(number for anchor in ours for number in _relations(anchor) if number not in used)
    return _Old(
        found.target, found.id, tuple(kept), bool(ours), tuple(listed[number] for number in pool if number in listed)
    )


def _is_renamed(draft: Draft, shown: list[str], sheets: set[str]) -> bool:
    """True for a chart that shows no sheet but those that our own at that place will show."""
    charts = [part for part in shown if part.startswith("xl/charts/") and draft.has(part)]
    return bool(charts) and all(_sheets(draft.text(part)) <= sheets for part in charts)


def _shown(package: Package, drawing: str) -> dict[str, set[str]]:
    """The places of the charts of a generated drawing -> the sheets that each shows."""
    text, charts = package.text(drawing), {r.id: r.target for r in package.relationships(drawing) if r.kind == "chart"}
    return {
        _place(text, anchor): _sheets(package.text(charts[number]))
        for anchor in package.tree(drawing).children
        for number in _relations(anchor)
        if number in charts
    }


def _place(text: str, anchor: Node) -> str:
    """Where an element of a drawing begins: column and row with the offset in each; "" where it stands at no cell."""
    begins = anchor.first("from")
    return " ".join(text[node.inner : node.close].strip() for node in begins.children) if begins else ""


def _sheets(chart: str) -> set[str]:
    """The sheets whose cells a chart shows."""
    return {said.rpartition("!")[0].strip("'").casefold() for said in re.findall(r"<(?:\w+:)?f>([^<]*)<", chart)}


def _kept(text: str, anchor: Node) -> str:
    """What a person drew; a copy of a chart of ours gets a name of its own, so that it stays the next time too."""
    named = [node for node in anchor.walk("cNvPr") if re.fullmatch(_OURS, node.get("name"))]
    changes = [with_attributes(node, name=node.get("name") + " (kept)") for node in named]
    return splice(text[: anchor.end], changes)[anchor.start :]


def _relations(anchor: Node) -> Iterator[str]:
    """The relationships that an element and all within it name."""
    for key, value in anchor.attributes.items():
        if ":" in key and not key.startswith("xmlns"):
            yield value
    for child in anchor.children:
        yield from _relations(child)


class _Moving:
    """One drawing that is put among what people drew."""

    def __init__(self, draft: Draft, package: Package, source: str, target: str, old: _Old | None) -> None:
        self.draft, self.package, self.source, self.target = draft, package, source, target
        self.kept = old.kept if old is not None else ()
        self.pool = list(old.pool) if old is not None else []

    def move(self) -> None:
        """Make the changes in the draft."""
        before, root = self.draft.text(self.target), self.draft.tree(self.target)
        kept = "".join(_kept(before, anchor) for anchor in self.kept)
        new = self._anchors(root) if self.source else ""
        for left in self.pool:
            self.draft.unrelate(self.target, left.id)
            if not left.external and not is_led_to(self.draft, left.target):
                discard(self.draft, left.target)
        if root.close == root.end:
            text = splice(before, [(root.start, root.end, f"<{root.name}{root.raw}>{new + kept}</{root.name}>")])
        else:
            text = splice(before, [(root.inner, root.close, new + kept)])
        self.draft.put(self.target, text)

    def _anchors(self, root: Node) -> str:
        """The generated drawing's elements, with names, numbers and relationships that are free here."""
        text = self.package.text(self.source)
        numbers = {r.id: self._moved(r) for r in self.package.relationships(self.source)}
        first = max((node.number("id") for anchor in self.kept for node in anchor.walk("cNvPr")), default=0)
        counts = {"Chart": count(1), "Picture": count(1)}
        text = _NAME.sub(lambda m: f'{m[1]}{int(m[2]) + first}{m[3]}pmxl {m[4].lower()} {next(counts[m[4]])}"', text)
        text = re.sub(r'( r:(?:id|embed)=")([^"]*)"', lambda m: f'{m[1]}{numbers[m[2]]}"', text)
        inner = parse(text).children
        stated = "".join(f' xmlns:{p}="{name}"' for p, name in _NAMESPACES if root.get(f"xmlns:{p}") != name)
        anchors = (text[node.start : node.end].replace(">", f"{stated}>", 1) for node in inner)
        return self.draft.in_dialect("".join(anchors))

    def _moved(self, source: Relationship) -> str:
        """The relationship under which a chart or picture of the generated drawing is found in the new place."""
        content = self.package.archive.read(source.target)
        known = [r for r in self.pool if r.kind == source.kind and not r.external]
        if source.kind == "image":
            known = [r for r in known if self.draft.has(r.target) and self.draft.content(r.target) == content]
        if known:
            self.pool.remove(known[0])
            part = known[0].target
        else:
            part = _free(self.draft, _PARTS[source.kind])
        if source.kind == "chart":
            _forget_relationships(self.draft, part)
            self.draft.put(part, self.draft.in_dialect(outspoken(content.decode())))
        elif not known:
            self.draft.put_bytes(part, content)
        self.draft.declare(part, _CONTENT[source.kind])
        return known[0].id if known else self.draft.relate(self.target, source.kind, part)


def discard(draft: Draft, part: str) -> None:
    """Take a part out of the package, with everything that only it led to."""
    if draft.has(part):
        _forget_relationships(draft, part)
        draft.drop(part)


def _forget_relationships(draft: Draft, part: str) -> None:
    name = relationships_part(part)
    if not draft.has(name):
        return
    targets = [r.target for r in outline.relationships(draft, part) if not r.external]
    draft.drop(name)
    for target in dict.fromkeys(targets):
        if not is_led_to(draft, target):
            discard(draft, target)


def is_led_to(draft: Draft, part: str) -> bool:
    """True where any part has a relationship to this one."""
    members = {member.name for member in draft.package.archive.members} | draft.changed.keys()
    for name in members:
        folder, marked, file = name.rpartition("_rels/")
        if marked and file.endswith(".rels") and draft.has(name):
            owner = folder + file.removesuffix(".rels")
            if any(not r.external and r.target.lower() == part.lower() for r in _led_from(draft, owner)):
                return True
    return False


def _led_from(draft: Draft, owner: str) -> list[Relationship]:
    """Where a part points to. What is no XML points nowhere: macOS puts such files beside those that it packs."""
    try:
        return outline.relationships(draft, owner)
    except Refused:
        return []


def _free(draft: Draft, pattern: str) -> str:
    return next(name for number in count(1) if not draft.has(name := pattern.format(number)))
