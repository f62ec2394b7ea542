"""The rows of the Schedule in outline order: every summary directly before the rows below it."""

from __future__ import annotations

from collections.abc import Sequence

from pmxl.facts.plan import Plan
from pmxl.records import NamedTuple
from pmxl.registers.schedule import Task


class Line(NamedTuple):
    """One row of the Schedule and its place in the outline."""

    row: Task
    name: str
    """How the engine knows it: its ID, unless that is blank or another row's."""
    parent: str | None
    number: str
    """The outline number: 2.1 is the first row below the second of those that stand under none."""

    @property
    def level(self) -> int:
        """1 for a row that stands under no other."""
        return self.number.count(".") + 1


def outline(rows: Sequence[Task], plan: Plan) -> list[Line]:
    """The rows as lines; those under the same summary keep the order of the sheet."""
    below: dict[str | None, list[int]] = {}
    for i, activity in enumerate(plan.network.tasks):
        below.setdefault(activity.parent, []).append(i)
    found: list[Line] = []
    waiting: list[tuple[int, str]] = _numbered(below.get(None, []), "")
    while waiting:
        i, number = waiting.pop()
        found.append(Line(rows[i], plan.names[i], plan.network.tasks[i].parent, number))
        waiting += _numbered(below.get(plan.names[i], []), f"{number}.")
    return found


def _numbered(rows: list[int], prefix: str) -> list[tuple[int, str]]:
    """Rows with their outline numbers, the first one last, as a stack wants them."""
    return [(i, f"{prefix}{n}") for n, i in enumerate(rows, 1)][::-1]
