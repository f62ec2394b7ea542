// Runs pmxl in Pyodide: node pyodide_plan.mjs PYODIDE ZIP SCRIPT... The archive holds the packages, main.py of Lite,
// and the cells. Prints the plan, and what the scripts told, as JSON.
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [, , home, archive, ...scripts] = process.argv;
const { loadPyodide } = await import(pathToFileURL(`${home}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: `${home}/` });
python.FS.writeFile("/pmxl.zip", new Uint8Array(await readFile(archive)));
python.globals.set("scripts", scripts.join(" "));
let said;
try {
  said = python.runPython(`
import json, sys
from zipfile import ZipFile
ZipFile("/pmxl.zip").extractall("/package")
sys.path.insert(0, "/package")
from datetime import date
from pmxl.journey import Journey
from pmxl.model import RawBook, RawSheet, RawTable, SetCells

sheets, tables = json.load(open("/package/cells.json"))
raw = RawBook(
    {
        name: RawSheet(
            name,
            {int(row): {int(column): value for column, value in line.items()} for row, line in cells.items()},
            {tuple(place): text for place, text in formulas},
            validations=None,
        )
        for name, (cells, formulas) in sheets.items()
    },
    tuple(RawTable(*table[:5], tuple(table[5]), table[6]) for table in tables),
)
plan = Journey(raw, date(2026, 3, 13), strict=True).plan()
cells = {f"{e.sheet}!{e.column}{row}": str(value) for e in plan.edits if isinstance(e, SetCells) for row, value in e.values.items()}
pages = {e.sheet: len(e.rows) for e in plan.edits if not isinstance(e, SetCells)}
findings = [f"{f.place}: {f.message}" for f in plan.findings]
import main
from kept_book import KeptBook
book = KeptBook("/package/demo.cells", "Schedule", 44)
for script in scripts.split():
    getattr(main, script)(book)
found = {"platform": sys.platform, "cells": cells, "pages": pages, "findings": findings}
json.dumps(found | {"said": book.app.said, "status": book.app.status_bar})
`);
} catch (error) {
  console.error(error.message); // Node itself would print a page of Pyodide's source before it.
  process.exit(1);
}
console.log(said);
