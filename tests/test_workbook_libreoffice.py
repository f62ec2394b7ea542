"""LibreOffice opens what was saved and shows the edits, the generated sheets and their charts."""

from __future__ import annotations

import shutil
import subprocess

import openpyxl
import pytest
from page_samples import DASHBOARD
from test_workbook_writing import BRIEF, FINDINGS, serial, three_edits, writable

from pmxl.workbook import open_workbook, save

soffice = shutil.which("soffice")
REFILLED = {("timeline", "B6")}
"""A cell of a pivot table, which LibreOffice fills anew when it opens the workbook."""


@pytest.mark.skipif(not (soffice and writable), reason="LibreOffice or the real workbooks are not here")
@pytest.mark.filterwarnings("ignore")
def test_libreoffice_shows_the_edits(tmp_path):
    """All workbooks go through one LibreOffice, because starting it takes longer than opening them."""
    assert soffice is not None
    edits = {}
    for path in writable:
        book = open_workbook(path)
        edits[path.stem], _, _ = three_edits(book)
        save(book, [*edits[path.stem], BRIEF, FINDINGS, DASHBOARD], tmp_path / path.name)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    files = [str(p) for p in tmp_path.iterdir() if p.is_file()]
    made = tmp_path / "made"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(made)]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=600)
    assert len(list(made.iterdir())) == len(writable)
    for stem, of_book in edits.items():
        shown = openpyxl.load_workbook(made / f"{stem}.xlsx", data_only=True)
        assert shown["Brief"]["A1"].value == "Status & outlook <ü>", stem
        assert shown["Brief"]["A4"].value == 3, stem
        assert shown["Findings of pmxl"]["B3"].value == "missing", stem
        assert len(shown[DASHBOARD.sheet]._charts) == len(DASHBOARD.charts), stem
        for edit in of_book:
            for row, value in edit.values.items():
                if (stem, f"{edit.column}{row}") not in REFILLED:
                    got = shown[edit.sheet][f"{edit.column}{row}"].value
                    assert serial(got, shown.epoch) == serial(value, shown.epoch), stem
