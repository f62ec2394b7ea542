"""Excel workbooks (.xlsx, .xlsm) in and out, losing nothing.

```python
book = open_workbook("plan.xlsx")
book.raw.sheets["Risks"].cells[7][2]          # the value of B7
book.raw.tables, book.raw.names               # known without reading a sheet
save(book, [SetCells("Risks", "F", {7: "High"})])
```
"""

from __future__ import annotations

from pmxl.workbook.book import Workbook, open_workbook, save
from pmxl.workbook.errors import Refused

__all__ = ["Refused", "Workbook", "open_workbook", "save"]
