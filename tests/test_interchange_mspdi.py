"""Microsoft Project XML: what leaves comes back, what others wrote is read, what is hostile is refused."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Said
from hypothesis import given, settings
from hypothesis import strategies as st
from interchange_helpers import FRIDAY, START, dates_of, journey_of, reread, schedule_of

from pmxl.demo import raw_book
from pmxl.interchange import mspdi
from pmxl.interchange.imported import Imported
from pmxl.interchange.mspdi.codes import CONSTRAINTS, FIELDS
from pmxl.journey import Journey
from pmxl.registers.schedule import CONSTRAINTS as CODES
from pmxl.registers.schedule import SCHEDULE
from pmxl.registers.settings import PROGRESS_MODES
from pmxl.workbook import Refused

MONDAY = date(2026, 3, 16)
WORDS_OF = {code: words for words, code in CODES.items()}


def there_and_back(journey: Journey) -> Imported:
    return mspdi.read(mspdi.write(journey.book, journey.now).text.encode())


def plan(*tasks: str, head: str = "", tail: str = "") -> Imported:
    """A small file as another program would write it."""
    rows = "".join(f"<Task>{task}</Task>" for task in tasks)
    text = f'<Project xmlns="http://schemas.microsoft.com/project">{head}<Tasks>{rows}</Tasks>{tail}</Project>'
    return mspdi.read(text.encode())


def rows_of(imported: Imported) -> list[dict[str, Any]]:
    return imported.rows["Schedule"]


# ---------------------------------------------------------------- what leaves comes back


def test_the_demo_comes_back_whole() -> None:
    journey = Journey(raw_book(), FRIDAY, strict=True)
    imported = there_and_back(journey)
    assert rows_of(imported) == schedule_of(journey)
    assert dates_of(reread(imported)) == dates_of(journey)


def test_people_holidays_and_settings_come_back() -> None:
    journey = Journey(raw_book(), FRIDAY, strict=True)
    imported = there_and_back(journey)
    for name, columns in (("Holidays", ("date", "what")), ("People", ("person", "initials", "email", "team"))):
        ours = [{c: getattr(row, c) for c in columns if getattr(row, c)} for row in journey.book.rows[name]]
        assert imported.rows[name] == ours
    for key, value in imported.settings.items():
        assert getattr(journey.now.settings, key) == value
    assert {"project_name", "manager", "project_start", "as_of", "working_week", "hours_a_day"} <= set(
        imported.settings
    )


def test_the_same_plan_gives_the_same_file() -> None:
    texts = set()
    for _ in range(2):
        journey = Journey(raw_book(), FRIDAY, strict=True)
        texts.add(mspdi.write(journey.book, journey.now).text)
    assert len(texts) == 1


LINKS = st.tuples(
    st.integers(0, 7),
    st.sampled_from(["", "SS", "FF", "SF", "FS"]),
    st.sampled_from(
        ["", "+2d", "-1.5d", "+4h", "+90m", "+1w", "-1mo", "+3ed", "+12eh", "+2ew", "+1emo", "+50%", "+25e%"]
    ),
    st.sampled_from(["", " ", "?"]),
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
WORDS = st.one_of(TEXTS, st.sampled_from(['<&>"]]>', "line\none", "x" * 300, "(written as )", "=1+1", "pmxl ID"]))
DAYS = st.integers(0, 300).map(lambda n: date(2025, 10, 1) + timedelta(days=n))
AMOUNTS = st.one_of(st.integers(0, 40), st.sampled_from([0.5, 1 / 3, 2.125, 0.1]))


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Rows in outline order, with an optional summary above each of them and links back and forth."""
    found: list[dict[str, Any]] = []
    size = draw(st.integers(1, 8))
    for number in range(size):
        under = draw(st.sampled_from(["", "1.", "2.", "2.3."]))
        row: dict[str, Any] = {"id": f"T-{number + 1:03d}", "wbs": f"{under}{number + 1}"}
        names = ["task", "owner", "evidence", "support", "basis", "handed_to", "duration", "remaining", "low", "high"]
        names += ["baseline_duration", "actual_start", "actual_finish", "not_before", "deadline", "baseline_start"]
        names += [
            "constraint",
            "constraint_date",
            "baseline_finish",
            "updated",
            "key_milestone",
            "confirmed",
            "progress_rule",
            "scope_item",
            "blocked_by",
        ]
        for name in names:
            if draw(st.booleans()):
                row[name] = draw(_values(name))
        joined = []
        for to, kind, lag, after in draw(st.lists(LINKS, max_size=3)):
            joined.append(f"T-{to % size + 1:03d}{kind if kind or not lag else 'FS'}{lag}{after}")
        if joined:
            row["predecessors"] = draw(st.sampled_from([";", ", ", "; "])).join(joined)
        found.append(row)
    return found


def _values(name: str) -> st.SearchStrategy[Any]:
    kind = getattr(SCHEDULE, name).kind
    if kind == "choice":
        return st.sampled_from(getattr(SCHEDULE, name).choices)
    by_kind = {"day": DAYS, "number": AMOUNTS, "yes_no": st.booleans()}
    refs = st.lists(st.sampled_from(["S-001", "R-002", "CR-003"]), min_size=1, max_size=2).map(tuple)
    return {**by_kind, "refs": refs}.get(kind, WORDS)


@settings(deadline=None, max_examples=80)
@given(
    rows(),
    st.sampled_from(["Mon-Fri", "Sun-Thu", "Every day"]),
    st.sampled_from([8.0, 7.5, 24.0]),
    st.sampled_from(list(PROGRESS_MODES)),
)
def test_whatever_was_typed_comes_back(given_rows: list[dict[str, Any]], week: str, hours: float, mode: str) -> None:
    journey = journey_of({"Schedule": given_rows}, working_week=week, hours_a_day=hours, progress_mode=mode)
    imported = there_and_back(journey)
    ours, theirs = schedule_of(journey), rows_of(imported)
    assert sorted(theirs, key=lambda row: row["id"]) == ours
    back, sent = dates_of(reread(imported)), dates_of(journey)
    # Rows out of order are put in order, and on their order depends which link of a circle is the weakest, and which of
    # several rows that finish last says what would help.
    if theirs == ours:
        assert back == sent
    elif not journey.book.loops:
        assert {key: row[:-1] for key, row in back.items()} == {key: row[:-1] for key, row in sent.items()}


def test_a_column_for_which_no_field_is_left_travels_in_the_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("basis", "evidence"):
        monkeypatch.delitem(FIELDS, name)
    row = {"id": "T-001", "task": "Build", "duration": 3, "basis": "Three quotes\n\nand a guess", "evidence": "x" * 400}
    plain = {"id": "T-002", "task": "Test", "duration": 1}
    assert rows_of(there_and_back(journey_of({"Schedule": [row, plain]}))) == [row, plain]


def test_what_somebody_changed_in_project_wins_over_what_was_typed_before() -> None:
    rows = [{"id": "T-001", "task": "Build", "duration": 10, "actual_start": date(2026, 3, 2), "remaining": 8}]
    journey = journey_of({"Schedule": rows})
    text = mspdi.write(journey.book, journey.now).text
    assert "10 (written as " in text
    assert rows_of(mspdi.read(text.encode()))[0]["duration"] == 10
    changed = re.sub("<Duration>[^<]*</Duration>", "<Duration>PT160H0M0S</Duration>", text, count=1)
    assert changed != text
    assert rows_of(mspdi.read(changed.encode()))[0]["duration"] == 20


def test_work_held_back_by_the_as_of_date_is_held_in_project_too() -> None:
    rows = [{"id": "T-001", "task": "Late", "duration": 3}, {"id": "T-002", "duration": 2, "predecessors": "T-001"}]
    journey = journey_of({"Schedule": rows})
    text = mspdi.write(journey.book, journey.now).text
    first, second = re.findall("<Task>.*?</Task>", text, re.DOTALL)
    assert "<ConstraintType>4</ConstraintType>" in first
    assert "<ConstraintDate>2026-03-13T08:00:00</ConstraintDate>" in first
    assert "<ConstraintType>0</ConstraintType>" in second
    assert "not_before" not in rows_of(mspdi.read(text.encode()))[0]


def test_running_work_ends_where_its_rest_ends() -> None:
    row = {"id": "T-001", "task": "Build", "duration": 10, "actual_start": date(2026, 3, 9), "remaining": 3}
    journey = journey_of({"Schedule": [row]})
    text = mspdi.write(journey.book, journey.now).text
    for part in (
        "<Start>2026-03-09T08:00:00</Start>",
        "<Finish>2026-03-17T16:00:00</Finish>",
        "<Duration>PT56H0M0S</Duration>",
        "<Stop>2026-03-12T16:00:00</Stop>",
        "<Resume>2026-03-13T08:00:00</Resume>",
        "<ActualDuration>PT32H0M0S</ActualDuration>",
        "<RemainingDuration>PT24H0M0S</RemainingDuration>",
        "<PercentComplete>57</PercentComplete>",
    ):
        assert part in text


def test_rows_out_of_outline_order_are_put_in_order_and_told_of() -> None:
    rows = [{"id": "T-001", "wbs": "1.1", "duration": 1}, {"id": "T-002", "wbs": "1", "task": "Head"}]
    journey = journey_of({"Schedule": rows})
    exported = mspdi.write(journey.book, journey.now)
    assert [row["id"] for row in rows_of(mspdi.read(exported.text.encode()))] == ["T-002", "T-001"]
    assert any("order of their WBS codes" in line for line in exported.told)


def test_links_that_no_plan_can_keep_are_told_of_and_come_back_as_text() -> None:
    rows = [
        {"id": "T-001", "duration": 1, "predecessors": "T-002"},
        {"id": "T-002", "duration": 1, "predecessors": "T-001; T-002; T-999"},
    ]
    journey = journey_of({"Schedule": rows})
    exported = mspdi.write(journey.book, journey.now)
    assert exported.text.count("<PredecessorLink>") == 1
    assert any("in a circle" in line for line in exported.told)
    assert [row["predecessors"] for row in rows_of(mspdi.read(exported.text.encode()))] == [
        "T-002",
        "T-001; T-002; T-999",
    ]


def test_every_column_without_a_place_of_its_own_has_a_custom_field() -> None:
    from pmxl.interchange.mspdi.codes import FIELDS, NATIVE, TYPED

    assert {column.name for column in TYPED} - NATIVE <= set(FIELDS)
    assert len(set(FIELDS.values())) == len(FIELDS)


def test_thirty_columns_have_a_custom_field_and_the_others_come_back_from_the_notes() -> None:
    from pmxl.interchange.mspdi.codes import FIELDS, TYPED

    named = {column.name for column in TYPED}
    assert set(FIELDS) <= named
    assert len(FIELDS) == 30, "Microsoft Project has no more text fields"
    row = {"id": "T-001", "task": "Move", "duration": 3.0, "baseline_change": ("CR-001",), "updated": FRIDAY}
    journey = journey_of({"Schedule": [row]})
    (back,) = rows_of(there_and_back(journey))
    assert back == schedule_of(journey)[0]
    assert {"baseline_change", "updated"} <= set(back)


def test_a_native_column_without_a_field_comes_back_from_the_notes_where_its_place_says_it_differently() -> None:
    from pmxl.interchange.mspdi.codes import FIELDS

    assert "baseline_finish" not in FIELDS
    row = {"id": "T-001", "task": "Move", "duration": 3.0, "baseline_finish": date(2026, 3, 14)}
    journey = journey_of({"Schedule": [row]})
    assert rows_of(there_and_back(journey)) == schedule_of(journey)


# ---------------------------------------------------------------- what others wrote

BUILD = "<UID>7</UID><ID>3</ID><Name>Build</Name><OutlineLevel>1</OutlineLevel><Duration>PT40H0M0S</Duration>"


def test_a_plan_of_project_becomes_rows() -> None:
    imported = plan(
        "<UID>0</UID><ID>0</ID><Name>The project</Name><OutlineLevel>0</OutlineLevel>",
        "<UID>4</UID><ID>1</ID><Name>Phase</Name><WBS>1</WBS><OutlineNumber>1</OutlineNumber><OutlineLevel>1</OutlineLevel>"
        "<Summary>1</Summary><Duration>PT40H0M0S</Duration>",
        "<UID>2</UID><ID>2</ID><Name>Design</Name><WBS>1.1</WBS><OutlineLevel>2</OutlineLevel>"
        "<Duration>PT24H0M0S</Duration><DurationFormat>7</DurationFormat><ConstraintType>4</ConstraintType>"
        "<ConstraintDate>2026-02-02T08:00:00</ConstraintDate><Deadline>2026-02-27T17:00:00</Deadline>"
        "<Baseline><Number>0</Number><Start>2026-02-02T08:00:00</Start><Finish>2026-02-04T17:00:00</Finish></Baseline>",
        "<UID>9</UID><ID>3</ID><IsNull>1</IsNull>",
        "<UID>5</UID><ID>4</ID><Name>Approve</Name><WBS>1.2</WBS><OutlineLevel>2</OutlineLevel>"
        "<Duration>PT0H0M0S</Duration><PredecessorLink><PredecessorUID>2</PredecessorUID><Type>3</Type>"
        "<LinkLag>9600</LinkLag><LagFormat>7</LagFormat></PredecessorLink>",
        head="<Title>Move</Title><StartDate>2026-02-02T08:00:00</StartDate><MinutesPerDay>480</MinutesPerDay>",
        tail="<Resources><Resource><UID>1</UID><Name>Ana Ruiz</Name><Type>1</Type></Resource></Resources>"
        "<Assignments><Assignment><TaskUID>2</TaskUID><ResourceUID>1</ResourceUID></Assignment></Assignments>",
    )
    assert rows_of(imported) == [
        {"id": "T-004", "task": "Phase", "wbs": "1"},
        {
            "id": "T-002", "task": "Design", "wbs": "1.1", "owner": "Ana Ruiz", "duration": 3.0,
            "not_before": date(2026, 2, 2), "deadline": date(2026, 2, 27),
            "baseline_start": date(2026, 2, 2), "baseline_finish": date(2026, 2, 4),
        },
        {"id": "T-005", "task": "Approve", "wbs": "1.2", "duration": 0.0, "predecessors": "T-002SS+2d"},
    ]  # fmt: skip
    assert imported.told == []
    assert imported.settings["project_name"] == "Move"
    assert imported.settings["progress_mode"] == "stays where logic puts it"


AT = "2026-03-16T08:00:00"
OTHERS: dict[str, tuple[str, dict[str, Any]]] = {
    "manually scheduled": (f"<Manual>1</Manual><Start>{AT}</Start>", {"not_before": MONDAY}),
    "notes have no column": ("<Notes>Ask Bob</Notes>", {}),
    "percentage only": (
        f"<PercentComplete>40</PercentComplete><Start>{AT}</Start>",
        {"actual_start": MONDAY, "remaining": 3.0},
    ),
    "not in the file": ("<PredecessorLink><PredecessorUID>99</PredecessorUID></PredecessorLink>", {}),
    "elapsed duration": (
        f"<Start>{AT}</Start><Finish>2026-03-18T08:00:00</Finish><DurationFormat>8</DurationFormat>",
        {"duration": 3.0},
    ),
}
"""What is told -> what a task says, and what its row says instead."""


@pytest.mark.parametrize("told", OTHERS)
def test_what_the_sheet_cannot_say_is_told(told: str) -> None:
    xml, row = OTHERS[told]
    imported = plan(BUILD + xml)
    assert rows_of(imported) == [{"id": "T-007", "task": "Build", "duration": 5.0, **row}]
    assert [line for line in imported.told if told in line and line.endswith("(T-007)")]


@pytest.mark.parametrize(("number", "code"), list(enumerate(CONSTRAINTS)))
def test_every_constraint_has_its_words(number: int, code: str) -> None:
    imported = plan(f"{BUILD}<ConstraintType>{number}</ConstraintType><ConstraintDate>{AT}</ConstraintDate>")
    dated = {"constraint": WORDS_OF[code], "constraint_date": MONDAY}
    said = {"ASAP": {}, "ALAP": {"constraint": "As late as possible"}, "SNET": {"not_before": MONDAY}}.get(code, dated)
    assert rows_of(imported) == [{"id": "T-007", "task": "Build", "duration": 5.0, **said}]
    assert imported.told == []


def test_a_constraint_of_a_summary_comes_back() -> None:
    rows = [
        {"id": "T-001", "wbs": "1", "constraint": "Finish no later than", "constraint_date": MONDAY},
        {"id": "T-002", "wbs": "1.1", "duration": 2},
        {"id": "T-003", "wbs": "2", "not_before": MONDAY},
        {"id": "T-004", "wbs": "2.1", "duration": 2},
    ]
    imported = there_and_back(journey_of({"Schedule": rows}))
    assert rows_of(imported) == rows


def test_a_not_before_beside_another_constraint_comes_back_and_is_told() -> None:
    row = {"id": "T-001", "not_before": MONDAY, "constraint": "Must finish on", "constraint_date": date(2026, 3, 20)}
    journey = journey_of({"Schedule": [{**row, "duration": 2}]})
    assert rows_of(there_and_back(journey)) == [{**row, "duration": 2}]
    told = mspdi.write(journey.book, journey.now).told
    assert told == ["a Not before beside another constraint has no place in Project (T-001)"]


def test_what_is_switched_off_is_left_out_and_told_of() -> None:
    imported = plan(BUILD, "<UID>8</UID><ID>4</ID><Name>Never</Name><Active>0</Active>")
    assert [row["task"] for row in rows_of(imported)] == ["Build"]
    assert imported.told == ['an inactive task is left out ("Never")']


def test_further_people_are_support_and_fields_find_their_column() -> None:
    people = "".join(f"<Resource><UID>{n}</UID><Name>P{n}</Name></Resource>" for n in (1, 2))
    work = "".join(f"<Assignment><TaskUID>7</TaskUID><ResourceUID>{n}</ResourceUID></Assignment>" for n in (1, 2))
    imported = plan(
        BUILD + "<ExtendedAttribute><FieldID>1</FieldID><Value>Signed</Value></ExtendedAttribute>"
        "<ExtendedAttribute><FieldID>2</FieldID><Value>Blue</Value></ExtendedAttribute>",
        head="<ExtendedAttributes><ExtendedAttribute><FieldID>1</FieldID><Alias>Evidence</Alias></ExtendedAttribute>"
        "<ExtendedAttribute><FieldID>2</FieldID><FieldName>Text2</FieldName></ExtendedAttribute></ExtendedAttributes>",
        tail=f"<Resources>{people}</Resources><Assignments>{work}</Assignments>",
    )
    assert rows_of(imported)[0] == {
        "id": "T-007", "task": "Build", "duration": 5.0, "owner": "P1", "support": "P2", "evidence": "Signed",
    }  # fmt: skip
    assert imported.told == [
        'the field "Text2" has no column in the Schedule (T-007)',
        "only the first of several people is the owner; the others are support (T-007)",
    ]


def test_codes_that_are_no_outline_are_replaced_by_numbers() -> None:
    imported = plan(
        "<UID>1</UID><Name>Phase</Name><WBS>PH.A</WBS><OutlineLevel>1</OutlineLevel>",
        "<UID>2</UID><Name>Work</Name><WBS>W7</WBS><OutlineLevel>2</OutlineLevel><Duration>PT8H0M0S</Duration>",
    )
    assert [row["wbs"] for row in rows_of(imported)] == ["1", "1.1"]
    assert any("WBS codes" in line for line in imported.told)


def test_calendars_become_a_week_hours_and_holidays() -> None:
    day = "<WeekDay><DayType>{}</DayType><DayWorking>{}</DayWorking></WeekDay>"
    week = "".join(day.format(n, int(n not in (6, 7))) for n in range(1, 8))
    exception = (
        "<Exception><TimePeriod><FromDate>{}T00:00:00</FromDate><ToDate>{}T23:59:00</ToDate></TimePeriod>"
        "<Name>{}</Name><Type>{}</Type>{}<DayWorking>0</DayWorking></Exception>"
    )
    exceptions = exception.format("2026-04-01", "2026-04-03", "Fair", 1, "") + exception.format(
        "2026-01-01", "2027-12-31", "Leaving", 2, "<Month>11</Month><MonthDay>24</MonthDay>"
    )
    exceptions += exception.format("2026-01-01", "2027-12-31", "Third Monday", 3, "")
    imported = plan(
        BUILD,
        head="<CalendarUID>2</CalendarUID><MinutesPerDay>450</MinutesPerDay><Calendars>"
        "<Calendar><UID>1</UID><Name>Other</Name></Calendar><Calendar><UID>2</UID><BaseCalendarUID>2</BaseCalendarUID>"
        f"<WeekDays>{week}</WeekDays><Exceptions>{exceptions}</Exceptions></Calendar></Calendars>",
    )
    assert imported.settings["working_week"] == "Sun-Thu"
    assert imported.settings["hours_a_day"] == 7.5
    assert [(row["date"], row["what"]) for row in imported.rows["Holidays"]] == [
        (date(2026, 4, 1), "Fair"), (date(2026, 4, 2), "Fair"), (date(2026, 4, 3), "Fair"),
        (date(2026, 12, 24), "Leaving"), (date(2027, 12, 24), "Leaving"),
    ]  # fmt: skip
    assert imported.told == ["a holiday by its place in the month must be put into Holidays by hand (Third Monday)"]


def test_prefixes_and_other_encodings_are_read() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><p:Project xmlns:p="x"><p:Tasks><p:Task><p:UID>1</p:UID>'
    text += "<p:Name>Żółw</p:Name></p:Task></p:Tasks></p:Project>"
    assert rows_of(mspdi.read(text.encode("utf-16"))) == [{"id": "T-001", "task": "Żółw"}]


# ---------------------------------------------------------------- what is hostile


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no well-formed XML"),
        (b"PK\3\4", "no well-formed XML"),
        (b"<Project><Tasks>", "no well-formed XML"),
        (b"<html/>", 'its root is "html"'),
        (b'<!DOCTYPE p [<!ENTITY a "b">]><Project>&a;</Project>', "declares a document type"),
        (b'<!DOCTYPE p SYSTEM "file:///etc/passwd"><Project/>', "declares a document type"),
        (b"<Project>" + b"<Tasks>" * 200 + b"</Tasks>" * 200 + b"</Project>", "more than any real project"),
        (b"<Project>" + b"<x>" * 200 + b"</x>" * 200 + b"</Project>", "more than any real project"),
        (b'<?xml version="1.0" encoding="no-such"?><Project/>', "no well-formed XML"),
    ],
)
def test_what_is_no_plan_gets_one_line(data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=re.escape(says)) as refused:
        mspdi.read(data)
    assert "\n" not in str(refused.value)


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_no_damage_to_a_file_ends_in_an_error_of_ours(data: st.DataObject) -> None:
    text = SAMPLE
    for _ in range(data.draw(st.integers(1, 6))):
        tags = [m.span(1) for m in re.finditer(">([^<>]*)<", text)]
        start, end = data.draw(st.sampled_from(tags))
        value = data.draw(
            st.sampled_from(["", "-1", "9" * 30, "NA", "PT1H", "P", "PT.S", "0001-01-01T00:00:00", "1", "x", "1e9"])
        )
        text = text[:start] + value + text[end:]
    with suppress(Refused):
        reread(mspdi.read(text.encode()))


def _sample() -> str:
    rows = [
        {"id": "T-001", "task": "Head", "wbs": "1", "owner": "Ana"},
        {"id": "T-002", "wbs": "1.1", "owner": "Ana", "duration": 3, "actual_start": START, "remaining": 2},
        {"id": "T-003", "task": "Rest", "wbs": "1.2", "duration": 2, "predecessors": "T-002SS+1d", "not_before": MONDAY,
         "deadline": MONDAY, "baseline_start": START, "baseline_finish": MONDAY},
    ]  # fmt: skip
    journey = journey_of({"Schedule": rows, "Holidays": [{"date": MONDAY, "what": "Fair"}]})
    return mspdi.write(journey.book, journey.now).text


SAMPLE = _sample()


# ---------------------------------------------------------------- the command


def test_export_and_import_by_command(said: Said, tmp_path: Path) -> None:
    assert said("demo", "d")[0] in (0, 1)
    code, out, err = said("export", "d/project_workbook.xlsx", "--format", "mspdi", "-o", "plan.xml")
    assert (code, out) == (0, "")
    assert err.endswith("plan.xml written.\n")
    code, out, err = said("import", "plan.xml")
    assert (code, out) == (0, "plan.xlsx\n")
    assert "99 tasks imported" in err
    ours = journey_from(tmp_path / "d" / "project_workbook.xlsx")
    theirs = journey_from(tmp_path / "plan.xlsx")
    assert schedule_of(theirs) == schedule_of(ours)
    assert dates_of(theirs).keys() == dates_of(ours).keys()
    assert [row.finish for row in theirs.book.of(SCHEDULE)] == [row.finish for row in ours.book.of(SCHEDULE)]


def journey_from(path: Path) -> Journey:
    from pmxl import open_workbook

    return Journey(open_workbook(str(path)).raw, FRIDAY, strict=True)


def test_the_command_refuses_in_one_line(said: Said, tmp_path: Path) -> None:
    (tmp_path / "bad.xml").write_text("<Project>", encoding="utf-8")
    (tmp_path / "is_there.xlsx").touch()
    for words, says in (
        (["import", "bad.xml"], "bad.xml: it is no well-formed XML"),
        (["import", "gone.xml"], "gone.xml: there is no such file"),
        (["import", "bad.xml", "-o", "is_there.xlsx"], '"is_there.xlsx" is there already'),
        (["export", "gone.xlsx", "--format", "mspdi"], "gone.xlsx: there is no such file"),
        (["export", "gone.xlsx", "--format", "mspdi", "--register", "Risks"], "--register goes with --format csv"),
    ):
        code, out, err = said(*words)
        assert code in (2, 3)
        assert not out
        assert err.startswith(f"pmxl: {says}")
        assert err.count("\n") == 1


def test_nothing_on_the_way_of_check_knows_interchange(a_workbook: Path) -> None:
    from test_light import modules_after

    loaded = modules_after("check", str(a_workbook))
    assert not [module for module in loaded if module.startswith("pmxl.interchange")]
