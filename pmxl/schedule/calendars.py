"""Working time: which minutes of which days are worked, counted and looked up.

An instant is a number of minutes since 1970-01-01 00:00, local time. A calendar turns instants into worked minutes
and back. Two instants with no worked minute between them (Friday 17:00, Monday 08:00) are the same moment to it, so
going back has two answers: the end of a shift, for what finishes, and the beginning of one, for what starts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from pmxl.schedule.rhythm import MONDAY_OF_DAY_0, Rhythm

DAY = 1440
"""Minutes in a day of the clock."""

Shifts = tuple[tuple[int, int], ...]
"""The worked stretches of one day as (from, to) in minutes after midnight, in order, not overlapping."""

_DAY_0 = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1)
_LAST = date.max.toordinal() - _DAY_0


def instant(moment: date | datetime, *, end: bool = False) -> float:
    """The instant of *moment*; a date stands for its first minute, or for its last where *end* is asked for."""
    if isinstance(moment, datetime):
        return (moment.replace(tzinfo=None) - _EPOCH).total_seconds() / 60
    return (moment.toordinal() - _DAY_0 + end) * DAY


def exact(minutes: float) -> float:
    """Minutes to the nearest 64th: such numbers add up without rounding, so equal times are found equal."""
    return round(minutes * 64) / 64


def moment(instant: float) -> datetime:
    """The date and time of an instant, to the second; what lies outside the years 1 to 9999 is moved to their edge."""
    try:
        return _EPOCH + timedelta(seconds=round(instant * 60))
    except OverflowError:
        return datetime.max if instant > 0 else datetime.min


def shifts(text: str) -> Shifts:
    """The shifts that a text such as `08:00-12:00,13:00-17:00` says; empty text is a day off.

    Raises ValueError where the text says something else. A shift that ends at 00:00 ends at midnight; one that runs
    through midnight is two, the second of them on the next day.
    """
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        begin, end = (int(h) * 60 + int(m) for h, m in (clock.split(":") for clock in part.split("-")))
        end = end or DAY
        if not 0 <= begin < end <= DAY:
            raise ValueError(f"{part} is no shift within a day")
        found.append((begin, end))
    return _normal(found)


def day_of(instant: float) -> date:
    """The day of `moment`, without the time."""
    try:
        return date.fromordinal(round(instant * 60) // (DAY * 60) + _DAY_0)
    except (OverflowError, ValueError):
        return date.max if instant > 0 else date.min


def last_day(finish: float) -> date:
    """The day in which something finishes: midnight belongs to the day before it."""
    return day_of(finish - 1 / 64)


class _Days(dict[float, tuple[float, int, Shifts]]):
    """Day -> minutes and working days before it, and its shifts. A plan asks for the same days again and again."""

    def __init__(self, week: tuple[Shifts, ...], special: Mapping[int, Shifts]) -> None:
        super().__init__()
        self.week, self.special = week, special
        self.minutes = Rhythm([_length(s) for s in week], {d: _length(s) for d, s in special.items()})
        self.days = Rhythm([bool(s) for s in week], {d: bool(s) for d, s in special.items()})

    def __missing__(self, number: float) -> tuple[float, int, Shifts]:
        day = int(number)
        worked = self.special.get(day)
        worked = self.week[(day + MONDAY_OF_DAY_0) % 7] if worked is None else worked
        self[day] = found = float(self.minutes.before(day)), self.days.before(day), worked
        return found


class Calendar:
    """Working time by the week, with exceptions. Calendars with the same working time are equal.

    *week* gives the shifts of Monday to Sunday; *exceptions* the shifts of single days, `()` for a holiday.
    """

    __slots__ = ("_days", "_hash", "_key", "_special", "_week", "name")

    def __init__(self, week: Sequence[Shifts], exceptions: Mapping[date, Shifts] | None = None, name: str = "") -> None:
        self.name = name
        self._week = tuple(week)
        days = ((d.toordinal() - _DAY_0, s) for d, s in (exceptions or {}).items())
        # A holiday on a day off changes nothing, and equal calendars must be found equal.
        self._special = {day: worked for day, worked in days if worked != self._week[(day + MONDAY_OF_DAY_0) % 7]}
        self._key = (self._week, frozenset(self._special.items()))
        self._hash = hash(self._key)
        self._days = _Days(self._week, self._special)

    @classmethod
    def whole_days(
        cls, weekdays: Collection[int] = range(5), holidays: Iterable[date] = (), hours: float = 8, name: str = ""
    ) -> Calendar:
        """A calendar that knows working days only: *weekdays* (Monday is 0) of *hours* each, without *holidays*."""
        length = max(1, min(DAY, round(hours * 60)))
        begin = min(8 * 60, DAY - length)
        worked = ((begin, begin + length),)
        return cls([worked if day in weekdays else () for day in range(7)], dict.fromkeys(holidays, ()), name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and self._key == other._key

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"Calendar({self.name or self._week!r}, {len(self._special)} exceptions)"

    # ------------------------------------------------------------ minutes

    @property
    def works(self) -> bool:
        """True where an ordinary week has working time; without it no date can be reached."""
        return self._days.minutes.a_week > 0

    @property
    def minutes_a_day(self) -> int:
        """The working minutes of the longest ordinary day."""
        return max(map(_length, self._week))

    @property
    def minutes_a_week(self) -> int:
        """The working minutes of an ordinary week."""
        return self._days.minutes.a_week

    def work(self, instant: float) -> float:
        """The minutes worked up to *instant*, counted from a fixed day; negative before it."""
        day, minute = divmod(instant, DAY)
        done, _, worked = self._days[day]
        for begin, end in worked:
            if minute <= begin:
                break
            done += min(minute, end) - begin
        return done

    def opens(self, work: float) -> float:
        """The latest instant by which only *work* minutes are worked: the beginning of a shift, for what starts."""
        day = self._days.minutes.day_passing(work)
        before, _, worked = self._days[day]
        rest = work - before
        for begin, end in worked:
            if rest < end - begin:
                return day * DAY + begin + rest
            rest -= end - begin
        return day * DAY

    def closes(self, work: float) -> float:
        """The first instant by which *work* minutes are worked: the end of a shift, for what finishes."""
        day = self._days.minutes.day_reaching(work)
        before, _, worked = self._days[day]
        rest = work - before
        for begin, end in worked:
            if rest <= end - begin:
                return day * DAY + begin + rest
            rest -= end - begin
        return day * DAY

    # ------------------------------------------------------------ whole days

    def shifts_on(self, weekday: int) -> Shifts:
        """The shifts of an ordinary weekday (Monday is 0)."""
        return self._week[weekday]

    @property
    def exceptions(self) -> dict[date, Shifts]:
        """The days on which another time is worked than on their weekday, with their shifts."""
        return {date.fromordinal(day + _DAY_0): worked for day, worked in sorted(self._special.items())}

    def is_working(self, day: date) -> bool:
        """True where any minute of the day is worked."""
        return bool(self._days[day.toordinal() - _DAY_0][2])

    def working_days_between(self, first: date, last: date) -> int:
        """Working days after *first* up to and including *last*: Monday to Tuesday is 1.

        Negative where *last* is earlier; going back counts the same days.
        """
        return self._days[last.toordinal() - _DAY_0 + 1][1] - self._days[first.toordinal() - _DAY_0 + 1][1]

    def add_working_days(self, day: date, count: int) -> date:
        """The working day that lies *count* working days after *day*, or before it where *count* is negative.

        0 gives *day* itself, working or not. Without any working time, *day* comes back as it is.
        """
        if not count or not self.works:
            return day
        number = day.toordinal() - _DAY_0
        if count > 0:
            found = self._days.days.day_reaching(self._days[number + 1][1] + count)
        else:
            found = self._days.days.day_passing(self._days[number][1] + count)
        return date.fromordinal(max(1, min(found, _LAST) + _DAY_0))

    # ------------------------------------------------------------ calendars made of calendars

    def both(self, other: Calendar) -> Calendar:
        """The time that both calendars work."""
        return self._combined(other, lambda a, b: _normal((max(x, u), min(y, v)) for x, y in a for u, v in b))

    def either(self, other: Calendar) -> Calendar:
        """The time that at least one of the calendars works."""
        return self._combined(other, lambda a, b: _normal((*a, *b)))

    def _combined(self, other: Calendar, join: Callable[[Shifts, Shifts], Shifts]) -> Calendar:
        week = [join(a, b) for a, b in zip(self._week, other._week, strict=True)]
        days = self._special.keys() | other._special.keys()
        special = {date.fromordinal(d + _DAY_0): join(self._days[d][2], other._days[d][2]) for d in days}
        return Calendar(week, special)


def _length(worked: Shifts) -> int:
    return sum(end - begin for begin, end in worked)


def _normal(stretches: Iterable[tuple[int, int]]) -> Shifts:
    """Stretches in order, joined where they touch or overlap, without the empty ones."""
    found: list[tuple[int, int]] = []
    for begin, end in sorted(s for s in stretches if s[0] < s[1]):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return tuple(found)


ROUND_THE_CLOCK = Calendar([((0, DAY),)] * 7, name="round the clock")
"""Every minute counts: the calendar of elapsed time."""
