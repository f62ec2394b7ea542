"""Overall: how the colours roll up, what the sentence says, and what must always hold."""

from __future__ import annotations

import pytest
from colour_books import page
from hypothesis import example, given
from hypothesis import strategies as st
from pages import TODAY, book_of

from pmxl.colours import DIMENSIONS, declared_better
from pmxl.colours.confidence import Confidence
from pmxl.colours.measure import LONGEST
from pmxl.colours.overall import is_doubtful, rolled_up
from pmxl.colours.roll_up import CORE, main_four_decide, worst_of_all
from pmxl.journey import Journey
from pmxl.model import AMBER, GREEN, NOT_DUE, RED, UNKNOWN, Colour, Judgement
from pmxl.registers.status import StatusLine


def judgements(**colours: Colour) -> dict[str, Judgement]:
    named = {name.replace("_", " "): shade for name, shade in colours.items()}
    return {name: Judgement(name, shade, "", "") for name, shade in named.items()}


@pytest.mark.parametrize(
    ("colours", "first", "worst"),
    [
        ({"Schedule": RED, "Risks": GREEN}, RED, RED),
        ({"Schedule": AMBER, "Risks": GREEN}, AMBER, AMBER),
        ({"Schedule": GREEN, "Risks": RED}, AMBER, RED),
        ({"Schedule": GREEN, "Risks": RED, "Dependencies": RED}, RED, RED),
        ({"Schedule": GREEN, "Risks": RED, "Dependencies": AMBER}, AMBER, RED),
        ({"Schedule": GREEN, "Risks": AMBER}, GREEN, AMBER),
        ({"Schedule": GREEN, "Risks": AMBER, "Dependencies": AMBER}, AMBER, AMBER),
        ({"Schedule": GREEN, "Risks": AMBER, "Dependencies": UNKNOWN}, AMBER, AMBER),
        ({"Schedule": UNKNOWN}, AMBER, AMBER),
        ({"Schedule": NOT_DUE, "Risks": GREEN}, GREEN, GREEN),
        ({"Schedule": NOT_DUE, "Risks": RED}, RED, RED),
        ({"Schedule": NOT_DUE, "Risks": AMBER}, AMBER, AMBER),
        ({"Risks": UNKNOWN}, AMBER, AMBER),
        ({"Risks": RED, "Dependencies": AMBER}, RED, RED),
        ({"Schedule": UNKNOWN, "Risks": RED}, AMBER, RED),
        ({"Schedule": NOT_DUE, "Scope": GREEN, "Risks": AMBER}, GREEN, AMBER),
        ({"Schedule": NOT_DUE}, NOT_DUE, NOT_DUE),
        ({"Readiness": RED}, RED, RED),
        ({"Cost": AMBER}, AMBER, AMBER),
        ({}, NOT_DUE, NOT_DUE),
    ],
)
def test_the_roll_up(colours: dict[str, Colour], first: Colour, worst: Colour) -> None:
    found = judgements(**colours)
    assert rolled_up(found, "main four decide").colour == first
    assert rolled_up(found, "worst of all").colour == worst


YET = " (no schedule, scope, cost or readiness yet)"


@pytest.mark.parametrize(
    ("colours", "because"),
    [
        (
            {"Schedule": AMBER, "Scope": UNKNOWN},
            "AMBER because Schedule is AMBER and Scope is ?, which counts as amber (one of them is enough)",
        ),
        (
            {"Schedule": RED, "Scope": RED, "Cost": RED},
            "RED because Schedule, Scope and Cost are RED (one of them is enough)",
        ),
        ({"Scope": RED}, "RED because Scope is RED (Scope alone is enough)"),
        ({"Cost": GREEN, "A": RED, "B": RED}, "RED because A and B are RED (two are enough)"),
        ({"Cost": GREEN, "A": RED}, "AMBER because A is RED (it takes two to make red)"),
        (
            {"Schedule": GREEN, "Risks": UNKNOWN},
            "GREEN because only Risks is ?, which counts as amber (two would make amber)",
        ),
        ({"Schedule": GREEN, "Risks": NOT_DUE}, "GREEN because Schedule is GREEN"),
        ({"Schedule": NOT_DUE, "Risks": RED}, "RED because Risks is RED" + YET),
        ({"Risks": UNKNOWN}, "AMBER because Risks is ?, which counts as amber" + YET),
        ({"Risks": GREEN}, "GREEN because Risks is GREEN" + YET),
        ({"Risks": NOT_DUE}, "NOT DUE because nothing can be judged yet"),
    ],
)
def test_the_sentence_of_overall(colours: dict[str, Colour], because: str) -> None:
    assert rolled_up(judgements(**colours), "main four decide").because == f"Overall is {because}."


@example({"Risk & issues": AMBER, "Dependencies": UNKNOWN, "Benefits": AMBER, "Capacity": UNKNOWN})
@given(st.dictionaries(st.sampled_from([*DIMENSIONS]), st.sampled_from([GREEN, AMBER, RED, UNKNOWN, NOT_DUE])))
def test_the_sentence_of_overall_always_has_room_for_its_rule(colours: dict[str, Colour]) -> None:
    because = rolled_up(judgements(**colours), "main four decide").because
    assert because.endswith((").", "is GREEN.", "nothing can be judged yet."))
    assert len(because) <= LONGEST


def test_the_worst_of_all_says_nothing_of_the_core() -> None:
    assert (
        rolled_up(judgements(Risks=RED), "worst of all").because
        == "Overall is RED because Risks is RED (the worst colour counts)."
    )


@pytest.mark.parametrize(
    ("score", "word"),
    [(None, "Not known yet"), (100, "High"), (85, "High"), (84, "Medium"), (55, "Medium"), (54, "Low")],
)
def test_the_word_for_a_score(score: int | None, word: str) -> None:
    trust = Confidence(score, ())
    assert trust.word == word
    green, core = Judgement("Overall", GREEN, "", ""), {"Schedule": GREEN}
    assert is_doubtful(green, core, trust) == (word == "Low")
    assert not is_doubtful(green._replace(colour=RED), core, trust)
    assert green._replace(doubtful=True).word == "GREEN?"


def test_a_green_without_a_word_on_schedule_scope_cost_or_readiness_is_doubtful() -> None:
    low_risk = {"ID": "R-1", "Risk": "Rain", "Owner": "Mo", "Status": "Open", "Likelihood": 1, "Impact": 1}
    found = Journey(book_of(page(Risks=[low_risk])), TODAY, strict=True).book.judgements["Overall"]
    assert (found.colour, found.word) == (GREEN, "GREEN?")
    assert found.because == f"Overall is GREEN because Risk & issues is GREEN{YET}."


@pytest.mark.parametrize(
    ("declared", "computed", "better"),
    [
        ("GREEN", AMBER, True),
        ("GREEN", UNKNOWN, True),
        ("AMBER", RED, True),
        ("AMBER", AMBER, False),
        ("RED", GREEN, False),
        ("GREEN", NOT_DUE, False),
        ("AMBER", UNKNOWN, False),
        (None, RED, False),
    ],
)
def test_declared_better_than_computed(declared: str | None, computed: Colour, better: bool) -> None:
    line = StatusLine()
    line.declared = declared
    assert declared_better(line, Judgement("Schedule", computed, "", "")) is better


COLOURS = st.sampled_from([GREEN, AMBER, RED, UNKNOWN, NOT_DUE])
ORDER = {NOT_DUE: 0, GREEN: 0, AMBER: 1, RED: 2}
ALL = [*DIMENSIONS]


@given(
    st.dictionaries(st.sampled_from(ALL), COLOURS),
    st.sampled_from(ALL),
    st.sampled_from(["main four decide", "worst of all"]),
)
def test_a_worse_dimension_never_makes_overall_better(colours: dict[str, Colour], name: str, rule: str) -> None:
    def found(worse: Colour) -> int:
        named = {key: Judgement(key, shade, "", "") for key, shade in {**colours, name: worse}.items()}
        return ORDER[rolled_up(named, rule).colour]

    assert found(GREEN) <= found(UNKNOWN) <= found(AMBER) <= found(RED)
    # A core dimension that becomes due takes the word from the others; any other one can only add to what is bad.
    assert name in CORE or found(NOT_DUE) <= found(GREEN)


@given(st.dictionaries(st.sampled_from(ALL), st.sampled_from([GREEN, AMBER, RED, NOT_DUE])))
def test_the_worst_of_all_is_never_better_than_main_four_decide(colours: dict[str, Colour]) -> None:
    assert ORDER[worst_of_all(colours)[0]] >= ORDER[main_four_decide(colours)[0]]
