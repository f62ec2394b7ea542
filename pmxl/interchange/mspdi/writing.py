"""Writing Microsoft Project XML: the plan with its computed dates, so that other programs show what the sheet shows.

What holds a task to its date is written as Project says it: work that the as-of date holds back has a "start no
earlier than", just as Project itself writes it when it reschedules uncompleted work.
"""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.interchange.imported import Exported
from pmxl.interchange.mspdi.calendars import calendar_nodes
from pmxl.interchange.mspdi.codes import FIXED_DURATION, NAMESPACE, UNIT_FORMATS, span
from pmxl.interchange.mspdi.custom import definitions
from pmxl.interchange.mspdi.planned import Planned, person_name
from pmxl.interchange.mspdi.task_nodes import task_nodes
from pmxl.interchange.tree import Node, branch
from pmxl.interchange.tree import write as write_tree
from pmxl.model import Book, Context
from pmxl.registers.machine import PEOPLE
from pmxl.schedule.calendars import instant, moment


def write(book: Book, now: Context) -> Exported:
    """The project, its calendar, tasks, people and assignments as one document."""
    plan = Planned(book, now)
    project = Node("Project", children=list(_properties(plan)))
    project.add(definitions())
    project.add(Node("Calendars", children=list(calendar_nodes(book, plan.hours, plan.calendars, plan.told))))
    project.add(Node("Tasks", children=list(task_nodes(plan))))
    project.add(Node("Resources", children=list(_resources(plan))))
    project.add(Node("Assignments", children=list(_assignments(plan))))
    return Exported(write_tree(project, NAMESPACE), plan.told.lines())


def _properties(plan: Planned) -> Node:
    settings, calendar, hours = plan.now.settings, plan.calendar, plan.hours
    start = plan.network.start or plan.now.as_of
    return branch(
        "",
        SaveVersion=14,
        Title=settings.project_name[:512],
        Manager=settings.manager[:512],
        ScheduleFromStart=1,
        StartDate=hours.start(moment(instant(start)).date()),
        FinishDate=max([run.finish for run in plan.progress.values()], default=""),
        CurrencyCode=settings.currency[:3],
        CalendarUID=1,
        DefaultStartTime=hours.time(hours.begin),
        DefaultFinishTime=hours.time(hours.end),
        MinutesPerDay=calendar.minutes_a_day,
        MinutesPerWeek=calendar.minutes_a_week,
        DaysPerMonth=20,
        DefaultTaskType=FIXED_DURATION,
        DurationFormat=UNIT_FORMATS["d"],
        HonorConstraints=1,
        NewTasksEffortDriven=0,
        SplitsInProgressTasks=int(plan.network.mode != "progress override"),
        MoveRemainingStartsForward=int(plan.network.mode != "msproject"),
        StatusDate=hours.start(plan.now.as_of),
    )


def _resources(plan: Planned) -> Iterator[Node]:
    """Everybody on People, and everybody who owns a task."""
    known = {person_name(row.person): row for row in reversed(plan.book.of(PEOPLE))}
    for name, number in plan.people.items():
        row = known.get(name)
        resource = branch("Resource", UID=number, ID=number, Name=name[:512], Type=1, IsNull=0)
        for part in branch("", Initials=row.initials, Group=row.team, EmailAddress=row.email) if row else ():
            resource.add(part)
        resource.add(Node("MaxUnits", "1"))
        yield resource


def _assignments(plan: Planned) -> Iterator[Node]:
    """The owner of a task works on it full time: the sheet knows no other share, and durations stay fixed."""
    for number, line in enumerate(filter(plan.is_assigned, plan.lines), 1):
        run = plan.progress[line.name]
        yield branch(
            "Assignment",
            UID=number,
            TaskUID=plan.uids[line.name],
            ResourceUID=plan.people[person_name(line.row.owner)],
            PercentWorkComplete=run.percent,
            ActualFinish=run.actual_finish,
            ActualStart=run.actual_start,
            ActualWork=span(run.actual),
            Finish=run.finish,
            RegularWork=span(run.duration),
            RemainingWork=span(run.remaining),
            Start=run.start,
            Stop=run.stop,
            Resume=run.resume,
            Units="1",
            Work=span(run.duration),
        )
