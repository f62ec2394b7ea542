"""From the sheets to the chance of a date: what is certain stays as planned, what is uncertain meets closed forms."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date
from io import StringIO
from itertools import pairwise
from pathlib import Path

import ironcalc
import project_cases
import pytest
from conftest import Said

import pmxl.demo
from pmxl.chances import Chances, chances_of
from pmxl.chances.inputs import chance_of, inputs_of
from pmxl.chances.words import headline, reasons
from pmxl.facts.plan import plan_of
from pmxl.generate.uncertainty_stamps import STALE
from pmxl.journey import Journey
from pmxl.model import Book, Context, RawBook, RawSheet, SetCells
from pmxl.registers.risks import RISKS
from pmxl.registers.settings import Settings
from pmxl.schedule import Result, schedule
from pmxl.schedule.stretching import Positions, stretches
from pmxl.schedule.uncertainty import simulate
from pmxl.workbook import open_workbook, save

FRIDAY = date(2026, 3, 13)
DATA = Path(__file__).parents[1].parent / "shared" / "data" / "schedule"
CASES = sorted(DATA.glob("[ms]*-*.json"))


def sheet(name: str, *rows: dict[str, object]) -> RawSheet:
    titles = list(dict.fromkeys(title for row in rows for title in row))
    cells: dict[int, dict[int, object]] = {1: dict(enumerate(titles, 1))}
    for number, row in enumerate(rows, 2):
        cells[number] = {titles.index(title) + 1: value for title, value in row.items()}
    return RawSheet(name, cells)


def journey(
    tasks: list[dict[str, object]], risks: list[dict[str, object]] | None = None, **settings: object
) -> Journey:
    titles = {line.key: line.title for line in Settings.lines}
    given = {"as_of": "2026-03-13", "project_start": "2026-03-16", **settings}
    lines = [{"Setting": titles[key], "Value": value, "Key": key} for key, value in given.items()]
    scales = [
        {"Scale": "Likelihood", "Score": 3.0, "Chance": 0.5},
        {"Scale": "Likelihood", "Score": 5.0, "Chance": 1.0},
    ]
    sheets = [sheet("Schedule", *tasks), sheet("Settings", *lines), sheet("Scales", *scales)]
    sheets += [sheet("Risks", *risks)] if risks else []
    return Journey(RawBook({one.name: one for one in sheets}), FRIDAY, strict=True)


def found(tasks: list[dict[str, object]], risks: list[dict[str, object]] | None = None, **settings: object) -> Chances:
    computed = journey(tasks, risks, **settings)
    return chances_of(computed.book, computed.now, draws=20_000)


# ---------------------------------------------------------------- what is certain stays as planned


def planned_alike(result: Result) -> list[str]:
    """The rows whose certain simulation does not finish where the engine has them."""
    network = stretches(result, {})
    outcome = simulate(network, draws=1, watch=[one.id for one in network])
    at = Positions(result)
    nodes = {task.id: v for v, task in enumerate(result.graph.tasks)}
    return [
        name for name in outcome.finishes if name in nodes and abs(outcome.mean(name) - at.finish(nodes[name])) > 1e-4
    ]


@pytest.mark.skipif(not CASES, reason="the open cases do not lie beside the repository")
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("mode", ["msproject", "retained logic"])
def test_without_ranges_a_simulation_is_the_plan(path: Path, mode: str) -> None:
    """Schedules of Microsoft Project with calendars, constraints, summaries and progress."""
    case = json.loads(path.read_text(encoding="utf-8"))
    case["stored"] = {}
    assert planned_alike(schedule(project_cases.network(case)._replace(mode=mode))) == []


def test_the_demo_without_ranges_is_its_plan() -> None:
    computed = Journey(pmxl.demo.raw_book(), FRIDAY, strict=True)
    assert planned_alike(schedule(plan_of(computed.book, computed.now).network)) == []


# ---------------------------------------------------------------- what is uncertain meets closed forms


def positions(chances: Chances, shares: tuple[float, ...]) -> list[date]:
    """The first day of the S-curve on which each chance is reached."""
    return [next(day for day, chance in chances.curve if chance >= share) for share in shares]


def test_a_plan_in_which_nothing_varies_has_no_chance_to_tell() -> None:
    told = found([{"ID": "T-001", "Task": "Build", "Owner": "K. Obi", "Duration": 5}])
    assert headline(told, FRIDAY) == "No chance can be told of 20 Mar: nothing in the plan varies"
    (reason,) = reasons(told, FRIDAY)
    assert reason.endswith("write Low and High on Schedule, or Tasks hit on Risks")


def test_paths_that_join_are_late_together() -> None:
    """The largest of five uniforms from 8 to 12 days: 10 days hold in one draw of 32, 11 in (3/4) ** 5 of them."""
    tasks = [{"ID": f"T-{i}", "Duration": 10.0, "Low": 8.0, "High": 12.0} for i in range(5)]
    join = {"ID": "T-9", "Task": "All done", "Duration": 0.0, "Key milestone": "Yes", "Deadline": "2026-03-30"}
    join["Predecessors"] = "; ".join(str(task["ID"]) for task in tasks)
    chances = found([*tasks, join], range_shape="Uniform")
    project, milestone = chances.finishes
    assert (project.plan, milestone.record) == (date(2026, 3, 27), "T-9")
    assert project.plan_chance == pytest.approx(1 / 32, abs=0.005)
    assert milestone.deadline_chance == pytest.approx(0.75**5, abs=0.01)
    assert project.percentiles == (date(2026, 3, 31),) * 3  # 11.48, 11.83 and 11.92 days
    assert [one.share for one in chances.critical if one.record != "T-9"] == pytest.approx([0.2] * 5, abs=0.02)


def test_a_risk_hits_all_of_its_tasks_in_the_same_draw() -> None:
    """Two tasks of 10 days and a risk of even odds that adds 2 days to each: 20 days or 24, nothing between."""
    tasks = [{"ID": "T-1", "Duration": 10.0}, {"ID": "T-2", "Duration": 10.0, "Predecessors": "T-1"}]
    risks = [{"ID": "R-1", "Likelihood": 3.0, "Tasks hit": "T-1, T-2", "Days if it happens": 2.0}]
    chances = found(tasks, risks)
    assert [day for day, _ in chances.curve] == [date(2026, 4, 10), date(2026, 4, 16)]
    assert chances.finishes[0].plan_chance == pytest.approx(0.5, abs=0.015)
    (pull,) = chances.drivers
    assert (pull.record, pull.kind, pull.p80) == ("R-1", "risk", pytest.approx(4.0))
    assert pull.mean == pytest.approx(2.0, abs=0.05)


def test_the_likelihood_after_the_response_counts_by_the_scale_of_the_project() -> None:
    risks = [
        {"ID": "R-1", "Likelihood": 5.0},
        {"ID": "R-2", "Likelihood": 5.0, "Residual likelihood": 3.0},
        {"ID": "R-3", "Likelihood": 1.0},
        {"ID": "R-4"},
    ]
    book = journey([{"ID": "T-1", "Duration": 1.0}], risks).book
    assert [chance_of(book, risk) for risk in book.of(RISKS)] == [1.0, 0.5, 0.03, None]


def test_only_open_risks_on_open_tasks_count() -> None:
    tasks = [{"ID": "T-1", "Duration": 5.0}, {"ID": "T-2", "Duration": 5.0, "Actual finish": "2026-03-12"}]
    hit = {"Likelihood": 3.0, "Tasks hit": "T-1, T-2, T-9", "Days if it happens": 2.0}
    risks = [
        {"ID": "R-1", **hit, "Days at best": 1.0, "Days at worst": 6.0},
        {"ID": "R-2", **hit, "Status": "Closed"},
        {"ID": "R-3", **hit, "Tasks hit": "T-2"},
        {"ID": "R-4", **hit, "Days if it happens": 0.0},
    ]
    given = inputs_of(*computed(tasks, risks))
    (driver,) = given.drivers
    assert (driver.chance, tuple(driver.impact)[:3], driver.tasks) == (0.5, (1.0, 2.0, 6.0), ("T-1",))


def computed(
    tasks: list[dict[str, object]], risks: list[dict[str, object]] | None = None, **settings: object
) -> tuple[Book, Context]:
    whole = journey(tasks, risks, **settings)
    return whole.book, whole.now


def test_of_a_range_as_much_is_left_as_of_the_duration() -> None:
    tasks = [
        {"ID": "T-1", "Duration": 10.0, "Low": 8.0, "High": 16.0, "Actual start": "2026-03-09", "Remaining": 5.0},
        {"ID": "T-2", "Duration": 10.0, "High": 12.0},
        {"ID": "T-3", "Duration": 10.0, "Low": 8.0, "High": 16.0, "Actual finish": "2026-03-12"},
        {"ID": "T-4", "Duration": 0.0, "Low": 1.0},
        {"ID": "T-5", "Duration": 10.0, "Low": 8.0, "High": 16.0, "Buffer": "Yes"},
        {"ID": "T-6", "Duration": 10.0},
    ]
    ranges = inputs_of(*computed(tasks)).ranges
    assert {name: tuple(one)[:3] for name, one in ranges.items()} == {"T-1": (4, 5, 8), "T-2": (10, 10, 12)}
    wide = inputs_of(*computed(tasks, range_down=0.1, range_up=0.5)).ranges
    assert tuple(wide["T-6"])[:3] == pytest.approx((9, 10, 15))
    assert tuple(wide["T-2"])[:3] == pytest.approx((9, 10, 12))


def test_estimates_that_move_together_spread_as_wide_as_their_sum() -> None:
    """Ten uniforms from 8 to 12 days in a row: alone they nearly cancel out, together all are as late as each other."""
    tasks = [{"ID": f"T-{i}", "Duration": 10.0, "Low": 8.0, "High": 12.0} for i in range(10)]
    for before, task in pairwise(tasks):
        task["Predecessors"] = before["ID"]
    alone, together = (found(tasks, range_shape="Uniform", range_together=share) for share in (0.0, 1.0))
    assert together.finishes[0].percentiles[2] > alone.finishes[0].percentiles[2]
    assert together.finishes[0].percentiles[2] == date(2026, 8, 24)  # 8 + 0.9 x 4 = 11.6 days each, 116 in all


def test_a_buffer_is_no_work() -> None:
    tasks = [
        {"ID": "T-1", "Duration": 10.0, "Low": 8.0, "High": 11.0},
        {"ID": "T-2", "Duration": 5.0, "Buffer": "Yes", "Predecessors": "T-1"},
        {"ID": "T-3", "Duration": 0.0, "Predecessors": "T-2"},
    ]
    project = found(tasks).finishes[0]
    assert (project.plan, project.percentiles[0]) == (date(2026, 4, 3), date(2026, 3, 27))
    assert project.plan_chance == 1.0


def test_a_milestone_that_holds_its_date_has_that_date() -> None:
    tasks = [{"ID": "T-1", "Task": "Delivery", "Duration": 0.0, "Not before": "2026-03-23", "Deadline": "2026-03-20"}]
    _, delivery = found(tasks).finishes
    assert (delivery.plan, delivery.percentiles) == (date(2026, 3, 23), (date(2026, 3, 23),) * 3)
    assert (delivery.plan_chance, delivery.deadline_chance) == (1.0, 0.0)


# ---------------------------------------------------------------- the command


@pytest.fixture(scope="session")
def refreshed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from pmxl.cli import main

    path = tmp_path_factory.mktemp("chances") / "demo.xlsx"
    pmxl.demo.write(path)
    assert main(["refresh", str(path)]) == 0
    return path


@pytest.fixture
def demo(refreshed: Path, tmp_path: Path) -> Path:
    path = tmp_path / "demo.xlsx"
    path.write_bytes(refreshed.read_bytes())
    return path


def test_the_three_formats_say_the_same(said: Said, demo: Path) -> None:
    before = demo.read_bytes()
    code, text, _ = said("simulate", demo, "--runs", "500")
    document = json.loads(said("simulate", demo, "--runs", "500", "--format", "json")[1])
    lines = list(csv.DictReader(StringIO(said("simulate", demo, "--runs", "500", "--format", "csv")[1])))
    project = document["finishes"][0]
    assert (code, project["plan"], document["draws"]) == (0, "2026-05-29", 500)
    assert project["plan"] < project["p50"] < project["p80"] < project["p90"]
    assert {line["value"] for line in lines if line["measure"] == "p80" and not line["record"]} == {project["p80"]}
    assert text.startswith(f"{document['says'][0]}.\n")
    assert demo.read_bytes() == before


def test_the_same_seed_gives_the_same_numbers(said: Said, demo: Path) -> None:
    one, two, other = (said("simulate", demo, "--runs", "300", "--seed", seed)[1] for seed in ("7", "7", "8"))
    assert one == two != other


def test_nonsense_is_answered_in_one_line(said: Said, demo: Path, a_workbook: Path) -> None:
    assert said("simulate", demo, "--runs", "0")[::2] == (2, "pmxl: --runs takes a number from 1 to 1,000,000, not 0\n")
    assert said("simulate", demo, "--seed", "-1")[0] == said("simulate", demo, "-o", "other.xlsx")[0] == 2
    assert "it has no schedule to simulate; fill the sheet Schedule" in said("simulate", a_workbook)[2]


def test_the_sheet_stays_and_says_when_its_numbers_are_old(said: Said, demo: Path) -> None:
    """Refresh leaves the page alone; an edit of a range makes its own formula say so, and refresh writes it down."""

    assert said("simulate", demo, "--write", "--runs", "300")[0] == 0
    page = open_workbook(demo).raw.sheets["Uncertainty"].cells
    assert page[3][1] == "Simulated for 13 Mar 2026, up to date." == calculated(demo)
    assert said("refresh", demo)[0] == 0
    assert open_workbook(demo).raw.sheets["Uncertainty"].cells == page
    book = open_workbook(demo)
    place = next(table for table in book.raw.tables if table.name == "Schedule")
    high = chr(64 + place.first_column + place.columns.index("High"))
    row = next(r for r, cells in book.raw.sheets["Schedule"].cells.items() if cells.get(place.first_column) == "T-048")
    save(book, [SetCells("Schedule", high, {row: 11.0}, kind="number")])
    assert calculated(demo) == STALE
    assert said("refresh", demo)[0] == 0
    changed = open_workbook(demo).raw.sheets["Uncertainty"].cells
    assert changed[3][1] == STALE
    assert {r: cells for r, cells in changed.items() if r != 3 and page[r] != cells}.keys() <= {second_stamp(page)}
    assert said("simulate", demo, "--write", "--runs", "300")[0] == 0
    assert calculated(demo) == "Simulated for 13 Mar 2026, up to date."


def second_stamp(page: Mapping[int, Mapping[int, object]]) -> int:
    return next(row for row, cells in page.items() if cells.get(2) == "Fingerprint of ranges and risks")


def calculated(path: Path) -> object:
    """What IronCalc makes of the line that says whether the page still holds."""
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    return model.get_cell_value(list(open_workbook(path).raw.sheets).index("Uncertainty"), 3, 1)
