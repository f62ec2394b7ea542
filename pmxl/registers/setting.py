"""One setting as it is declared: its kind, title and default, what may be typed, and what it means.

Each function returns, for the type checker, the type of the default; in truth it returns the `Setting` that the class
of all settings collects, as the functions of `pmxl.registers.columns` do for columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar, cast

from pmxl.records import NamedTuple

T = TypeVar("T")


class Setting(NamedTuple):
    """One line of Settings. `kind` is that of a column; `key` is filled in by the class that lists it.

    `presets` is preset -> value where that differs from the default: such a limit follows the setting Preset until
    somebody types a limit of their own over it.
    """

    kind: str
    title: str
    default: Any
    unit: str
    help: str
    choices: tuple[str, ...]
    group: str
    formula: str
    key: str = ""
    presets: Mapping[str, float] = {}
    least: float = 0
    most: float | None = None
    former: Mapping[str, str] = {}
    """Words that the choices had in earlier workbooks, in small letters -> the choice of today."""

    @property
    def cell_formula(self) -> str:
        """The formula of the value's cell in a new workbook; "" for a plain value."""
        if not self.presets:
            return " ".join(self.formula.split())
        ends = f"{self.default:g}"
        for preset, value in self.presets.items():
            ends = f'IF(preset="{preset}",{value:g},{ends})'
        return ends


def _kind_of(default: object) -> str:
    if isinstance(default, bool):
        return "yes_no"
    return "text" if isinstance(default, str) else "number"


def setting(
    title: str,
    default: T,
    *,
    kind: str = "",
    unit: str = "",
    help: str = "",
    choices: tuple[str, ...] = (),
    formula: str = "",
    presets: Mapping[str, float] | None = None,
    least: float = 0,
    most: float | None = None,
    former: Mapping[str, str] | None = None,
) -> T:
    """One setting with its default; the type checker sees the type of the default. No setting is less than nothing."""
    kind = kind or ("choice" if choices else _kind_of(default))
    line = Setting(kind, title, default, unit, help, choices, "", formula, "", presets or {}, least, most, former or {})
    return cast(T, line)


def day_setting(title: str, *, help: str = "") -> date | None:
    """A date that has no default."""
    return cast("date | None", Setting("day", title, None, "date", help, (), "", ""))


def share(title: str, default: float, *, help: str = "", presets: Mapping[str, float] | None = None) -> float:
    """A limit in percent, held as a fraction."""
    return setting(title, default, kind="percent", unit="%", help=help, presets=presets)
