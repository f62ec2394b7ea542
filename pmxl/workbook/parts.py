"""The package: parts, their content types and their relationships (Open Packaging Conventions, ISO/IEC 29500-2)."""

from __future__ import annotations

import posixpath
from functools import cached_property

from pmxl.records import NamedTuple
from pmxl.workbook.archive import Archive, key_of
from pmxl.workbook.errors import FETCH_AGAIN, Refused
from pmxl.workbook.markup import Node, decode, parse

CONTENT_TYPES = "[Content_Types].xml"


class Relationship(NamedTuple):
    """One line of a relationships part."""

    id: str
    kind: str
    """The last word of its type, for example `worksheet`; transitional and strict files share it."""
    target: str
    """The part's name, or the address of what lies outside."""
    external: bool
    node: Node


class Package:
    """The parts of a workbook, decoded and parsed when they are asked for."""

    def __init__(self, data: bytes) -> None:
        self.archive = Archive(data)
        if "mimetype" in self.archive:
            raise Refused("it is an OpenDocument spreadsheet", "save it as .xlsx and use that file")
        if CONTENT_TYPES not in self.archive:
            raise Refused("it is a zip file but not a workbook", "give the workbook itself")

    def text(self, part: str) -> str:
        """The text of an XML part."""
        return decode(self.archive.read(part), part)[0]

    def tree(self, part: str) -> Node:
        """The root of an XML part."""
        return parse(self.text(part), part)

    def relationships(self, part: str) -> list[Relationship]:
        """Where a part points to; the package itself is the part with no name."""
        name = relationships_part(part)
        if name not in self.archive:
            return []
        return read_relationships(self.tree(name), part)

    def content_type(self, part: str) -> str:
        """The content type of a part, or nothing where none is declared."""
        wanted, extension = key_of(part), part.rpartition(".")[2].lower()
        default = ""
        for node in self._types.children:
            if node.local == "Override" and key_of(node.get("PartName")) == wanted:
                return node.get("ContentType")
            if node.local == "Default" and node.get("Extension").lower() == extension:
                default = node.get("ContentType")
        return default

    @cached_property
    def _types(self) -> Node:
        return self.tree(CONTENT_TYPES)

    def main_part(self) -> str:
        """The workbook part's name."""
        for relationship in self.relationships(""):
            if relationship.kind == "officeDocument" and relationship.target in self.archive:
                return relationship.target
        raise Refused("it is a zip file but not a workbook", FETCH_AGAIN)


def read_relationships(root: Node, part: str) -> list[Relationship]:
    """What the relationships part of *part* says."""
    found = []
    for node in root.children:
        external = node.get("TargetMode") == "External"
        target = node.get("Target") if external else resolve(part, node.get("Target"))
        found.append(Relationship(node.get("Id"), node.get("Type").rpartition("/")[2], target, external, node))
    return found


def relationships_part(part: str) -> str:
    """The part that holds another part's relationships: `xl/workbook.xml` -> `xl/_rels/workbook.xml.rels`."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def resolve(part: str, target: str) -> str:
    """The name of the part that a relationship of *part* points to."""
    target = target.replace("\\", "/")
    if "%" in target:
        from urllib.parse import unquote

        target = unquote(target)
    folder = "/" + posixpath.dirname(part)
    return posixpath.normpath(posixpath.join(folder, target)).lstrip("/")


def relative(part: str, target: str) -> str:
    """How a relationship of *part* names the part *target*."""
    return posixpath.relpath("/" + target, "/" + posixpath.dirname(part))
