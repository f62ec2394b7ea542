"""The shared strings of a workbook: plain, rich and phonetic text, and Excel's own escapes."""

from __future__ import annotations

import re

from pmxl.workbook.markup import Node, parse, unescape

MAX_TEXT = 32_767
"""How many characters a cell can hold."""
LONG_TEXT = 2_000
"""Only where a workbook has a shared string of more characters can its cells show much more text than it stores."""
_PLAIN = re.compile(r"<si>(?:<t(?: [^<>]*)?>([^<]*)</t>|((?!</si>).*?))</si>|<si/>", re.DOTALL)
_ESCAPED = r"_x([0-9A-Fa-f]{4})_"
_MUST_ESCAPE = r"[\x00-\x08\x0b\x0c\x0e-\x1f\r\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)"
_CDATA = r"(?s)<!\[CDATA\[(.*?)\]\]>|<!--.*?-->|<\?.*?\?>"


def read_strings(text: str) -> list[str]:
    """The strings of a shared-strings part, in the order of their numbers."""
    simple = "<!" not in text and "\r" not in text
    found = _PLAIN.findall(text) if simple else []
    if not simple or len(found) != text.count("<si>") + text.count("<si/>") or text.count("<si ") or "<sst" not in text:
        return [item_text(text, node) for node in parse(text, "sharedStrings.xml").all("si")]
    if "&" not in text and "_x" not in text:
        return [plain if not rich else _rich(rich) for plain, rich in found]
    return [clean(plain) if not rich else _rich(rich) for plain, rich in found]


def too_long(text: str) -> str:
    """What to say of a cell with a text that no cell can hold."""
    return f"its text has {len(text):,} characters, of which a cell can hold {MAX_TEXT:,}; the rest is not read"


def clean(text: str) -> str:
    """Text as the person sees it: references resolved, then Excel's `_x000D_` escapes."""
    return unescape_excel(unescape(text))


def unescape_excel(text: str) -> str:
    """Resolve `_xHHHH_`, by which Excel writes characters that XML cannot hold."""
    return re.sub(_ESCAPED, lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def escape_excel(text: str) -> str:
    """The text with every character escaped that XML cannot hold, and what looks like such an escape."""
    if text.isprintable() and "_x" not in text:
        return text
    return re.sub(_MUST_ESCAPE, lambda m: f"_x{ord(m[0]):04X}_", text)


def _rich(item: str) -> str:
    text = f"<si>{item}</si>"
    return item_text(text, parse(text, "sharedStrings.xml"))


def item_text(text: str, item: Node) -> str:
    """The text of an `si` or `is` element: all its runs, but not the phonetic hints above them."""
    pieces = []
    for child in item.children:
        if child.local == "t":
            pieces.append(clean(content_of(text, child)))
        elif child.local == "r":
            pieces += [clean(content_of(text, t)) for t in child.all("t")]
    return "".join(pieces)


def content_of(text: str, node: Node) -> str:
    """What an element without children holds, with its references still unresolved."""
    content = text[node.inner : node.close].replace("\r\n", "\n")
    if "<" not in content:
        return content
    return re.sub(_CDATA, lambda m: (m[1] or "").replace("&", "&amp;"), content)
