"""An amount per day that repeats every week: the arithmetic under calendars."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

MONDAY_OF_DAY_0 = 3
"""Day 0 is 1970-01-01, a Thursday: three days after its Monday."""


class Rhythm:
    """So much a day, the same every week except on special days; summed up and looked up for any day there is.

    Days are counted from 1970-01-01. Nothing is tabulated day by day: a sum is whole weeks, plus the days since
    Monday, plus what the special days before changed, so it costs O(log special days) and has no horizon.
    """

    __slots__ = ("a_week", "amounts", "changes", "days", "sums", "until_weekday")

    def __init__(self, week: Sequence[int], special: Mapping[int, int]) -> None:
        self.until_weekday = [0, *accumulate(week)]
        self.a_week = self.until_weekday[7]
        self.days = sorted(special)
        self.amounts = [special[day] for day in self.days]
        usual = [week[(day + MONDAY_OF_DAY_0) % 7] for day in self.days]
        self.changes = [0, *accumulate(a - u for a, u in zip(self.amounts, usual, strict=True))]
        self.sums = [self.before(day) for day in self.days]

    def before(self, day: int) -> int:
        """The sum of all days before *day*, counted from the Monday of 1970-01-01's week; negative before that."""
        week, weekday = divmod(day + MONDAY_OF_DAY_0, 7)
        return week * self.a_week + self.until_weekday[weekday] + self.changes[bisect_left(self.days, day)]

    def on(self, day: int) -> int:
        """The amount of one day."""
        return self.before(day + 1) - self.before(day)

    def day_reaching(self, amount: float) -> int:
        """The day at whose end the sum first reaches *amount*."""
        i = bisect_left(self.sums, amount) - 1
        if i >= 0 and amount <= self.sums[i] + self.amounts[i]:
            return self.days[i]
        if not self.a_week:
            return self.days[i] if i >= 0 else 0
        week, rest = divmod(amount - self.changes[i + 1], self.a_week)
        if not rest:
            week, rest = week - 1, self.a_week
        return int(week) * 7 + bisect_left(self.until_weekday, rest) - 1 - MONDAY_OF_DAY_0

    def day_passing(self, amount: float) -> int:
        """The day in which the sum first goes beyond *amount*."""
        i = bisect_right(self.sums, amount) - 1
        if i >= 0 and amount < self.sums[i] + self.amounts[i]:
            return self.days[i]
        if not self.a_week:
            return self.days[i] if i >= 0 else 0
        week, rest = divmod(amount - self.changes[i + 1], self.a_week)
        return int(week) * 7 + bisect_right(self.until_weekday, rest) - 1 - MONDAY_OF_DAY_0
