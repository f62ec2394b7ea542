"""What a click costs: from the command line that Excel starts to the plan that is ready to be applied.

Excel itself is not in it: the demo's cells are handed over as xlwings hands them over, in blocks, by an engine that
only keeps them. What is measured is pmxl's own way: start, imports, reading, computing, the plan, and the end of the
interpreter, for which Excel waits. Drawing the pages belongs to applying the plan and is shown behind it. Where a
running `pmxl serve` answers the clicks, start and imports are paid once; that is measured beside it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pmxl.demo
from benchmarks.kept_book import KeptBook
from benchmarks.measure import Job, as_commands_run, medians, process, processor_time, show

BARE = "python -c pass"
START = "from pmxl.excel import end_quickly; end_quickly()"
IMPORT = "from pmxl.excel.application import import_xlwings; import_xlwings()"
LINE = "import xlwings.utils; xlwings.utils.prepare_sys_path('false;;;;;;')"
OPEN = "from benchmarks.kept_book import KeptBook; book = KeptBook({!r})"
COMMAND = "from datetime import date; from pmxl.excel.commands.{} import {}, travel"
READ = "from pmxl.excel.reading import raw_book; raw = raw_book(book); [raw.sheets[name] for name in raw.sheets]"
COMPUTE = "from pmxl.journey import Journey; journey = Journey(raw, date(2026, 3, 13))"
DRAW = "from benchmarks.kept_book import draw; draw(raw, edits)"
ALONE = ("Refresh: cells planned",)
"""What is measured beside the way: the next step does it as well."""
CLICKS: Mapping[str, Mapping[str, str]] = {
    "Check": {
        "the button's function imported": COMMAND.format("looking", "check"),
        "read": READ,
        "computed": COMPUTE,
        "found what is wrong": "findings = journey.findings()",
        "plan": "from pmxl.generate.findings_page import findings_page; "
        "edits = [findings_page(journey.judged, journey.now, findings)]",
        "page drawn": DRAW,
    },
    "Refresh": {
        "the button's function imported": COMMAND.format("changing", "refresh"),
        "read": READ,
        "computed": COMPUTE,
        "cells planned": "journey.plan(sheets=())",
        "plan": "edits = journey.plan().edits",
        "pages drawn": DRAW,
    },
    "Brief": {
        "the button's function imported": COMMAND.format("reporting", "brief"),
        "read": READ,
        "computed": COMPUTE,
        "plan": "edits = journey.plan(sheets=('Brief',)).edits",
        "page drawn": DRAW,
    },
}
"""What the person clicks -> what is done until then, step by step."""
LIMIT = 12
"""How many starts of a bare Python a click may take until its plan is there."""
ROUNDS = 7


def main() -> None:
    """Print how many times a bare Python each step of a click has taken when it is done."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "demo.xlsx")
        pmxl.demo.write(path)
        kept = os.path.join(folder, "demo.cells")
        process("-c", f"from benchmarks.kept_book import keep; keep({str(path)!r}, {kept!r})")()
        begin = {"... import pmxl.excel": START, "... xlwings, without what it does not need": f"{IMPORT}; {LINE}"}
        begin |= {"... the cells handed over": OPEN.format(kept)}
        jobs: dict[str, Job] = {BARE: process("-c", "pass"), **_cumulative(begin)}
        for click, steps in CLICKS.items():
            named = {f"{click}: {name}": code for name, code in steps.items()}
            jobs |= {name: job for name, job in _cumulative(begin | named).items() if name not in begin}
        jobs["import xlwings, as it comes"] = process("-c", "import xlwings")
        limits = {f"{click}: plan": LIMIT for click in CLICKS}
        if sys.platform == "win32":
            show("One click, until then", medians(jobs, ROUNDS), BARE, limits)
            served(kept)
            return
        show("One click, until then", medians(jobs, ROUNDS), BARE)
        # What a busy machine does to each start differs so much that only the processor's own time is judged.
        spent = medians(jobs, ROUNDS, processor_time)
        show("One click, until then, time of the processor", spent, BARE, limits)
        served(kept)


def served(kept: str) -> None:
    """Print what a click takes until its plan is there, where Python runs already and has answered one before."""
    from pmxl.excel.serving import prepare

    prepare()
    jobs: dict[str, Job] = {BARE: process("-c", "pass")}
    for click, steps in CLICKS.items():
        until = list(steps)[: list(steps).index("plan") + 1]
        code = compile("; ".join(steps[name] for name in until if name not in ALONE), click, "exec")
        jobs[f"{click}: plan"] = as_commands_run(lambda code=code: exec(code, {"book": KeptBook(kept)}))  # type: ignore[misc]
    title = "One click that a running pmxl serve answers, until then"
    show(title, medians(jobs, ROUNDS), BARE, {name: LIMIT for name in jobs if name != BARE})


def _cumulative(steps: Mapping[str, str]) -> dict[str, Job]:
    """For each step a job that does everything up to it."""
    done = ["import gc; gc.set_threshold(100_000)"]
    jobs = {}
    for name, code in steps.items():
        jobs[name] = process("-c", "; ".join([*done, code]))
        done += [code] if name not in ALONE else []
    return jobs


if __name__ == "__main__":
    main()
