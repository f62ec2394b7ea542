"""A second opinion on what a save did to a workbook, by lxml and zipfile alone: what was lost, what was changed."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from io import BytesIO

from lxml import etree

CHANGEABLE = re.compile(
    r"\[Content_Types\]\.xml|docProps/app\.xml|xl/(_rels/)?workbook\.xml(\.rels)?|xl/styles\.xml|xl/calcChain\.xml",
    re.IGNORECASE,
)
GROWING = {"ref", "sqref", "count", "spans", "size", "fullCalcOnLoad", "activeTab", "firstSheet", "localSheetId"}
"""Attributes whose values may change; none of them may go."""


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(set(names)) == len(names)
        return {name: archive.read(name) for name in names}


def stored(data: bytes) -> dict[str, bytes]:
    """The compressed bytes of each member."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        found = {}
        for info in archive.infolist():
            start = info.header_offset
            skip = 30 + int.from_bytes(data[start + 26 : start + 28], "little")
            skip += int.from_bytes(data[start + 28 : start + 30], "little")
            found[info.filename] = data[start + skip : start + skip + info.compress_size]
        return found


def elements(content: bytes, owned: set[str]) -> tuple[Counter, Counter]:
    """Every element and every attribute with its path, apart from what stands in owned cells."""
    found, attributes = Counter(), Counter()

    def walk(element, path):
        if not isinstance(element.tag, str):
            return
        if "calcChain" in (element.get("Target") or element.get("PartName") or ""):
            return  # Excel builds the calculation chain anew.
        name = etree.QName(element).localname
        path = f"{path}/{name}"
        if name == "c" and path.endswith("sheetData/row/c"):
            if element.get("r") in owned:
                return
            path += f"[{element.get('r')}]"
        text = (element.text or "").strip() if name not in ("sqref", "i4", "definedName") else ""
        found[path, text] += 1
        for key, value in element.attrib.items():
            attributes[path, key, "" if etree.QName(key).localname in GROWING else value] += 1
        for child in element:
            walk(child, path)

    walk(etree.fromstring(content), "")
    return found, attributes


def losses(before: bytes, after: bytes, touched: dict[str, set[str]], dropped: set[str] = frozenset()) -> list[str]:
    """What was lost or changed although nobody owns it. *touched* is part -> addresses of owned cells."""
    old, new = parts(before), parts(after)
    packed_old, packed_new = stored(before), stored(after)
    said = [f"lost part {name}" for name in old.keys() - new.keys() - dropped if "calcChain" not in name]
    for name in old.keys() & new.keys():
        if old[name] == new[name]:
            if packed_old[name] != packed_new[name]:
                said.append(f"packed anew {name}")
            continue
        if not CHANGEABLE.fullmatch(name) and name not in touched:
            said.append(f"changed part {name}")
            continue
        for what, kept, now in zip(
            ("element", "attribute"),
            elements(old[name], touched.get(name, set())),
            elements(new[name], touched.get(name, set())),
            strict=True,
        ):
            gone = list(kept - now)
            said += [f"lost {what} in {name}: {key}" for key in gone[:5]]
    return said
