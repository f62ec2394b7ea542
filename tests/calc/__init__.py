"""A live spreadsheet application for the tests: LibreOffice behind an xlwings engine, over UNO.

xlwings asks an engine for apps, books, sheets, ranges and tables; this one answers from a running LibreOffice. It
does what Excel does where the two differ and it matters to pmxl: text is typed anew as Excel would ("00123" becomes
123 unless the cell holds text), a `=` begins a formula, a locked sheet refuses. What pmxl does not use is not here.

    office.py    starts and stops a private LibreOffice
    engine.py    the application and its workbooks
    sheets.py    sheets and tables
    drawn.py     charts and pictures
    cells.py     ranges: values, formulas, formats
    words.py     how Excel and LibreOffice write the same formula, and what Excel makes of a text
"""
