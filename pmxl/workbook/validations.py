"""What may be typed into the cells of a sheet, read when a rule first asks: plain validations and those of 2010."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import overload

from pmxl.model import Validation
from pmxl.workbook.addresses import parse_area
from pmxl.workbook.markup import Node, parse
from pmxl.workbook.strings import clean, content_of

_LISTS = r"(?s)<((?:[\w.-]+:)?)dataValidations[\s>].*?</\1dataValidations\s*>"


class Validations(Sequence[Validation]):
    """The validations of a sheet, from the text behind its cells."""

    __slots__ = ("_found", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
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
            lists = [match[0] for match in re.finditer(_LISTS, self._text)]
            self._found = tuple(_validation(text, node) for text in lists for node in parse(text).all("dataValidation"))
            self._text = ""
        return self._found


def _validation(text: str, node: Node) -> Validation:
    # The extension of 2010 writes the places and the formula inside elements of their own.
    places, formula = node.first("sqref"), node.first("formula1")
    inner = formula.first("f") if formula is not None else None
    written = node.get("sqref") or (content_of(text, places) if places is not None else "")
    return Validation(
        node.get("type") or "none",
        tuple(area for place in written.split() if (area := parse_area(place))),
        clean(content_of(text, inner or formula)) if formula is not None else "",
    )
