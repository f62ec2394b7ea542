"""How one cell is read: what a raw value becomes, by kind of column, and what is said when it cannot.

A reader takes a raw value that is neither blank nor an error and gives a typed value; where the cell is wrong it
raises `Wrong` with a reason, a hint, and the value that may be used all the same (a text that can only mean one
date is used; one with two readings is not).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import isfinite
from typing import Any

from pmxl.model import Column

REASONS = {
    "error-value": "the cell shows an error",
    "date-held-as-text": "a date is typed as text",
    "ambiguous-date": "a date is typed as text and has two readings",
    "not-a-date": "the cell holds no date",
    "number-held-as-text": "a number is typed as text",
    "not-a-number": "the cell holds no number",
    "outside-range": "the number lies outside its range",
    "not-in-list": "the value is not in its list",
    "other-word": "the value is another word for one of its list",
    "stray-blanks": "the value has blanks too many",
}
"""What a misread cell may suffer from."""

EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
LEAP_DAY_1900 = 60
"""Excel's 29 February 1900, which never was: numbers below it show as a day later than they count."""
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2199, 12, 31)
LARGEST = 2.0**53
"""Beyond it a spreadsheet cannot even tell one whole number from the next."""
LONGEST_DATE = 1_000
"""A longer text is no date, and to take it apart takes long."""
TRIMMED = ("key", "choice", "person", "calendar", "yes_no")
"""Kinds of column in which blanks around a value make it another value."""
MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}


ReadCell = Callable[[object, Column], Any]
"""A raw value and its column -> the typed value; raises Wrong."""


class Wrong(Exception):
    """A cell that does not hold what its column holds. Caught by reading; no user sees it."""

    def __init__(self, reason: str, hint: str = "", used: Any = None) -> None:
        super().__init__(reason)
        self.reason, self.hint, self.used = reason, hint, used


class CellReader:
    """Reads cells of one workbook; knows its date system, its date order and its lists."""

    def __init__(
        self, *, date_1904: bool = False, date_order: str = "", lists: dict[str, tuple[str, ...]] | None = None
    ):
        self.epoch = EPOCH_1904 if date_1904 else EPOCH
        self.date_order = date_order
        self.lists = lists or {}
        self._days: dict[float, date] = {}
        """The days behind numbers that were read before: a plan names few days, and each of them often."""
        self.readers: dict[str, ReadCell] = {
            "key": _text, "text": _text, "long": _text, "person": _text, "links": _text, "check": _text, "cells": _text,
            "calendar": _text,
            "choice": self._choice, "yes_no": self._yes_no, "day": self._day, "refs": _refs,
            "whole": _whole, "number": _number, "money": _number, "percent": _percent,
        }  # fmt: skip

    def read(self, raw: object, column: Column) -> Any:
        """The typed value of one filled cell. Raises Wrong where it is not what the column holds."""
        return self.reader_of(column)(raw, column)

    def reader_of(self, column: Column) -> ReadCell:
        """What reads the filled cells of a column, for those who read many."""
        return self.readers[column.kind]

    def choices(self, column: Column) -> tuple[str, ...]:
        """The words a column may hold; none where any word may stand."""
        return self.lists.get(column.list_name, ()) if column.list_name else column.choices

    def _choice(self, raw: object, column: Column) -> str:
        said, allowed = _text(raw, column), self.choices(column)
        if not allowed or said in allowed:
            return said
        for word in allowed:
            if word.casefold() == said.casefold():
                return word
        # A list on Lists is the project's own: a word that is not on it may be meant, so it is kept.
        raise _not_in_list(said, allowed, used=said if column.list_name else None)

    def _yes_no(self, raw: object, column: Column) -> bool:
        if isinstance(raw, bool):
            return raw
        said = _text(raw, column).casefold()
        if said in ("yes", "y", "true"):
            return True
        if said in ("no", "n", "false"):
            return False
        raise _not_in_list(said, ("Yes", "No"))

    def _day(self, raw: object, _: Column) -> date:
        if isinstance(raw, datetime):
            return raw.date()
        if isinstance(raw, date):
            return raw
        if isinstance(raw, str):
            return self._day_from_text(raw)
        if type(raw) is float and raw in self._days:
            return self._days[raw]
        if isinstance(raw, bool) or not isinstance(raw, (int, float)) or not 0 < raw < 200000:
            raise Wrong("not-a-date")
        day = self.epoch + timedelta(days=int(raw))
        if not FIRST_DAY <= day <= LAST_DAY:
            if self.epoch == EPOCH and raw < LEAP_DAY_1900:
                day += timedelta(days=1)
            raise Wrong("not-a-date", f"the number reads as {day.isoformat()}")
        self._days[float(raw)] = day
        return day

    def _day_from_text(self, said: str) -> date:
        readings = dates_in_text(said)
        if not readings:
            raise Wrong("not-a-date")
        if len(readings) == 1:
            raise Wrong("date-held-as-text", readings[0].isoformat(), used=readings[0])
        order = {"day first": 0, "month first": 1}.get(self.date_order)
        if order is not None:
            raise Wrong("date-held-as-text", readings[order].isoformat(), used=readings[order])
        raise Wrong("ambiguous-date", " or ".join(d.isoformat() for d in readings))


def _not_in_list(said: str, allowed: tuple[str, ...], used: str | None = None) -> Wrong:
    """What is wrong with a word that its list has not, with the one that was probably meant."""
    from pmxl.nearest import nearest

    return Wrong("not-in-list", nearest(said, allowed), used)


def dates_in_text(said: str) -> list[date]:
    """The dates that a text may mean: none, one, or two where day and month could be either; day first comes first."""
    if len(said) > LONGEST_DATE:
        return []
    words = re.findall(r"\d+|[^\W\d_]+", said.split("T")[0] if re.match(r"\d{4}-\d\d-\d\dT", said) else said)
    named = [MONTHS[w[:3].casefold()] for w in words if w[:3].casefold() in MONTHS]
    numbers = [int(w) for w in words if w.isdecimal() and len(w) <= 4]
    if named and len(numbers) == 2:
        orders = [(numbers[1], named[0], numbers[0]), (numbers[0], named[0], numbers[1])]
        orders = orders[1:] if numbers[0] > 31 else orders[:1]
    elif len(numbers) == 3 and not named and len(words) == 3:
        a, b, c = numbers
        orders = [(a, b, c)] if a > 31 else [(c, b, a), (c, a, b)]
    else:
        return []
    return list(dict.fromkeys(d for order in orders if (d := _day_of(*order))))


def _day_of(year: int, month: int, day: int) -> date | None:
    year += 2000 if year < 100 else 0
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None


def _text(raw: object, _: Column) -> str:
    if type(raw) is str:
        return raw.replace("\u00a0", " ").strip()
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw).replace("\u00a0", " ").strip()


def _refs(raw: object, column: Column) -> tuple[str, ...]:
    return tuple(_text(raw, column).replace(",", " ").replace(";", " ").split())


def _number(raw: object, column: Column) -> float:
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str)):
        raise Wrong("not-a-number")
    if isinstance(raw, str):
        found = re.fullmatch(r"\s*(-?\d+(?:[.,]\d+)?)\s*(?:d|days?)?\s*", raw)
        if not found:
            raise Wrong("not-a-number")
        used = float(found[1].replace(",", "."))
        raise Wrong("number-held-as-text", f"{used:g}", used=_in_range(used, column))
    if not isfinite(raw):
        raise Wrong("not-a-number")
    return _in_range(float(raw), column)


def _in_range(value: float, column: Column) -> float:
    if abs(value) > LARGEST:
        raise Wrong("outside-range", f"between {-LARGEST:g} and {LARGEST:g}")
    low, high = column.minimum, column.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        limits = f"{low:g} to {high:g}" if low is not None and high is not None else f"{low:g} or more"
        raise Wrong("outside-range", limits)
    return value


def _whole(raw: object, column: Column) -> int:
    try:
        value = _number(raw, column)
    except Wrong as wrong:
        if wrong.used is not None:
            wrong.used = int(wrong.used)
        raise
    if value != int(value):
        raise Wrong("not-a-number", "a whole number")
    return int(value)


def _percent(raw: object, column: Column) -> float:
    if isinstance(raw, str) and raw.strip().endswith("%"):
        used = _number_text(raw.strip()[:-1])
        raise Wrong("number-held-as-text", raw.strip(), used=None if used is None else used / 100)
    return _number(raw, column)


def _number_text(said: str) -> float | None:
    try:
        return float(said.replace(",", "."))
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def bare_word(word: str) -> str:
    """The letters and digits of a word, whatever their case: so two spellings of one name are alike."""
    return "".join(letter for letter in word.casefold() if letter.isalnum())
