"""A private LibreOffice for tests: recalculates a workbook, or prints it. Skips where there is none."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""The profile setting that makes LibreOffice calculate every formula on loading, whatever the file remembers."""

Values = dict[tuple[str, int, int], object]


class LibreOffice:
    """Converts files one at a time in a profile of its own, so that no open LibreOffice is disturbed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")

    def convert(self, path: Path, kind: str) -> Path:
        """The file converted to *kind*: xlsx or pdf."""
        profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        target = self.folder / kind
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(target), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return target / f"{path.stem}.{kind}"

    def values(self, path: Path) -> Values:
        """(sheet, row, column) -> what LibreOffice computes for each formula cell; None where a cell shows nothing."""
        places = formula_cells(path)
        book = openpyxl.load_workbook(self.convert(path, "xlsx"), data_only=True)
        return {place: book[place[0]].cell(*place[1:]).value for place in places}

    def pages(self, path: Path) -> list[str]:
        """The text of each printed page."""
        if not shutil.which("pdftotext"):
            pytest.skip("pdftotext is not installed")
        pdf = self.convert(path, "pdf")
        text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, timeout=60).stdout
        return text.decode().split("\f")[:-1]


def formula_cells(path: Path) -> list[tuple[str, int, int]]:
    """Where the formulas of a workbook stand."""
    book = openpyxl.load_workbook(path)
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    return [(cell.parent.title, cell.row, cell.column) for cell in cells if cell.data_type == "f"]


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """The rig; tests that ask for it are skipped where LibreOffice is not installed."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    return LibreOffice(tmp_path_factory.mktemp("libreoffice"))
