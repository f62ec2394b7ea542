"""What may be typed into the cells of a sheet, read when a rule first asks: plain validations and those of 2010."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import overload

from pmxl.model import Validation
from pmxl.workbook.addresses import Area, parse_area
from pmxl.workbook.markup import Node, parse
from pmxl.workbook.strings import clean, content_of

_USUAL = re.compile(
    r"<dataValidation((?: [\w:]+=\"[^\"<>]*+\")++)(?:/>|>"
    r"(?:<formula1>([^<]*+)</formula1>)?(?:<formula2>[^<]*+</formula2>)?</dataValidation>)"
)
_KIND, _PLACES = re.compile(r' type="([^"]*)"'), re.compile(r' sqref="([^"]*)"')
"""One as common writers have it. Lists of any other spelling are parsed, which takes four times as long."""
_LISTS = r"(?s)<((?:[\w.-]+:)?)dataValidations[\s>].*?</\1dataValidations\s*>"


class Validations(Sequence[Validation]):
    """The validations of a sheet, from the text behind its cells. Looking at them may raise Refused."""

    __slots__ = ("_found", "_sheet", "_text")

    def __init__(self, text: str, sheet: str) -> None:
        self._text, self._sheet = text, sheet
        self._found: tuple[Validation, ...] | None = None

    @overload
    def __getitem__(self, index: int) -> Validation: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Validation]: ...
    def __getitem__(self, index: int | slice) -> Validation | Sequence[Validation]:
        return self._read()[index]

    def __len__(self) -> int:
        return len(self._read())

    def _read(self) -> tuple[Validation, ...]:
        if self._found is None:
            self._found = tuple(one for text in _lists(self._text) for one in _usual(text) or _any(text, self._sheet))
            self._text = ""
        return self._found


def _lists(text: str) -> list[str]:
    """The lists of validations: mostly the one without a prefix, else any."""
    start, end = text.find("<dataValidations "), text.rfind("</dataValidations>")
    if 0 <= start < end and text.count("dataValidations") == 2:
        return [text[start : end + 18]]
    return [match[0] for match in re.finditer(_LISTS, text)]


def _usual(text: str) -> list[Validation] | None:
    """A list of validations in the usual spelling; None where it is spelled otherwise."""
    found = _USUAL.findall(text)
    if not 0 < len(found) == text.count("dataValidation ") or "<!" in text:
        return None
    validations = []
    for attributes, formula in found:
        kind, places = _KIND.search(attributes), _PLACES.search(attributes)
        if places is None:
            return None
        validations.append(Validation(kind[1] if kind else "none", _areas(places[1]), clean(formula)))
    return validations


def _areas(written: str) -> tuple[Area, ...]:
    return tuple(area for place in written.split() if (area := parse_area(place)))


def _any(text: str, sheet: str) -> list[Validation]:
    part = f"data validations of {sheet}"
    return [_validation(text, node) for node in parse(text, part).all("dataValidation")]


def _validation(text: str, node: Node) -> Validation:
    # The extension of 2010 writes the places and the formula inside elements of their own.
    places, formula = node.first("sqref"), node.first("formula1")
    inner = formula.first("f") if formula is not None else None
    written = node.get("sqref") or (content_of(text, places) if places is not None else "")
    return Validation(
        node.get("type") or "none",
        _areas(written),
        clean(content_of(text, inner or formula)) if formula is not None else "",
    )
