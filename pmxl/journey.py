"""The whole journey, on one page: read -> compute -> judge -> check -> brief -> plan.

Nothing here touches a file, Excel or the clock. What comes in is a `RawBook` and today's date; what goes out is a
`Plan` that any shell can apply.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from typing import TypeVar

from pmxl.computing import complete, compute
from pmxl.computing import context as context
from pmxl.model import LEVELS, Book, Edit, Finding, Place, Plan, RawBook
from pmxl.reading import read
from pmxl.rules import rules_of
from pmxl.supposing.effects import Effects
from pmxl.workbook.errors import Refused

T = TypeVar("T")

PAGES = ("Brief", "Findings", "Quality", "Dashboard", "Timeline", "Gantt chart", "Dependency map")
"""The sheets that are written anew at each refresh."""
HEALED = ("Brief", "Findings", "Quality", "Dashboard")
"""Those on which a check may find something."""

CURED = ("row-without-id",)
"""The rules whose findings the edits of a plan put right."""


class Journey:
    """One workbook's way through pmxl. Each step may be asked for alone; earlier steps are taken once, when needed.

    With `strict` an exception in one rule, fact, colour or section is raised, as tests want it. Without, it becomes
    a finding `rule-failed` that names the culprit, and the journey goes on. Where the file itself turns out to be
    damaged or too large, that is raised in either case.
    """

    def __init__(self, raw: RawBook, today: date, *, strict: bool = False) -> None:
        self.strict = strict
        self.failed: list[Finding] = []
        self.judged = read(raw)
        """The book as rules see it: computed and judged, without what only people read."""
        self.now = context(self.judged, today)
        compute(self.judged, self.now, self._guard)
        self._effects = self.judged.effects = Effects(self.judged, self.now)

    @cached_property
    def explained(self) -> Book:
        """The book with the reasons of its dates and the room around them, which only people read."""
        complete(self.judged, self.now, self._guard)
        return self.judged

    @cached_property
    def book(self) -> Book:
        """The book with every computed column filled in: what a yes to changes and options would do among them."""
        self._guard("effects on the plan", self._effects.fill, None)
        return self.explained

    def findings(self) -> list[Finding]:
        """Everything that a person should look at, errors first, in the order of the sheets."""
        return sorted([*self._found, *self.failed], key=_rank(self.judged))

    @cached_property
    def _found(self) -> list[Finding]:
        # What effects on the plan would do is only asked where a rule wants to know it.
        book, now, found = self.judged, self.now, list[Finding]()
        for rule in rules_of(now.settings.profile):
            found += self._guard(rule.name, lambda rule=rule: list(rule(book, now)), [])  # type: ignore[misc]
        return found

    def plan(self, *, sheets: Iterable[str] = PAGES) -> Plan:
        """The findings, and every edit that brings the workbook up to date.

        What is wrong on a page that is written anew, or with what the edits fill in, is put right by that, and is no
        finding any more.
        """
        from pmxl.edits import edit_steps
        from pmxl.rules.check_column import fill_checks

        sheets, book, now = tuple(sheets), self.book, self.now
        healed = book.rewritten = frozenset({*sheets} & {*HEALED})
        findings = [f for f in self.findings() if f.place.sheet not in healed and f.rule not in CURED]
        self._guard("check", lambda: fill_checks(book, now, findings), None)
        told = len(self.failed)
        edits: list[Edit] = []
        for name, step in edit_steps(book, now, findings, sheets).items():
            edits += self._guard(name, step, [])
        return Plan(book, [*findings, *self.failed[told:]], edits)

    def _guard(self, name: str, step: Callable[[], T], instead: T) -> T:
        if self.strict:
            return step()
        try:
            return step()
        except (Refused, MemoryError):
            raise  # Sheets are read when a step first looks at them: the file is at fault, and not the step.
        except Exception as error:
            says = f'the check "{name}" failed with {type(error).__name__}: {error}'
            self.failed.append(
                Finding("rule-failed", "error", Place("Settings"), says, "report it to the makers of pmxl")
            )
            return instead


def _rank(book: Book) -> Callable[[Finding], tuple[int, int, int, str]]:
    sheets = {name: i for i, name in enumerate(book.raw.sheets)}
    return lambda f: (LEVELS.index(f.level), sheets.get(f.place.sheet, 99), f.place.row, f.rule)
