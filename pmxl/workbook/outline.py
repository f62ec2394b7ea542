"""The workbook part while it changes: its list of sheets, its names, and the properties that repeat both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, groupby
from operator import itemgetter

from pmxl.model import ReplaceSheet
from pmxl.records import NamedTuple
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
    found = []
    for node in _sheet_nodes(draft):
        name, state, there = unescape_excel(node.get("name")), node.get("state") or "visible", node.relation()
        part, kind = (targets[there].target, targets[there].kind) if there else ("", "")
        found.append(SheetEntry(name, part, kind, state))
    return found


def tables(draft: Draft, only: str = "") -> list[TableEntry]:
    """The tables of the workbook, or of one sheet, after the changes so far."""
    found = []
    for sheet in sheets(draft):
        if (only and sheet.name != only) or not sheet.part:
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


class _Listed(NamedTuple):
    """A sheet on the list: its name, and its element where it stood there already, else the new one's text."""

    name: str
    node: Node | None
    text: str = ""


def insert_sheets(draft: Draft, new: Sequence[tuple[ReplaceSheet, str]]) -> None:
    """List new sheets, given with their parts, each behind the one that its page names, else at the end."""
    if not new:
        return
    main, nodes = draft.contents.main, _sheet_nodes(draft)
    protection = draft.tree(main).first("workbookProtection")
    if protection is not None and protection.flag("lockStructure"):
        raise Refused(
            f'its structure is protected, so that the sheet "{new[0][0].sheet}" cannot be added',
            "unprotect the workbook in Excel (Review)",
        )
    order = [_Listed(entry.name, node) for entry, node in zip(sheets(draft), nodes, strict=True)]
    like, number = nodes[-1], max(node.number("sheetId") for node in nodes)
    for page, part in new:
        names, number = [listed.name.lower() for listed in order], number + 1
        position = names.index(page.after.lower()) + 1 if page.after.lower() in names else len(names)
        state = ' state="hidden"' if page.hidden else ""
        relation = _relation(like, draft.relate(main, "worksheet", part))
        text = f'<{like.name} name="{escape(page.sheet)}" sheetId="{number}"{state}{relation}/>'
        order.insert(position, _Listed(page.sheet, None, text))
    lines = [(at, at, text) for at, text in _behind([(one.node.end if one.node else 0, one.text) for one in order])]
    draft.put(main, splice(draft.text(main), [*_moved_positions(draft, order), *lines]))
    _add_titles(draft, order)


def _behind(listed: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Where new texts go: each behind the last place that was named, those that follow each other together."""
    for at, texts in groupby(accumulate(listed, lambda last, one: (one[0] or last[0], one[1])), key=itemgetter(0)):
        text = "".join(text for _, text in texts)
        if text:
            yield at, text


def is_generated(draft: Draft, sheet: str) -> bool:
    """True where the sheet bears the mark of one that pmxl made."""
    position = str([entry.name for entry in sheets(draft)].index(sheet))
    listed = draft.tree(draft.contents.main).first("definedNames")
    return any(
        node.get("name") == MARK and node.get("localSheetId") == position
        for node in (listed.children if listed else ())
    )


def set_own_names(draft: Draft, of_sheets: Mapping[str, Mapping[str, str]]) -> None:
    """Give generated sheets their mark and built-in names (print area, print titles), and no others of these."""
    main = draft.contents.main
    listed, known = draft.tree(main).first("definedNames"), {e.name.lower(): e.name for e in sheets(draft)}
    positions = {name: str(position) for position, name in enumerate(known.values())}
    rest: dict[str, dict[str, str]] = {}
    for sheet, names in of_sheets.items():
        quoted = known[sheet.lower()].replace("'", "''")
        rest[positions[known[sheet.lower()]]] = {**names, MARK: escape(f"'{quoted}'!$A$1")}
    changes = []
    for node in listed.children if listed else ():
        name, wanted = node.get("name"), rest.get(node.get("localSheetId"))
        if wanted is None or not (name.startswith("_xlnm.") or name == MARK):
            continue
        new = wanted.pop(name, None)
        if new is None:
            changes.append((node.start, node.end, ""))
        elif name != MARK:
            changes.append((node.inner, node.close, new))
    draft.put(main, splice(draft.text(main), changes))
    if any(rest.values()):
        _add_names(draft, rest)


def _add_names(draft: Draft, of_positions: Mapping[str, Mapping[str, str]]) -> None:
    main = draft.contents.main
    root = draft.tree(main)
    p, listed = root.prefix, root.first("definedNames")
    new = "".join(
        f'<{p}definedName name="{name}" localSheetId="{position}"{" hidden=" + HIDDEN if name == MARK else ""}>'
        f"{text}</{p}definedName>"
        for position, names in of_positions.items()
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


def _moved_positions(draft: Draft, order: Sequence[_Listed]) -> list[tuple[int, int, str]]:
    """The changes that let everything which counts sheets count the new ones."""
    new = [position for position, listed in enumerate(order) if listed.node is not None]
    root = draft.tree(draft.contents.main)
    counted: list[tuple[Node, tuple[str, ...]]] = [(node, ("localSheetId",)) for node in root.walk("definedName")]
    counted += [(node, ("activeTab", "firstSheet")) for node in root.walk("workbookView")]
    changes = []
    for node, names in counted:
        at = {name: node.number(name) for name in names if name in node.attributes}
        values = {name: str(new[old]) for name, old in at.items() if old < len(new) and new[old] != old}
        if values:
            changes.append(with_attributes(node, **values))
    return changes


def _add_titles(draft: Draft, order: Sequence[_Listed]) -> None:
    """Put new sheets among the titles of the document's properties, where these list the sheets as expected."""
    part = next((r.target for r in draft.package.relationships("") if r.kind == "extended-properties"), "")
    if not part or not draft.has(part):
        return
    root, text = draft.tree(part), draft.text(part)
    pairs, titles = root.first("HeadingPairs"), root.first("TitlesOfParts")
    if pairs is None or titles is None or not pairs.children or not titles.children:
        return
    vector = titles.children[0]
    counts = list(pairs.walk("i4"))
    known = [escape(listed.name) for listed in order if listed.node is not None]
    count, added = len(known), len(order) - len(known)
    titled = vector.all("lpstr")
    shown = [text[node.inner : node.close] for node in titled]
    if not counts or text[counts[0].inner : counts[0].close] != str(count) or shown[:count] != known:
        return
    ends = iter(titled)
    like = titled[0].name
    lines = _behind((next(ends).end, "") if one.node else (0, f"<{like}>{escape(one.name)}</{like}>") for one in order)
    draft.put(
        part,
        splice(
            text,
            [
                (counts[0].inner, counts[0].close, str(count + added)),
                with_attributes(vector, size=str(vector.number("size") + added)),
                *((at, at, line) for at, line in lines),
            ],
        ),
    )
