"""List the rules, or explain one."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import date

from pmxl.cli import CLEAN
from pmxl.cli.errors import Usage, did_you_mean
from pmxl.cli.terminal import say, width
from pmxl.facts.words import shortened
from pmxl.model import PROFILES
from pmxl.registers import REGISTERS
from pmxl.rules import RULES, rules_of
from pmxl.rules.rule import Rule


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="a rule's name, as findings end with it, or its number")
    parser.add_argument("--profile", choices=PROFILES, default="full", help="list the rules of this profile (full)")


def run(options: Namespace, today: date) -> int:
    """Print the list, or a rule's page."""
    if options.name is None:
        print("\n".join(listing(options.profile)))
        if sys.stderr.isatty():
            say("`pmxl rules NAME` says why a rule matters and what to do.")
        return CLEAN
    name = options.name.strip("[]").casefold().replace("_", "-")
    rules = [rule for rule in RULES if name in (rule.name, *rule.catalogue.casefold().split(", "))]
    if not rules:
        advice = did_you_mean(name, [rule.name for rule in RULES]) or "pmxl rules lists them"
        raise Usage(f'there is no rule "{options.name}"; {advice}')
    print("\n\n\n".join(map(page, rules)))
    return CLEAN


def listing(profile: str) -> Iterator[str]:
    """The rules of a profile, one line each, under the sheet that they look at."""
    chosen = rules_of(profile)
    titles = {register.name: register.title for register in REGISTERS}
    groups = {name: [r for r in chosen if r.register is not None and r.register.name == name] for name in titles}
    groups[""] = [rule for rule in chosen if rule.register is None]
    longest = max((len(rule.name) for rule in chosen), default=0)
    room = width(sys.stdout) - longest - 15
    for name, rules in groups.items():
        if rules:
            yield f"{titles.get(name, 'The whole workbook')}"
            yield from (f"  {r.name:{longest}}  {r.level:7}  {_shortened(r.what, room)}" for r in rules)
            yield ""
    yield f"{len(chosen)} rules in profile {profile}."


def page(rule: Rule) -> str:
    """A rule's page: what it looks for, why it matters, what to do, and where it looks."""
    from textwrap import fill

    paragraphs = [(rule.what, ""), (rule.why, "Why: "), (rule.do, "Do:  "), (_where(rule), "")]
    texts = [fill(label + text, 88, subsequent_indent=" " * len(label)) for text, label in paragraphs if text]
    return "\n\n".join([rule.name, *texts])


def _where(rule: Rule) -> str:
    column = getattr(rule.register, rule.at).title if rule.register is not None and rule.at else ""
    sheet = f"sheet {rule.register.title}" if rule.register is not None else "the whole workbook"
    where = f"Looks at {sheet}{f', column {column}' if column else ''}."
    number = f" Number {rule.catalogue} of the catalogue." if rule.catalogue else ""
    alive = " The sheet's Check column says it too, without pmxl." if rule.when else ""
    return f"{where} Level {rule.level}, from profile {rule.profile}.{number}{alive}"


def _shortened(text: str, room: int) -> str:
    return shortened(text, room) if room > 20 else text
