"""XML as text with places: a light tree whose nodes remember where they stand, so that an edit touches nothing else.

It reads what a spreadsheet package holds (elements, attributes in either quotes, comments, CDATA, instructions) and
refuses document type declarations. Elements are known by their local names: prefixes differ from writer to writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import AnyStr

from pmxl.workbook.errors import FETCH_AGAIN, Refused

_TOKEN = re.compile(
    r"<(?:(/?)([^\s<>/!?=\"']+)((?:[^<>\"']+|\"[^\"<]*\"|'[^'<]*')*+)>|!--.*?-->|!\[CDATA\[.*?\]\]>|\?.*?\?>|(!DOCTYPE))",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s=\"'/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENTITY = re.compile(r"&(?:#[xX]([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ENCODING = rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']"""
MAX_DEPTH = 200
RARE = 500
"""How often a single character is looked for, which takes a thirtieth of the time, before a pattern is."""

Change = tuple[int, int, str]
"""A stretch of a text (start, end) and what stands there from now on."""


class Node:
    """An element and its places in the text: `start`..`end` is all of it, `inner`..`close` what it holds."""

    __slots__ = ("_attributes", "children", "close", "end", "inner", "name", "raw", "start")

    def __init__(self, name: str, raw: str, start: int, inner: int) -> None:
        self.name, self.raw, self.start, self.inner = name, raw, start, inner
        self.close = self.end = inner
        self.children: list[Node] = []
        self._attributes: dict[str, str] | None = None

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The prefix with its colon, or nothing."""
        return self.name[: len(self.name) - len(self.local)]

    @property
    def attributes(self) -> dict[str, str]:
        """Attribute names as written -> values."""
        if self._attributes is None:
            found = _ATTRIBUTE.findall(self.raw)
            self._attributes = {name: unescape(double or single) for name, double, single in found}
        return self._attributes

    def get(self, name: str, default: str = "") -> str:
        """The value of an attribute."""
        return self.attributes.get(name, default)

    def relation(self, name: str = "id") -> str:
        """The value of an attribute that bears some prefix, as in `r:id`."""
        return next((v for k, v in self.attributes.items() if k.endswith(":" + name) and not k.startswith("xmlns")), "")

    def number(self, name: str, default: int = 0) -> int:
        """The value of an attribute as a whole number; the default where it is none."""
        value = self.get(name)
        return int(value) if value.isdecimal() and len(value) < 12 else default

    def flag(self, name: str) -> bool:
        """True where an attribute says 1 or true."""
        return self.get(name) in ("1", "true", "on")

    def first(self, local: str) -> Node | None:
        """The first child of that local name."""
        return next((child for child in self.children if child.local == local), None)

    def all(self, local: str) -> list[Node]:
        """The children of that local name."""
        return [child for child in self.children if child.local == local]

    def walk(self, local: str) -> Iterator[Node]:
        """Every descendant of that local name, in document order."""
        for child in self.children:
            if child.local == local:
                yield child
            yield from child.walk(local)


def parse(text: str, part: str = "") -> Node:
    """The root element of an XML text. Raises Refused where the text is no XML."""
    document = Node("", "", 0, 0)
    stack = [document]
    for token in _TOKEN.finditer(text):
        closing, name, raw, doctype = token.groups()
        if doctype:
            raise declares_entities(part)
        if name is None:
            continue
        if closing:
            node = stack.pop()
            if node.name != name or not stack:
                raise damaged(part)
            node.close, node.end = token.start(), token.end()
            continue
        node = Node(name, raw, token.start(), token.end())
        stack[-1].children.append(node)
        if raw.endswith("/"):
            node.raw, node.close, node.end = raw[:-1], token.end(), token.end()
        elif len(stack) > MAX_DEPTH:
            raise damaged(part)
        else:
            stack.append(node)
    if len(stack) != 1 or len(document.children) != 1 or text[document.children[0].end :].strip(" \t\r\n\0"):
        raise damaged(part)
    return document.children[0]


def damaged(part: str) -> Refused:
    """What to say of a part that is no well-formed XML."""
    return Refused(f'it is damaged: the part "{part}" is not valid XML', FETCH_AGAIN)


def declares_entities(part: str) -> Refused:
    """What to say of a part with a document type declaration, which no writer of workbooks uses."""
    return Refused(f'its part "{part}" declares XML entities, as only harmful files do', "ask where it comes from")


def decode(content: bytes, part: str = "") -> tuple[str, str]:
    """The text of an XML part and the encoding that gives the same bytes again. Raises Refused."""
    if content[:3] == b"\xef\xbb\xbf":
        encoding = "utf-8"
    elif content[:2] in (b"\xff\xfe", b"<\0"):
        encoding = "utf-16-le"
    elif content[:2] in (b"\xfe\xff", b"\0<"):
        encoding = "utf-16-be"
    else:
        declared = re.match(_ENCODING, content[:200])
        encoding = declared[1].decode().lower() if declared else "utf-8"
    try:
        text = content.decode(encoding)
        # Some codecs are no plain encodings of text, and a lone surrogate could not be written back.
        if encoding != "utf-8" and text.encode(encoding) != content:
            raise damaged(part)
    except (UnicodeError, LookupError, AttributeError, TypeError):
        raise damaged(part) from None
    return text, encoding


def unescape(text: str) -> str:
    """The text with its character and entity references resolved."""
    if "&" not in text:
        return text
    if "&#" in text:
        return _ENTITY.sub(_character, text)
    # Formulas are full of quotation marks, and plain replacing is ten times as fast. The ampersand must come last.
    text = text.replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&apos;", "'")
    return text.replace("&amp;", "&")


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    code = int(match[1], 16) if match[1] else int(match[2])
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match[0]


def escape(text: str) -> str:
    """The text as it may stand between tags or inside double quotes."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#9;")


def holds_pair(text: AnyStr, pair: AnyStr, start: int = 0, end: int | None = None) -> bool:
    """True where the two characters stand together. They are looked for by the second, as long as that is rare."""
    end = len(text) if end is None else end
    at = start
    for _ in range(RARE):
        at = text.find(pair[1:], at + 1, end)
        if at < 0 or text[at - 1 : at + 1] == pair:
            return at > 0
    return re.compile(re.escape(pair)).search(text, at, end) is not None


def splice(text: str, changes: Iterable[Change]) -> str:
    """The text with stretches replaced. Of several at one place the first given comes first."""
    return "".join(pieces(text, changes))


def pieces(text: str, changes: Iterable[Change]) -> Iterator[str]:
    """The pieces of the text with stretches replaced."""
    position = 0
    for start, end, new in sorted(changes, key=lambda change: change[:2]):
        if start < position:
            raise ValueError("two changes of the same stretch")
        yield text[position:start]
        yield new
        position = end
    yield text[position:]
