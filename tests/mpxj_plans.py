"""Plans as JSON through mpxj's scheduler, which follows Microsoft Project too: dates and floats come back as JSON.

Run as a program of its own, because a Java that was started cannot be started again: stdin to stdout.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import Any

UNITS = {"d": "DAYS", "h": "HOURS", "w": "WEEKS", "%": "PERCENT", "ed": "ELAPSED_DAYS"}
LINKS = {"FS": "FINISH_START", "SS": "START_START", "FF": "FINISH_FINISH", "SF": "START_FINISH"}
CONSTRAINTS = {
    "ASAP": "AS_SOON_AS_POSSIBLE",
    "ALAP": "AS_LATE_AS_POSSIBLE",
    "SNET": "START_NO_EARLIER_THAN",
    "SNLT": "START_NO_LATER_THAN",
    "FNET": "FINISH_NO_EARLIER_THAN",
    "FNLT": "FINISH_NO_LATER_THAN",
    "MSO": "MUST_START_ON",
    "MFO": "MUST_FINISH_ON",
}


class Scheduler:
    """mpxj in a Java that was started for it."""

    def __init__(self) -> None:
        import jpype
        import mpxj  # noqa: F401 - it puts its archives on the class path.

        jpype.startJVM("-Xmx512m", convertStrings=True)
        self.double, self.whole = jpype.JDouble, jpype.JPackage("java").lang.Integer
        self.org, self.time = jpype.JPackage("org").mpxj, jpype.JPackage("java").time

    def moment(self, said: str) -> Any:
        return self.time.LocalDateTime.parse(said)

    def length(self, amount: float, unit: str) -> Any:
        return self.org.Duration.getInstance(float(amount), getattr(self.org.TimeUnit, UNITS[unit]))

    def schedule(self, plan: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """ID -> early and late dates and floats in minutes."""
        file = self.org.ProjectFile()
        file.setDefaultCalendar(file.addDefaultBaseCalendar())
        settings = file.getProjectProperties()
        settings.setMinutesPerDay(self.whole(480))
        settings.setMinutesPerWeek(self.whole(2400))
        settings.setStartDate(self.moment(plan["start"]))
        tasks = {row["id"]: self._task(file, row) for row in plan["tasks"]}
        for before, after, kind, lag, unit in plan["links"]:
            link = self.org.Relation.Builder().predecessorTask(tasks[before]).lag(self.length(lag, unit))
            tasks[after].addPredecessor(link.type(getattr(self.org.RelationType, LINKS[kind])))
        self.org.cpm.MicrosoftScheduler().schedule(file, self.moment(plan["start"]))
        minutes = self.org.TimeUnit.MINUTES
        return {
            name: {
                "early_start": str(task.getEarlyStart()),
                "early_finish": str(task.getEarlyFinish()),
                "late_start": str(task.getLateStart()),
                "late_finish": str(task.getLateFinish()),
                "total": float(task.getTotalSlack().convertUnits(minutes, settings).getDuration()),
                "free": float(task.getFreeSlack().convertUnits(minutes, settings).getDuration()),
            }
            for name, task in tasks.items()
        }

    def _task(self, file: Any, row: dict[str, Any]) -> Any:
        task = file.addTask()
        task.setName(row["id"])
        task.setType(self.org.TaskType.FIXED_DURATION)
        task.setTaskMode(self.org.TaskMode.AUTO_SCHEDULED)
        left = row["remaining"] if row["actual_start"] else row["duration"]
        task.setDuration(self.length(row["duration"], "d"))
        task.setMilestone(row["duration"] == 0)
        task.setRemainingDuration(self.length(left, "d"))
        task.setActualDuration(self.length(row["duration"] - left, "d"))
        task.setConstraintType(getattr(self.org.ConstraintType, CONSTRAINTS[row["constraint"]]))
        for name in ("ConstraintDate", "Deadline", "ActualStart", "ActualFinish"):
            key = {"ConstraintDate": "constraint_date", "ActualStart": "actual_start", "ActualFinish": "actual_finish"}
            said = row[key.get(name, "deadline")]
            if said:
                getattr(task, f"set{name}")(self.moment(said))
        if row["actual_finish"]:
            task.setPercentageComplete(self.double(100))
        return task


def main() -> None:
    scheduler = Scheduler()
    json.dump([scheduler.schedule(plan) for plan in json.load(sys.stdin)], sys.stdout)


def said(moment: datetime | None) -> str | None:
    """A moment as the plans have it."""
    return moment.isoformat() if moment else None


if __name__ == "__main__":
    main()
