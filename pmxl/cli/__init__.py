"""The command `pmxl`. One file per verb, each imported only when its verb is called, because every start counts.

Exit codes: 0 clean, 1 findings at or above --fail-on, 2 the command was not understood, 3 something could not be
read, checked or kept. As shells tell it of other commands: 130 interrupted, 141 nobody reads the results any more.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # As in pmxl: importing typing would double the time to start.
if TYPE_CHECKING:
    from collections.abc import Sequence

CLEAN, FOUND, USAGE, INCOMPLETE, INTERRUPTED, UNHEARD = 0, 1, 2, 3, 130, 141

GROUPS = {
    "Every day": {
        "new": "make a workbook from a template",
        "check": "say what is wrong in workbooks, and what to do about it",
        "refresh": "compute everything and write it back into the workbook",
        "repair": "put right what can be put right without asking, and list every change",
        "trace": "say what a task, scope item, change or any other row touches",
    },
    "Dates and people": {
        "baseline": "freeze the agreed dates, so that every later date is held against them",
        "what-if": "say what edits, a change or an option would do to dates and colours",
        "capacity": "show who has how much work in which week, and which finish the people allow",
        "simulate": "say how likely each date is, and what drives it",
        "forecast": "say where the pace so far leads, beside the logic of the plan",
    },
    "Reporting": {
        "brief": "make the one-page brief",
        "issue": "issue the brief: freeze the page with its number",
        "changes": "say what changed since an earlier report, and what vanished",
    },
    "Other programs": {
        "export": "write the plan for Microsoft Project, calendars, Markdown pages or tables",
        "import": "make a workbook from a plan of Microsoft Project, Primavera or a table",
    },
    "Buttons in Excel": {
        "addin": "put the buttons of pmxl into Excel",
        "doctor": "say whether the buttons in Excel can work here, and what to do where not",
        "run": "run a command of the add-in on the workbook that is open in Excel",
        "serve": "answer Excel's buttons where Excel may not start Python itself",
    },
    "Getting to know it": {
        "demo": "write a complete example project and run the whole journey on it",
        "rules": "list the rules, or explain one",
    },
}
"""What `pmxl` can be told to do, by what people want, in the order in which they need it."""

OPTIONS = ("--help", "--version")
VERBS = {verb: what for verbs in GROUPS.values() for verb, what in verbs.items()}


def main(words: Sequence[str] | None = None) -> int:
    """Do what the words of the command line say and give the exit code. No exception leaves it."""
    try:
        _make_writable()
        code = _run(list(sys.argv[1:] if words is None else words))
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        from pmxl.cli.errors import complain

        return complain(error)
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:
                # Whoever read the results has gone, or the disk is full: Python must not try again when it ends.
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _run(words: list[str]) -> int:
    if words[:1] == ["help"] and words[1:]:
        words = [*words[1:], "--help"]
    if not words or words[0] in ("-h", "--help", "help"):
        print(overview())
        return CLEAN
    if words[0] in ("-V", "--version"):
        from pmxl import __version__

        print(f"pmxl {__version__}")
        return CLEAN
    if words[0] not in VERBS:
        from pmxl.cli.errors import Usage, did_you_mean

        kind, known = ("option", OPTIONS) if words[0].startswith("-") else ("command", VERBS)
        raise Usage(f'there is no {kind} "{words[0]}"; {did_you_mean(words[0], known) or "pmxl --help lists them"}')
    if sys.flags.optimize > 1:
        from pmxl.cli.errors import Usage

        raise Usage(
            "Python runs without docstrings, in which the rules are explained; unset PYTHONOPTIMIZE, leave -OO out"
        )
    from pmxl.cli.calling import call

    try:
        return call(words[0], words[1:])
    except SystemExit as end:  # argparse ends this way after --help.
        return end.code if isinstance(end.code, int) else USAGE


def overview() -> str:
    """What `pmxl --help` prints."""
    groups = "\n\n".join(
        f"{title}\n" + "\n".join(f"  {verb:10}{what}" for verb, what in verbs.items())
        for title, verbs in GROUPS.items()
    )
    return (
        f"pmxl: delivery truth in Excel\n\nusage: pmxl COMMAND ...\n\n{groups}\n\n"
        "pmxl COMMAND --help says what a command takes; pmxl --version, which pmxl this is."
    )


def _make_writable() -> None:
    """A cell may hold any character, a terminal may know few; what it does not know is spelled out.

    Whoever closes a stream before the start wants to hear nothing of it.
    """
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it stays open
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it stays open
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
