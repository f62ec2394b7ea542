"""Say what is wrong in workbooks, and what to do about it. Nothing is written into them."""

from __future__ import annotations

import gc
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pmxl.cli import CLEAN, FOUND, INCOMPLETE
from pmxl.cli.errors import Usage, line_of, show_traceback
from pmxl.cli.outputs import refuse_report
from pmxl.cli.paths import workbooks
from pmxl.cli.terminal import colourful, put, say, width
from pmxl.model import LEVELS, PROFILES, Profile
from pmxl.reports import FORMATS, Checked, Look, report
from pmxl.reports.checked import fails

Job = tuple[str, date, "Profile | None", "str | None"]
"""What `check` is asked: path, today, profile and password."""
SHARE = 10
"""How many workbooks another process must have to check before it is worth its start."""


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a workbook, a folder or a pattern such as *.xlsx")
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to write the findings (default: text)")
    parser.add_argument(
        "--fail-on", choices=(*LEVELS, "never"), default="error", help="the level that gives exit code 1 (error)"
    )
    parser.add_argument("--profile", choices=PROFILES, help="which rules run (default: what Settings says)")
    parser.add_argument("--all", action="store_true", help="show every finding, not only the ten worst of a workbook")
    parser.add_argument(
        "--password", nargs="?", const="", metavar="WORD", help="for workbooks behind one; asked for where left out"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="write the findings to a file")


def run(options: Namespace, today: date) -> int:
    """Check every workbook; one that cannot be read never stops the others."""
    refuse_report(options.output)
    outcome = Outcome(options.fail_on)
    password = options.password if options.password != "" else ask_password()
    jobs = [(path, today, options.profile, password) for path in workbooks(options.paths)]
    checked = outcome.watch(check_all(jobs))
    # The byte-order mark is what tells Excel that a CSV file is UTF-8.
    encoding = "utf-8-sig" if options.format == "csv" else "utf-8"
    put(report(options.format, checked, look_of(options)), options.output, encoding)
    if options.output or options.format != "text":
        for line in outcome.refused:
            say(f"not checked: {line}")
    elif outcome.rule and sys.stderr.isatty():
        say(f"`pmxl rules {outcome.rule}` explains a finding.")
    return outcome.code


def ask_password() -> str:
    """The password, typed by the person without showing it. Raises Usage where there is nobody to ask."""
    from getpass import getpass

    if not sys.stdin.isatty():
        raise Usage("there is nobody to ask for the password; give it behind --password")
    return getpass("Password of the workbooks: ")


def check_all(jobs: Sequence[Job]) -> Iterator[Checked]:
    """What there is to say about each of some workbooks, in their order; about many of them by every processor."""
    if len(jobs) >= 2 * SHARE:
        from pmxl.cli.together import check_together, helpers_for

        if helpers := helpers_for(len(jobs)):
            return check_together(jobs, helpers)
    return in_turn(jobs)


def in_turn(jobs: Iterable[Job]) -> Iterator[Checked]:
    """What there is to say about each of some workbooks, with the memory that the largest of them takes."""
    for number, job in enumerate(jobs):
        if number:
            gc.collect()  # A workbook is rows that know each other: nothing of it would go by itself.
        if number == 1:
            gc.freeze()  # What is there after the first one stays: to look through it each time would take longest.
        yield check(*job)


def check(path: str, today: date, profile: Profile | None = None, password: str | None = None) -> Checked:
    """What there is to say about one workbook."""
    from pmxl.facts.numbering import nameless
    from pmxl.journey import Journey
    from pmxl.workbook import open_workbook
    from pmxl.workbook.errors import about

    try:
        with about(path):
            journey = Journey(open_workbook(path, password).raw, today)
            settings = journey.now.settings
            settings.profile = profile or settings.profile
            return Checked(
                path,
                journey.findings(),
                journey.now.as_of,
                settings.profile.casefold(),
                nameless=nameless(journey.judged),
            )
    except Exception as error:
        show_traceback(error)
        return Checked(path, refused=line_of(error, path))


def look_of(options: Namespace) -> Look:
    """How the report is to look, by the options and by what stdout can show."""
    from pmxl import __version__
    from pmxl.rules import rules_of

    live = options.output is None
    return Look(
        colour=live and colourful(sys.stdout),
        width=width(sys.stdout) if live else 0,
        most=0 if options.all else 10,
        fail_on=options.fail_on,
        version=__version__,
        rules=rules_of(options.profile or "full"),
    )


class Outcome:
    """What the exit code comes from, gathered while results pass by."""

    def __init__(self, fail_on: str) -> None:
        self.fail_on = fail_on
        self.refused: list[str] = []
        self.rule = ""
        """A rule that found something, to show how a rule is looked up."""
        self.failed = self.incomplete = False

    def watch(self, results: Iterable[Checked]) -> Iterator[Checked]:
        """The results, unchanged."""
        for checked in results:
            if checked.refused:
                self.refused.append(checked.refused)
            for finding in checked.findings:
                self.rule = self.rule or finding.rule
                self.failed |= fails(finding, self.fail_on)
                self.incomplete |= finding.rule == "rule-failed"
            yield checked

    @property
    def code(self) -> int:
        """3 before 1 before 0: who relies on the answer must know first that it is not whole."""
        if self.refused or self.incomplete:
            return INCOMPLETE
        return FOUND if self.failed else CLEAN
