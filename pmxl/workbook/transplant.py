"""Moving generated sheets into a workbook: new ones are inserted, those of the same name are replaced in place."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from pmxl.model import ReplaceSheet
from pmxl.workbook import outline
from pmxl.workbook.charts import shown_cells
from pmxl.workbook.contents import Contents
from pmxl.workbook.draft import Draft, with_attributes
from pmxl.workbook.drawings import move_drawing
from pmxl.workbook.errors import Refused
from pmxl.workbook.looks import APPLIED
from pmxl.workbook.markup import Node, escape, parse, splice
from pmxl.workbook.page import render_pages
from pmxl.workbook.parts import Package
from pmxl.workbook.plain import PlainPages, is_plain, print_names
from pmxl.workbook.styles import Styles

_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"(?: s="([0-9]+)")?(?: t="(s)")?(>|/>| )(?:<v>([0-9]+)</v></c>)?')
_STYLED = re.compile(r'(<(?:row|col) [^<>]*?(?: s| style)=")([0-9]+)"')
_RULE = re.compile(r'(<cfRule [^<>]*?dxfId=")([0-9]+)"')
_KEPT = ("legacyDrawing", "legacyDrawingHF", "picture")
"""What people put on a generated sheet (notes, comments, a background): it stays when the sheet is written anew."""
_CELLS = re.compile(r"<((?:\w+:)?)sheetData\s*>.*</\1sheetData>", re.DOTALL)
_LISTS = re.compile(r"<((?:\w+:)?(?:mergeCells|conditionalFormatting|hyperlinks))\b.*?</\1\s*>", re.DOTALL)
_BEHIND_DRAWINGS = re.compile(r"<tableParts |<extLst>(?:(?!</extLst>).)*</extLst></worksheet>|</worksheet>", re.DOTALL)


def replace_sheets(draft: Draft, pages: Sequence[ReplaceSheet], *, draw_all: bool = False) -> None:
    """Put each page into the workbook; *draw_all* draws also those that could be written straight. Raises Refused."""
    names = [page.sheet.lower() for page in pages]
    twice = next((page.sheet for page in pages if names.count(page.sheet.lower()) > 1), "")
    if twice:
        raise Refused(f'a page cannot be drawn ("{twice}" comes twice)', "report this as an error of pmxl")
    plain = PlainPages(draft.styles, date_1904=draft.book.raw.date_1904)
    straight = {page.sheet for page in pages if not draw_all and is_plain(page)}
    ornate = [page for page in pages if page.sheet not in straight or page.charts or page.pictures]
    drawn = _draw(draft, ornate, pages, straight) if ornate else None
    moving: list[_Transplant] = []
    for page in pages:
        source, writer = drawn if page in ornate else None, plain if page.sheet in straight else None
        moving.append(_Transplant(draft, page, source, writer, {one.part for one in moving}))
    outline.insert_sheets(draft, [(one.page, one.part) for one in moving if one.there is None])
    for one in moving:
        one.move()
    outline.set_own_names(draft, {one.page.sheet: one.print_names() for one in moving})


def _draw(
    draft: Draft, ornate: Sequence[ReplaceSheet], pages: Sequence[ReplaceSheet], straight: Collection[str]
) -> _Drawn:
    cells = shown_cells(draft.book.raw, draft.values, pages)
    made = render_pages(ornate, cells, date_1904=draft.book.raw.date_1904, without_cells=straight)
    return _Drawn(draft, Package(made))


class _Drawn(Contents):
    """The generated workbook, with its formats and texts as the person's workbook gets them."""

    def __init__(self, draft: Draft, package: Package) -> None:
        super().__init__(package)
        self.draft = draft
        self.by_name = {sheet.name: sheet for sheet in self.sheets}

    @cached_property
    def styles(self) -> _StyleMap:
        return _StyleMap(self.draft, self)

    @cached_property
    def texts(self) -> list[str]:
        part = self.part_of_kind("sharedStrings")
        text = self.package.text(part) if part else "<sst/>"
        return [text[node.inner : node.close] for node in parse(text).children]


class _Transplant:
    """One generated sheet on its way into a workbook."""

    def __init__(
        self, draft: Draft, page: ReplaceSheet, drawn: _Drawn | None, plain: PlainPages | None, taken: set[str]
    ) -> None:
        """*plain* writes the sheet, or else it is taken from *drawn*, as its charts and pictures are in any case.

        A new sheet gets a part that is not among those *taken* by the sheets before it.
        """
        self.draft, self.page, self.drawn, self.plain = draft, page, drawn, plain
        self.package, self.source = draft.package, ""
        """Where the drawing comes from, and the part of its sheet there; none where there is no drawing."""
        if drawn is not None:
            self.package, self.source = drawn.package, drawn.by_name[page.sheet].part
        known = {sheet.name.lower(): sheet for sheet in outline.sheets(draft)}
        self.there = known.get(page.sheet.lower())
        self.part = self.there.part if self.there else _free_part(draft, "xl/worksheets/sheet{}.xml", taken)
        self._refuse_what_is_not_ours()

    def move(self) -> None:
        """Make the changes in the draft."""
        before = self.draft.text(self.part) if self.there else ""
        text = self._sheet_text()
        text = self._drawings(text, before)
        draft = self.draft
        draft.formulas_changed = draft.formulas_changed or "<f" in text or "<f" in before or ":f>" in before
        text = self._table(text)
        self.draft.put(self.part, text)
        if self.there is None:
            self.draft.declare(self.part, _CONTENT + "worksheet+xml")

    def _refuse_what_is_not_ours(self) -> None:
        if self.there is not None and self.there.kind != "worksheet":
            raise Refused(f'its sheet "{self.page.sheet}" is no worksheet, so that it cannot be replaced', "rename it")
        if self.there is not None and not self._is_ours(self.there.name):
            raise Refused(
                f'its sheet "{self.there.name}" was not made by pmxl and would be overwritten',
                "rename it, or delete it if nobody needs it",
            )

    def _is_ours(self, sheet: str) -> bool:
        """True for a sheet that pmxl made, that holds the page's own table, or that is blank."""
        if outline.is_generated(self.draft, sheet):
            return True
        table = self.page.table.lower()
        if table and any(t.name.lower() == table for t in outline.tables(self.draft, sheet)):
            return True
        raw = self.draft.book.raw.sheets.get(sheet)
        return raw is not None and not any(raw.cells.values()) and not raw.formulas

    def _sheet_text(self) -> str:
        """The sheet with its texts inside its cells and its formats in the workbook's own style table."""
        if self.plain is not None:
            return self.draft.in_dialect(self.plain.sheet(self.page))
        assert self.drawn is not None
        text = self.package.text(self.source)
        strings, styles = self.drawn.texts, self.drawn.styles

        def cell(match: re.Match[str]) -> str:
            place, style, shared, end, number = match.groups()
            head = f'<c r="{place}"' + (f' s="{styles[int(style)]}"' if style else "")
            if shared:
                return f'{head} t="inlineStr"><is>{strings[int(number)]}</is></c>'
            return head + end + (f"<v>{number}</v></c>" if number else "")

        text = _CELL.sub(cell, text)
        text = _STYLED.sub(lambda m: f'{m[1]}{styles[int(m[2])]}"', text)
        text = text.replace(' tabSelected="1"', "")
        text = _RULE.sub(lambda m: f'{m[1]}{styles.conditional(int(m[2]))}"', text)
        return self.draft.in_dialect(text)

    def _drawings(self, text: str, before: str) -> str:
        """Move the page's drawing along; notes, comments and a background of the former sheet stay."""
        own = move_drawing(self.draft, self.package, self.source, self.part)
        kept = f'<drawing r:id="{own}"/>' if own else ""
        text = re.sub(r"<drawing [^<>]*/>", "", text)
        if before:
            old = _frame(before, self.part)
            views = old.first("sheetViews")
            if views is not None and any(view.flag("tabSelected") for view in views.children):
                text = text.replace("<sheetView ", '<sheetView tabSelected="1" ', 1)
            kept += "".join(
                f'<{node.local} r:id="{escape(node.relation())}"/>'
                for node in old.children
                if node.local in _KEPT and node.relation()
            )
        behind = _BEHIND_DRAWINGS.search(text)
        assert behind is not None
        return text[: behind.start()] + kept + text[behind.start() :]

    def _table(self, text: str) -> str:
        """Move the page's table along, in the part and with the ID of the one that it replaces."""
        old = outline.tables(self.draft, self.there.name) if self.there else []
        kept = next((table.part for table in old if table.name.lower() == self.page.table.lower()), "")
        for table in old:
            for relationship in outline.relationships(self.draft, self.part):
                if relationship.target == table.part and table.part != kept:
                    self.draft.unrelate(self.part, relationship.id)
                    self.draft.drop(table.part)
        if not self.page.table:
            return text
        outline.refuse_taken_name(self.draft, self.page.table, kept)
        source = next(r for r in self.package.relationships(self.source) if r.kind == "table")
        part = kept or _free_part(self.draft, "xl/tables/table{}.xml")
        number = self.draft.tree(kept).number("id") if kept else outline.free_table_id(self.draft)
        table_text = self.package.text(source.target)
        table_text = splice(table_text, [with_attributes(parse(table_text), id=str(number))])
        self.draft.put(part, self.draft.in_dialect(table_text))
        self.draft.declare(part, _CONTENT + "table+xml")
        own = self.draft.relate(self.part, "table", part)
        return re.sub(r'(<tablePart r:id=)"[^"]*"', rf'\1"{own}"', text)

    def print_names(self) -> Mapping[str, str]:
        """The names by which the sheet says what is printed."""
        if self.plain is not None or self.drawn is None:
            return print_names(self.page)
        listed = self.drawn.root.first("definedNames")
        position = [sheet.part for sheet in self.drawn.sheets].index(self.source)
        text = self.drawn.text
        return {
            node.get("name"): text[node.inner : node.close]
            for node in (listed.children if listed else ())
            if node.get("localSheetId") == str(position) and "Print_" in node.get("name")
        }


class _StyleMap(dict[int, int]):
    """Format of the generated workbook -> the same format in the person's workbook, added when it is first met."""

    def __init__(self, draft: Draft, drawn: Contents) -> None:
        super().__init__()
        part = drawn.part_of_kind("styles")
        self.target, self.source = draft.styles, Styles(drawn.package.text(part), part)

    def __missing__(self, style: int) -> int:
        node = self.source.format_of(style)
        assert node is not None
        number = self._number_format(node.number("numFmtId"))
        font = self.target.add("fonts", self._element("fonts", node.number("fontId")))
        fill = self.target.add("fills", self._element("fills", node.number("fillId")))
        border = self.target.add("borders", self._element("borders", node.number("borderId")))
        inner = self.source.before[node.inner : node.close]
        head = f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"'
        head += APPLIED
        self[style] = self.target.add("cellXfs", f"{head}>{inner}</xf>" if inner else f"{head}/>")
        return self[style]

    def conditional(self, number: int) -> int:
        """The position of a format of the generated workbook that cells get under a condition."""
        return self.target.add("dxfs", self._element("dxfs", number))

    def _element(self, section: str, position: int) -> str:
        listed = self.source.root.first(section)
        assert listed is not None
        node = listed.children[position]
        return self.source.before[node.start : node.end]

    def _number_format(self, number: int) -> int:
        listed = self.source.root.first("numFmts")
        codes = {node.number("numFmtId"): node.get("formatCode") for node in (listed.children if listed else ())}
        return self.target.number_format(codes[number]) if number in codes else number


def _frame(text: str, part: str) -> Node:
    """The elements of a sheet without its cells, and without what is said of cells, often at length."""
    return parse(_LISTS.sub("", _CELLS.sub(r"<\1sheetData/>", text)), part)


def _free_part(draft: Draft, pattern: str, taken: Collection[str] = ()) -> str:
    return next(n for i in range(1, 100_000) if (n := pattern.format(i)) not in taken and not draft.has(n))
