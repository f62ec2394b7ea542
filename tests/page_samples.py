"""Generated pages with everything that a page can bear, for tests."""

from __future__ import annotations

import datetime
import struct
import zlib

from pmxl.model import (
    NO_COLOUR,
    ChartAxis,
    ChartSeries,
    PageCell,
    PageChart,
    PageFormat,
    PagePicture,
    PageRow,
    PageSparkline,
    ReplaceSheet,
)


def png(width: int = 40, height: int = 20, colour: tuple[int, int, int] = (31, 56, 100)) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    lines = (b"\0" + bytes(colour) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


TASKS = (
    ("Design <&> =1", datetime.date(2026, 4, 1), 20.0),
    ("Build", datetime.date(2026, 4, 15), 40.0),
    ("Test", datetime.date(2026, 5, 20), 15.0),
)
_HEAD = PageRow(tuple(PageCell(text, "table_head") for text in ("Task", "Start", "Days")))
_ROWS = tuple(
    PageRow((PageCell(name, "table"), PageCell(day, "table_day"), PageCell(days, "table_number")))
    for name, day, days in TASKS
)
_DAYS = ChartSeries("C3:C5", "A3:A5", name="Days")

GANTT = PageChart(
    "stacked bar",
    "A8:D20",
    (ChartSeries("B3:B5", "A3:A5", colour=NO_COLOUR), _DAYS._replace(labels_at="A3:A5", label_colour="#FFFFFF")),
    title="Plan",
    category_axis=ChartAxis(reversed=True),
    value_axis=ChartAxis("When", "dd mmm", datetime.date(2026, 4, 1), datetime.date(2026, 6, 30), step=30),
    legend="bottom",
    gap=40,
    alt="Three tasks from April to June",
)
COMBINED = PageChart(
    "column",
    "F2",
    (_DAYS, ChartSeries("C3:C5", "A3:A5", name_at="C2", kind="line", secondary=True, dash="dash", marker="diamond")),
    width=300,
    height=150,
    second_axis=ChartAxis(number_format="0"),
    legend="right",
)
DOUGHNUT = PageChart(
    "doughnut", "F12:I20", (_DAYS._replace(labels="percent", points=("#2E7D4F", "", "#B3261E")),), title="Share"
)
POINTS = PageChart("scatter", "K2", (ChartSeries("C3:C5", "B3:B5", labels_at="A3:A5"),))
LINE = PageChart("line", "K20", (_DAYS._replace(labels="value", label_format="0", line=1),))
AREA = PageChart("stacked area", "F22", (_DAYS, _DAYS))

DASHBOARD = ReplaceSheet(
    "Dashboard of pmxl",
    widths=(18, 12, 10, 10),
    rows=(PageRow((PageCell("Plan & outlook", "title", span=4),), 27), _HEAD, *_ROWS),
    landscape=True,
    one_page=True,
    repeat_rows=2,
    repeat_columns=1,
    charts=(GANTT, COMBINED, DOUGHNUT, POINTS, LINE, AREA),
    pictures=(PagePicture(png(), "E1", alt="A logo"),),
    formats=(PageFormat("C3:C5", "$C3>18", "red", stop=True), PageFormat("C3:C5", bars="#5F7189", minimum=0)),
    sparklines=(PageSparkline("D3", "C3:C5"),),
    levels=(0, 0, 1, 0),
    folded=False,
    paper="Letter",
)
