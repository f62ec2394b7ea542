"""What a workbook's small parts say: sheets, defined names, date system, tables, links to other files."""

from __future__ import annotations

from pmxl.model import RawTable
from pmxl.records import NamedTuple
from pmxl.workbook.addresses import Area, parse_area
from pmxl.workbook.errors import FETCH_AGAIN, Refused
from pmxl.workbook.markup import Node, parse
from pmxl.workbook.parts import Package
from pmxl.workbook.strings import clean, content_of, unescape_excel


class SheetEntry(NamedTuple):
    """One sheet as the workbook part lists it."""

    name: str
    part: str
    """Nothing for a module of Excel 95, which Excel still lists among the sheets and keeps with the macros."""
    kind: str
    """`worksheet`, `chartsheet`, `dialogsheet` or `xlMacrosheet`; nothing where there is no part."""
    state: str
    """`visible`, `hidden` or `veryHidden`."""


class TableEntry(NamedTuple):
    """One table, its part, and the sheet that it stands on."""

    name: str
    sheet: str
    part: str
    area: Area
    columns: tuple[str, ...]
    has_header: bool
    has_totals: bool
    filtered: bool
    """True where its filter has a condition."""

    @property
    def raw(self) -> RawTable:
        """The table as the readers of rows want it. A table without a header row has it above its first row."""
        area = self.area
        header_row = area.top if self.has_header else area.top - 1
        return RawTable(
            self.name, self.sheet, header_row, area.left, area.bottom - self.has_totals, self.columns, self.has_totals
        )


class Contents:
    """The workbook part and what it leads to."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.main = package.main_part()
        kind = package.content_type(self.main)
        if "sheet.binary" in kind or self.main.endswith(".bin"):
            raise Refused("it is a binary workbook (.xlsb)", "open it in Excel and save it as .xlsx")
        self.text = package.text(self.main)
        self.root = parse(self.text, self.main)
        if self.root.local != "workbook":
            raise Refused("it is an Office file but not a workbook", "give the workbook itself")
        self.relationships = {r.id: r for r in package.relationships(self.main)}
        self.sheets = self._sheets()

    @property
    def date_1904(self) -> bool:
        """True where dates count from 1904, as old Macs did."""
        properties = self.root.first("workbookPr")
        return properties is not None and properties.flag("date1904")

    def part_of_kind(self, kind: str) -> str:
        """The part that the workbook points to by that kind of relationship, or nothing."""
        found = (r.target for r in self.relationships.values() if r.kind == kind and not r.external)
        return next((target for target in found if target in self.package.archive), "")

    def names(self) -> dict[str, str]:
        """Workbook-wide defined names."""
        listed = self.root.first("definedNames")
        found = {}
        for node in listed.all("definedName") if listed else ():
            if "localSheetId" not in node.attributes:
                found[node.get("name")] = clean(content_of(self.text, node))
        return found

    def external_links(self) -> tuple[str, ...]:
        """Targets of links to other files, as they are written."""
        found = []
        for link in self.relationships.values():
            if link.kind == "externalLink" and not link.external:
                found += [r.target for r in self.package.relationships(link.target) if r.external]
        return tuple(dict.fromkeys(found))

    def tables(self) -> list[TableEntry]:
        """Every table of every worksheet, in sheet order."""
        found = []
        for sheet in self.sheets:
            for relationship in self.package.relationships(sheet.part) if sheet.part else ():
                if relationship.kind == "table" and relationship.target in self.package.archive:
                    found += read_table(self.package.tree(relationship.target), sheet.name, relationship.target)
        return found

    def pivots(self, part: str) -> dict[Area, str]:
        """The cells that each pivot table fills on the sheet of that part, and those of its filters -> its name."""
        found = {}
        for relationship in self.package.relationships(part):
            if relationship.kind == "pivotTable" and relationship.target in self.package.archive:
                root = self.package.tree(relationship.target)
                location = root.first("location")
                area = parse_area(location.get("ref")) if location is not None else None
                if location is None or area is None:
                    continue
                name = unescape_excel(root.get("name"))
                found[area] = name
                if rows := location.number("rowPageCount"):
                    # Each filter has two cells; a column is free between two of them, and a row below them all.
                    right = area.left + 3 * location.number("colPageCount", 1) - 2
                    found[Area(area.top - 1 - rows, area.left, area.top - 2, right)] = name
        return found

    def _sheets(self) -> list[SheetEntry]:
        listed = self.root.first("sheets")
        found: list[SheetEntry] = []
        for node in listed.all("sheet") if listed else ():
            name, state = unescape_excel(node.get("name")), node.get("state") or "visible"
            if ':id=""' in node.raw:
                found.append(SheetEntry(name, "", "", state))
                continue
            relationship = self.relationships.get(node.relation())
            if relationship is None or relationship.external or relationship.target not in self.package.archive:
                raise Refused(f'it is damaged: its sheet "{name}" is missing from the file', FETCH_AGAIN)
            found.append(SheetEntry(name, relationship.target, relationship.kind, state))
        if not any(sheet.part for sheet in found):
            raise Refused("it has no sheets", FETCH_AGAIN)
        names = [sheet.name.lower() for sheet in found]
        if len(set(names)) != len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise Refused(f'it is damaged: two of its sheets are named "{twice}"', FETCH_AGAIN)
        return found


def read_table(root: Node, sheet: str, part: str) -> list[TableEntry]:
    """The table that a table part describes; none where it describes none."""
    area, listed = parse_area(root.get("ref")), root.first("tableColumns")
    if area is None or listed is None:
        return []
    columns = tuple(unescape_excel(node.get("name")) for node in listed.all("tableColumn"))
    own_filter = root.first("autoFilter")
    filtered = own_filter is not None and own_filter.first("filterColumn") is not None
    name = unescape_excel(root.get("displayName") or root.get("name"))
    has_header, has_totals = root.get("headerRowCount") != "0", root.number("totalsRowCount") > 0
    return [TableEntry(name, sheet, part, area, columns, has_header, has_totals, filtered)]
