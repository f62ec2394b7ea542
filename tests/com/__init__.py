"""Excel's objects as xlwings' own code for Windows meets them, kept in memory: every question to them is counted.

No Excel runs where the tests run, and LibreOffice is driven by another part of xlwings. What a click costs in Excel on
Windows is the number of its questions, each some tenths of a millisecond; so the tests count them here, on the code of
xlwings that runs there. Cells and tables behave as in Excel as far as pmxl asks for them; charts and pictures are none.

    asked    how a question gets from here to there and is counted
    books    the application, workbooks, sheets, tables, names
    cells    ranges, rows and columns
    windows  xlwings' part for Windows, imported anywhere, on these objects
"""
