"""Excel workbooks (.xlsx, .xlsm and their templates) in and out, losing nothing. Knows OOXML, knows no register.

Reading:

```python
book = open_workbook("plan.xlsx")             # Refused, one line for a person, for what cannot be read
book.tables, book.raw.names, book.states      # known without reading a sheet
sheet = book.raw.sheets["Risks"]              # read now, once; may be Refused too
sheet.cells[7][2]                             # the value of B7: str, float, bool, ErrorValue or datetime
sheet.formulas.get((7, 2))                    # its formula in the file's long form, shared ones moved to their cell
sheet.hidden_rows, sheet.filtered, sheet.merges
sheet.validations                             # what may be typed where, read when somebody asks
book.oddities                                 # sentences about values that cannot be what they say
book.digest                                   # a fingerprint of the file as it was read
```

Dates are numbers, as the file holds them; `book.raw.date_1904` says from when they count.

Writing:

```python
made = apply(book, plan.edits)                # nothing is written: the parts that would change, and the new content
made.changed, made.content
save(book, plan.edits)                        # over the original; gives the parts that changed, () where all was so
save(book, edits, out="copy.xlsx")
save(book, edits, backup=True)                # the former content stays as "plan (before pmxl).xlsx"
```

`save` applies the same edits in the same way: what is shown and what is saved cannot differ. An edit is one of two
plain values of `pmxl.model`:

- `SetCells` sets or clears cells of one column. Text stays text, even where it begins with `=`. A cell keeps its
  format; a new one takes that of its table's column, row or column, and gets a number format where its kind needs one.
  Values directly below a table's last row make the table grow, with its filter, validations, conditional formats and
  calculated columns; a row of totals moves down, and shows the new total where Excel itself made it. A header written
  beside the last one gives the table a column. A formula is written with its value; a calculated
  column that grows with its table, whose value nobody here knows, shows nothing until somebody calculates.
- `ReplaceSheet` writes a whole generated sheet: inserted where it is new, else replaced in its place. It replaces only
  sheets that a save made before, that hold the page's own table, or that are blank.

A page is declared, not drawn:

```python
page = ReplaceSheet(
    "Dashboard",
    widths=(24, 12, 12),
    rows=(PageRow((PageCell("Task", "table_head"), PageCell("Days", "table_head"))),
          PageRow((PageCell("Build", "table"), PageCell(40.0, "table_number")))),
    charts=(PageChart("bar", "A5:C18", (ChartSeries("B2:B2", "A2:A2", name="Days"),), title="Days of work"),),
    pictures=(PagePicture(png, "C1", alt="Our sign"),),
    formats=(PageFormat("B2:B2", "$B2>30", "red"), PageFormat("B2:B2", bars="#5F7189")),
    sparklines=(PageSparkline("C2", "Log!B2:B30"),),
)
```

Charts are native and stay editable. They may show cells of the page, of other pages of the same save, and of any sheet,
and keep what these hold inside them, so that they are right where nothing reads the cells anew. On the next save they
are written in place, with their parts and names; what goes leaves nothing behind. What people draw on a page stays: a
picture, a comment, a copy of a chart, or a chart of ours under another name.

Everything else in the file keeps its bytes. A save is refused, and nothing is written, where that cannot be: signed,
shared and encrypted workbooks, array formulas, merged cells, the cells of a pivot table, a table that has no room to
grow, totals that would have to move while something points at their cells. It is also refused while the workbook is
open elsewhere or was changed since it was read. After a save, open the workbook again.

The files, from the outside in: `preflight` (what is this file), `archive` (zip), `parts` (package), `markup` (XML with
places), `contents` (sheets, names, tables); `scan`, `exact`, `strings`, `repeated`, `formulas`, `validations` (reading
a sheet); `saving`, `draft` (what a save changes), `columns`, `rows`, `tidy`, `cells`, `styles`, `growth`, `totals`,
`widening` (setting cells); `plain`, `looks` (writing generated sheets), `page`, `ornaments`, `charts` (drawing charts
and pictures, and sheets with something rare on them), `transplant`, `drawings`, `outline` (moving them in); `lock` (the
file's place on a shared disk); `passwords`.
"""

from __future__ import annotations

TYPE_CHECKING = False  # As in pmxl: whoever needs one module, such as a click in Excel, loads none of the others.
if TYPE_CHECKING:
    from pmxl.workbook.book import Applied, Workbook, apply, open_workbook, save
    from pmxl.workbook.errors import Refused

__all__ = ["Applied", "Refused", "Workbook", "apply", "open_workbook", "save"]


def __getattr__(name: str) -> object:
    """A public name, imported when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'pmxl.workbook' has no public name {name!r}")
    from importlib import import_module

    home = "errors" if name == "Refused" else "book"
    value = globals()[name] = getattr(import_module(f"pmxl.workbook.{home}"), name)
    return value
