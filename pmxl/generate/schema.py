"""The JSON schema of a workbook's rows, for programs that hand rows to pmxl or take them from it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Literal

from pmxl.model import Column, Register
from pmxl.registers import REGISTERS

TYPES: dict[str, Any] = {"day": date, "whole": int, "number": float, "money": float, "percent": float, "yes_no": bool}
"""Kind of column -> the type of its value; every other kind is text."""


def schema_text() -> str:
    """docs/schema.json: one list of rows for each register, keyed by its name, each row keyed by attribute."""
    from pydantic import create_model

    rows: Any = {register.name: (list[_model(register)], []) for register in REGISTERS}  # type: ignore[misc]
    book: Any = create_model("Workbook", **rows)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **book.model_json_schema()}
    schema["description"] = "The rows of a workbook. Blank cells are null or left out; readOnly columns are computed."
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _model(register: Register[Any]) -> Any:
    from pydantic import ConfigDict, create_model

    fields: dict[str, Any] = {column.name: _field(column) for column in register.columns}
    config = ConfigDict(extra="forbid")
    return create_model(register.row.__name__, __doc__=register.row.__doc__, __config__=config, **fields)


def _field(column: Column) -> tuple[Any, Any]:
    from pydantic import Field

    kind: Any = TYPES.get(column.kind, str)
    if column.kind == "choice" and column.choices:
        kind = Literal[column.choices]
    limits = {"ge": column.minimum, "le": column.maximum} if kind in (int, float) else {}
    extra = None if column.typed else {"readOnly": True}
    options: Any = {"title": column.title, "description": column.help or None, "json_schema_extra": extra, **limits}
    if column.kind == "refs":
        return list[str], Field([], **options)
    return kind | None, Field(None, **options)
