"""What reports are made from, and what they all say alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pmxl.model import LEVELS, Finding, Level
from pmxl.records import NamedTuple

if TYPE_CHECKING:
    from pmxl.rules.rule import Rule


class Checked(NamedTuple):
    """One workbook that was looked at. Where `refused` says why it could not be read, there are no findings."""

    path: str
    findings: Sequence[Finding] = ()
    as_of: date | None = None
    profile: str = ""
    refused: str = ""
    """One line for a person, which names the file."""
    nameless: Collection[str] = ()
    """The sheets without a column for IDs: nobody who looks at one finds `R-003` there."""


class Look(NamedTuple):
    """How a report is to look."""

    colour: bool = False
    width: int = 0
    """Characters on a line; 0 where lines may be as long as they are."""
    most: int = 10
    """How many findings of a workbook the text report shows; 0 for all."""
    fail_on: str = "error"
    """The level from which a finding counts as a failure; "never" for none."""
    version: str = ""
    """The version of pmxl that checked."""
    rules: Sequence[Rule] = ()
    """The rules that ran, for formats that carry their pages along."""


def fails(finding: Finding, fail_on: str) -> bool:
    """True where a finding is bad enough to fail the run."""
    return fail_on in LEVELS and LEVELS.index(finding.level) <= LEVELS.index(fail_on)


def cell(finding: Finding) -> str:
    """The cell, row or column on its sheet, for example `F13`; "" where the finding is about a whole sheet."""
    return f"{finding.place.column}{finding.place.row or ''}"


def fingerprint(finding: Finding) -> str:
    """The same for the same trouble on every run. It knows no row number, so sorting and inserting change nothing."""
    from hashlib import blake2b

    what = (finding.rule, finding.record or str(finding.place), finding.column)
    return blake2b("\0".join(what).encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()


def tally(findings: Iterable[Finding]) -> str:
    """How many there are of each level, for example `2 errors, 1 note`."""
    return tally_of([finding.level for finding in findings])


def tally_of(levels: Sequence[Level]) -> str:
    """The same, from the levels alone."""
    return ", ".join(counted(levels.count(level), level) for level in LEVELS if level in levels)


def counted(how_many: int, thing: str) -> str:
    """A number and its noun, for example `1 error` or `3 errors`."""
    return f"{how_many:,} {thing}{'' if how_many == 1 else 's'}"


def day(date: date) -> str:
    """A date as people write it, for example `13 March 2026`, in English whatever the computer's language."""
    months = "January February March April May June July August September October November December".split()
    return f"{date.day} {months[date.month - 1]} {date.year}"


def one_line(text: str) -> str:
    """The text on one line. What could move a terminal's cursor or hide text is spelled out instead."""
    if text.isprintable():
        return text
    line = " ".join(text.split())
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
