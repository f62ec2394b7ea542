"""XML as a light tree of elements and texts: written by hand, read through expat, safe against hostile files.

Elements are known by their local names, for prefixes and namespaces differ from writer to writer. Attributes are
not kept: the formats that are read here have none that matter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from xml.parsers import expat

from pmxl.workbook.errors import FETCH_AGAIN, Refused

MAX_BYTES = 512 << 20
MAX_DEPTH = 100
MAX_ELEMENTS = 4_000_000
"""Elements that are kept, at some 200 bytes each."""

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Node:
    """An element: its local name, the text in it, and the elements below it."""

    __slots__ = ("children", "name", "text")

    def __init__(self, name: str, text: str = "", children: Sequence[Node] = ()) -> None:
        self.name, self.text, self.children = name, text, list(children) if children else None

    def __iter__(self) -> Iterator[Node]:
        return iter(self.children or ())

    def add(self, child: Node) -> Node:
        """Put an element last, and give it back."""
        if self.children is None:
            self.children = []
        self.children.append(child)
        return child

    def first(self, name: str) -> Node | None:
        """The first child of a name."""
        return next((child for child in self if child.name == name), None)

    def all(self, *path: str) -> list[Node]:
        """The elements at the end of a path of names, for example `all("Tasks", "Task")`."""
        found = [self]
        for name in path:
            found = [child for node in found for child in node if child.name == name]
        return found

    def said(self, name: str) -> str:
        """The text of the first child of a name, without blanks around it; "" where there is none."""
        child = self.first(name)
        return child.text.strip() if child is not None else ""

    def flag(self, name: str) -> bool:
        """True where a child says 1 or true."""
        return self.said(name).casefold() in ("1", "true")

    def whole(self, name: str) -> int | None:
        """The whole number that a child says; None where it says none."""
        said = self.said(name)
        return int(said) if re.fullmatch(r"-?[0-9]{1,15}", said) else None


def branch(name: str, **parts: object) -> Node:
    """An element of named texts, in the order given. A part that is None or "" is left out."""
    return Node(name, children=[Node(tag, str(value)) for tag, value in parts.items() if value not in (None, "")])


# ---------------------------------------------------------------- writing


def write(root: Node, namespace: str) -> str:
    """The document as text. Characters that XML cannot hold are left out; see `legal`."""
    pieces = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n']
    _write(root, f' xmlns="{namespace}"', "", pieces)
    return "".join(pieces)


def _write(node: Node, attributes: str, indent: str, pieces: list[str]) -> None:
    if node.children is None:
        pieces.append(f"{indent}<{node.name}{attributes}>{escape(node.text)}</{node.name}>\n")
        return
    pieces.append(f"{indent}<{node.name}{attributes}>\n")
    for child in node.children:
        _write(child, "", indent + "  ", pieces)
    pieces.append(f"{indent}</{node.name}>\n")


def escape(text: str) -> str:
    """Text as it may stand between two tags. A carriage return is spelled out, or every reader would change it."""
    text = legal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def legal(text: str) -> str:
    """The text without the characters that no XML document may hold."""
    return _FORBIDDEN.sub("", text)


# ---------------------------------------------------------------- reading


def parse(data: bytes, keep: Collection[str]) -> Node:
    """The tree of a document: its root, and all elements of the names in *keep* that stand below kept ones.

    Raises Refused for what is no well-formed XML, declares entities or a document type, or is out of proportion.
    """
    if len(data) > MAX_BYTES:
        raise Refused("it is larger than 512 MB", "save it without its timephased data, or split the project")
    grower = _Grower(keep)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = grower.start
    parser.EndElementHandler = grower.end
    parser.CharacterDataHandler = grower.characters
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise Refused(f"it is no well-formed XML ({error})", FETCH_AGAIN_FROM_PROJECT) from None
    return grower.root


FETCH_AGAIN_FROM_PROJECT = FETCH_AGAIN.split(",")[0] + ", or save it again as XML in the program that made it"


def _refuse_document_type(*_: object) -> None:
    raise Refused("it declares a document type, which no project file needs", FETCH_AGAIN_FROM_PROJECT)


class _Grower:
    """Grows the tree while expat walks through the document."""

    def __init__(self, keep: Collection[str]) -> None:
        self.keep = keep
        self.root = Node("")
        self.path: list[Node] = []
        self.skipped = self.count = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        """An element begins."""
        local = name.rpartition(":")[2]
        if self.skipped or (self.path and local not in self.keep):
            self.skipped += 1
        elif not self.path:
            self.root = Node(local)
            self.path.append(self.root)
        else:
            self.path.append(self.path[-1].add(Node(local)))
            self.count += 1
        if self.skipped + len(self.path) > MAX_DEPTH or self.count > MAX_ELEMENTS:
            raise Refused("it holds more than any real project does", FETCH_AGAIN_FROM_PROJECT)

    def end(self, _: str) -> None:
        """An element ends."""
        if self.skipped:
            self.skipped -= 1
        else:
            self.path.pop()

    def characters(self, text: str) -> None:
        """Text within an element."""
        if not self.skipped:
            self.path[-1].text += text
