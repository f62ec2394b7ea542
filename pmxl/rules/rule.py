"""What makes a small function a rule.

A row rule sees one row and returns a sentence where it is wrong, or None. A book rule sees the whole workbook and
yields what it found. The function's name is the rule's name; its docstring is the rule's page: what, Why and Do.

A rule that a formula can say too gives `when` (the Excel condition, `[Title]` for a cell of the row) and `cell` (the
few words for the Check column), so that the sheet says it without pmxl.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from pmxl.model import PROFILES, Book, Context, Finding, Level, Place, Profile, Register, Row
from pmxl.records import NamedTuple

if TYPE_CHECKING:
    from typing import TypedDict, Unpack

    class Spec(TypedDict, total=False):
        """What may be said of any rule."""

        level: Level
        profile: Profile
        catalogue: str
        """The ID of the rule in the domain catalogue, for example RSK-01."""
        when: str
        """The Excel condition of a rule on one register."""
        when_in: Callable[[Register[Any]], str]
        """The Excel condition of a rule on many registers, made for each of them; "" where it does not apply."""
        cell: str
        """The words for the Check column, at most 60 characters."""
        of_cells: bool
        """True for the rules that tell of cells that cannot be read."""


LONG_ID = 40
"""How many characters of an ID a sentence holds at most."""

R = TypeVar("R", bound=Row)
RowRule = Callable[[R, Context], "str | None"]


class Wrong(NamedTuple):
    """What a book rule yields: the row (or place) that is at fault, the sentence, and the column it lies in."""

    row: Row | Place
    says: str
    column: str = ""
    do: str = ""
    """Advice that fits this very case better than the rule's own."""


class Rule:
    """A named check."""

    def __init__(
        self,
        function: Callable[..., Any],
        run: Callable[[Book, Context], Iterator[Wrong]],
        register: Register[Any] | None,
        at: str,
        spec: Spec,
    ) -> None:
        self.name = function.__name__.replace("_", "-")
        self.doc = "\n".join(line.strip() for line in (function.__doc__ or "").strip().splitlines())
        self.run, self.register, self.at = run, register, at
        self.level: Level = spec.get("level", "warning")
        self.profile: Profile = spec.get("profile", "light")
        self.catalogue, self.when, self.cell = spec.get("catalogue", ""), spec.get("when", ""), spec.get("cell", "")
        self.when_in, self.of_cells = spec.get("when_in"), spec.get("of_cells", False)
        if register is not None and at:
            getattr(register, at)  # A rule on a column that is not there must not outlive its import.

    @property
    def what(self) -> str:
        """What the rule looks for, in one sentence."""
        return self._part("")

    @property
    def why(self) -> str:
        """Why it matters."""
        return self._part("Why: ")

    @cached_property
    def do(self) -> str:
        """What to do about it."""
        return self._part("Do: ")

    @cached_property
    def advice(self) -> str:
        """The same as a finding says it: without a final stop."""
        return self.do.rstrip(".")

    def _part(self, label: str) -> str:
        for paragraph in self.doc.split("\n\n"):
            if paragraph.startswith(label) and (label or not paragraph.startswith(("Why: ", "Do: "))):
                return " ".join(paragraph.removeprefix(label).split())
        return ""

    def condition(self, register: Register[Any]) -> str:
        """The Excel condition that says of a row of *register* what this rule says of it; "" where there is none."""
        if self.register is None:
            return self.when_in(register) if self.when_in else ""
        return self.when if self.register is register else ""

    def __call__(self, book: Book, now: Context) -> Iterator[Finding]:
        """Every finding of this rule in the book."""
        unread: set[tuple[int, str]] | None = None
        for row, says, column, do in self.run(book, now):
            at = column or self.at
            if isinstance(row, Place):
                yield Finding(self.name, self.level, row, says, do or self.advice)
                continue
            if unread is None:
                unread = {(id(m.row), m.column.name) for m in book.misread if m.used in (None, ())}
            # One fault, one finding: cells that nobody can read and columns that are missing are told of elsewhere.
            if self.of_cells or ((id(row), at) not in unread and not _is_missing(book, row, at)):
                declared = next((c.title for c in row.columns if c.name == at), at)
                if len(row.id) > LONG_ID:  # In lists that people bring along, a whole paragraph may stand for an ID.
                    says = says.replace(row.id, f"{row.id[: LONG_ID - 3].rstrip()}...")
                yield Finding(self.name, self.level, book.place(row, at), says, do or self.advice, row.id, declared)


def _is_missing(book: Book, row: Row, at: str) -> bool:
    """True where the sheet of the row has no such column, although people should type into it."""
    standing = book.standings.get(row.register.name)
    missing = standing.missing if standing else ()
    return any(column.name == at and column.typed for column in missing)


def rule(register: Register[R], *, at: str, **spec: Unpack[Spec]) -> Callable[[RowRule[R]], Rule]:
    """Make a rule of a function from one row to a sentence or None."""

    def wrap(function: RowRule[R]) -> Rule:
        def run(book: Book, now: Context) -> Iterator[Wrong]:
            for row in book.of(register):
                if says := function(row, now):
                    yield Wrong(row, says)

        return Rule(function, run, register, at, spec)

    return wrap


def book_rule(
    register: Register[Any] | None = None, *, at: str = "", **spec: Unpack[Spec]
) -> Callable[[Callable[[Book, Context], Iterator[Wrong]]], Rule]:
    """Make a rule of a function from the whole book to what is wrong in it."""

    def wrap(function: Callable[[Book, Context], Iterator[Wrong]]) -> Rule:
        return Rule(function, function, register, at, spec)

    return wrap


def switched_on(rules: tuple[Rule, ...], profile: str) -> tuple[Rule, ...]:
    """The rules that a profile switches on: its own and those of smaller profiles."""
    chosen = PROFILES.index(profile.casefold()) if profile.casefold() in PROFILES else 0
    return tuple(rule for rule in rules if PROFILES.index(rule.profile) <= chosen)
