"""What tells a generated sheet from one of a person's own, in a file and in an open workbook."""

MARK = "_pmxl_page"
"""A hidden name on every generated sheet. Excel keeps it, so that no sheet of a person's own is ever replaced."""
HIDDEN = '"1"'
"""What the name stands for."""
