"""The project calendar: from the Settings and Holidays to the format, and back; and those of Calendars to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from pmxl.facts.calendars import calendars
from pmxl.interchange.mspdi.codes import DAY_TYPES, clock, day_in
from pmxl.interchange.told import Told
from pmxl.interchange.tree import Node, branch
from pmxl.model import Book
from pmxl.records import NamedTuple
from pmxl.registers.machine import CALENDARS, HOLIDAYS
from pmxl.registers.settings import WEEKS
from pmxl.schedule.calendars import DAY, Calendar, instant, moment

MOST_HOLIDAYS = 5_000
DAILY, YEARLY, WEEKLY = 1, 2, 6
"""The kinds of exception that a list of single days can say."""

_USUAL = "0000011"


class Hours:
    """When a working day begins and ends: clock times for what a sheet holds as days."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        worked = next(day for day in range(7, 14) if calendar.work((day + 1) * DAY) > calendar.work(day * DAY))
        self.begin = round(calendar.opens(calendar.work(worked * DAY))) - worked * DAY
        self.end = round(calendar.closes(calendar.work((worked + 1) * DAY))) - worked * DAY

    def start(self, day: date) -> str:
        """The moment at which work begins on a day."""
        return clock(moment(instant(day) + self.begin))

    def finish(self, day: date) -> str:
        """The moment at which work ends on a day."""
        return clock(moment(instant(day) + self.end))

    def time(self, minutes: int) -> str:
        """A time of day; midnight at the end of a day is written as at its beginning."""
        return f"{minutes // 60 % 24:02}:{minutes % 60:02}:00"


# ---------------------------------------------------------------- writing


def calendar_nodes(book: Book, hours: Hours, numbers: Mapping[str, int], told: Told) -> Iterator[Node]:
    """The calendar of the project, and those of Calendars under their numbers."""
    names = {row.date: row.what or "Holiday" for row in reversed(book.of(HOLIDAYS)) if row.date}
    yield _project_node(book, names, hours)
    for row in book.of(CALENDARS):
        if row.what:
            told.say("what Calendars says of a calendar beside its working time has no place in Project", row.name)
    for calendar in calendars(book).values():
        yield _own_node(calendar, numbers[calendar.name], names, hours)


def _own_node(calendar: Calendar, number: int, names: Mapping[date, str], hours: Hours) -> Node:
    week = Node("WeekDays")
    for kind, weekday in sorted(zip(DAY_TYPES, range(7), strict=True)):
        shifts = calendar.shifts_on(weekday)
        day = week.add(branch("WeekDay", DayType=kind, DayWorking=int(bool(shifts))))
        times = [branch("WorkingTime", FromTime=hours.time(a), ToTime=hours.time(b)) for a, b in shifts]
        if times:
            day.add(Node("WorkingTimes", children=times))
    node = branch("Calendar", UID=number, Name=calendar.name[:512], IsBaseCalendar=1, BaseCalendarUID=-1)
    node.add(week)
    if calendar.exceptions:
        found = [_exception(day, names.get(day, "Day off")) for day in calendar.exceptions]
        node.add(Node("Exceptions", children=found))
    return node


def _project_node(book: Book, names: Mapping[date, str], hours: Hours) -> Node:
    """The calendar of the project: every week alike, without the holidays."""
    week = Node("WeekDays")
    for kind, off in sorted(zip(DAY_TYPES, book.settings.weekend, strict=True)):
        day = week.add(branch("WeekDay", DayType=kind, DayWorking=1 - int(off)))
        if off == "0":
            times = branch("WorkingTime", FromTime=hours.time(hours.begin), ToTime=hours.time(hours.end))
            day.add(Node("WorkingTimes", children=[times]))
    calendar = branch("Calendar", UID=1, Name="Standard", IsBaseCalendar=1, BaseCalendarUID=-1)
    calendar.add(week)
    if names:
        calendar.add(Node("Exceptions", children=[_exception(day, names[day]) for day in sorted(names)]))
    return calendar


def _exception(day: date, name: str) -> Node:
    period = branch("TimePeriod", FromDate=f"{day}T00:00:00", ToDate=f"{day}T23:59:00")
    return Node(
        "Exception",
        children=[
            Node("EnteredByOccurrences", "0"),
            period,
            *branch("Exception", Occurrences=1, Name=name[:255], Type=DAILY, DayWorking=0),
        ],
    )


# ---------------------------------------------------------------- reading


class Found(NamedTuple):
    """What a file says about working time, as settings and holidays have it."""

    settings: dict[str, Any]
    holidays: list[dict[str, Any]]
    calendar: Calendar
    minutes_a_week: float


def read_calendar(project: Node, told: Told) -> Found:
    """The working week, the hours and the holidays of the project calendar."""
    chain = chain_of(project, project.said("CalendarUID"))
    off = "".join(str(int(not is_worked(chain, kind))) for kind in DAY_TYPES)
    week = min(WEEKS, key=lambda name: sum(a != b for a, b in zip(WEEKS[name], off, strict=True)))
    if WEEKS[week] != off:
        told.say(f"the working week of the calendar is none that Settings knows; {week} is taken")
    minutes = project.whole("MinutesPerDay") or 480
    hours = minutes / 60 if 0 < minutes <= DAY else 8.0
    if any(_minutes(day) not in (0, minutes) for node in chain for day in node.all("WeekDays", "WeekDay")):
        told.say(f"the calendar has days of several lengths; every working day counts {hours:g} hours")
    holidays = holidays_in(chain, told)
    weekdays = {i for i in range(7) if WEEKS[week][i] == "0"}
    calendar = Calendar.whole_days(weekdays, [row["date"] for row in holidays], hours)
    per_week = project.whole("MinutesPerWeek") or calendar.minutes_a_week
    return Found({"working_week": week, "hours_a_day": hours}, holidays, calendar, per_week)


def chain_of(project: Node, number: str) -> list[Node]:
    """A calendar, and the calendars that it is based on; where the file does not hold it, its first one."""
    calendars = calendars_in(project)
    found: list[Node] = []
    node = calendars.get(number) or next(iter(calendars.values()), None)
    while node is not None and node not in found:
        found.append(node)
        node = calendars.get(node.said("BaseCalendarUID"))
    return found


def calendars_in(project: Node) -> dict[str, Node]:
    """UID -> calendar."""
    return {node.said("UID"): node for node in project.all("Calendars", "Calendar")}


def is_worked(chain: list[Node], kind: int) -> bool:
    """True where a day of the week is worked; Monday to Friday are, where no calendar says."""
    day = weekday_in(chain, kind)
    return day.flag("DayWorking") if day is not None else kind in DAY_TYPES[:5]


def weekday_in(chain: list[Node], kind: int) -> Node | None:
    """What the first calendar that speaks of a day of the week says of it."""
    days = (day for calendar in chain for day in calendar.all("WeekDays", "WeekDay"))
    return next((day for day in days if day.whole("DayType") == kind), None)


def _minutes(day: Node) -> int:
    """The minutes worked on a day of the week; 0 for a day off and for one that names no times."""
    total = 0
    for stretch in day.all("WorkingTimes", "WorkingTime"):
        begin, end = (minute_in(stretch.said(name)) for name in ("FromTime", "ToTime"))
        total += (end - begin) % DAY or (DAY if begin == end else 0)
    return total if day.flag("DayWorking") and day.whole("DayType") != 0 else 0


def minute_in(said: str) -> int:
    """The minute of the day that a time such as `08:30:00` names."""
    hours, _, minutes = said[:5].partition(":")
    return int(hours) * 60 + int(minutes) if hours.isdecimal() and minutes.isdecimal() else 0


def holidays_in(chain: list[Node], told: Told) -> list[dict[str, Any]]:
    """One row for each day off. What was written by Project 2003 stands among the days of the week."""
    days: dict[date, str] = {}
    for calendar in chain:
        exceptions = calendar.all("Exceptions", "Exception")
        for node in exceptions or [d for d in calendar.all("WeekDays", "WeekDay") if d.whole("DayType") == 0]:
            name = node.said("Name")
            if node.flag("DayWorking"):
                told.say("days worked by exception have no place in Holidays and count as the calendar's others", name)
            elif (node.whole("Type") or DAILY) not in (DAILY, YEARLY, WEEKLY):
                told.say("a holiday by its place in the month must be put into Holidays by hand", name)
            else:
                for day in _days_of(node):
                    days.setdefault(day, name)
    if len(days) > MOST_HOLIDAYS:
        told.say(f"only the first {MOST_HOLIDAYS:,} holidays are taken")
    found = sorted(days)[:MOST_HOLIDAYS]
    return [{"date": day, "what": days[day]} if days[day] else {"date": day} for day in found]


def _days_of(node: Node) -> Iterator[date]:
    period = node.first("TimePeriod") or node
    first, last = day_in(period.said("FromDate")), day_in(period.said("ToDate"))
    if first is None or last is None:
        return
    kind, weekdays = node.whole("Type") or DAILY, node.whole("DaysOfWeek") or 0
    yearly = ((node.whole("Month") or 0) + 1, node.whole("MonthDay"))
    every = max(1, node.whole("Period") or 1)
    # A pattern of every second or third day, week or year counts from its first day.
    weeks_from = first.toordinal() - first.isoweekday() % 7
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if kind == DAILY:
            fits = number % every == 0
        elif kind == YEARLY:
            fits = (day.month, day.day) == yearly
        else:
            fits = bool(weekdays >> day.isoweekday() % 7 & 1) and (day.toordinal() - weeks_from) // 7 % every == 0
        if fits:
            yield day
