"""The workbook part while it changes: its list of sheets, its names, and the properties that repeat both."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from pmxl.model import ReplaceSheet
from pmxl.workbook.contents import SheetEntry, TableEntry, read_table
from pmxl.workbook.draft import Draft, with_attributes
from pmxl.workbook.errors import Refused
from pmxl.workbook.mark import HIDDEN, MARK
from pmxl.workbook.markup import Node, escape, splice
from pmxl.workbook.parts import Relationship, read_relationships, relationships_part
from pmxl.workbook.strings import unescape_excel

_BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")


def relationships(draft: Draft, part: str) -> list[Relationship]:
    """Where a part points to after the changes so far."""
    name = relationships_part(part)
    return draft.derived(name, lambda root: read_relationships(root, part)) if draft.has(name) else []


def sheets(draft: Draft) -> list[SheetEntry]:
    """The workbook's sheets after the changes so far."""
    return draft.derived(draft.contents.main, lambda _: _read_sheets(draft))


def _read_sheets(draft: Draft) -> list[SheetEntry]:
    targets = {r.id: r for r in relationships(draft, draft.contents.main)}
    return [
        SheetEntry(
            unescape_excel(node.get("name")),
            targets[node.relation()].target,
            targets[node.relation()].kind,
            node.get("state") or "visible",
        )
        for node in _sheet_nodes(draft)
    ]


def tables(draft: Draft, only: str = "") -> list[TableEntry]:
    """The tables of the workbook, or of one sheet, after the changes so far."""
    found = []
    for sheet in sheets(draft):
        if only and sheet.name != only:
            continue
        for relationship in relationships(draft, sheet.part):
            if relationship.kind == "table" and draft.has(relationship.target):
                part, name = relationship.target, sheet.name
                found += draft.derived(part, partial(read_table, sheet=name, part=part))
    return found


def free_table_id(draft: Draft) -> int:
    """A number that no table bears."""
    return max((draft.tree(table.part).number("id") for table in tables(draft)), default=0) + 1


def refuse_taken_name(draft: Draft, name: str, kept: str) -> None:
    """Raises Refused where a table of another sheet, or a defined name, bears the name already."""
    for table in tables(draft):
        if table.name.lower() == name.lower() and table.part != kept:
            raise Refused(f'its sheet "{table.sheet}" has a table named "{name}" already', "rename that table in Excel")
    if name.lower() in (known.lower() for known in draft.book.raw.names):
        raise Refused(f'it has a defined name "{name}", which a table needs', "rename it in Excel (Name Manager)")


def insert_sheet(draft: Draft, page: ReplaceSheet, part: str) -> None:
    """List a new sheet behind the one that the page names, else at the end."""
    main, nodes = draft.contents.main, _sheet_nodes(draft)
    protection = draft.tree(main).first("workbookProtection")
    if protection is not None and protection.flag("lockStructure"):
        raise Refused(
            f'its structure is protected, so that the sheet "{page.sheet}" cannot be added',
            "unprotect the workbook in Excel (Review)",
        )
    names = [sheet.name.lower() for sheet in sheets(draft)]
    position = names.index(page.after.lower()) + 1 if page.after.lower() in names else len(names)
    before = nodes[position - 1]
    number = max(node.number("sheetId") for node in nodes) + 1
    state = ' state="hidden"' if page.hidden else ""
    relation = draft.relate(main, "worksheet", part)
    line = f'<{before.name} name="{escape(page.sheet)}" sheetId="{number}"{state}{_relation(before, relation)}/>'
    shifts = _shifted_positions(draft, position)
    draft.put(main, splice(draft.text(main), [*shifts, (before.end, before.end, line)]))
    _add_title(draft, page.sheet, position, len(names))


def is_generated(draft: Draft, sheet: str) -> bool:
    """True where the sheet bears the mark of one that pmxl made."""
    position = str([entry.name for entry in sheets(draft)].index(sheet))
    listed = draft.tree(draft.contents.main).first("definedNames")
    return any(
        node.get("name") == MARK and node.get("localSheetId") == position
        for node in (listed.children if listed else ())
    )


def set_own_names(draft: Draft, sheet: str, names: Mapping[str, str]) -> None:
    """Give a generated sheet its mark and its built-in names (print area, print titles), and no others of these."""
    main = draft.contents.main
    known = next(entry.name for entry in sheets(draft) if entry.name.lower() == sheet.lower())
    position = [entry.name for entry in sheets(draft)].index(known)
    listed = draft.tree(main).first("definedNames")
    quoted = known.replace("'", "''")
    rest, changes = {**names, MARK: escape(f"'{quoted}'!$A$1")}, []
    for node in listed.children if listed else ():
        name = node.get("name")
        if node.get("localSheetId") != str(position) or not (name.startswith("_xlnm.") or name == MARK):
            continue
        new = rest.pop(name, None)
        if new is None:
            changes.append((node.start, node.end, ""))
        elif name != MARK:
            changes.append((node.inner, node.close, new))
    draft.put(main, splice(draft.text(main), changes))
    if rest:
        _add_names(draft, position, rest)


def _add_names(draft: Draft, position: int, names: Mapping[str, str]) -> None:
    main = draft.contents.main
    root = draft.tree(main)
    p, listed = root.prefix, root.first("definedNames")
    new = "".join(
        f'<{p}definedName name="{name}" localSheetId="{position}"{" hidden=" + HIDDEN if name == MARK else ""}>'
        f"{text}</{p}definedName>"
        for name, text in names.items()
    )
    if listed is not None:
        draft.append(main, listed, new)
        return
    at = max(node.end for node in root.children if node.local in _BEFORE_NAMES)
    draft.put(main, splice(draft.text(main), [(at, at, f"<{p}definedNames>{new}</{p}definedNames>")]))


def _sheet_nodes(draft: Draft) -> list[Node]:
    listed = draft.tree(draft.contents.main).first("sheets")
    return listed.all("sheet") if listed else []


def _relation(like: Node, relation: str) -> str:
    """The attribute that names a relationship, with the prefix (and its declaration) that a neighbour uses."""
    name = next(k for k in like.attributes if k.endswith(":id") and not k.startswith("xmlns"))
    prefix = name.partition(":")[0]
    declared = like.attributes.get(f"xmlns:{prefix}")
    return (f' xmlns:{prefix}="{escape(declared)}"' if declared else "") + f' {name}="{relation}"'


def _shifted_positions(draft: Draft, position: int) -> list[tuple[int, int, str]]:
    """The changes that let everything which counts sheets count the new one at that position."""
    root = draft.tree(draft.contents.main)
    counted: list[tuple[Node, tuple[str, ...]]] = [(node, ("localSheetId",)) for node in root.walk("definedName")]
    counted += [(node, ("activeTab", "firstSheet")) for node in root.walk("workbookView")]
    changes = []
    for node, names in counted:
        values = {n: str(node.number(n) + 1) for n in names if n in node.attributes and node.number(n) >= position}
        if values:
            changes.append(with_attributes(node, **values))
    return changes


def _add_title(draft: Draft, name: str, position: int, count: int) -> None:
    """Put the sheet among the titles of the document's properties, where these list the sheets as expected."""
    part = next((r.target for r in draft.package.relationships("") if r.kind == "extended-properties"), "")
    if not part or not draft.has(part):
        return
    root, text = draft.tree(part), draft.text(part)
    pairs, titles = root.first("HeadingPairs"), root.first("TitlesOfParts")
    if pairs is None or titles is None or not pairs.children or not titles.children:
        return
    vector = titles.children[0]
    counts = list(pairs.walk("i4"))
    listed = vector.all("lpstr")
    shown = [text[node.inner : node.close] for node in listed]
    known = [escape(sheet.name) for sheet in sheets(draft) if sheet.name != name]
    if not counts or text[counts[0].inner : counts[0].close] != str(count) or shown[:count] != known:
        return
    like = listed[position - 1]
    draft.put(
        part,
        splice(
            text,
            [
                (counts[0].inner, counts[0].close, str(count + 1)),
                with_attributes(vector, size=str(vector.number("size") + 1)),
                (like.end, like.end, f"<{like.name}>{escape(name)}</{like.name}>"),
            ],
        ),
    )
