"""What the buttons do: each command is a function of an open workbook and today's date that gives an Answer."""
