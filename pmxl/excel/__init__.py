"""The open workbook in Excel, through xlwings: the ribbon, the add-in that carries it, and what a click does."""
