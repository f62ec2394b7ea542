"""Write a complete example project and run the whole journey on it."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from datetime import date
from io import BytesIO

from pmxl.cli import CLEAN
from pmxl.cli.terminal import say

NAME = "project_workbook.xlsx"


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("folder", nargs="?", default="demo", metavar="DIR", help="where to write it (demo)")


def run(options: Namespace, today: date) -> int:
    """Write the workbook as a person would have filled it, then take every step of a week's work with it.

    Every step is taken on the as-of date of the workbook: an example that blames itself for its age explains nothing.
    """
    from pmxl.cli.calling import call
    from pmxl.workbook.errors import about

    path = os.path.join(options.folder, NAME)
    with about(options.folder):
        make_workbook(path)
        day = as_of(path) or today
    pages = [os.path.join(options.folder, f"brief.{ending}") for ending in ("md", "html")]
    steps = [["refresh", path], *(["brief", path, "--format", p.rsplit(".", 1)[1], "-o", p] for p in pages)]
    codes = []
    for verb, *words in [*steps, ["check", path, "--fail-on", "never"]]:
        say(f"\n$ pmxl {' '.join([verb, *words])}")
        codes.append(call(verb, words, day))
    say(f"\nOpen {path}: sheet Brief is the page for the sponsor, Findings is your list, Schedule says why each date.")
    say(f"The same brief for a mail or a browser: {pages[0]}, {pages[1]}.")
    return max(codes, default=CLEAN)


def make_workbook(path: str) -> None:
    """Write the example where there is none yet: somebody may have worked on the one that is there. Raises Refused."""
    from pmxl.demo import write
    from pmxl.workbook.errors import Refused
    from pmxl.workbook.lock import write_safely

    if os.path.lexists(path):
        say(f"{path} is there already and was kept; delete it to get a fresh one.")
        return
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    except OSError as error:
        raise Refused(f"the folder cannot be made ({error.strerror})", "choose another one") from None
    content = BytesIO()
    write(content)
    write_safely(path, content.getvalue())


def as_of(path: str) -> date | None:
    """The as-of date that stands in the workbook. Raises what opening a workbook raises."""
    from pmxl.reading import read
    from pmxl.workbook import open_workbook

    return read(open_workbook(path).raw).settings.as_of
