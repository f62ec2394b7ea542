"""The verbs that write: new, refresh, brief and demo. What they say, what they write, and what they never touch."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, Said, digest

import pmxl.demo
from pmxl.model import PROFILES
from pmxl.workbook import open_workbook

TEMPLATES = sorted(path.stem for path in (ROOT / "workbook_templates").glob("*.xlsx"))


@pytest.fixture(scope="session")
def demo_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.xlsx"
    pmxl.demo.write(path)
    return path


@pytest.fixture
def demo(demo_once: Path, tmp_path: Path) -> Path:
    """The example project as a person filled it, in a folder of its own."""
    return Path(shutil.copy(demo_once, tmp_path / "demo.xlsx"))


def fingerprints(said: Said, path: Path) -> list[str]:
    (book,) = json.loads(said("check", path, "--format", "json")[1])["workbooks"]
    return sorted(finding["fingerprint"] for finding in book["findings"])


# ---------------------------------------------------------------- new


@pytest.mark.parametrize("name", TEMPLATES)
def test_new_makes_each_template_which_lacks_only_who_may_decide(said: Said, name: str) -> None:
    code, out, err = said("new", "--template", name)
    assert (code, out) == (0, f"{name}.xlsx\n")
    assert "Start here" in err
    (book,) = json.loads(said("check", f"{name}.xlsx", "--format", "json")[1])["workbooks"]
    assert {finding["rule"] for finding in book["findings"]} <= {"escalation-path-broken"}


@pytest.mark.parametrize("profile", PROFILES)
def test_new_knows_profiles(said: Said, profile: str) -> None:
    assert said("new", "plan.xlsx", "--profile", profile)[0] == 0
    (book,) = json.loads(said("check", "plan.xlsx", "--format", "json")[1])["workbooks"]
    assert book["profile"] == profile


def test_new_never_overwrites(said: Said) -> None:
    Path("mine.xlsx").write_bytes(b"years of work")
    Path("plans").mkdir()
    assert said("new", "mine.xlsx")[::2] == (
        2,
        'pmxl: "mine.xlsx" is there already and was left as it is; choose another name\n',
    )
    assert Path("mine.xlsx").read_bytes() == b"years of work"
    assert said("new", "plans")[1] == f"{Path('plans', 'project_workbook.xlsx')}\n"
    assert said("new", "plans")[0] == 2
    assert said("new", "plan.xlsm")[0] == 2
    assert said("new", Path("no", "such", "plan.xlsx"))[0] == 3
    assert sorted(os.listdir()) == ["mine.xlsx", "plans"]


# ---------------------------------------------------------------- refresh


def test_refresh_says_in_three_lines_what_it_did(said: Said, demo: Path) -> None:
    code, out, err = said("refresh", demo.name)
    first, second, third = out.splitlines()
    assert (code, err) == (0, "")
    assert first == "demo.xlsx: refreshed as of 13 March 2026."
    assert " cells changed (Schedule " in second
    assert second.endswith("; Brief, Findings, Dashboard, Timeline, Gantt chart and Dependency map written anew.")
    assert third.startswith("  Overall is RED because ")


def test_refreshing_twice_changes_nothing_more(said: Said, demo: Path) -> None:
    said("refresh", demo)
    after = digest(demo)
    code, out, _ = said("refresh", demo)
    assert (code, digest(demo)) == (0, after)
    assert "was up to date" in out
    assert "Nothing had to change." in out


def test_refreshing_changes_no_finding(said: Said, demo: Path) -> None:
    before = fingerprints(said, demo)
    said("refresh", demo)
    assert fingerprints(said, demo) == before
    assert before


def test_a_dry_run_says_the_same_and_writes_nothing(said: Said, demo: Path) -> None:
    before = digest(demo)
    code, dry, _ = said("refresh", demo, "--dry-run")
    assert (code, digest(demo), os.listdir()) == (0, before, [demo.name])
    assert said("refresh", demo)[1].splitlines()[1:] == dry.splitlines()[1:]
    assert "would be refreshed" in dry


def test_refresh_into_another_file_leaves_the_first_alone(said: Said, demo: Path) -> None:
    before = digest(demo)
    assert said("refresh", demo, "-o", "out.xlsx")[1].startswith("out.xlsx: refreshed")
    assert digest(demo) == before
    assert "Brief" in open_workbook("out.xlsx").raw.sheets
    assert said("refresh", demo, "-o", "out.xlsm")[0] == 2


def test_a_backup_holds_what_was_there(said: Said, demo: Path) -> None:
    before = digest(demo)
    said("refresh", demo, "--backup")
    (kept,) = [path for path in demo.parent.iterdir() if path.name != demo.name]
    assert digest(kept) == before != digest(demo)


@pytest.mark.parametrize("verb", ["refresh", "brief"])
def test_a_workbook_that_is_open_in_excel_is_not_touched(said: Said, demo: Path, verb: str) -> None:
    demo.with_name("~$demo.xlsx").write_bytes(b"\x03Ana" + b" " * 50)
    before = digest(demo)
    code, out, err = said(verb, demo.name)
    assert (code, out, digest(demo)) == (3, "", before)
    assert err == (
        'pmxl: demo.xlsx: it is open in Excel by Ana; close it there, or delete "~$demo.xlsx" if nobody has it open\n'
    )


@pytest.mark.parametrize("verb", ["refresh", "brief"])
def test_nothing_is_written_into_a_workbook_that_is_none_of_ours(said: Said, verb: str) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook("budget.xlsx")
    book.add_worksheet("Budget").write("A1", "Item")
    book.close()
    before = digest("budget.xlsx")
    code, out, err = said(verb, "budget.xlsx")
    assert (code, out, digest("budget.xlsx")) == (3, "", before)
    assert err == "pmxl: budget.xlsx: none of its sheets is a list that pmxl knows; `pmxl check` says more\n"


def test_what_cannot_be_read_is_one_line(said: Said) -> None:
    Path("empty.xlsx").touch()
    for verb in ("refresh", "brief"):
        for path in ("empty.xlsx", "gone.xlsx", "."):
            code, out, err = said(verb, path)
            assert (code, out, err.count("\n")) == (3, "", 1)


# ---------------------------------------------------------------- brief


def test_the_brief_is_a_sheet_of_the_workbook(said: Said, demo: Path) -> None:
    code, out, err = said("brief", demo.name)
    assert (code, out, err) == (0, "", "demo.xlsx holds the sheet Brief.\n")
    sheets = open_workbook(demo).raw.sheets
    assert "Brief" in sheets
    assert "Findings" not in sheets


@pytest.mark.parametrize("format", ["md", "html"])
def test_the_brief_is_a_page_on_stdout_or_in_a_file(said: Said, demo: Path, format: str) -> None:
    before = digest(demo)
    code, out, err = said("brief", demo, "--format", format)
    assert (code, err) == (0, "")
    assert "DEC-008" in out
    name = f"brief.{format}"
    assert said("brief", demo, "--format", format, "-o", name) == (0, "", f"{name} written.\n")
    assert Path(name).read_text(encoding="utf-8").strip() == out.strip()
    assert digest(demo) == before
    assert said("brief", demo, "--format", format, "-o", demo)[0] == 2
    assert digest(demo) == before


# ---------------------------------------------------------------- demo


def test_the_demo_goes_the_whole_way_and_says_where(said: Said) -> None:
    code, out, err = said("demo", "here")
    assert code == 0
    assert sorted(os.listdir("here")) == ["brief.html", "brief.md", "project_workbook.xlsx"]
    assert all(str(Path("here", name)) in err for name in os.listdir("here"))
    assert "project_workbook.xlsx as of 13 March 2026: " in out
    assert "as-of-date-not-this-week" not in out
    assert "as-of date older" not in Path("here", "brief.md").read_text(encoding="utf-8")
    assert {"Brief", "Findings"} <= set(open_workbook(Path("here", "project_workbook.xlsx")).raw.sheets)


def test_a_demo_that_somebody_works_on_is_kept(said: Said) -> None:
    said("demo", "here")
    before = digest(Path("here", "project_workbook.xlsx"))
    code, _, err = said("demo", "here")
    assert code == 0
    assert "is there already and was kept" in err
    assert digest(Path("here", "project_workbook.xlsx")) == before
    Path("file").touch()
    assert said("demo", "file")[0] == 3
