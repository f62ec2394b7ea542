"""Custom fields: where a task keeps what the format has no place for, or would say in other words.

A column without a place of its own is a custom field. A column with one gets a custom field only where reading the
place would not give back what was typed: `10 (written as 13)`. Such a field counts as long as the place still says
what was written there; once somebody changes it in Project, the place counts.

A text that is longer than a custom field goes into the notes, and the field begins it. So does the text of a column
for which no custom field is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pmxl.interchange.mspdi.codes import ALIAS, FIELDS, NATIVE, TYPED
from pmxl.interchange.told import Told
from pmxl.interchange.tree import Node, branch, legal
from pmxl.interchange.values import text_of, value_of
from pmxl.model import Column
from pmxl.registers.schedule import Task

MOST = 255
"""Characters that a custom field of Project holds."""


def definitions() -> Node:
    """The custom fields that we use, each with the title of its column."""
    found = Node("ExtendedAttributes")
    titles = {column.name: column.title for column in TYPED}
    for number, (name, field) in enumerate(FIELDS.items(), 1):
        alias = f"{ALIAS}{titles[name]}"
        found.add(branch("ExtendedAttribute", FieldID=field, FieldName=f"Text{number}", Alias=alias))
    return found


def fields_of(row: Task, native: Mapping[str, Any]) -> tuple[list[Node], str]:
    """The custom fields of a row, given what its places say; and the notes that take what is too long."""
    fields, notes = [], []
    for column in TYPED:
        said = _said(column, getattr(row, column.name), native)
        if not said:
            continue
        if column.name not in FIELDS:
            notes.append(f"{_heading(column, len(said))}{said}")
            continue
        if len(said) > MOST:
            notes.append(f"{_heading(column, len(said))}{said}")
            said = said[: MOST - 1] + "…"
        fields.append(branch("ExtendedAttribute", FieldID=FIELDS[column.name], Value=said))
    return fields, "\n\n".join(notes)


def _said(column: Column, value: Any, native: Mapping[str, Any]) -> str:
    text = legal(text_of(value))
    if column.name not in NATIVE:
        return text
    place = text_of(native.get(column.name))
    return "" if text == place else f"{text}{_written_as(place)}"


def _written_as(place: str) -> str:
    return f" (written as {place})"


def _heading(column: Column, length: int) -> str:
    return f"{ALIAS}{column.title} ({length} characters): "


# ---------------------------------------------------------------- reading


class CustomFields:
    """The custom fields of one file: which of them hold columns of the Schedule."""

    def __init__(self, project: Node) -> None:
        self.columns: dict[str, Column] = {}
        self.foreign: dict[str, str] = {}
        """Field -> its name, for those that hold no column."""
        ours = {f"{ALIAS}{column.title}": column for column in TYPED}
        alike = {word.casefold(): c for c in TYPED if c.name not in NATIVE | {"id"} for word in (c.title, *c.also)}
        for node in project.all("ExtendedAttributes", "ExtendedAttribute"):
            alias = node.said("Alias")
            column = ours.get(alias) or alike.get(alias.casefold())
            if column is not None and column not in self.columns.values():
                self.columns[node.said("FieldID")] = column
            else:
                self.foreign[node.said("FieldID")] = alias or node.said("FieldName")

    def texts(self, task: Node) -> dict[str, str]:
        """Column -> what its custom field says about a task, for the fields that are filled in."""
        notes = (task.first("Notes") or task).text.replace("\r\n", "\n")
        found = {}
        for node in task.all("ExtendedAttribute"):
            column = self.columns.get(node.said("FieldID"))
            value = node.first("Value")
            if column is not None and value is not None and value.text:
                found[column.name] = _whole(value.text, column, notes)
        without = (column for column in TYPED if column.name not in FIELDS)
        return found | {c.name: notes[at : at + length] for c in without for at, length in [*_passages(c, notes)][:1]}

    def tell(self, task: Node, name: str, told: Told) -> None:
        """Say which filled custom fields have no column."""
        for node in task.all("ExtendedAttribute"):
            field = self.foreign.get(node.said("FieldID"))
            if field and node.said("Value") not in ("", "0"):
                told.say(f'the field "{field}" has no column in the Schedule', name)


def _whole(text: str, column: Column, notes: str) -> str:
    """The text of a field, from the notes where it is too long for the field."""
    if len(text) != MOST or not text.endswith("…"):
        return text
    for start, length in _passages(column, notes):
        whole = notes[start : start + length]
        if whole.startswith(text[:-1]):
            return whole
    return text


def _passages(column: Column, notes: str) -> Iterator[tuple[int, int]]:
    """Where in the notes the text of a column stands, and how long it is."""
    opening, _, _ = _heading(column, 0).partition("0")
    at = notes.find(opening)
    while at >= 0:
        length, mark, _ = notes[at + len(opening) : at + len(opening) + 32].partition(" characters): ")
        if mark and length.isdecimal():
            yield at + len(opening) + len(length) + len(mark), int(length)
        at = notes.find(opening, at + 1)


def as_typed(column: Column, said: str | None, native: Any) -> Any:
    """What was typed in a column, given what its custom field and its place say."""
    if column.name not in NATIVE:
        return value_of(said, column) if said else None
    ending = _written_as(text_of(native))
    return value_of(said.removesuffix(ending), column) if said and said.endswith(ending) else native
