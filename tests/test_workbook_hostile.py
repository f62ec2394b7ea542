"""Every file of the hostile catalogue is read or refused in one line, with a finding, in bounded time and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HOSTILE = Path(__file__).parent / "hostile"
sys.path.insert(0, str(HOSTILE))
from catalogue import CATALOGUE, LONG  # noqa: E402

SECONDS = 30 if LONG else 10
"""Of the processor, more than any file takes; the slowest took 5 in the long run where this was written, else 1."""


@pytest.fixture(scope="module")
def outcomes():
    run = subprocess.run(
        [sys.executable, str(HOSTILE / "worker.py")],
        cwd=HOSTILE.parents[1],
        env={**os.environ, "PYTHONPATH": str(HOSTILE.parents[1])},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return {said["name"]: said for said in map(json.loads, run.stdout.splitlines())}


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_hostile_file(entry, outcomes):
    said = outcomes[entry.name]
    assert "traceback" not in said, said["traceback"]
    assert said["seconds"] < SECONDS
    assert said.get("change_seconds", 0) < SECONDS
    assert said["check_seconds"] < SECONDS
    assert said["finds"]
    assert "pmxl itself failed" not in said["finds"]
    if entry.refusal:
        assert entry.refusal in said.get("refused", ""), said
        assert said["refused"].isprintable()
        assert said["where"].endswith(entry.name + entry.suffix)
    else:
        assert said.get("as_expected"), said


def test_values_that_cannot_be_what_they_say_are_told(outcomes):
    assert outcomes["impossible_numbers"]["oddities"][0] == (
        "'Risks'!A1: \"1e400\" stands where a number is expected and is read as text"
    )
    assert 'its text number "-1" does not exist' in outcomes["string_numbers_out_of_range"]["oddities"][1]
    assert "row 4294967295" in outcomes["row_beyond_the_sheet"]["oddities"][0]
    assert outcomes["texts_longer_than_a_cell"]["oddities"][0] == (
        "'Risks'!A2: its text has 50,000 characters, of which a cell can hold 32,767; the rest is not read"
    )
    assert "10,000,000 characters" in outcomes["ten_megabyte_string"]["oddities"][0]
