"""Reading Microsoft Project XML: tolerant of what is missing, loud about what cannot be taken along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pmxl.facts.plan import parents_by_wbs
from pmxl.interchange.imported import Imported
from pmxl.interchange.mspdi.calendars import calendars_in, read_calendar
from pmxl.interchange.mspdi.codes import ALIAS, TYPED, day_in
from pmxl.interchange.mspdi.custom import CustomFields, as_typed
from pmxl.interchange.mspdi.task_calendars import task_calendars
from pmxl.interchange.mspdi.tasks import File, native_values
from pmxl.interchange.told import Told
from pmxl.interchange.tree import FETCH_AGAIN_FROM_PROJECT, Node, parse
from pmxl.registers.schedule import Task
from pmxl.registers.settings import PROGRESS_MODES
from pmxl.workbook.errors import Refused

KEEP = frozenset(
    """
    Name Title Manager CurrencyCode StartDate ScheduleFromStart StatusDate CalendarUID MinutesPerDay MinutesPerWeek
    MoveRemainingStartsForward SplitsInProgressTasks ExtendedAttributes ExtendedAttribute FieldID FieldName Alias Value
    Calendars Calendar UID BaseCalendarUID WeekDays WeekDay DayType DayWorking WorkingTimes WorkingTime FromTime ToTime
    Exceptions Exception TimePeriod FromDate ToDate Type Period DaysOfWeek Month MonthDay
    Tasks Task ID Active Manual IsNull Contact WBS OutlineNumber OutlineLevel Start Finish Duration ManualStart
    ManualDuration DurationFormat PercentComplete ActualStart ActualFinish RemainingDuration ConstraintType
    ConstraintDate Deadline LevelingDelay Notes SubprojectName ExternalTask Recurring HyperlinkAddress
    PredecessorLink PredecessorUID CrossProject LinkLag LagFormat Baseline Number
    Resources Resource Initials EmailAddress Group Assignments Assignment TaskUID ResourceUID
    """.split()
)
"""The elements that are looked at. All others are passed over while the file is read."""


def read(data: bytes) -> Imported:
    """What a file knows, as rows of the Schedule, Holidays, Calendars and People, and as settings.

    Raises Refused for what is no Microsoft Project XML.
    """
    project = parse(data, KEEP)
    if project.name != "Project":
        raise Refused(f'it is no Microsoft Project XML: its root is "{project.name}"', FETCH_AGAIN_FROM_PROJECT)
    told = Told()
    found = read_calendar(project, told)
    tasks = list(_tasks(project, told))
    own = task_calendars(project, tasks, [row["date"] for row in found.holidays], told)
    fields = CustomFields(project)
    names = _names(tasks, fields)
    first_wins = reversed(list(zip(tasks, names, strict=True)))
    file = File(
        found.calendar,
        found.calendar.minutes_a_day,
        found.minutes_a_week,
        ids={task.said("UID"): name for task, name in first_wins},
        owners=_owners(project),
        calendars={uid: row["calendar"] for uid, row in own.items()},
    )
    rows = _rows(tasks, names, file, fields, told)
    people = [
        {"person": node.said("Name"), "initials": node.said("Initials"), "email": node.said("EmailAddress"),
         "team": node.said("Group")}
        for node in _people(project)
    ]  # fmt: skip
    _tell_of_resources(project, told)
    sheets = {"Schedule": rows, "Holidays": found.holidays, "Calendars": list(own.values()), "People": people}
    filled = {name: [_filled(row) for row in sheet] for name, sheet in sheets.items()}
    return Imported(filled, {**found.settings, **_settings(project, told)}, told.lines())


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value not in ("", None, ())}


def _settings(project: Node, told: Told) -> dict[str, Any]:
    if project.said("ScheduleFromStart") in ("0", "false"):
        told.say("the project is scheduled back from its finish; the sheet schedules from the start")
    waits = project.said("SplitsInProgressTasks") not in ("0", "false")
    mode = "msproject"
    if project.flag("MoveRemainingStartsForward"):
        mode = "retained logic" if waits else "progress override"
    found = {
        "project_name": project.said("Title") or project.said("Name").removesuffix(".xml").removesuffix(".mpp"),
        "manager": project.said("Manager"),
        "currency": project.said("CurrencyCode"),
        "project_start": day_in(project.said("StartDate")),
        "as_of": day_in(project.said("StatusDate")),
        "progress_mode": next(words for words, said in PROGRESS_MODES.items() if said == mode),
    }
    return {key: value for key, value in found.items() if value}


# ---------------------------------------------------------------- tasks


def _tasks(project: Node, told: Told) -> Iterator[Node]:
    """The tasks that are rows: not the project itself, no blank lines, nothing that is switched off."""
    for task in project.all("Tasks", "Task"):
        is_project = task.whole("OutlineLevel") == 0 or (task.said("UID") == "0" and task.said("ID") in ("", "0"))
        if is_project or task.flag("IsNull"):
            continue
        if task.said("Active") in ("0", "false"):
            told.say("an inactive task is left out", f'"{task.said("Name")}"')
        else:
            yield task


def _rows(
    tasks: Sequence[Node], names: Sequence[str], file: File, fields: CustomFields, told: Told
) -> list[dict[str, Any]]:
    above = _outline(tasks)
    summaries = set(above.values())
    rows = []
    for i, (task, name) in enumerate(zip(tasks, names, strict=True)):
        texts = fields.texts(task)
        native = native_values(task, name, i in summaries, file, told)
        support = native.pop("support")
        row = {column.name: as_typed(column, texts.get(column.name), native.get(column.name)) for column in TYPED}
        row["id"] = name
        row["support"] = row["support"] or support
        rows.append(row)
        fields.tell(task, name, told)
        _tell_of(task, name, file, told)
    _number_outline(rows, above, told)
    return rows


def _names(tasks: Sequence[Node], fields: CustomFields) -> list[str]:
    """The ID of each row: the one it left with, or one made from the number that Project never changes."""
    known = [fields.texts(task).get("id", "") for task in tasks]
    taken = {name for name in known if name}
    found = []
    last = max((int(uid) for task in tasks if (uid := task.said("UID")).isdecimal()), default=0)
    for task, name in zip(tasks, known, strict=True):
        uid = task.said("UID")
        if not name:
            name = f"T-{int(uid):03d}" if uid.isdecimal() else ""
            while not name or name in taken:
                last += 1
                name = f"T-{last:03d}"
        taken.add(name)
        found.append(name)
    return found


def _outline(tasks: Sequence[Node]) -> dict[int, int]:
    """Task -> the task it stands under: the last one before it that is less indented."""
    above: dict[int, int] = {}
    open_levels: list[tuple[int, int]] = []
    for i, task in enumerate(tasks):
        number = task.said("OutlineNumber")
        level = task.whole("OutlineLevel") or (number.count(".") + 1 if number else 1)
        while open_levels and open_levels[-1][0] >= level:
            open_levels.pop()
        if open_levels:
            above[i] = open_levels[-1][1]
        open_levels.append((level, i))
    return above


def _number_outline(rows: list[dict[str, Any]], above: dict[int, int], told: Told) -> None:
    """Number the outline anew where the WBS codes do not say what lies below what, as the sheet needs them to."""
    typed = []
    for row in rows:
        task = Task()
        task.wbs = row["wbs"] or None
        typed.append(task)
    if parents_by_wbs(typed) == above:
        return
    if any(row["wbs"] for row in rows):
        told.say("the WBS codes do not say what lies below what and are replaced by outline numbers")
    numbers: dict[int, str] = {}
    below: dict[int | None, int] = {}
    for i, row in enumerate(rows):
        up = above.get(i)
        below[up] = below.get(up, 0) + 1
        numbers[i] = row["wbs"] = f"{numbers[up]}.{below[up]}" if up is not None else str(below[up])


def _tell_of(task: Node, name: str, file: File, told: Told) -> None:
    """What else a task holds that changes dates or was written by somebody."""
    notes = (task.first("Notes") or task).text.lstrip()
    for fact, holds in (
        ("notes have no column in the Schedule", notes and not notes.startswith(ALIAS)),
        ("a hyperlink has no column in the Schedule", task.said("HyperlinkAddress")),
        ("a delay by levelling is left out", task.whole("LevelingDelay")),
        ("an inserted project is one row; its tasks stand in its own file", task.said("SubprojectName")),
        ("a task of another project is a row like the others", task.flag("ExternalTask")),
        ("only the first of several people is the owner; the others are support", len(file.people_of(task)) > 1),
        ("only the first baseline is taken", len(task.all("Baseline")) > 1),
    ):
        if holds:
            told.say(fact, name)


# ---------------------------------------------------------------- people


def _owners(project: Node) -> dict[str, list[str]]:
    """UID of a task -> the people assigned to it, each once."""
    names = {node.said("UID"): node.said("Name") for node in _people(project)}
    owners: dict[str, list[str]] = {}
    for node in project.all("Assignments", "Assignment"):
        person = names.get(node.said("ResourceUID"))
        people = owners.setdefault(node.said("TaskUID"), [])
        if person and person not in people:
            people.append(person)
    return owners


def _people(project: Node) -> list[Node]:
    """The resources that are people or teams: no material, no cost, no blank line."""
    return [
        node
        for node in project.all("Resources", "Resource")
        if node.said("Name") and not node.flag("IsNull") and node.said("Type") in ("", "1")
    ]


def _tell_of_resources(project: Node, told: Told) -> None:
    calendars = calendars_in(project)
    for node in project.all("Resources", "Resource"):
        if node.said("Type") in ("0", "2"):
            told.say("material and cost have no place in a plan of people", node.said("Name"))
        own = calendars.get(node.said("CalendarUID"))
        if own is not None and (own.all("Exceptions", "Exception") or own.all("WeekDays", "WeekDay")):
            told.say("a person's own working time and leave are left out", node.said("Name"))
