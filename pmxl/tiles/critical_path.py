"""The critical path: what is on it now, and how much float all other work has."""

from __future__ import annotations

from pmxl.facts.work import work
from pmxl.generate.looks import NAVY, RED, STEEL
from pmxl.model import Book, ChartAxis, ChartSeries, Context, PageChart, Value
from pmxl.registers.schedule import Task
from pmxl.tiles.tile import Tile, short

BINS = (("below 0", -1e9, -1e-6), ("0", -1e-6, 1e-6), ("1-5", 1e-6, 5), ("6-10", 5, 10), ("11-20", 10, 20),
        ("more", 20, 1e9))  # fmt: skip
"""Working days of float: words, above what, and up to what."""
MOST = 3


def critical_path(book: Book, _: Context) -> Tile:
    """The histogram of total float over open tasks, and the first tasks of the critical path by name."""
    open_ = [task for task in work(book) if task.is_open and task.total_float is not None]
    if not open_:
        missing = "No open task has a float: give tasks durations and predecessors, then refresh."
        return Tile("Critical path", "Not known", empty=missing)
    critical = sorted((task for task in open_ if task.critical and task.start), key=_begins)
    names = ", ".join(short(task.name, 8) for task in critical[:MOST])
    more = f" +{len(critical) - MOST}" if len(critical) > MOST else ""
    counts = [sum(low < (task.total_float or 0) <= high for task in open_) for _, low, high in BINS]
    data: list[list[Value]] = [["Float", "Tasks"]]
    data += ([words, count] for (words, _, _), count in zip(BINS, counts, strict=True))
    series = ChartSeries(
        "Tasks", "Float", colour=STEEL, labels="value", points=(RED, NAVY, *(STEEL,) * (len(BINS) - 2))
    )
    chart = PageChart(
        "column", "", (series,), category_axis=ChartAxis("Days of float: open tasks"),
        value_axis=ChartAxis(hidden=True, grid=False, minimum=0), gap=35,
        alt="How many open tasks have how many working days of float",
    )  # fmt: skip
    return Tile("Critical path", f"Now: {names}{more}" if names else "Nothing open is critical",
                "RED" if counts[0] else "", chart=chart, data=data)  # fmt: skip


def _begins(task: Task) -> tuple[str, int]:
    return str(task.start), task.number
