"""Make a workbook from a template. A file that is there already is left alone."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from datetime import date
from io import BytesIO

from pmxl.cli import CLEAN
from pmxl.cli.errors import Usage
from pmxl.cli.terminal import say
from pmxl.model import PROFILES


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    from pmxl.generate.template import TEMPLATES

    names = [template.name for template in TEMPLATES]
    parser.add_argument("path", nargs="?", metavar="PATH", help="a file or a folder (default: the template's name)")
    parser.add_argument("--template", choices=names, default=names[0], type=_underscored, help=f"({names[0]})")
    parser.add_argument("--profile", choices=PROFILES, default="light", help="how many columns and rules (light)")


def run(options: Namespace, today: date) -> int:
    """Write the workbook and say where it is."""
    from pmxl.generate.template import TEMPLATES
    from pmxl.generate.workbook import write_workbook
    from pmxl.workbook.errors import about
    from pmxl.workbook.lock import write_safely

    template = next(template for template in TEMPLATES if template.name == options.template)
    path = target(options.path, f"{template.name}.xlsx")
    content = BytesIO()
    write_workbook(
        content,
        template.registers,
        profile=options.profile,
        settings={"as_of": today},
        title=template.title,
        about=template.about,
    )
    with about(path):
        write_safely(path, content.getvalue())
    print(path)
    say('Fill it in Excel or LibreOffice, from the sheet "Start here" on; `pmxl check` says what is missing.')
    return CLEAN


def target(given: str | None, name: str) -> str:
    """Where the new file goes. Raises Usage where something is there already, or where it could not be opened."""
    path = os.path.join(given, name) if given and os.path.isdir(given) else given or name
    if os.path.lexists(path):
        raise Usage(f'"{path}" is there already and was left as it is; choose another name')
    if os.path.splitext(path)[1].lower() != ".xlsx":
        raise Usage(f'"{path}" must end with ".xlsx", or Excel will not open it; give it that ending')
    return path


def _underscored(name: str) -> str:
    return name.replace("-", "_")
