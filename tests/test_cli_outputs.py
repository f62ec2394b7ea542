"""Where `-o` writes: a file that is there already stays, unless it still is what pmxl left there."""

from __future__ import annotations

import os
import shutil
from importlib import import_module
from pathlib import Path

import pytest
from conftest import Said, digest

import pmxl.demo
from pmxl.cli import VERBS
from pmxl.cli.calling import FILES, Parser
from pmxl.cli.outputs import MOST, is_ours, remember

W = "plan.xlsx"
WORKBOOKS = [
    ("refresh", W),
    ("repair", W),
    ("brief", W),
    ("simulate", W, "--runs", "20", "--write"),
    ("issue", W),
    ("baseline", W),
]
REPORTS = [
    ("check", W, "--fail-on", "never"),
    ("brief", W, "--format", "md"),
    ("brief", W, "--format", "html"),
    ("export", W, "--format", "mspdi"),
    ("export", W, "--format", "csv"),
    ("capacity", W),
    ("changes", W),
]
RECORDS = ("issue", "baseline")
"""Verbs whose output may be the only file that has on record what they froze."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example project, in which there is nothing to repair and nothing to freeze."""
    path = tmp_path_factory.mktemp("made") / W
    pmxl.demo.write(path)
    return path


@pytest.fixture
def plan(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / W))


def words_to(words: tuple[str, ...], out: str) -> tuple[str, ...]:
    return (*words, "-o", out)


@pytest.mark.parametrize("words", WORKBOOKS + REPORTS, ids=" ".join)
def test_a_file_of_somebody_elses_stays_until_replacing_is_asked_for(said: Said, plan: Path, words) -> None:
    out = Path("result.xlsx" if words in WORKBOOKS else "result.txt")
    out.write_bytes(b"years of work")
    known = (
        f'pmxl: "{out}" is there already and pmxl does not know it as its own; choose another name, or say --replace\n'
    )
    assert said(*words_to(words, str(out))) == (2, "", known)
    assert (out.read_bytes(), sorted(os.listdir())) == (b"years of work", [W, str(out)])
    assert said(*words_to(words, str(out)), "--replace")[0] in (0, 1)
    assert out.read_bytes() != b"years of work"


@pytest.mark.parametrize("words", WORKBOOKS + REPORTS, ids=" ".join)
def test_what_pmxl_left_there_is_replaced_as_long_as_nobody_changed_it(said: Said, plan: Path, words) -> None:
    out = Path("result.xlsx" if words in WORKBOOKS else "result.txt")
    assert said(*words_to(words, str(out)))[0] == 0
    again, _, err = said(*words_to(words, str(out)))
    if words[0] in RECORDS:
        assert again == 2
        assert "say --replace" in err
    else:
        assert again == 0
    out.write_bytes(out.read_bytes() + b" and a remark")
    former = digest(out)
    assert said(*words_to(words, str(out)))[0] == 2
    assert digest(out) == former


def test_every_verb_that_takes_an_output_can_be_told_to_replace() -> None:
    for verb in VERBS:
        parser = Parser(prog=verb)
        import_module(f"pmxl.cli.{FILES.get(verb, verb)}").arguments(parser)
        options = {word for action in parser._actions for word in action.option_strings}
        assert ("-o" in options) == ("--replace" in options) or verb == "import", verb


def test_the_workbook_itself_may_be_named_as_its_output(said: Said, plan: Path) -> None:
    assert said("refresh", W, "-o", os.path.join("..", plan.parent.name, W))[0] == 0
    assert not is_ours(W)


def test_a_copy_that_was_refreshed_in_place_is_a_workbook_of_its_own(said: Said, plan: Path) -> None:
    assert said("repair", W, "-o", "copy.xlsx")[0] == 0
    assert said("refresh", "copy.xlsx")[0] == 0
    assert said("repair", W, "-o", "copy.xlsx")[0] == 2


def test_a_dry_run_makes_nothing_pmxls_own(said: Said, plan: Path) -> None:
    Path("result.xlsx").write_bytes(b"years of work")
    assert said("refresh", W, "-o", "result.xlsx", "--dry-run", "--replace")[0] == 0
    assert not is_ours("result.xlsx")


def test_a_page_beside_an_issued_brief_is_refused_before_anything_is_written(said: Said, plan: Path) -> None:
    former = digest(plan)
    said("issue", W, "--also", "md", "-o", "first.xlsx")
    (page,) = Path().glob("first brief *.md")
    mine = Path(page.name.replace("first", "plan"))
    mine.write_bytes(b"mine")
    code, _, err = said("issue", W, "--also", "md")
    assert (code, digest(plan), mine.read_bytes()) == (2, former, b"mine")
    assert str(mine) in err


def test_folders_and_pipes_are_no_place_for_a_file(said: Said, plan: Path) -> None:
    Path("folder").mkdir()
    told = 'pmxl: "folder" is a folder and no place for a file; give the name of a file\n'
    assert said("check", W, "-o", "folder") == (2, "", told)
    if hasattr(os, "mkfifo"):
        os.mkfifo("pipe")
        assert "is a device or a pipe" in said("check", W, "-o", "pipe", "--replace")[2]


def test_where_nothing_can_be_remembered_only_replacing_replaces(
    said: Said, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("no folder").write_text("a file is in the way")
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, os.path.abspath("no folder"))
    assert [said("export", W, "--format", "csv", "-o", "out.csv")[0] for _ in range(2)] == [0, 2]
    assert said("export", W, "--format", "csv", "-o", "out.csv", "--replace")[0] == 0


def test_the_list_of_outputs_does_not_grow_without_end(tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    ours.write_bytes(b"ours")
    remember(str(ours))
    assert is_ours(str(ours))
    (state,) = Path(os.environ["XDG_STATE_HOME"]).rglob("outputs.txt")
    state.write_text("0" * 32 + " 0\n" + "x" * MOST, encoding="ascii")
    remember(str(ours))
    assert is_ours(str(ours))
    assert state.stat().st_size < 200


def test_pages_that_somebody_changed_survive_another_demo(said: Said) -> None:
    said("demo")
    page, workbook = Path("demo", "brief.md"), Path("demo", "project_workbook.xlsx")
    page.write_bytes(b"mine")
    code, _, err = said("demo")
    assert (code, page.read_bytes()) == (0, b"mine")
    assert f"{page} is there already and was kept" in err
    assert f"{workbook} is there already and was kept" in err
