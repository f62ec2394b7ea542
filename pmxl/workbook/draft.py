"""A workbook being changed: the parts that differ so far, and everything else as it stands in the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import count
from typing import Any, TypeVar

from pmxl.model import Value
from pmxl.workbook.archive import MAX_MEMBER_BYTES, Packed, deflate, key_of
from pmxl.workbook.book import Workbook
from pmxl.workbook.errors import FETCH_AGAIN, Refused
from pmxl.workbook.markup import Change, Node, decode, escape, parse, pieces, splice
from pmxl.workbook.parts import CONTENT_TYPES, relationships_part, relative
from pmxl.workbook.styles import Styles

XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT_TYPES = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = {
    "http://schemas.openxmlformats.org/" + name: "http://purl.oclc.org/ooxml/" + strict
    for name, strict in (
        ("spreadsheetml/2006/main", "spreadsheetml/main"),
        ("officeDocument/2006/relationships", "officeDocument/relationships"),
        ("drawingml/2006/main", "drawingml/main"),
        ("drawingml/2006/chart", "drawingml/chart"),
        ("drawingml/2006/spreadsheetDrawing", "drawingml/spreadsheetDrawing"),
    )
}
"""The namespaces of generated markup and what a workbook in strict form calls them."""
_WORKBOOK_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr",
)  # fmt: skip


T = TypeVar("T")


class Draft:
    """The changes of one save. Nothing is written before all of them are made."""

    def __init__(self, book: Workbook) -> None:
        self.book, self.package, self.contents = book, book.package, book.contents
        self.changed: dict[str, bytes | Packed | None] = {}
        """Part -> its new content; None where the part goes."""
        self.formulas_changed = False
        self.new_tables: set[str] = set()
        """Names, in lower case, of tables that come with generated sheets."""
        self.values: dict[tuple[str, int, int], Value] = {}
        """What cells are set to: (sheet, row, column) -> value. Charts show it before anybody reads the file."""
        self._declared: dict[str, str] = {}
        """Part -> the content type that it needs, unless the package states it already."""
        self._originals: dict[str, tuple[str, str]] = {}
        self._texts: dict[str, str] = {}
        self._trees: dict[str, Node] = {}
        self._derived: dict[str, Any] = {}
        self._styles: Styles | None = None
        self._styles_part = ""

    @cached_property
    def known_columns(self) -> dict[str, frozenset[str]]:
        """Table -> its columns, both in lower case, as the book was opened."""
        return {t.name.lower(): frozenset(column.lower() for column in t.columns) for t in self.book.tables}

    @property
    def strict(self) -> bool:
        """True for a workbook in ISO strict form, whose namespaces differ."""
        return "purl.oclc.org" in self.contents.root.raw

    @property
    def styles(self) -> Styles:
        """The style table; a workbook that has none gets one."""
        if self._styles is None:
            part = self.contents.part_of_kind("styles")
            self._styles_part = part or self._make_styles()
            self._styles = Styles(self.text(self._styles_part), self._styles_part)
        return self._styles

    def _make_styles(self) -> str:
        part = next(name for n in count(1) if not self.has(name := f"xl/styles{n if n > 1 else ''}.xml"))
        self.put(part, self.in_dialect(f'{XML_HEAD}<styleSheet xmlns="{MAIN}"></styleSheet>'))
        self.declare(part, "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml")
        self.relate(self.contents.main, "styles", part)
        return part

    def has(self, part: str) -> bool:
        """True where the part exists after the changes so far."""
        same = (name for name in self.changed if key_of(name) == key_of(part))
        known = part if part in self.changed else next(same, None)
        return self.changed[known] is not None if known else part in self.package.archive

    def read(self, part: str) -> tuple[str, str]:
        """The text of an XML part after the changes so far, and its encoding; it is not remembered."""
        return decode(self.content(part), part)

    def text(self, part: str) -> str:
        """The text of an XML part after the changes so far."""
        if part not in self._texts:
            self._texts[part] = self.read(part)[0]
        return self._texts[part]

    def tree(self, part: str) -> Node:
        """The root of an XML part after the changes so far."""
        if part not in self._trees:
            self._trees[part] = parse(self.text(part), part)
        return self._trees[part]

    def derived(self, part: str, make: Callable[[Node], T]) -> T:
        """What *make* makes of a part's root; made again only when the part changes."""
        if part not in self._derived:
            self._derived[part] = make(self.tree(part))
        made: T = self._derived[part]
        return made

    def put(self, part: str, text: str) -> None:
        """Give a part a new text; a text that is as before is no change."""
        self._forget(part)
        before, encoding = self._original(part)
        self._texts[part] = text
        if text == before:
            self.changed.pop(part, None)
        else:
            self.changed[part] = text.encode(encoding, "xmlcharrefreplace")

    def patch(
        self, part: str, text: str, encoding: str, changes: Iterable[Change], most: int = MAX_MEMBER_BYTES
    ) -> None:
        """Give a part its *text* with stretches replaced; where nothing differs, that is no change.

        The new text is packed while it is made, so that a large sheet never stands in memory a second time. Raises
        Refused where it would have more than *most* bytes, for what is written must be readable again.
        """
        real = [change for change in changes if text[change[0] : change[1]] != change[2]]
        if not real:
            return
        packed = deflate(piece.encode(encoding, "xmlcharrefreplace") for piece in pieces(text, real))
        if packed.size > most:
            megabytes = packed.size >> 20
            raise Refused(f'its part "{part}" would grow to {megabytes:,} MB', "split the workbook")
        self._forget(part)
        self.changed[part] = packed

    def _original(self, part: str) -> tuple[str | None, str]:
        """The text of a part as it stands in the file, None where it is new; and its encoding."""
        if part not in self.package.archive:
            return None, "utf-8"
        if part not in self._originals:
            self._originals[part] = decode(self.package.archive.read(part), part)
        return self._originals[part]

    def _forget(self, part: str) -> None:
        self._texts.pop(part, None)
        self._trees.pop(part, None)
        self._derived.pop(part, None)

    def content(self, part: str) -> bytes:
        """The bytes of a part after the changes so far."""
        changed = self.changed.get(part)
        if changed is None:
            return self.package.archive.read(part)
        return changed.content() if isinstance(changed, Packed) else changed

    def put_bytes(self, part: str, content: bytes) -> None:
        """Give the package a part that is no text."""
        self.changed[part] = content

    def in_dialect(self, text: str) -> str:
        """Generated markup in the namespaces of the workbook."""
        for transitional, strict in _STRICT.items() if self.strict else ():
            text = text.replace(f'"{transitional}"', f'"{strict}"')
        return text

    def drop(self, part: str) -> None:
        """Take a part out of the package, with its content type."""
        self.changed[part] = None
        self._forget(part)
        self._declared.pop(part, None)
        types = self.tree(CONTENT_TYPES)
        gone = [n for n in types.children if n.local == "Override" and key_of(n.get("PartName")) == key_of(part)]
        self.put(CONTENT_TYPES, splice(self.text(CONTENT_TYPES), [(n.start, n.end, "") for n in gone]))

    def declare(self, part: str, content_type: str) -> None:
        """State the content type of a part."""
        self._declared[part] = content_type

    def _write_declarations(self) -> None:
        root = self.tree(CONTENT_TYPES)
        stated = {key_of(node.get("PartName")) for node in root.children if node.local == "Override"}
        lines = [
            f'<{root.prefix}Override PartName="/{part}" ContentType="{content_type}"/>'
            for part, content_type in self._declared.items()
            if key_of(part) not in stated
        ]
        if lines:
            self.append(CONTENT_TYPES, root, "".join(lines))

    def relate(self, part: str, kind: str, target: str) -> str:
        """The ID of a relationship from *part* to *target*, added where there is none."""
        name = relationships_part(part)
        if not self.has(name):
            self.put(name, f'{XML_HEAD}<Relationships xmlns="{_RELATIONSHIPS}"/>')
            self._declare_relationships(name)
        root, base = self.tree(name), _STRICT_TYPES if self.strict else _TYPES
        written = relative(part, target)
        names = [node.get("Id").lower() for node in root.children]
        for node in root.children:
            # Where another bears the name as well, nobody can say which of them it leads to.
            alone = names.count(node.get("Id").lower()) == 1
            if alone and node.get("Type") == base + kind and node.get("Target") in (written, "/" + target):
                return node.get("Id")
        taken = set(names)
        new = next(f"rId{i}" for i in range(1, len(taken) + 2) if f"rid{i}" not in taken)
        line = f'<{root.prefix}Relationship Id="{new}" Type="{base}{kind}" Target="{escape(written)}"/>'
        self.append(name, root, line)
        return new

    def _declare_relationships(self, name: str) -> None:
        """State the content type of a relationships part, unless one is stated for all of them."""
        known = {node.get("Extension").lower() for node in self.tree(CONTENT_TYPES).all("Default")}
        if "rels" not in known:
            self.declare(name, "application/vnd.openxmlformats-package.relationships+xml")

    def unrelate(self, part: str, relationship: str) -> None:
        """Take a relationship away, and the list of them with the last one. Raises Refused where two bear its ID."""
        name = relationships_part(part)
        gone = [node for node in self.tree(name).children if node.get("Id") == relationship]
        if len(gone) > 1:
            raise Refused(f'it is damaged: two of its relationships are named "{relationship}"', FETCH_AGAIN)
        if all(node.get("Id") == relationship for node in self.tree(name).children):
            self.drop(name)
            return
        self.put(name, splice(self.text(name), [(node.start, node.end, "") for node in gone]))

    def append(self, part: str, node: Node, markup: str) -> None:
        """Put markup at the end of what an element of a part holds."""
        text = self.text(part)
        if node.close == node.end:
            markup = f"<{node.name}{node.raw.rstrip()}>{markup}</{node.name}>"
            self.put(part, splice(text, [(node.start, node.end, markup)]))
        else:
            self.put(part, splice(text, [(node.close, node.close, markup)]))

    def set_attributes(self, part: str, node: Node, **values: str) -> None:
        """Give an element of a part other values of attributes."""
        self.put(part, splice(self.text(part), [with_attributes(node, **values)]))

    def finish(self) -> dict[str, bytes | Packed | None]:
        """Everything that follows from the changes: style table, calculation chain, calculation on opening."""
        if self._styles is not None:
            self.put(self._styles_part, self._styles.text())
        if not self.changed:
            return {}
        self._write_declarations()
        if self.formulas_changed:
            self._drop_calculation_chain()
        self._calculate_on_opening()
        return self.changed

    def _drop_calculation_chain(self) -> None:
        for relationship in self.package.relationships(self.contents.main):
            if relationship.kind == "calcChain":
                self.unrelate(self.contents.main, relationship.id)
                self.drop(relationship.target)

    def _calculate_on_opening(self) -> None:
        main = self.contents.main
        root = self.tree(main)
        calculation = root.first("calcPr")
        if calculation is not None:
            self.set_attributes(main, calculation, fullCalcOnLoad="1")
            return
        before = [node.end for node in root.children if node.local in _WORKBOOK_ORDER]
        at = max(before)
        new = f'<{root.prefix}calcPr fullCalcOnLoad="1"/>'
        self.put(main, splice(self.text(main), [(at, at, new)]))


def with_attributes(node: Node, **values: str) -> tuple[int, int, str]:
    """The change of a text that gives an element other values of attributes; the rest stays as it is written."""
    raw = node.raw
    for name, value in values.items():
        pattern = re.compile(rf'(\s{name}\s*=\s*)(?:"[^"]*"|\'[^\']*\')')
        if pattern.search(raw):
            raw = pattern.sub(lambda m, v=value: f'{m[1]}"{escape(v)}"', raw)  # type: ignore[misc]
        else:
            raw = f'{raw.rstrip()} {name}="{escape(value)}"'
    start = node.start + 1 + len(node.name)
    return start, start + len(node.raw), raw
