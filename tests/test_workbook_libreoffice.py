"""LibreOffice opens what was saved and shows the edits. It takes its time, so it runs only with PMXL_LONG set."""

from __future__ import annotations

import os
import shutil
import subprocess

import openpyxl
import pytest
from test_workbook_writing import BRIEF, FINDINGS, serial, three_edits, writable

from pmxl.workbook import open_workbook, save

soffice = shutil.which("soffice")
UNOPENED = {"strict-iso.xlsx", "status-sponsors-xltx.xltx", "timeline.xlsx"}
"""LibreOffice turns the first two into something else, and fills the pivot table anew where the third gets its edit."""


@pytest.mark.skipif(not (soffice and writable and os.environ.get("PMXL_LONG")), reason="the long run has it")
@pytest.mark.filterwarnings("ignore")
def test_libreoffice_shows_the_edits(tmp_path):
    assert soffice is not None
    edits = {}
    for path in writable:
        if path.name not in UNOPENED:
            book = open_workbook(path)
            edits[path.stem], _, _ = three_edits(book)
            save(book, [*edits[path.stem], BRIEF, FINDINGS], tmp_path / path.name)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    files = [str(p) for p in tmp_path.iterdir() if p.is_file()]
    made = tmp_path / "made"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(made)]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=600)
    for stem, of_book in edits.items():
        shown = openpyxl.load_workbook(made / f"{stem}.xlsx", data_only=True)
        assert shown["Brief"]["A1"].value == "Status & outlook <ü>", stem
        assert shown["Brief"]["A4"].value == 3, stem
        assert shown["Findings of pmxl"]["B3"].value == "missing", stem
        for edit in of_book:
            for row, value in edit.values.items():
                got = shown[edit.sheet][f"{edit.column}{row}"].value
                assert serial(got, shown.epoch) == serial(value, shown.epoch), stem
