"""mpxj, an independent reader and scheduler: it reads what we write, and its own schedule gives the same dates.

These tests run where the packages mpxj and jpype and a Java are; the others of this file, everywhere.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from conftest import Said
from interchange_helpers import FRIDAY, journey_of, schedule_of

from pmxl.demo import raw_book
from pmxl.interchange import foreign, import_plan, mspdi
from pmxl.journey import Journey
from pmxl.registers.schedule import SCHEDULE
from pmxl.workbook import Refused

here = pytest.mark.skipif(find_spec("mpxj") is None or find_spec("jpype") is None, reason="mpxj is not installed")

READ = """
import json, sys, mpxj, jpype
jpype.startJVM("-Xmx512m", convertStrings=True)
org = jpype.JPackage("org").mpxj
plan = org.reader.UniversalProjectReader().read(sys.argv[1])
def dates():
    tasks = [task for task in plan.getTasks() if task.getUniqueID().intValue()]
    return {str(task.getText(1)): [str(task.getStart()), str(task.getFinish())] for task in tasks}
read = dates()
org.cpm.MicrosoftScheduler().schedule(plan, plan.getProjectProperties().getStartDate())
links = sum(len(task.getPredecessors()) for task in plan.getTasks())
org.writer.UniversalProjectWriter(org.writer.FileFormat.MSPDI).write(plan, sys.argv[2])
print(json.dumps([read, dates(), links]))
"""


def through_mpxj(journey: Journey, folder: Path) -> list[Any]:
    """ID -> start and finish, as mpxj reads them and as it schedules them anew, and how many links it finds."""
    (folder / "plan.xml").write_text(mspdi.write(journey.book, journey.now).text, encoding="utf-8")
    command = [sys.executable, "-c", READ, str(folder / "plan.xml"), str(folder / "again.xml")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: list[Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@here
def test_another_scheduler_gives_the_same_dates(tmp_path: Path) -> None:
    journey = Journey(raw_book(), FRIDAY, strict=True)
    read, scheduled, links = through_mpxj(journey, tmp_path)
    assert scheduled == read
    ours = {row.id: [row.start, row.finish] for row in journey.book.of(SCHEDULE)}
    assert {name: [date[:10] for date in dates] for name, dates in read.items()} == {
        name: [str(day) for day in days] for name, days in ours.items()
    }
    said = [row.predecessors.count(";") + 1 for row in journey.book.of(SCHEDULE) if row.predecessors]
    assert links == sum(said)
    assert mspdi.read((tmp_path / "again.xml").read_bytes()).rows["Schedule"] == schedule_of(journey)


@here
def test_every_lag_and_every_link_means_the_same_there(tmp_path: Path) -> None:
    lags = ["", "+2d", "-1d", "+4h", "+90m", "+1w", "+1mo", "+3ed", "+12eh", "+50%"]
    rows: list[dict[str, Any]] = [{"id": "T-001", "task": "First", "duration": 10}]
    kinds = [(kind, lag) for kind in ("FS", "SS", "FF") for lag in lags]
    for number, (kind, lag) in enumerate(kinds, 2):
        rows.append({"id": f"T-{number:03d}", "task": "x", "duration": 12, "predecessors": f"T-001{kind}{lag}"})
    journey = journey_of({"Schedule": rows}, progress_mode="stays where logic puts it")
    read, scheduled, links = through_mpxj(journey, tmp_path)
    assert links == len(kinds)
    assert scheduled == read


@here
def test_plans_of_other_formats_are_read(tmp_path: Path) -> None:
    """A plan goes out as P6's own XML and comes in through mpxj, as a file that only mpxj knows would."""
    journey = journey_of({"Schedule": [{"id": "T-001", "task": "Dig", "duration": 3}]})
    (tmp_path / "plan.xml").write_text(mspdi.write(journey.book, journey.now).text, encoding="utf-8")
    code = READ.partition("def dates")[0]
    code += "org.writer.UniversalProjectWriter(org.writer.FileFormat.PMXML).write(plan, sys.argv[2])"
    target = tmp_path / "p6.xml"
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "plan.xml"), str(target)], check=True)
    found = import_plan(str(target), target.read_bytes()).rows["Schedule"]
    assert [(row["task"], row["duration"]) for row in found if "duration" in row] == [("Dig", 3.0)]


@here
def test_what_mpxj_cannot_read_gets_one_line(tmp_path: Path) -> None:
    (tmp_path / "bad.mpp").write_bytes(b"no plan at all")
    with pytest.raises(Refused, match="mpxj finds no plan in it"):
        foreign.convert(str(tmp_path / "bad.mpp"))


def test_without_mpxj_the_command_says_what_to_install(said: Said, tmp_path: Path) -> None:
    if find_spec("mpxj") is not None:
        pytest.skip("mpxj is installed")
    (tmp_path / "plan.mpp").write_bytes(b"\xd0\xcf\x11\xe0")
    code, out, err = said("import", "plan.mpp")
    assert (code, out) == (3, "")
    assert err == (
        "pmxl: plan.mpp: reading .mpp files needs the package mpxj; install pmxl[mpp], and Java 11 or newer, "
        "or save it as XML in the program that made it\n"
    )
