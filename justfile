# What is done often. `just` alone lists this.

python := if os() == "windows" { ".venv/Scripts/python.exe" } else { ".venv/bin/python" }

_list:
    @"{{just_executable()}}" --list --unsorted

# Style and types.
check:
    {{python}} -m ruff check .
    {{python}} -m ruff format --check .
    {{python}} -m mypy

# The tests; words are passed on, as in `just test -k reading`.
test *words:
    {{python}} -m pytest -q {{words}}

# Write everything that follows from the declarations: templates, reference pages, schema.
generate:
    {{python}} -m pmxl.generate

# Render the demo's pages to docs/pictures and tests/pictures, to be looked at.
pictures:
    {{python}} docs/pictures/make.py
    {{python}} tests/pictures/golden.py

# Ratios: start-up, checking, reading, writing, scheduling.
bench *names:
    {{python}} -m benchmarks {{names}}

# A case page for a new rule, and where its function goes.
new-rule name:
    {{python}} tests/new_rule.py {{name}}

# The properties with many more examples than every day.
fuzz *words:
    {{python}} -m pytest -q -m hypothesis --hypothesis-profile=fuzz {{words}}

# The long runs: mutated files by the thousand, every workbook through LibreOffice, the whole hostile catalogue.
long-run mutants="10000":
    PMXL_LONG=1 {{python}} -m pytest -q tests/test_workbook_always.py tests/test_workbook_hostile.py tests/test_workbook_libreoffice.py
    {{python}} tests/fuzz_workbook.py {{mutants}}
