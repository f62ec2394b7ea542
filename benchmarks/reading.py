"""What reading costs: every sheet of a workbook, against python-calamine reading the values of the same sheets.

Ours also gives formulas, error values, hidden rows, filters, merges, tables and names, which calamine hides.
"""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import python_calamine
import xlsxwriter

import pmxl.demo
from benchmarks.measure import medians, show
from pmxl.workbook import open_workbook

LIMITS = {"pmxl.workbook": 3.0}
"""Times python-calamine; 1.5 is what we would like."""
WORDS = ("Open", "Closed", "Late", "Because the supplier is late, there is a chance that the wave moves")


def main() -> None:
    """Print the comparison for the demo, for twelve registers, and for one large sheet."""
    with TemporaryDirectory() as folder:
        demo, registers, large = (str(Path(folder, name)) for name in ("demo.xlsx", "registers.xlsx", "large.xlsx"))
        pmxl.demo.write(demo)
        write(registers, sheets=12, rows=170, columns=14, tables=True)
        write(large, sheets=1, rows=50_000, columns=20, tables=False)
        compare("Reading the demo", demo, 11)
        compare("Reading 12 registers of 170 rows and 14 columns", registers, 11)
        compare("Reading one sheet of 50,000 rows and 20 columns", large, 3)


def compare(title: str, path: str, rounds: int) -> None:
    """Print one comparison."""
    jobs = {"python-calamine (values only)": lambda: by_calamine(path), "pmxl.workbook": lambda: by_pmxl(path)}
    show(title, medians(jobs, rounds), base="python-calamine (values only)", limits=LIMITS)


def by_calamine(path: str) -> None:
    """Read the values of every sheet."""
    book = python_calamine.CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def by_pmxl(path: str) -> None:
    """Read every sheet."""
    for sheet in open_workbook(path).raw.sheets.values():
        assert sheet.cells is not None


def write(path: str, *, sheets: int, rows: int, columns: int, tables: bool) -> None:
    """Write a workbook of texts, numbers, dates and formulas."""
    dice = random.Random(1)
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "dd mmm yyyy"})
    for number in range(sheets):
        sheet = book.add_worksheet(f"Register{number}")
        for row in range(1, rows + 1):
            for column in range(columns):
                match column % 7:
                    case 0:
                        sheet.write_string(row, column, f"R-{row:05}")
                    case 1 | 4:
                        sheet.write_string(row, column, dice.choice(WORDS))
                    case 2:
                        sheet.write_number(row, column, 45_000 + dice.randrange(500), day)
                    case 5:
                        sheet.write_formula(row, column, f"=D{row + 1}*2", None, dice.randrange(9))
                    case _:
                        sheet.write_number(row, column, dice.random() * 100)
        if tables:
            titles = [{"header": f"Column {column}"} for column in range(columns)]
            sheet.add_table(0, 0, rows, columns - 1, {"name": f"Register{number}", "columns": titles})
    book.close()


if __name__ == "__main__":
    main()
