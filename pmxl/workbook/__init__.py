"""Excel workbooks (.xlsx, .xlsm and their templates) in and out, losing nothing. Knows OOXML, knows no register.

Reading:

```python
book = open_workbook("plan.xlsx")             # Refused, one line for a person, for what cannot be read
book.raw.tables, book.raw.names, book.states  # known without reading a sheet
sheet = book.raw.sheets["Risks"]              # read now, once; may be Refused too
sheet.cells[7][2]                             # the value of B7: str, float, bool, ErrorValue or datetime
sheet.formulas.get((7, 2))                    # its formula in the file's long form, shared ones moved to their cell
sheet.hidden_rows, sheet.filtered, sheet.merges
book.oddities                                 # sentences about values that cannot be what they say
book.digest                                   # a fingerprint of the file as it was read
```

Dates are numbers, as the file holds them; `book.raw.date_1904` says from when they count.

Writing:

```python
save(book, edits)                             # over the original; gives the parts that changed, () where all was so
save(book, edits, out="copy.xlsx")
save(book, edits, backup=True)                # the former content stays as "plan (before pmxl).xlsx"
```

An edit is one of two plain values of `pmxl.model`:

- `SetCells` sets or clears cells of one column. Text stays text, even where it begins with `=`. A cell keeps its
  format; a new one takes that of its table's column, row or column, and gets a number format where its kind needs one.
  Values below a table's last row make the table grow, with its filter, validations, conditional formats and calculated
  columns; a header written beside the last one gives it a column.
- `ReplaceSheet` writes a whole generated sheet: inserted where it is new, else replaced in its place. It replaces only
  sheets that a save made before, that hold the page's own table, or that are blank.

Everything else in the file keeps its bytes. A save is refused, and nothing is written, where that cannot be: signed,
shared and encrypted workbooks, array formulas, merged cells, tables with totals that would have to grow. It is also
refused while the workbook is open elsewhere or was changed since it was read. After a save, open the workbook again.

The files, from the outside in: `preflight` (what is this file), `archive` (zip), `parts` (package), `markup` (XML with
places), `contents` (sheets, names, tables); `scan`, `exact`, `strings`, `formulas` (reading a sheet); `saving`, `draft`
(what a save changes), `columns`, `rows`, `cells`, `styles`, `growth`, `widening` (setting cells); `plain`, `looks`,
`page`, `transplant`, `outline` (generated sheets); `lock` (the file's place on a shared disk); `passwords`.
"""

from __future__ import annotations

from pmxl.workbook.book import Workbook, open_workbook, save
from pmxl.workbook.errors import Refused

__all__ = ["Refused", "Workbook", "open_workbook", "save"]
