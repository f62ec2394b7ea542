"""The dependency map: lines lead right, nothing lies over anything else, and what is left out is told."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path
from random import Random
from xml.etree import ElementTree as ET

import pytest
from brief_books import HOSTILE, TODAY, book, crammed, journey
from hypothesis import given
from hypothesis import strategies as some

from pmxl import demo
from pmxl.generate.map_page import LABEL, LEVEL, _label, map_page, readable
from pmxl.journey import Journey
from pmxl.maps.chosen import chosen
from pmxl.maps.layers import BEND, Layout, layout
from pmxl.maps.svg import BOX, page, svg
from pmxl.model import RawBook
from pmxl.sections.arial import Font, in_lines, lines, width
from pmxl.workbook.addresses import parse_reference

NS = "{http://www.w3.org/2000/svg}"
Graph = tuple[dict[str, int], list[tuple[str, str]]]


@some.composite
def graphs(draw: some.DrawFn) -> Graph:
    """Nodes in layers, and lines that lead to later layers."""
    layer = {f"n{i}": at for i, at in enumerate(draw(some.lists(some.integers(0, 6), min_size=1, max_size=25)))}
    pairs = [(a, b) for a in layer for b in layer if layer[a] < layer[b]]
    return layer, draw(some.lists(some.sampled_from(pairs), max_size=40, unique=True)) if pairs else []


@given(graphs())
def test_boxes_are_a_row_apart_and_lines_pass_between_them(graph: Graph) -> None:
    found = layout(*graph)
    for (_, (at, high)), (_, (beside, low)) in combinations(found.places.items(), 2):
        assert at != beside or abs(high - low) >= 1 - 1e-9
    for path in found.paths.values():
        assert [x for x, _ in path] == list(range(path[0][0], path[-1][0] + 1))
        for x, y in path[1:-1]:
            gaps = [abs(y - other) for at, other in found.places.values() if at == x]
            assert min(gaps, default=1) >= (1 + BEND) / 2 - 1e-9
    assert all(0 <= y <= found.rows + 1e-9 for _, y in found.places.values())


@given(graphs())
def test_untangling_makes_no_more_crossings_than_the_order_that_was_given(graph: Graph) -> None:
    layer, edges = graph
    assert layout(layer, edges).crossings == crossings(layout(layer, edges))
    near = [(a, b) for a, b in edges if layer[b] == layer[a] + 1]
    names = list(layer)
    before = sum(
        layer[a] == layer[c] and (names.index(a) - names.index(c)) * (names.index(b) - names.index(d)) < 0
        for (a, b), (c, d) in combinations(near, 2)
    )
    assert layout(layer, near).crossings <= before


def crossings(found: Layout) -> int:
    """Counted anew from where everything stands."""
    steps = [step for path in found.paths.values() for step in pairwise(path)]
    return sum(
        a[0] == c[0] and (a[1] - c[1]) * (b[1] - d[1]) < -1e-12 for (a, b), (c, d) in combinations(steps, 2)
    )  # fmt: skip


def test_a_line_that_leads_back_is_refused() -> None:
    with pytest.raises(ValueError, match="from b to a leads back"):
        layout({"a": 0, "b": 1}, [("b", "a")])


def tangled(seed: int, count: int) -> RawBook:
    """A plan of tasks that wait for random others, some for each other in a circle, with hand-offs."""
    random = Random(seed)
    tasks = [
        {"ID": f"T-{i}", "Task": f"Step {i} of the plan", "Duration": random.choice([0, 1, 3, 8]), "Owner": "Ana Ruiz",
         "Predecessors": ", ".join(f"T-{random.randrange(count or 1)}" for _ in range(random.randrange(3)))}
        for i in range(count)
    ]  # fmt: skip
    handed = [
        {"ID": f"D-{i}", "What is needed": "Parts", "Status": "Open", "Direction": random.choice(["We get", "We give"]),
         "Needed for": f"T-{random.randrange(count or 1)}", "Promised for": TODAY}
        for i in range(5)
    ]  # fmt: skip
    return book(
        Settings=[{"Setting": "As-of date", "Value": TODAY, "Key": "as_of"}], Schedule=tasks, Dependencies=handed
    )


@pytest.mark.parametrize("count", [0, 1, 5, 60, 400])
def test_any_plan_gives_a_map_that_can_be_read(count: int) -> None:
    found = Journey(tangled(count, count), TODAY, strict=True)
    shown = chosen(found.book, found.now)
    assert len(shown.nodes) <= 40
    assert all(shown.layer[a] < shown.layer[b] for a, b in shown.ties)
    assert max(shown.layer.values(), default=0) < 8
    assert (shown.left_out > 0) == (count >= 60)
    fits(svg(found.book, found.now))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_any_text_stays_in_its_box_and_is_nothing_but_text(text: str) -> None:
    raw = book(
        Settings=[{"Setting": "As-of date", "Value": TODAY, "Key": "as_of"},
                  {"Setting": "Project", "Value": text, "Key": "project_name"}],
        Schedule=[{"ID": "T-1", "Task": f'<script>&"{text}', "Owner": text, "Duration": 5},
                  {"ID": "T-2", "Task": text, "Duration": 0, "Predecessors": "T-1"}],
    )  # fmt: skip
    found = Journey(raw, TODAY, strict=True)
    fits(svg(found.book, found.now))
    assert "<script" not in page(found.book, found.now)


def fits(picture: str) -> None:
    """Every text lies in the picture, and those of a box within its box."""
    tree = ET.fromstring(picture)
    right, bottom = (float(n) for n in tree.attrib["viewBox"].split()[2:])
    for text in tree.iter(f"{NS}text"):
        font = Font(float(text.attrib["font-size"]), "font-weight" in text.attrib)
        assert float(text.attrib["x"]) + width(text.text or "", font) <= right + 0.5
        assert float(text.attrib["y"]) <= bottom
    for group in tree.iter(f"{NS}g"):
        for text in group.iter(f"{NS}text"):
            font = Font(float(text.attrib["font-size"]), "font-weight" in text.attrib)
            assert width(text.text or "", font) <= BOX[0] - 6


def test_the_demo_shows_its_critical_path_and_its_hand_offs() -> None:
    shown = chosen(journey().book, journey().now)
    kinds = {node.kind for node in shown.nodes.values()}
    assert kinds == {"task", "milestone", "external"}
    assert "T-098" in shown.nodes
    assert any(tie.critical for tie in shown.ties.values())
    assert all(not node.name.startswith("T-00") for node in shown.nodes.values())  # That work is done.


def test_the_same_book_gives_the_same_map_in_every_process(tmp_path: Path) -> None:
    path = tmp_path / "demo.xlsx"
    demo.write(path)
    words = [sys.executable, "-m", "pmxl", "export", str(path), "--format", "map"]
    seeds = [{**os.environ, "PYTHONHASHSEED": seed} for seed in ("1", "2")]
    first, second = (subprocess.run(words, env=seed, capture_output=True, check=True).stdout for seed in seeds)
    assert first == second


def test_a_task_that_is_left_out_leaves_its_line() -> None:
    chain = [{"ID": f"T-{i}", "Task": "x", "Duration": 2, "Predecessors": f"T-{i - 1}" if i else ""} for i in range(20)]
    found = Journey(book(Schedule=chain, Settings=[{"Setting": "As-of date", "Value": TODAY, "Key": "as_of"}]), TODAY)
    shown = chosen(found.book, found.now, layers=4)
    assert len(shown.nodes) == 4
    assert len(shown.ties) == 3
    assert sum(tie.through for tie in shown.ties.values()) + len(shown.nodes) <= 20
    assert all(tie.critical for tie in shown.ties.values())


def test_the_sheet_shows_what_the_map_chose() -> None:
    sheet = map_page(journey().book, journey().now)
    assert sheet
    shown = chosen(journey().book, journey().now, most=32, layers=7)
    named = [[str(cell.value) for cell in row.cells if cell.value] for row in sheet.rows]
    labels = [label for line in named if line and line[0] == "above" for label in line[1:]]
    assert {label.split()[0] for label in labels} == set(shown.nodes)
    for series in sheet.charts[0].series:
        for reference in filter(None, (series.values, series.categories, series.labels_at)):
            found = parse_reference(reference)
            assert found
            assert found[0] == sheet.sheet
            assert found[1].bottom <= len(sheet.rows)
    assert 0 < LEVEL < 0.5


@pytest.mark.parametrize("tied", [True, False], ids=["one task waits for all", "each task waits for its own"])
def test_the_marks_of_a_sheet_stand_apart_however_much_is_handed_over(tied: bool) -> None:
    tasks = [{"ID": f"T-{i}", "Task": "x", "Duration": 2} for i in range(60)]
    handed = [
        {"ID": f"D-{i}", "What is needed": "Parts", "Status": "Open", "Direction": "We get", "Promised for": TODAY,
         "Needed for": "T-1" if tied else f"T-{i}"}
        for i in range(60)
    ]  # fmt: skip
    as_of = [{"Setting": "As-of date", "Value": TODAY, "Key": "as_of"}]
    found = Journey(book(Settings=as_of, Schedule=tasks, Dependencies=handed), TODAY, strict=True)
    shown, placed = readable(found.book, found.now)
    assert placed.rows <= 10.5
    kinds = [node.kind for node in shown.nodes.values()]
    assert kinds.count("external") <= len(kinds) / 2
    assert kinds.count("task") >= 1
    heights = sorted((x, y) for x, y in placed.places.values())
    assert all(b[1] - a[1] >= 1 for a, b in pairwise(heights) if a[0] == b[0])


@pytest.mark.parametrize("text", [*HOSTILE.values(), "Set up shared-terminal sign-in for the plant", "Pilot", ""])
def test_a_label_fits_and_says_as_much_as_it_can(text: str) -> None:
    label = _label(text)
    assert width(label, Font(9)) <= LABEL
    if text.startswith("Set up"):
        assert label.startswith("Set up shared-")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_lines_hold_no_more_than_their_room(text: str) -> None:
    found = in_lines(text, 80, Font(9), 2)
    assert len(found) <= 2
    assert all(lines(line, 80, Font(9)) == 1 for line in found)
    assert not re.search(r"\s$", "".join(found))


def test_a_book_with_too_much_of_everything_has_a_map_or_none() -> None:
    found = Journey(crammed("too much"), TODAY, strict=True)
    assert svg(found.book, found.now).startswith("<svg")
