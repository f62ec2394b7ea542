"""The colour of Dependencies: promised against needed, what our own work can bear, and whether both sides agreed."""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.colours.measure import Measure, judged, not_yet
from pmxl.facts.words import counted, day, days
from pmxl.model import AMBER, GREEN, RED, UNKNOWN, Book, Context, Judgement
from pmxl.registers.dependencies import DEPENDENCIES, Dependency

LATE = ("within float", "beyond float")
PASSED = ("promise passed", "passed on the critical path")


def dependencies(book: Book, now: Context) -> Judgement:
    """Dependencies: whether what we get and give changes hands in time."""
    if not book.of(DEPENDENCIES):
        return judged("Dependencies", [not_yet(book, DEPENDENCIES, "no dependency is written down yet")], book)
    waited_for = [dependency for dependency in book.of(DEPENDENCIES) if dependency.is_open]
    says = f"{counted(len(waited_for), 'open dependency', 'open dependencies')} will come in time"
    fine = Measure(GREEN, says if waited_for else "no dependency is open", *LATE)
    ours = [measure for dependency in waited_for for measure in measures(dependency, now)]
    return judged("Dependencies", [fine, *_earliest_need_first(ours)], book)


def measures(dependency: Dependency, now: Context) -> Iterator[Measure]:
    """What can be said of one open dependency: late, passed in silence, not agreed, or not known."""
    yield from late(dependency, now)
    yield from passed(dependency, now)
    yield from not_agreed(dependency, now)
    if dependency.needed_by is None and dependency.direction != "We give":
        yield Measure(UNKNOWN, "nobody says when one is needed", row=dependency)
    elif dependency.promised is None and is_agreed(dependency):
        yield Measure(UNKNOWN, "one is agreed without a promised date", row=dependency)


def late(dependency: Dependency, now: Context) -> Iterator[Measure]:
    """Comes after it is needed: amber while our work can bear it, red beyond its float.

    What was promised for a day that has passed can come today at the earliest.
    """
    if dependency.promised is None or dependency.needed_by is None:
        return
    comes = max(dependency.promised, now.as_of)
    if comes > dependency.needed_by:
        after = now.working_days(dependency.needed_by, comes)
        left = dependency.float_left
        beyond = left is not None and after > left
        bears = "float not known" if left is None else f"{days(left)} of float" if left >= 0 else "no float left"
        behind = days(after or (comes - dependency.needed_by).days)
        yield Measure(RED if beyond else AMBER, f"one comes {behind} late, with {bears}", *LATE, dependency)


def passed(dependency: Dependency, now: Context) -> Iterator[Measure]:
    """Promised for a day that has passed and not there: red where our work is critical."""
    if dependency.promised is not None and dependency.promised < now.as_of:
        colour = RED if dependency.on_critical_path else AMBER
        yield Measure(colour, f"what was promised for {day(dependency.promised)} has not come", *PASSED, dependency)


def not_agreed(dependency: Dependency, now: Context) -> Iterator[Measure]:
    """Not agreed by both sides although the day of need comes near."""
    if is_agreed(dependency) or dependency.needed_by is None:
        return
    left, limits = now.working_days(now.as_of, dependency.needed_by), now.settings
    colour = RED if left <= limits.dep_agree_red else AMBER if left <= limits.dep_agree_amber else GREEN
    says = (
        f"one is not agreed with {days(left)} to go" if left >= 0 else f"one is not agreed {days(-left)} after the need"
    )
    yield Measure(colour, says, f"<= {days(limits.dep_agree_amber)}", f"<= {days(limits.dep_agree_red)}", dependency)


def is_agreed(dependency: Dependency) -> bool:
    """True where both sides said yes: the Yes or No cell tells, or else the status."""
    return dependency.status == "Agreed" if dependency.agreed is None else dependency.agreed


def _earliest_need_first(found: list[Measure]) -> list[Measure]:
    """The order in which equally bad dependencies are named: the earliest need first."""

    def need(measure: Measure) -> tuple[bool, int]:
        when = measure.row.needed_by if isinstance(measure.row, Dependency) else None
        return when is None, when.toordinal() if when else 0

    return sorted(found, key=need)
