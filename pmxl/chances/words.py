"""What a simulation says in plain words: the chance of the plan's date, what drives the finish, what was assumed."""

from __future__ import annotations

from datetime import date

from pmxl.chances.simulation import DRIVERS_SHOWN, RANGES_TRIED, Chances, Finish, Pull
from pmxl.facts.words import counted, day

LEANS = 0.4
"""A chance below it is worth a reason."""


def share(chance: float | None) -> str:
    """A chance for people: 12%, under 1%, over 99%; "" where there is none. No draw that fails is called certain."""
    if chance is None:
        return ""
    if 0 < chance < 0.01:
        return "under 1%"
    return "over 99%" if 0.99 < chance < 1 else f"{chance:.0%}"


def headline(found: Chances, as_of: date) -> str:
    """The project in one line: chance of the plan's date, and the days that hold in half and in 80% of all draws."""
    project = found.finishes[0]
    if not found.ranges and not found.risks:
        return f"No chance can be told of {day(project.plan, as_of)}: nothing in the plan varies"
    half, most, _ = (day(one, as_of) for one in project.percentiles)
    return f"Chance of {day(project.plan, as_of)}: {share(project.plan_chance)}. Even odds: {half}; 80% sure: {most}"


def reasons(found: Chances, as_of: date) -> list[str]:
    """Why the chance is what it is, as sentences without a final stop."""
    if not found.ranges and not found.risks:
        said = "No task has a range and no risk says which tasks it hits, so every date comes out as planned"
        return [f"{said}: write Low and High on Schedule, or Tasks hit on Risks"]
    project, told = found.finishes[0], []
    if project.plan_chance < LEANS:
        told.append(
            "The plan takes every task at its likely days and no risk as happening; ranges lean to the late side, and "
            "where paths join the latest one counts"
        )
    for date_, chance, name in _promises(project):
        told.append(f"Chance of the {name} {day(date_, as_of)}: {share(chance)}")
    if found.drivers:
        told.append(f"What drives the finish most: {named(found.drivers[0])}; {saving(found.drivers[0])}")
    return told


def _promises(finish: Finish) -> list[tuple[date, float, str]]:
    pairs = ((finish.agreed, finish.agreed_chance, "baseline"), (finish.deadline, finish.deadline_chance, "deadline"))
    return [(one, chance, name) for one, chance, name in pairs if one and chance is not None]


def named(pull: Pull) -> str:
    """A driver by its ID and what it is: `R-004 (risk)`."""
    return f"{pull.record} ({'risk' if pull.kind == 'risk' else 'its range'})"


def saving(pull: Pull) -> str:
    """What its absence would save."""
    return f"without it the 80% date comes {counted(round(pull.p80, 1), 'working day')} earlier"


def assumptions(found: Chances) -> list[str]:
    """What the numbers rest on, as sentences without a final stop."""
    together = f"move together by {found.together:.0%}" if found.together else "vary each by itself"
    shape = found.shape.upper() if found.shape.casefold() == "pert" else found.shape.lower()
    return [
        f"{found.draws:,} draws from seed {found.seed}: the same seed gives the same numbers",
        f"{counted(found.ranges, 'task')} with a range ({shape}, Duration is the likely one); their days {together}",
        f"{counted(found.risks, 'open risk')} with Tasks hit; one that happens hits all of its tasks in the same draw",
        "How probable a likelihood is stands on Scales; it counts after the response where Risks says so",
        "What is done is certain; of a range as much is left as of the duration, from the as-of date on",
        "Buffers count as no work. Nobody cuts scope or adds people when it gets late",
        f"What drives it: each risk, and each of the {RANGES_TRIED} ranges that matter most, is taken away in turn and "
        f"the same draws are run again; up to {DRIVERS_SHOWN} are told",
    ]
