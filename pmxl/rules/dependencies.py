"""Rules on dependencies: agreed by both sides, promised in time, and chased."""

from __future__ import annotations

from pmxl.model import Context
from pmxl.registers.dependencies import DEPENDENCIES, Dependency
from pmxl.rules.rule import rule
from pmxl.rules.words import ago, counted, day, quoted, working_days

_TO_THE_NEED = "NETWORKDAYS.INTL(as_of+1,[Needed (computed)],weekend,holiday_dates)"


def _called(dependency: Dependency) -> str:
    """The ID, and what changes hands where that is short enough to help."""
    return f"{dependency.name} ({quoted(dependency.what, 40)})" if dependency.what else dependency.name


def _promise_broken(dependency: Dependency, now: Context) -> bool:
    return dependency.promised is not None and dependency.promised < now.as_of


@rule(
    DEPENDENCIES, at="agreed", level="error", catalogue="DEP-01",
    when='AND(OPEN,[Agreed by both]<>"Yes",ISNUMBER([Needed (computed)]),'
    "NOT(AND(ISNUMBER([Promised for]),[Promised for]<as_of)),"
    f"{_TO_THE_NEED}<=dep_agree_amber)",
    cell="Needed soon, and not agreed by both sides.",
)  # fmt: skip
def dependency_not_agreed(dependency: Dependency, now: Context) -> str | None:
    """A dependency that is needed soon and that the other side has not agreed to.

    Why: a date that only one side knows of is a hope.

    Do: get a yes and a date, or escalate.
    """
    need = dependency.needed_by
    if not dependency.is_open or dependency.agreed or need is None or _promise_broken(dependency, now):
        return None
    if now.working_days(now.as_of, need) > now.settings.dep_agree_amber:
        return None
    verb = "is" if need >= now.as_of else "was"
    return f"{_called(dependency)} {verb} needed on {day(need, now)}, and the other side has not agreed"


@rule(
    DEPENDENCIES, at="needed_for", level="error", profile="standard", catalogue="DEP-04",
    when='AND([ID]<>"",ISNUMBER(SEARCH(","&[ID]&",",","&SUBSTITUTE(SUBSTITUTE([Needed for]," ",""),";",",")&",")))',
    cell="It depends on itself.",
)  # fmt: skip
def dependency_on_itself(dependency: Dependency, now: Context) -> str | None:
    """A dependency that is needed for itself.

    Why: the reference should lead to the work that waits; here it leads nowhere.

    Do: name the task or scope item that waits for it.
    """
    if dependency.id and dependency.id.casefold() in (ref.casefold() for ref in dependency.needed_for):
        return f"{dependency.name} depends on itself"
    return None


@rule(
    DEPENDENCIES, at="promised", level="error", catalogue="DEP-03",
    when="AND(OPEN,ISNUMBER([Promised for]),[Promised for]<as_of)", cell="The promise has passed. Has it come?",
)  # fmt: skip
def dependency_promised_and_not_received(dependency: Dependency, now: Context) -> str | None:
    """A dependency whose promised date has passed and that has not changed hands.

    Why: every day of silence here is a day of delay that shows only when our own work stops.

    Do: chase it, agree a new date, or escalate.
    """
    if dependency.is_open and dependency.promised and _promise_broken(dependency, now):
        verb = "been handed over" if dependency.direction == "We give" else "come"
        when = f"{day(dependency.promised, now)}, {ago(dependency.promised, now)}"
        return f"{_called(dependency)} was promised for {when}, and has not {verb}"
    return None


@rule(DEPENDENCIES, at="promised", level="error", catalogue="DEP-02")
def dependency_promised_too_late(dependency: Dependency, now: Context) -> str | None:
    """A dependency that is promised for a day after it is needed.

    Why: the gap eats the float of our own work, and then its finish.

    Do: ask for an earlier date, or plan the work anew.
    """
    promised, need = dependency.promised, dependency.needed_by
    if not dependency.is_open or not promised or not need or promised <= need or _promise_broken(dependency, now):
        return None
    gap = now.working_days(need, promised)
    after = working_days(gap) if gap else counted((promised - need).days, "day")
    left = "" if dependency.float_left is None else f" ({working_days(dependency.float_left)} of float left)"
    return f"{_called(dependency)} is promised {after} after it is needed on {day(need, now)}{left}"


@rule(
    DEPENDENCIES, at="contact", profile="standard", catalogue="DEP-06",
    when='AND(OPEN,[From or to]<>"",[Contact]="")', cell="Whom do we call on the other side?",
)  # fmt: skip
def dependency_without_contact(dependency: Dependency, now: Context) -> str | None:
    """An open dependency with another party and no person there.

    Why: nobody can ring a team.

    Do: name one person on the other side.
    """
    if dependency.is_open and dependency.party and not dependency.contact:
        return f"{_called(dependency)} has no contact at {quoted(dependency.party)}"
    return None
