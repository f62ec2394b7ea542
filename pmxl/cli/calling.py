"""From the words of the command line to a verb's options and its run."""

from __future__ import annotations

import atexit
import gc
import sys
from argparse import Action, ArgumentError, ArgumentParser, HelpFormatter, Namespace
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from typing import NoReturn, Protocol, cast

from pmxl.cli.errors import Usage, did_you_mean
from pmxl.cli.terminal import width

FILES = {"import": "import_", "what-if": "what_if"}
"""Verbs whose name no module of Python can bear -> the file of each."""


class Help(HelpFormatter):
    """Help as wide as the terminal. Being told so, argparse need not import what finds it out."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=min(width(sys.stdout) or 100, 100) - 2)


class Verb(Protocol):
    """What each file of a verb offers."""

    def arguments(self, parser: ArgumentParser) -> None:
        """Declare what the verb takes."""

    def run(self, options: Namespace, today: date) -> int:
        """Do it and give the exit code."""


class Parser(ArgumentParser):
    """A parser whose complaints are one line."""

    def _check_value(self, action: Action, value: object) -> None:
        """Raises ArgumentError with the words that an option takes, and the nearest of them."""
        if action.choices is not None and value not in action.choices:
            words = [str(word) for word in action.choices]
            near = did_you_mean(str(value), words)
            raise ArgumentError(action, f'"{value}" is none of {", ".join(words)}' + (f"; {near}" if near else ""))

    def _get_value(self, action: Action, word: str) -> object:
        """Raises ArgumentError for a word that should be a number and is none."""
        try:
            return super()._get_value(action, word)
        except ArgumentError:
            raise ArgumentError(action, f'"{word}" is no whole number') from None

    def understood(self, words: Sequence[str]) -> Namespace:
        """What the words say. Raises Usage for words that the verb does not take, with the nearest option."""
        options, rest = self.parse_known_args(words)
        if rest and rest[0].startswith("-"):
            names = [name for name in self._option_string_actions if name.startswith("--") and name != "--help"]
            near = did_you_mean(rest[0].partition("=")[0], names)
            self.error(f'there is no option "{rest[0]}"' + (f"; {near}" if near else ""))
        if rest:
            self.error(f'"{rest[0]}" is one word too many')
        return options

    def error(self, message: str) -> NoReturn:
        """Raises Usage with what is the matter and where to look."""
        raise Usage(f"{message} ({self.prog} --help says what it takes)")


def call(verb: str, words: Sequence[str], today: date | None = None) -> int:
    """Run a verb, as if it were *today* where that is given. No other place of pmxl but Excel's looks at the clock."""
    module = cast(Verb, import_module(f"pmxl.cli.{FILES.get(verb, verb)}"))
    parser = Parser(prog=f"pmxl {verb}", description=(module.__doc__ or "").splitlines()[0], formatter_class=Help)
    module.arguments(parser)
    # A workbook is many objects that stay. To look through them for garbage again and again takes time and finds none.
    gc.set_threshold(100_000)
    atexit.register(gc.freeze)  # Nor at the end, which is near.
    return module.run(parser.understood(words), today or date.today())
