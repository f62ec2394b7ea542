"""Calendars, Mermaid charts and CSV: what stands in them, and that nothing a person typed can break them."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from conftest import Said
from hypothesis import given, settings
from hypothesis import strategies as st
from interchange_helpers import FRIDAY, dates_of, journey_of, reread, schedule_of

from pmxl.demo import raw_book
from pmxl.interchange import FORMATS, export, ical, mermaid, tables
from pmxl.journey import Journey
from pmxl.registers import BY_NAME, REGISTERS
from pmxl.registers.schedule import SCHEDULE
from pmxl.workbook import Refused

NASTY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)


@pytest.fixture(scope="module")
def demo() -> Journey:
    return Journey(raw_book(), FRIDAY, strict=True)


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_workbook_gives_the_same_text(demo: Journey, format: str) -> None:
    again = Journey(raw_book(), FRIDAY + timedelta(days=3), strict=True)
    assert export(format, demo.book, demo.now) == export(format, again.book, again.now)


# ---------------------------------------------------------------- iCalendar


def events(text: str) -> list[dict[str, str]]:
    """Each event: property (with its parameters) -> value, unfolded; what is escaped stays so."""
    lines = text.replace("\r\n ", "").split("\r\n")
    found: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1].setdefault(name, value)
    return found


def test_a_calendar_holds_what_people_must_keep_in_mind() -> None:
    journey = journey_of(
        {
            "Schedule": [
                {"id": "T-001", "task": "Work", "duration": 3, "deadline": date(2026, 3, 20)},
                {"id": "T-002", "task": "Live, at last", "duration": 0, "predecessors": "T-001"},
            ],
            "Decisions": [
                {
                    "id": "DEC-001",
                    "question": "Go?",
                    "status": "Needed",
                    "needed_by": date(2026, 3, 17),
                    "owner": "Ana",
                },
                {"id": "DEC-002", "question": "Went?", "status": "Decided", "needed_by": date(2026, 3, 1)},
            ],
            "Actions": [
                {"id": "ACT-001", "action": "Call Bob", "commitment": True, "due": date(2026, 3, 18), "status": "Open"},
                {"id": "ACT-002", "action": "Tidy up", "due": date(2026, 3, 18), "status": "Open"},
            ],
            "Windows": [
                {"kind": "Freeze", "start": date(2026, 3, 30), "end": date(2026, 4, 10), "what": "Quarter end"}
            ],
        },
        project_id="P-1",
    )
    found = events(ical.write(journey.book, journey.now).text)
    assert [(e["SUMMARY"], e["DTSTART;VALUE=DATE"], e["DTEND;VALUE=DATE"]) for e in found] == [
        (r"Live\, at last", "20260317", "20260318"),
        ("Deadline: Work", "20260320", "20260321"),
        ("Decide: Go?", "20260317", "20260318"),
        ("Due: Call Bob", "20260318", "20260319"),
        ("Freeze: Quarter end", "20260330", "20260411"),
    ]
    assert [e["UID"] for e in found[:4]] == [
        f"{what}@p-1.pmxl" for what in ("milestone-t-002", "deadline-t-001", "decision-dec-001", "commitment-act-001")
    ]
    assert {e["DTSTAMP"] for e in found} == {"20260313T000000Z"}


def test_an_event_that_moves_keeps_its_uid_and_counts_as_newer() -> None:
    found = []
    for as_of, day in ((FRIDAY, date(2026, 3, 17)), (date(2026, 3, 20), date(2026, 3, 27))):
        rows = [{"id": "T-001", "task": "Live", "duration": 0, "not_before": day}]
        journey = journey_of({"Schedule": rows}, as_of=as_of)
        found += events(ical.write(journey.book, journey.now).text)
    before, after = found
    assert before["UID"] == after["UID"]
    assert before["DTSTART;VALUE=DATE"] < after["DTSTART;VALUE=DATE"]
    assert int(before["SEQUENCE"]) < int(after["SEQUENCE"])


def test_windows_without_sense_are_told_of() -> None:
    windows = [{"kind": "Freeze", "what": "Some day"}, {"start": date(2026, 4, 10), "end": date(2026, 4, 1)}]
    journey = journey_of({"Windows": windows})
    exported = ical.write(journey.book, journey.now)
    assert [e["DTSTART;VALUE=DATE"] for e in events(exported.text)] == ["20260410"]
    assert len(exported.told) == 2


@given(NASTY)
def test_no_text_breaks_a_calendar(said: str) -> None:
    lines = list(ical.fold(f"SUMMARY:{ical.escape(said)}"))
    assert all(len(line.encode()) <= 75 for line in lines)
    assert all(line.startswith(" ") for line in lines[1:])
    whole = "".join(line.removeprefix(" ") if i else line for i, line in enumerate(lines))
    assert not re.search("[\r\n\0]", whole)
    value = whole.removeprefix("SUMMARY:")
    plain = re.sub(r"\\([\\;,n])", lambda m: "\n" if m[1] == "n" else m[1], value)
    kept = re.sub("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", "", said.replace("\t", " "))
    assert plain == re.sub("\r\n?", "\n", kept)


def test_another_reader_finds_every_event(demo: Journey) -> None:
    icalendar = pytest.importorskip("icalendar")
    text = ical.write(demo.book, demo.now).text
    found = icalendar.Calendar.from_ical(text.encode())
    assert not found.errors
    names = [str(event["SUMMARY"]) for event in found.walk("VEVENT")]
    assert len(names) == len({str(event["UID"]) for event in found.walk("VEVENT")}) == text.count("BEGIN:VEVENT")
    assert "Works council agreement signed (done)" in names


# ---------------------------------------------------------------- Mermaid

CODED = re.compile(r"#(\d+);")


def decoded(text: str) -> str:
    return CODED.sub(lambda m: chr(int(m[1])), text)


def test_a_gantt_chart_says_sections_tags_and_days() -> None:
    rows = [
        {"id": "T-001", "task": "Phase: one", "wbs": "1"},
        {"id": "T-002", "task": "Dig", "wbs": "1.1", "duration": 2, "actual_start": date(2026, 3, 2),
         "actual_finish": date(2026, 3, 3)},
        {"id": "T-003", "task": "Build", "wbs": "1.2", "duration": 5, "actual_start": date(2026, 3, 12),
         "remaining": 3},
        {"id": "T-004", "task": "Live; really", "wbs": "2", "duration": 0, "predecessors": "T-003"},
        {"id": "T-005", "task": "Stay", "wbs": "3", "duration": 1, "predecessors": "T-004"},
    ]  # fmt: skip
    journey = journey_of({"Schedule": rows}, project_name="Move")
    assert mermaid.gantt(journey.book, journey.now).text == (
        "gantt\n    title Move\n    dateFormat YYYY-MM-DD\n    axisFormat %d %b %y\n    todayMarker off\n"
        "    section Phase#58; one\n"
        "    T-002 Dig :done, t2, 2026-03-02, 2026-03-04\n"
        "    T-003 Build :crit, active, t3, 2026-03-12, 2026-03-18\n"
        "    section Other work\n"
        "    T-004 Live#59; really :crit, milestone, t4, 2026-03-17, 0d\n"
        "    T-005 Stay :crit, t5, 2026-03-18, 2026-03-19\n"
    )


def test_a_flowchart_says_what_waits_for_what() -> None:
    rows = [
        {"id": "T-001", "task": 'The "phase"', "wbs": "1"},
        {"id": "T-002", "task": "Dig", "wbs": "1.1", "duration": 2},
        {"id": "T-003", "task": "Live", "wbs": "2", "duration": 0, "predecessors": "T-002; T-001SS+2d"},
    ]
    journey = journey_of({"Schedule": rows})
    text = mermaid.flowchart(journey.book, journey.now).text
    assert text.startswith(
        'flowchart LR\n    subgraph t1["T-001 The #34;phase#34;"]\n        t2["T-002 Dig"]\n    end\n'
        '    t3{{"T-003 Live"}}\n    t2 --> t3\n    t1 -->|"SS#43;2d"| t3\n'
    )


def test_rows_without_dates_are_told_of() -> None:
    journey = journey_of({"Schedule": [{"id": "T-001", "task": "Some day"}]})
    assert mermaid.gantt(journey.book, journey.now).told == ["a row without dates is left out (T-001)"]


@given(NASTY)
def test_no_text_is_anything_but_text_in_a_chart(said: str) -> None:
    coded = mermaid.escape(said)
    assert re.fullmatch(r"[\w ,.()/#;-]+", coded)
    assert "#" not in CODED.sub("", coded)
    assert ";" not in CODED.sub("", coded)
    assert decoded(coded) == (" ".join(re.sub("[\0-\x08\x0e-\x1f\x7f-\x9f]", "", said).split()) or "-")


@pytest.mark.parametrize("word", ["section", "End", "title of it", "click-me", "graph"])
def test_a_name_that_is_a_word_of_the_grammar_is_no_such_word(word: str) -> None:
    assert mermaid.escape(word).startswith("#")
    assert decoded(mermaid.escape(word)) == word


# ---------------------------------------------------------------- CSV


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
def test_every_register_is_a_table(demo: Journey, register: Any) -> None:
    lines = list(csv.reader(StringIO(tables.write(demo.book, register).text, newline="")))
    assert lines[0] == [column.title for column in register.columns]
    assert len(lines) == 1 + len(demo.book.of(register))


def test_the_schedule_of_the_demo_comes_back(demo: Journey) -> None:
    imported = tables.read(tables.write(demo.book, SCHEDULE).text.encode("utf-8-sig"))
    assert imported.rows["Schedule"] == schedule_of(demo)
    assert imported.told == []


@settings(deadline=None)
@given(st.lists(st.one_of(NASTY, st.sampled_from(["=1+1", "'=1+1", "''@x", "+49", "-", "\t=x", "＝1"])), max_size=4))
def test_no_text_is_a_formula_and_every_text_comes_back(said: list[str]) -> None:
    rows = [{"id": f"T-{n:03d}", "task": text, "evidence": text} for n, text in enumerate(said, 1)]
    journey = journey_of({"Schedule": rows})
    text = tables.write(journey.book, SCHEDULE).text
    for line in list(csv.reader(StringIO(text, newline="")))[1:]:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")) for cell in line)
    assert tables.read(text.encode("utf-8-sig")).rows["Schedule"] == schedule_of(journey)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_tables_of_others_are_found_by_their_headers(encoding: str, mark: str) -> None:
    lines = ["Name,Days,Depends on,Started,Room", "Zürich,3,,2026-03-02,Blue", "Rest,2.5,T-001,,"]
    imported = tables.read("\r\n".join(lines).replace(",", mark).encode(encoding))
    assert imported.rows["Schedule"] == [
        {"task": "Zürich", "duration": 3.0, "actual_start": date(2026, 3, 2)},
        {"task": "Rest", "duration": 2.5, "predecessors": "T-001"},
    ]
    assert imported.told == ['the column "Room" has no place in the Schedule']


def test_what_cannot_be_read_stands_as_it_is() -> None:
    imported = tables.read(b"Task,Duration,Deadline\nDig,about a week,03/04/2026\n")
    assert imported.rows["Schedule"] == [{"task": "Dig", "duration": "about a week", "deadline": "03/04/2026"}]
    assert len(imported.told) == 2


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "none of its first lines"),
        (b"a,b\n1,2\n", "none of its first lines"),
        ("Task;Dauer\nGrün;3\n".encode("cp1252"), "not UTF-8"),
        (b"Task,Duration\n" + b"x" * 200_000 + b",1\n", "no readable CSV"),
    ],
)
def test_what_is_no_schedule_gets_one_line(data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        tables.read(data)


# ---------------------------------------------------------------- the command


def test_csv_out_and_in_by_command(said: Said, tmp_path: Path, demo: Journey) -> None:
    assert said("demo", "d")[0] in (0, 1)
    book = "d/project_workbook.xlsx"
    assert said("export", book, "--format", "csv", "-o", "plan.csv")[0] == 0
    assert (tmp_path / "plan.csv").read_bytes().startswith(b"\xef\xbb\xbfID,Task,")
    assert said("export", book, "--format", "csv", "--register", "Risks")[1].startswith("ID,Risk")
    assert said("import", "plan.csv", "-o", "again.xlsx")[0] == 0
    from pmxl import open_workbook

    again = Journey(open_workbook(str(tmp_path / "again.xlsx")).raw, FRIDAY, strict=True)
    assert schedule_of(again) == schedule_of(demo)


def test_text_that_looks_like_a_formula_is_imported_as_text(said: Said, tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text('Task,Duration\n"\'=HYPERLINK(""x"")",2\n', encoding="utf-8")
    assert said("import", "plan.csv")[0] == 0
    from pmxl import open_workbook

    raw = open_workbook(str(tmp_path / "plan.xlsx")).raw
    sheet = raw.sheets["Schedule"]
    found = [(r, c) for r, row in sheet.cells.items() for c, value in row.items() if value == '=HYPERLINK("x")']
    assert len(found) == 1
    assert not set(found) & set(sheet.formulas)


def test_calendars_and_charts_by_command(said: Said) -> None:
    said("demo", "d")
    for name, begins in (("ical", "BEGIN:VCALENDAR"), ("mermaid", "gantt\n"), ("flowchart", "flowchart LR\n")):
        code, out, _ = said("export", "d/project_workbook.xlsx", "--format", name)
        assert (code, out[: len(begins)]) == (0, begins)


def test_every_register_can_be_named(said: Said) -> None:
    assert all(name in said("export", "x", "--format", "csv", "--register", "Nothing")[2] for name in BY_NAME)


def test_dates_come_back_with_the_table(demo: Journey) -> None:
    imported = tables.read(tables.write(demo.book, SCHEDULE).text.encode("utf-8-sig"))
    holidays = [{"date": row.date, "what": row.what} for row in demo.book.rows["Holidays"]]
    again = reread(
        imported._replace(rows={**imported.rows, "Holidays": holidays}, settings={"project_start": date(2025, 10, 2)})
    )
    ours, theirs = dates_of(demo), dates_of(again)
    assert {name: dates[:6] for name, dates in theirs.items()} == {name: dates[:6] for name, dates in ours.items()}


def test_a_workbook_needs_no_import(said: Said, a_workbook: Path) -> None:
    code, out, err = said("import", a_workbook.name)
    assert (code, out) == (2, "")
    assert err == 'pmxl: "brought along.xlsx" is a workbook already; pmxl check and refresh read it as it is\n'
