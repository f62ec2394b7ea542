"""The number formats that pmxl gives to cells, in a file and in an open workbook."""

FORMATS = {
    "day": "dd mmm yyyy",
    "whole": "0",
    "number": "General",
    "money": "#,##0",
    "percent": "0%",
}
"""Kind of column -> the number format of a cell that has none yet."""
