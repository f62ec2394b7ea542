"""Reading predecessors as people write them: `12SS+2d;7FF-1ed;3FS+50%`, `T-012, T-013 SS + 2 days`.

The grammar is Microsoft Project's, with any ID in place of the row number: items apart by `;`, `,` or a new line,
each an ID, a type (FS where blank), and a lag or lead (days where it has no unit).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import cast

from pmxl.records import NamedTuple
from pmxl.schedule.network import Link, LinkType


class Fault(NamedTuple):
    """A piece of text that names no link."""

    text: str
    reason: str
    """`unknown-id` or `unreadable`."""
    hint: str = ""
    """What was probably meant."""


class Parsed(NamedTuple):
    """The links that a text names, and what in it names none."""

    links: tuple[Link, ...]
    faults: tuple[Fault, ...]


class Ids:
    """The IDs there are, ready to be looked up as people write them. Make it once for many rows."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._names = list(dict.fromkeys(ids))
        self.exact: dict[str, str] = {name.casefold(): name for name in reversed(self._names)}

    def nearest(self, said: str) -> str:
        """The ID that *said* probably means: the same letters and digits, or the only one with its number."""
        bare = _bare(said)
        alike = self._alike.get(bare) or (self._numbered.get(int(bare)) if _is_number(bare) else None) or ()
        return next(iter(alike)) if len(alike) == 1 else ""

    @cached_property
    def _alike(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name in self._names:
            found.setdefault(_bare(name), set()).add(name)
        return found

    @cached_property
    def _numbered(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for name in self._names:
            if digits := re.search(r"[0-9]{1,9}$", name):
                found.setdefault(int(digits[0]), set()).add(name)
        return found


def _bare(name: str) -> str:
    """Letters and numbers alone: T-013, t13 and T 13 are alike."""
    return " ".join(part.lstrip("0") or "0" for part in re.findall(r"[0-9]+|[^\W\d_]+", name.casefold()))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


_UNITS = {
    "m": ("m", "min", "mins", "minute", "minutes"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "d": ("", "d", "dy", "day", "days", "wd", "working day", "working days"),
    "w": ("w", "wk", "wks", "week", "weeks"),
    "mo": ("mo", "mon", "mons", "month", "months"),
    "%": ("%", "percent"),
}
UNIT_WORDS = {word: unit for unit, words in _UNITS.items() for word in words}
UNIT_WORDS |= {f"e{word}": f"e{unit}" for word, unit in UNIT_WORDS.items() if word and " " not in word}
UNIT_WORDS |= {f"elapsed {word}": f"e{unit}" for unit, words in _UNITS.items() for word in words if word}
"""A unit as people write it -> the unit of the engine."""

_TYPES = {"finish-to-start": "FS", "start-to-start": "SS", "finish-to-finish": "FF", "start-to-finish": "SF"}
_TAIL = re.compile(
    r"(?P<type>(?<![a-z])(?:finish|start)[ -]to[ -](?:start|finish)|[fs]{2})?\s*"
    r"(?:(?P<sign>[+-])\s*(?P<lag>\d+(?:[.]\d+)?)\s*(?P<unit>%|[a-z]+%?(?:\s+[a-z]+)?)?)?\s*$"
)
"""What may stand behind an ID, in small letters and with the minus of the keyboard: to tell the others apart here would
double the time to start.
"""
_MINUS = str.maketrans("−–", "--")
_ID = re.compile(r"[^\W_]+(?:[-_./][^\W_]+)*")
_TYPED_TAILS = [re.compile(r"(?<=\d)[FSfs]{2}" + lead) for lead in (r"-\d+[A-Za-z]*$", "$")]


def parse_predecessors(text: str, successor: str = "", known: Ids | Iterable[str] | None = None) -> Parsed:
    """The links into *successor* that *text* names. *known* are the IDs there are; where given, others are faults.

    Nothing is guessed: an ID that is nearly one of *known* is a fault with a hint, never a link.
    """
    links, faults = [], []
    ids = known if known is None or isinstance(known, Ids) else Ids(known)
    for item in _items(text):
        found = _read(item, successor, ids)
        if isinstance(found, Link):
            links.append(found)
        else:
            faults.append(found)
    return Parsed(tuple(links), tuple(faults))


def write_link(link: Link) -> str:
    """A link as a person would type it in the successor's row: `T-012`, `T-012SS+2d`."""
    if not link.lag:
        return link.predecessor if link.type == "FS" else f"{link.predecessor}{link.type}"
    amount = f"{link.lag:+.6f}".rstrip("0").rstrip(".")
    return f"{link.predecessor}{link.type}{amount}{link.unit}"


def _items(text: str) -> list[str]:
    """The pieces of *text*. The comma in a lag (`+1,5d`) is a decimal comma and parts nothing."""
    if re.search(r"\d,\d", text):
        text = re.sub(r"([+\-−–]\s*\d+),(\d+\s*(?:%|[A-Za-z]))", r"\1.\2", text)
    return [piece.strip() for piece in re.split(r"[;,\n]", text) if piece.strip()]


def _read(item: str, successor: str, known: Ids | None) -> Link | Fault:
    if known is not None and (name := known.exact.get(item.casefold())):
        return Link(name, successor, lag=0.0)  # Nearly every item there is: an ID alone.
    fault: Fault | None = None
    for end in _ends(item, known):
        name, tail = item[:end].strip(), _TAIL.fullmatch(item[end:].strip().lower().translate(_MINUS))
        unit = tail and UNIT_WORDS.get(" ".join((tail["unit"] or "").split()))
        if not tail or unit is None:
            continue
        if known is None:
            return _link(name, successor, tail, unit)
        if name.casefold() in known.exact:
            return _link(known.exact[name.casefold()], successor, tail, unit)
        if fault is None or not fault.hint:
            fault = Fault(item, "unknown-id", known.nearest(name))
    return fault or Fault(item, "unreadable", known.nearest(item) if known else "")


def _link(name: str, successor: str, tail: re.Match[str], unit: str) -> Link:
    said = "-".join((tail["type"] or "fs").replace("-", " ").split())
    lag = float(tail["lag"] or "0")
    if tail["sign"] == "-":
        lag = -lag or 0.0
    return Link(name, successor, cast(LinkType, _TYPES.get(said, said.upper())), lag, unit)


def _ends(item: str, known: Ids | None) -> list[int]:
    """Where the ID at the beginning of *item* may end, likeliest first: `T-01FS` is T-01 with a type."""
    folded = item.casefold()
    ends = [end for end in range(len(folded), 0, -1) if known and folded[:end] in known.exact]
    found = _ID.match(item)
    if found:
        ends += [m.start() for pattern in _TYPED_TAILS if (m := pattern.search(found[0]))]
        ends.append(found.end())
    return ends
