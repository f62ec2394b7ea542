"""Many workbooks at once: the same answers in the same order, whatever happens to a helper."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pmxl.cli import together
from pmxl.cli.check import Job, check, in_turn
from pmxl.cli.together import check_together, helpers_for

TODAY = date(2026, 3, 13)


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def jobs(a_workbook: Path) -> list[Job]:
    """Forty workbooks, of which every seventh is broken."""
    whole = a_workbook.read_bytes()
    for number in range(40):
        Path(f"{number:02}.xlsx").write_bytes(whole if number % 7 else whole[:999])
    return [(f"{number:02}.xlsx", TODAY, None, None) for number in range(40)]


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The helpers that were started; none of them outlives its test."""
    found: list[subprocess.Popen[bytes]] = []
    start = together._started
    monkeypatch.setattr(together, "_started", lambda: found.append(start()) or found[-1])
    yield found
    assert all(process.wait(timeout=20) is not None for process in found)


class Deadly(str):
    """A name that ends the process which is asked about it."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (9,)


def test_helpers_say_what_one_process_says_in_the_same_order(jobs: list[Job]) -> None:
    assert list(check_together(jobs, 3)) == [check(*job) for job in jobs]


def test_a_workbook_that_ends_its_helper_is_named_and_all_others_are_checked(jobs: list[Job]) -> None:
    alone = [check(*job) for job in jobs]
    jobs[11] = (Deadly("11.xlsx"), *jobs[11][1:])
    found = list(check_together(jobs, 2))
    assert found[:11] + found[12:] == alone[:11] + alone[12:]
    assert found[11].refused.startswith("11.xlsx: the process that checked it was ended")


def test_helpers_that_somebody_ends_are_started_again(jobs: list[Job], started: list[subprocess.Popen[bytes]]) -> None:
    alone = [check(*job) for job in jobs]
    found = check_together(jobs, 2)
    first = next(found)
    for process in started[:]:
        process.kill()
    assert [first, *found] == alone


def test_whoever_wants_no_more_leaves_no_helper_behind(jobs: list[Job], started: list[subprocess.Popen[bytes]]) -> None:
    found = check_together(jobs, 2)
    next(found)
    found.close()  # type: ignore[attr-defined]
    assert started


@pytest.mark.parametrize(("python", "start"), [("/no/such/python", "pass"), (sys.executable, "pass")])
def test_where_no_helper_can_be_started_this_process_does_it_all(
    jobs: list[Job], monkeypatch: pytest.MonkeyPatch, python: str, start: str
) -> None:
    monkeypatch.setattr(sys, "executable", python)
    monkeypatch.setattr(together, "START", start)
    assert list(check_together(jobs, 2)) == [check(*job) for job in jobs]


def test_workbooks_in_turn_leave_nothing_behind(jobs: list[Job]) -> None:
    left = []
    gc.disable()  # As good as: the command looks for garbage too seldom to help.
    try:
        left += [len(gc.get_objects()) for _ in in_turn(job for job in jobs if int(job[0][:2]) % 7)]
    finally:
        gc.enable()
        gc.unfreeze()
    assert left[-1] < 2 * left[2]


def test_few_workbooks_are_worth_no_helper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PMXL_DEBUG", raising=False)
    assert helpers_for(1) == helpers_for(19) == 0
    assert helpers_for(10_000) <= together.MOST
    monkeypatch.setenv("PMXL_DEBUG", "1")
    assert helpers_for(10_000) == 0


def hear_ctrl_c() -> None:
    """Let a process hear Ctrl-C, which what a shell started in the background does not pass on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C in another way")
def test_ctrl_c_ends_all_of_it_without_a_word(a_workbook: Path) -> None:
    for number in range(300):
        Path(f"{number}.xlsx").write_bytes(a_workbook.read_bytes())
    command = [sys.executable, "-m", "pmxl", "check", ".", "--format", "json"]
    pipe, session = subprocess.PIPE, {"start_new_session": True, "preexec_fn": hear_ctrl_c}
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, **session) as run:
        assert run.stdout
        run.stdout.read(1)
        os.killpg(run.pid, signal.SIGINT)  # As a terminal does: it tells every process.
        out, err = run.communicate(timeout=60)
    assert (run.returncode, err) == (130, "")
    assert out.count('"workbook":') < 301
