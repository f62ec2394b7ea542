"""Nothing is half added: every file is in its index, every rule has its page, every promise its keeper."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from textwrap import dedent
from types import ModuleType

import pytest
from conftest import ROOT
from pages import BLOCK, book_of, parts

from pmxl.colours import DIMENSIONS
from pmxl.demo import raw_book
from pmxl.facts import FACTS
from pmxl.journey import Journey
from pmxl.model import Book, Column, Register
from pmxl.registers import BY_NAME, REGISTERS
from pmxl.registers.settings import Settings
from pmxl.reports import FORMATS
from pmxl.rules import RULES
from pmxl.rules.rule import Rule

PACKAGE = ROOT / "pmxl"
CASES = ROOT / "tests" / "cases"

DEMANDED = """
    STR-01 STR-02 STR-03 STR-04 STR-05 STR-07 STR-08 STR-09 STR-11 STR-12 STR-13 STR-14 OWN-01 OWN-02 OWN-03
    RSK-01 RSK-02 RSK-03 RSK-04 RSK-05 ISS-01 ISS-02 ISS-03 DEP-01 DEP-02 DEP-03 DEP-05 SCO-01 SCO-02 SCO-05
    CHG-01 CHG-03 CHG-06 CHG-07 DEC-01 DEC-02 DEC-03 ACT-01 SCH-01 SCH-02 SCH-03 SCH-04 SCH-05 SCH-06 SCH-07
    SCH-11 SCH-17 ST-01 ST-02 ST-03 ST-04 ST-16 ESC-01 ESC-02 RDY-01 RDY-05 RDY-09
""".split()
"""The rules of profile Light in the domain catalogue that concern the sheets which there are."""


def modules(folder: str) -> Iterator[ModuleType]:
    """The modules of a room, without its index."""
    for path in sorted((PACKAGE / folder).glob("*.py")):
        if path.stem != "__init__":
            yield import_module(f"pmxl.{folder}.{path.stem}")


# ---------------------------------------------------------------- indices


def test_every_register_is_in_its_index() -> None:
    found = {id(v): v.name for module in modules("registers") for v in vars(module).values() if isinstance(v, Register)}
    assert set(found.values()) == set(BY_NAME) == {register.name for register in REGISTERS}
    assert len(found) == len(REGISTERS)


def test_every_rule_is_in_its_index_once() -> None:
    found = {id(v): v.name for module in modules("rules") for v in vars(module).values() if isinstance(v, Rule)}
    assert found == {id(rule): rule.name for rule in RULES}


def test_every_file_of_a_room_is_used_by_its_index_or_a_neighbour() -> None:
    """A file that nothing imports is a file that somebody forgot to list."""
    used = {name for path in PACKAGE.rglob("*.py") for name in imported(path)}
    rooms = ("registers", "facts", "colours", "rules", "sections", "generate", "workbook", "interchange")
    files = {f"pmxl.{room}.{path.stem}" for room in rooms for path in (PACKAGE / room).glob("*.py")}
    assert [name for name in sorted(files - used) if not name.endswith("__")] == []


def imported(path: Path) -> set[str]:
    """Everything that a file imports by name, itself left out."""
    own = f"pmxl.{path.parent.name}.{path.stem}"
    nodes = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)]
    names = {f"{node.module}.{alias.name}" for node in nodes for alias in node.names}
    return (names | {node.module or "" for node in nodes}) - {own}


def test_every_format_is_in_its_index() -> None:
    files = {path.stem.removeprefix("as_") for path in (PACKAGE / "reports").glob("as_*.py")}
    assert list(FORMATS) == sorted(files)


def test_facts_and_colours_say_what_they_do() -> None:
    for step in (*FACTS, *DIMENSIONS.values()):
        assert step.__doc__, step
    assert len({fact.__name__ for fact in FACTS}) == len(FACTS)


# ---------------------------------------------------------------- rules


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_says_what_why_and_what_to_do(rule: Rule) -> None:
    assert rule.what.endswith(".")
    assert rule.why.endswith(".")
    assert rule.do.endswith(".")
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
    assert all(re.fullmatch(r"[A-Z]{2,3}-\d\d", number) for number in rule.catalogue.split(", ")), rule.catalogue


def test_no_two_rules_share_a_name() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)


def test_the_rules_that_were_promised_are_there_in_profile_light() -> None:
    light = {number for rule in RULES if rule.profile == "light" for number in rule.catalogue.split(", ")}
    assert set(DEMANDED) <= light


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_has_a_page_where_it_speaks_and_one_where_it_is_silent(rule: Rule) -> None:
    (page,) = (CASES / "rules").rglob(f"{rule.name}.md")
    answers = [found[3] for part in parts(page) for found in BLOCK.finditer(part) if found[1] == "findings"]
    assert any(f"[{rule.name}]" in answer for answer in answers)
    assert "" in answers


def test_every_page_of_a_rule_belongs_to_a_rule() -> None:
    names = {rule.name for rule in RULES}
    assert {page.stem for page in (CASES / "rules").rglob("*.md")} <= names


# ---------------------------------------------------------------- columns and settings


@cache
def computed_books() -> tuple[Book, ...]:
    """The demo and every case page, computed."""
    raws = [raw_book(), *(book_of(part) for page in CASES.rglob("*.md") for part in parts(page) if BLOCK.search(part))]
    return tuple(Journey(raw, date(2026, 3, 13), strict=True).plan(sheets=()).book for raw in raws)


COMPUTED = [(register, column) for register in REGISTERS for column in register.columns if not column.typed]


@pytest.mark.parametrize(("register", "column"), COMPUTED, ids=lambda part: getattr(part, "title", ""))
def test_every_computed_column_is_filled_by_something(register: Register[object], column: Column) -> None:
    rows = [row for book in computed_books() for row in book.rows.get(register.name, ())]
    assert any(getattr(row, column.name) not in (None, "", ()) for row in rows)


def test_every_setting_decides_something() -> None:
    """A limit that nothing looks at is a promise that nothing keeps; what describes the project may stand alone."""
    texts = [p.read_text(encoding="utf-8") for p in PACKAGE.rglob("*.py") if p != PACKAGE / "registers" / "settings.py"]
    deciding = [s for s in Settings.lines if s.group != "Project" and s.key != "working_week"]
    unused = [s.key for s in deciding if not any(re.search(rf"\b{s.key}\b", text) for text in texts)]
    assert unused == []


# ---------------------------------------------------------------- what is written for people


def test_the_readme_names_every_command_format_and_exit_code() -> None:
    from pmxl.cli import VERBS

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for verb in VERBS:
        assert f"pmxl {verb}" in readme
    for name in FORMATS:
        assert f"`{name}`" in readme
    for code in range(4):
        assert f"| {code} |" in readme
    assert "python3 go.py demo" in readme
    assert "python3 go.py test" in readme
    assert "py go.py demo" in readme


def test_every_link_in_the_documents_leads_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            assert target.startswith("http") or (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_architecture_names_every_room() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = {p.name for p in PACKAGE.iterdir() if p.is_dir() and (p / "__init__.py").exists()}
    assert [room for room in sorted(rooms) if f"`pmxl/{room}/`" not in text] == []


def test_nothing_names_anybody_s_machine() -> None:
    places = re.compile(r"/(?:home|work|root)/\w")
    kinds = (".py", ".md", ".csv", ".json")
    files = [*ROOT.glob("*.*"), *PACKAGE.rglob("*"), *(ROOT / "docs").rglob("*"), *(ROOT / "benchmarks").rglob("*")]
    named = [p.name for p in files if p.suffix in kinds and places.search(p.read_text(encoding="utf-8"))]
    assert named == []


def test_the_recipe_shows_a_rule_that_is_there() -> None:
    (shown,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "adding.md").read_text(encoding="utf-8"), re.DOTALL)
    assert dedent(shown) in (PACKAGE / "rules" / "risks.py").read_text(encoding="utf-8")


def test_every_reason_has_a_number_of_its_own() -> None:
    numbers = [page.name[:4] for page in (PACKAGE.parent / "docs" / "why").glob("*.md")]
    assert len(numbers) > 5
    assert len(set(numbers)) == len(numbers)
