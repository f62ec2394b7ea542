"""The book's style table (styles.xml): what a cell's format is, and formats added without touching those there.

A cell names its format by its position among `cellXfs`; a format names a font, fill, border and number format by
their positions. Entries are only ever added at the end, and an equal one is used again.
"""

from __future__ import annotations

import re
from functools import cached_property

from pmxl.workbook.errors import Refused
from pmxl.workbook.formats import FORMATS
from pmxl.workbook.markup import Node, escape, parse, splice

_BUILT_IN = {"General": 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, "@": 49}
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles")
_FIRST_OWN_FORMAT = 164
MAX_FORMATS = 65_000
_DEFAULTS = {
    "fonts": ('<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>',),
    "fills": ('<fill><patternFill patternType="none"/></fill>', '<fill><patternFill patternType="gray125"/></fill>'),
    "borders": ("<border><left/><right/><top/><bottom/><diagonal/></border>",),
    "cellStyleXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
    "cellXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',),
}
"""What the first entries say where a book leaves them out; cells without a format have the first of each."""
_TAG = re.compile(r"<(/?)(?=[A-Za-z])")


class Styles:
    """The style table as text, with what is to be added to it."""

    def __init__(self, text: str, part: str) -> None:
        self.before = self._original = text
        self.root = parse(text, part)
        if self.root.inner == self.root.end:
            self.before = splice(text, [(self.root.end - 2, self.root.end, f"></{self.root.name}>")])
            self.root = parse(self.before, part)
        self._formats = self._entries("cellXfs")
        self._of_kind: dict[tuple[int, str], int] = {}
        self._added: dict[str, list[str]] = {}
        self._known: dict[str, dict[str, int]] = {}
        self._filled: set[str] = set()
        self._seen: dict[str, dict[str, int]] = {}
        """Section -> elements, as the book writes them or as they were asked for -> their positions."""

    def _entries(self, name: str) -> list[Node]:
        """The entries of a section in the order of their positions; of one that comes in alternatives its fallback."""
        section = self.root.first(name)
        children = section.children if section else []
        if "AlternateContent" not in self.before:
            return children
        return [entry for child in children for entry in _fallback(child)]

    def format_of(self, style: int) -> Node | None:
        """The `xf` element of a style that stood in the file."""
        return self._formats[style] if 0 <= style < len(self._formats) else None

    def with_number_format(self, style: int, kind: str) -> int:
        """The style itself where it says how numbers look, else one that differs only in having the kind's format."""
        if (style, kind) not in self._of_kind:
            self._of_kind[style, kind] = self._with_number_format(style, kind)
        return self._of_kind[style, kind]

    def _with_number_format(self, style: int, kind: str) -> int:
        code, current = FORMATS.get(kind), self.format_of(style)
        if code is None or (current is not None and current.number("numFmtId") not in self._mute_formats):
            return style
        number = self.number_format(code)
        if current is None:
            return self.add("cellXfs", f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0"/>')
        head = re.sub(r'\s(?:numFmtId|applyNumberFormat)\s*=\s*(?:"[^"]*"|\'[^\']*\')', "", " " + current.raw.strip())
        tag = f'<xf numFmtId="{number}"{head} applyNumberFormat="1"'
        inner = self.before[current.inner : current.close]
        return self.add("cellXfs", f"{tag}>{_unprefixed(inner, current.prefix)}</xf>" if inner else f"{tag}/>")

    @cached_property
    def _mute_formats(self) -> set[int]:
        """The number formats that say nothing of dates and amounts: General and Text, by whatever number."""
        written = self._entries("numFmts")
        return {0, 49} | {n.number("numFmtId") for n in written if n.get("formatCode").lower() in ("general", "@")}

    def number_format(self, code: str) -> int:
        """The number of a number format, added where the book has none like it."""
        if code in _BUILT_IN:
            return _BUILT_IN[code]
        numbers = self._numbers
        if code not in numbers:
            numbers[code] = max(_FIRST_OWN_FORMAT - 1, *numbers.values(), 0) + 1
            self._added.setdefault("numFmts", []).append(
                f'<numFmt numFmtId="{numbers[code]}" formatCode="{escape(code)}"/>'
            )
        return numbers[code]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """The book's own number formats, and those that were added -> their numbers."""
        return {node.get("formatCode"): node.number("numFmtId") for node in self._entries("numFmts")}

    def add(self, section: str, element: str) -> int:
        """The position of an element in a section, added where the section has none like it."""
        for needed in _DEFAULTS if section == "cellXfs" else (section,):
            self._fill(needed)
        seen = self._written(section)
        if element in seen:
            return seen[element]
        known, key = self._section(section), _shape(parse(element))
        if key not in known:
            known[key] = max(known.values(), default=-1) + 1
            self._added.setdefault(section, []).append(element)
            if section == "cellXfs" and known[key] >= MAX_FORMATS:
                raise Refused("it holds as many cell formats as Excel allows", "clear unused formats in Excel")
        seen[element] = known[key]
        return known[key]

    def _written(self, section: str) -> dict[str, int]:
        """The elements of a section by their text, which an element of ours mostly equals: shapes take longer."""
        if section not in self._seen:
            seen = dict[str, int]()
            for position, node in enumerate(self._entries(section)):
                seen.setdefault(self.before[node.start : node.end], position)
            self._seen[section] = seen
        return self._seen[section]

    def _fill(self, section: str) -> None:
        """Give a section that the book leaves out the entries that cells without a format have."""
        there = self.root.first(section)
        if section in self._filled or (there and there.children):
            return
        self._filled.add(section)
        for position, default in enumerate(_DEFAULTS.get(section, ())):
            self._section(section)[_shape(parse(default))] = position
            self._added.setdefault(section, []).append(default)

    def text(self) -> str:
        """The style table with the additions."""
        sections = sorted(self._added, key=_ORDER.index)
        return splice(self.before, [self._grown(s, self._added[s]) for s in sections]) if sections else self._original

    def _section(self, name: str) -> dict[str, int]:
        if name not in self._known:
            entries, known = self._entries(name), dict[str, int]()
            for position, node in enumerate(entries):
                known.setdefault(_shape(node), position)
            # The count matters even where two entries are alike, because positions go on behind the last.
            self._known[name] = known
            if entries:
                known.setdefault("", len(entries) - 1)
        return self._known[name]

    def _grown(self, name: str, elements: list[str]) -> tuple[int, int, str]:
        section, prefix = self.root.first(name), self.root.prefix
        new = prefixed("".join(elements), prefix)
        if section is None:
            count = len(elements)
            return (*self._place_of(name), f'<{prefix}{name} count="{count}">{new}</{prefix}{name}>')
        count = len(self._entries(name)) + len(elements)
        head = re.sub(r'(\scount\s*=\s*)(?:"[^"]*"|\'[^\']*\')', rf'\1"{count}"', section.raw.rstrip())
        inner = self.before[section.inner : section.close]
        return section.start, section.end, f"<{section.name}{head}>{inner}{new}</{section.name}>"

    def _place_of(self, name: str) -> tuple[int, int]:
        """Where a section that is not there yet belongs: behind the last of those that come before it."""
        before = [node.end for node in self.root.children if node.local in _ORDER[: _ORDER.index(name)]]
        at = max(before, default=self.root.inner)
        return at, at


def _fallback(child: Node) -> list[Node]:
    """The entries that everybody reads who does not know the program that wrote an alternative."""
    if child.local != "AlternateContent":
        return [child]
    fallback = child.first("Fallback")
    return fallback.children if fallback else []


def prefixed(markup: str, prefix: str) -> str:
    """Markup without prefixes as it reads in a part whose elements bear one (with its colon)."""
    return _TAG.sub(rf"<\1{prefix}", markup) if prefix else markup


def _unprefixed(markup: str, prefix: str) -> str:
    return markup.replace("<" + prefix, "<").replace("</" + prefix, "</") if prefix else markup


def _shape(node: Node) -> str:
    """The element without what does not matter: prefixes, the order of attributes, and of children of a font."""
    attributes = " ".join(f"{k}={v}" for k, v in sorted(node.attributes.items()) if not k.startswith("xmlns"))
    children = [_shape(child) for child in node.children]
    if node.local == "font":
        children.sort()
    return f"({node.local} {attributes} {''.join(children)})"
