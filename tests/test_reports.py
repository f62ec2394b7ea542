"""Every format says everything, and nothing that stands in a cell can break out of it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmxl.model import Finding, Level, Place
from pmxl.reports import FORMATS, Checked, Look, report
from pmxl.reports.alike import alike
from pmxl.reports.as_csv import COLUMNS
from pmxl.reports.as_text import worst
from pmxl.reports.checked import counted, fingerprint, one_line, tally

LATE = Finding(
    "risk-response-late", "error", Place("Risks", 13, "F"), 'R-003 was due on "12 Mar"', "agree a new date", "R-003",
    "Response due",
)  # fmt: skip
OWNER = Finding("item-without-owner", "warning", Place("Issues", 7, "C"), "I-002 has no owner", "name one", "I-002")
SHEET = Finding("sheet-missing", "note", Place("Change log"), "there is no sheet for changes", "", "", "")
BOOKS = (
    Checked("plans/a b.xlsx", (LATE, OWNER, SHEET), date(2026, 3, 13), "light"),
    Checked("clean.xlsx", (), date(2026, 3, 13), "light"),
    Checked("broken.xlsx", refused="broken.xlsx: it is empty; fetch the file again"),
)


def text_of(format: str, books: tuple[Checked, ...] = BOOKS, look: Look | None = None) -> str:
    return "".join(report(format, books, look or Look(version="1.2.3")))


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_names_every_workbook_finding_and_refusal(format: str) -> None:
    text = unquote(text_of(format)).replace("\\-", "-")
    for part in ("a b.xlsx", "broken.xlsx", "risk-response-late", "item-without-owner", "sheet-missing", "F13"):
        assert part in text or part.replace("F13", '"startLine": 13, "startColumn": 6') in text
    assert "it is empty" in text
    if format not in ("csv", "sarif"):  # These two list findings; a workbook without any does not appear in them.
        assert "clean.xlsx" in text


@pytest.mark.parametrize("format", FORMATS)
def test_reports_come_piece_by_piece(format: str) -> None:
    """The first workbook's findings are out before the second workbook is touched."""
    asked: list[str] = []

    def books() -> Iterator[Checked]:
        for book in BOOKS:
            asked.append(book.path)
            yield book

    so_far = ""
    for piece in report(format, books(), Look()):
        so_far += piece
        if "risk-response-late" in so_far:
            break
    assert asked == [BOOKS[0].path]


def test_text_reads_like_this() -> None:
    assert text_of("text") == (
        "Risks\n"
        '  F13  error    R-003 was due on "12 Mar"; agree a new date. [risk-response-late]\n'
        "\n"
        "Issues\n"
        "  C7  warning  I-002 has no owner; name one. [item-without-owner]\n"
        "\n"
        "Change log\n"
        "    note     there is no sheet for changes. [sheet-missing]\n"
        "\n"
        "plans/a b.xlsx as of 13 March 2026: 1 error, 1 warning, 1 note.\n"
        "\n"
        "clean.xlsx as of 13 March 2026: nothing to look at.\n"
        "Not checked: broken.xlsx: it is empty; fetch the file again\n"
        "\n"
        "3 workbooks: 1 error, 1 warning, 1 note; 1 workbook not checked: broken.xlsx.\n"
    )


def test_many_that_were_not_read_are_counted_after_the_first() -> None:
    broken = [Checked(f"{number}.xlsx", refused=f"{number}.xlsx: it is empty") for number in range(1012)]
    last = "".join(report("text", broken, Look())).splitlines()[-1]
    assert last.endswith(
        "1,012 workbooks not checked: " + ", ".join(f"{n}.xlsx" for n in range(9)) + " and 1,003 more."
    )


def test_text_shows_the_ten_worst_and_counts_the_rest() -> None:
    many = (*(OWNER._replace(place=Place(f"Issues {i}", 7, "C")) for i in range(30)), LATE)
    book = Checked("a.xlsx", tuple(sorted(many, key=lambda f: f.level)))
    short = text_of("text", (book,))
    assert short.count("[item-without-owner]") == 9
    assert "and 21 more: 21 warnings (use --all)" in short
    assert text_of("text", (book,), Look(most=0)).count("[item-without-owner]") == 30


def test_each_rule_has_its_say_before_any_repeats() -> None:
    findings = [LATE._replace(rule=rule, place=Place(f"Risks {i}")) for i, rule in enumerate("aaabc")]
    assert [one.first.rule for one in worst(alike(findings), 3)] == ["a", "b", "c"]


def test_errors_come_before_everything() -> None:
    assert [one.first for one in worst(alike([OWNER, SHEET, LATE]), 1)] == [LATE]


def test_text_wraps_under_itself_and_colours_only_when_asked() -> None:
    book = Checked("a.xlsx", (LATE._replace(says="word " * 30),))
    lines = text_of("text", (book,), Look(width=60)).splitlines()
    assert max(map(len, lines)) <= 60
    assert lines[2].startswith(" " * 16 + "word")
    coloured = text_of("text", (book,), Look(width=60, colour=True))
    assert re.sub(r"\x1b\[\d*m", "", coloured).splitlines() == lines
    assert "\x1b" not in "".join(lines)


def test_json_says_everything_and_counts() -> None:
    first, clean, broken = json.loads(text_of("json"))["workbooks"]
    assert first["counts"] == {"error": 1, "warning": 1, "note": 1}
    assert first["as_of"] == "2026-03-13"
    assert first["findings"][0] == {
        "rule": "risk-response-late",
        "level": "error",
        "place": "Risks!F13",
        "sheet": "Risks",
        "cell": "F13",
        "record": "R-003",
        "column": "Response due",
        "says": 'R-003 was due on "12 Mar"',
        "do": "agree a new date",
        "message": 'R-003 was due on "12 Mar"; agree a new date',
        "fingerprint": fingerprint(LATE),
    }
    assert clean["findings"] == []
    assert broken["refused"] == "broken.xlsx: it is empty; fetch the file again"


def test_a_fingerprint_survives_sorting_and_knows_the_trouble() -> None:
    moved = LATE._replace(place=Place("Risks", 99, "H"), says="in other words")
    assert fingerprint(moved) == fingerprint(LATE)
    others = [LATE._replace(record="R-004"), LATE._replace(rule="x"), LATE._replace(column="Owner"), SHEET]
    assert len({fingerprint(finding) for finding in (LATE, *others)}) == 5
    nameless = [LATE._replace(record="", place=Place("Risks", row, "F")) for row in (13, 14)]
    assert len({fingerprint(finding) for finding in nameless}) == 2


def test_junit_fails_only_from_the_level_asked_for() -> None:
    for fail_on, failures in (("error", "1"), ("warning", "2"), ("note", "3"), ("never", "0")):
        suites = ElementTree.fromstring(text_of("junit", look=Look(fail_on=fail_on))).findall("testsuite")
        assert [suite.get("tests") for suite in suites] == ["3", "1", "1"]
        assert [suite.get("failures") for suite in suites] == [failures, "0", "0"]
        assert len(suites[0].findall("testcase/failure")) == int(failures)
        assert suites[2].find("testcase/error").get("message") == BOOKS[2].refused  # type: ignore[union-attr]


def test_sarif_has_what_the_standard_and_the_services_ask_for() -> None:
    from pmxl.rules import RULES

    log = json.loads(text_of("sarif", look=Look(version="1.2.3", rules=RULES)))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["tool"]["driver"]["version"] == "1.2.3"
    for rule in run["tool"]["driver"]["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    late, _, sheet = run["results"]
    assert late["partialFingerprints"] == {"pmxl/v1": fingerprint(LATE)}
    (location,) = late["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "plans/a%20b.xlsx"},
        "region": {"startLine": 13, "startColumn": 6},
    }
    assert location["logicalLocations"] == [{"name": "F13", "fullyQualifiedName": "Risks!F13"}]
    assert sheet["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "'Change log'"
    for result in run["results"]:
        assert result["message"]["text"]
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1
        if "ruleIndex" in result:
            assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == BOOKS[2].refused


def test_sarif_gives_absolute_paths_as_file_addresses(tmp_path: Path) -> None:
    book = Checked(str(tmp_path / "ä #1.xlsx"), (LATE,))
    result = json.loads(text_of("sarif", (book,)))["runs"][0]["results"][0]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == (tmp_path / "ä #1.xlsx").as_uri()


def test_markdown_is_a_table_for_each_workbook() -> None:
    text = text_of("markdown")
    assert "## plans/a b.xlsx\n\n1 error, 1 warning, 1 note. As of 13 March 2026.\n" in text
    assert '| Risks!F13 | error | R-003 was due on "12 Mar"; agree a new date | risk-response-late |\n' in text
    assert "**Not checked.** broken.xlsx: it is empty; fetch the file again.\n" in text


NASTY = st.one_of(
    st.text(max_size=40),
    st.sampled_from([
        "=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", "\r=1", "\x1b[2J", "\x1b]8;;http://x\x07", "]]>", "<script>", "a|b",
        "\x00", "\u202eflip", "\ud800", "&amp;", '"', "'", "\n- x", "[x](http://y)", "\u2028",
    ]),
)  # fmt: skip
PATHS = NASTY.filter(lambda path: "\ud800" not in path)  # No operating system gives such a path.
NASTY_FINDINGS = st.builds(
    Finding,
    rule=st.just("a-rule"),
    level=st.sampled_from(["error", "warning", "note"]),
    place=st.builds(Place, NASTY, st.integers(0, 9), st.sampled_from(["", "A", "XFD"])),
    says=NASTY,
    do=NASTY,
    record=NASTY,
    column=NASTY,
)
NASTY_BOOKS = st.tuples(
    st.builds(Checked, path=PATHS, findings=st.lists(NASTY_FINDINGS, max_size=3), refused=st.just("")),
    st.builds(Checked, path=PATHS, findings=st.just(()), refused=NASTY.filter(bool)),
)


@given(NASTY_BOOKS)
def test_nothing_in_a_cell_breaks_out_of_text_and_markdown(books: tuple[Checked, ...]) -> None:
    for text in (text_of("text", books), text_of("markdown", books)):
        assert all(c.isprintable() or c == "\n" for c in text)
    rows = [line for line in text_of("markdown", books).split("\n") if line.startswith("| ")]
    assert all(len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 5 for row in rows)
    assert len(rows) == len(books[0].findings) + bool(books[0].findings)


@given(NASTY_BOOKS)
def test_nothing_in_a_cell_breaks_json_and_sarif(books: tuple[Checked, ...]) -> None:
    read, _ = json.loads(text_of("json", books))["workbooks"]
    assert [f["says"] for f in read["findings"]] == [f.says for f in books[0].findings]
    results = json.loads(text_of("sarif", books))["runs"][0]["results"]
    assert [r["message"]["text"] for r in results] == [f.message for f in books[0].findings]


@given(NASTY_BOOKS)
def test_nothing_in_a_cell_breaks_xml(books: tuple[Checked, ...]) -> None:
    read, broken = ElementTree.fromstring(text_of("junit", books).encode("utf-8")).findall("testsuite")
    assert len(read.findall("testcase")) == max(1, len(books[0].findings))
    assert len(broken.findall("testcase/error")) == 1


@given(NASTY_BOOKS)
def test_no_cell_of_the_csv_is_a_formula(books: tuple[Checked, ...]) -> None:
    lines = list(csv.reader(StringIO(text_of("csv", books), newline="")))
    assert len(lines) == len(books[0].findings) + 2
    assert {len(line) for line in lines} == {10}
    assert not [value for line in lines for value in line if value.lstrip().startswith(tuple("=+-@＝＋－＠"))]


def test_the_page_on_reports_names_every_key_and_no_other() -> None:
    page = (Path(__file__).parents[1] / "docs" / "reports.md").read_text(encoding="utf-8")
    as_json, as_csv = (page.partition(f"\n## {name}\n")[2].partition("\n## ")[0] for name in ("json", "csv"))
    document = json.loads(text_of("json"))
    book = document["workbooks"][0]
    keys = [line.split("|")[1] for line in as_json.split("\n") if line.startswith("| `")]
    assert {*re.findall(r"`(\w+)`", " ".join(keys))} == {*book, *book["findings"][0]}
    assert {*document} <= {*re.findall(r"`(\w+)`", as_json)}
    assert re.findall(r"`(\w+)`", as_csv)[: len(COLUMNS)] == [*COLUMNS]


def test_counting_is_english() -> None:
    levels: tuple[Level, ...] = ("error", "error", "note")
    assert tally(LATE._replace(level=level) for level in levels) == "2 errors, 1 note"
    assert counted(1234, "cell") == "1,234 cells"
    assert one_line("a\n b\x1b[0m\u00a0c") == "a b\\x1b[0m c"
