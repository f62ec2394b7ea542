"""`python -m pmxl.generate`: write everything that follows from the declarations anew."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pmxl.generate.reference import registers_page, rules_page, settings_page
from pmxl.generate.ribbon_xml import buttons_page, ribbon_xml
from pmxl.generate.schema import schema_text
from pmxl.generate.template import TEMPLATES, template_bytes

ROOT = Path(__file__).parents[2]


def _page(make: Callable[[], str]) -> bytes:
    return make().encode()


FILES: dict[str, Callable[[], bytes]] = {
    **{f"workbook_templates/{t.name}.xlsx": partial(template_bytes, t) for t in TEMPLATES},
    "macros/customUI14.xml": partial(_page, ribbon_xml),
    "docs/buttons.md": partial(_page, buttons_page),
    "docs/registers.md": partial(_page, registers_page),
    "docs/rules.md": partial(_page, rules_page),
    "docs/settings.md": partial(_page, settings_page),
    "docs/schema.json": partial(_page, schema_text),
}
"""Path below the repository -> what makes its content."""


def main() -> None:
    """Write each file whose content changed, and name it."""
    for name, make in FILES.items():
        path, content = ROOT / name, make()
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
