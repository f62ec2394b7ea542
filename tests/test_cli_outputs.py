"""Where `-o` writes, and what becomes of a file that is there already."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from conftest import Said, digest

import pmxl.demo
from pmxl.cli.outputs import MOST, is_ours, remember

W = "plan.xlsx"
OUT, KEPT = Path("result.xlsx"), Path("result (before pmxl).xlsx")
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
    ("export", W, "--format", "mspdi"),
    ("capacity", W),
    ("changes", W),
]
ON_RECORD = ("issue", "baseline")
"""Verbs whose output may be the only file that has on record what they froze."""
TOLD = 'result.xlsx was there already; what it held is kept beside it, marked "(before pmxl)".'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example project, in which there is nothing to repair and nothing to freeze."""
    path = tmp_path_factory.mktemp("made") / W
    pmxl.demo.write(path)
    return path


@pytest.fixture
def plan(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / W))


@pytest.mark.parametrize("words", WORKBOOKS, ids=" ".join)
def test_what_a_workbook_of_that_name_held_is_kept_beside_it(said: Said, plan: Path, words: tuple[str, ...]) -> None:
    OUT.write_bytes(b"years of work")
    code, _, err = said(*words, "-o", str(OUT))
    assert (code, KEPT.read_bytes()) == (0, b"years of work")
    assert TOLD in err
    assert OUT.read_bytes() != b"years of work"


@pytest.mark.parametrize("words", WORKBOOKS, ids=" ".join)
def test_what_pmxl_left_there_is_replaced_as_long_as_nobody_changed_it(
    said: Said, plan: Path, words: tuple[str, ...]
) -> None:
    for _ in range(2):
        code, _, err = said(*words, "-o", str(OUT))
        assert code == 0
    assert KEPT.exists() == (TOLD in err) == (words[0] in ON_RECORD)
    KEPT.unlink(missing_ok=True)
    OUT.write_bytes(OUT.read_bytes() + b" and a remark")
    former = digest(OUT)
    assert said(*words, "-o", str(OUT))[0] == 0
    assert digest(KEPT) == former


@pytest.mark.parametrize("words", REPORTS, ids=" ".join)
def test_reports_are_written_over(said: Said, plan: Path, words: tuple[str, ...]) -> None:
    report = Path("result.txt")
    report.write_bytes(b"last week")
    assert said(*words, "-o", str(report))[0] == 0
    assert report.read_bytes() != b"last week"
    assert sorted(os.listdir()) == [W, str(report)]


def test_an_empty_file_holds_nothing_to_keep(said: Said, plan: Path) -> None:
    OUT.touch()
    assert TOLD not in said("refresh", W, "-o", str(OUT))[2]
    assert not KEPT.exists()


def test_where_the_result_is_refused_no_copy_is_left(said: Said, plan: Path) -> None:
    OUT.write_bytes(b"years of work")
    Path("~$result.xlsx").write_bytes(b"\3Ann")
    code, _, err = said("refresh", W, "-o", str(OUT))
    assert (code, OUT.read_bytes(), KEPT.exists(), TOLD in err) == (3, b"years of work", False, False)


def test_the_workbook_itself_may_be_named_as_its_output(said: Said, plan: Path) -> None:
    assert said("refresh", W, "-o", os.path.join("..", plan.parent.name, W))[0] == 0
    assert os.listdir() == [W]
    assert not is_ours(W)


def test_a_backup_is_made_of_the_file_that_is_replaced(said: Said, plan: Path) -> None:
    assert said("refresh", W, "-o", str(OUT))[0] == 0
    former = digest(OUT)
    assert said("refresh", W, "-o", str(OUT), "--backup")[0] == 0
    assert digest(KEPT) == former


def test_a_copy_that_was_refreshed_in_place_is_a_workbook_of_its_own(said: Said, plan: Path) -> None:
    assert said("repair", W, "-o", str(OUT))[0] == 0
    assert said("refresh", str(OUT))[0] == 0
    assert TOLD in said("repair", W, "-o", str(OUT))[2]


def test_a_dry_run_makes_nothing_pmxls_own(said: Said, plan: Path) -> None:
    OUT.write_bytes(b"years of work")
    assert said("refresh", W, "-o", str(OUT), "--dry-run")[0] == 0
    assert not is_ours(str(OUT))
    assert OUT.read_bytes() == b"years of work"


def test_a_folder_is_no_place_for_a_file(said: Said, plan: Path) -> None:
    Path("folder").mkdir()
    told = 'pmxl: "folder" is a folder and no place for a file; give the name of a file\n'
    assert said("check", W, "-o", "folder") == (2, "", told)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_is_written_to_and_stays_a_pipe(said: Said, plan: Path) -> None:
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert said("changes", W, "-o", "pipe")[0] == 0
    assert os.read(reader, 1000)
    assert Path("pipe").is_fifo()


def test_where_nothing_can_be_remembered_every_result_leaves_a_copy(
    said: Said, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("no folder").write_text("a file is in the way")
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, os.path.abspath("no folder"))
    assert [said("refresh", W, "-o", str(OUT))[0] for _ in range(2)] == [0, 0]
    assert digest(KEPT) == digest(OUT)


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
