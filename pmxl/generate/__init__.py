"""Everything that follows from the declarations: formulas and looks, new workbooks, templates, reference pages.

`python -m pmxl.generate` writes the committed files anew; `pmxl new`, `pmxl demo` and `pmxl refresh` use the rest.
"""
