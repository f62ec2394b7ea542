"""Rules on readiness: proof for what passed, a name for what is waived, and no Go over a must-have that failed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmxl.model import Book, Context
from pmxl.registers.decisions import DECISIONS, Decision
from pmxl.registers.readiness import READINESS, Criterion
from pmxl.rules.rule import Wrong, book_rule, rule
from pmxl.rules.words import ago, counted, day, listing, missing, quoted, working_days

_MUST = 'AND([Must or should]<>"Should",[Result]<>"N/A")'
_WAIVED = 'AND([Result]="Waived",[Waived by]<>"",ISNUMBER([Waived until]),N([Waived until])>=as_of)'
_NUMBER = r"-?\d+(?:[.,]\d+)?"
_GO, _NO_GO = r"(?i)\bgo\b", r"(?i)\bno[- ]?go\b|\bnot go\b"


def _called(criterion: Criterion) -> str:
    return f"{criterion.name} ({quoted(criterion.criterion, 50)})" if criterion.criterion else criterion.name


@rule(
    READINESS, at="evidence", level="error", catalogue="RDY-01",
    when=f'AND([Result]="Pass",{_MUST},[Evidence]="")', cell="Passed: what shows it?",
)  # fmt: skip
def criterion_passed_without_evidence(criterion: Criterion, now: Context) -> str | None:
    """A must-have that passed with nothing to show for it.

    Why: on the night of the go-live nobody can check a word.

    Do: link what shows that it passed.
    """
    if criterion.result == "Pass" and criterion.is_must and not criterion.evidence:
        return f"{_called(criterion)} passed with no evidence"
    return None


@rule(READINESS, at="actual", level="error", profile="standard", catalogue="RDY-07")
def criterion_passed_below_its_target(criterion: Criterion, now: Context) -> str | None:
    """A criterion that passed although its actual value lies below its target.

    Why: the target was set when nobody was tired and nobody was late.

    Do: write Fail and mend it, shrink the wave, or waive it with a name and an end date.
    """
    target, actual = _number(criterion.wanted), _number(criterion.actual)
    if criterion.result == "Pass" and target is not None and actual is not None and actual < target:
        return f"{_called(criterion)} passed at {quoted(criterion.actual)}, and {quoted(criterion.wanted)} is needed"
    return None


def _number(text: str | None) -> float | None:
    """The number that a text begins with; None for a ceiling such as `< 5` and for words."""
    found = re.match(_NUMBER, (text or "").strip().removeprefix(">=").removeprefix(">").strip())
    return float(found[0].replace(",", ".")) if found else None


@rule(
    READINESS, at="signed_by", profile="standard", catalogue="RDY-10",
    when='AND([Signed by]<>"",[Signed by]=[Owner])', cell="Signed by the one who delivers it.",
)  # fmt: skip
def criterion_signed_by_its_owner(criterion: Criterion, now: Context) -> str | None:
    """A criterion signed by the person who delivers it.

    Why: nobody finds the faults in their own work.

    Do: have a second person sign it.
    """
    if criterion.signed_by and criterion.signed_by.casefold() == (criterion.owner or "").casefold():
        return f"{_called(criterion)} is signed by {criterion.signed_by}, who delivers it"
    return None


@rule(READINESS, at="criterion", profile="standard", catalogue="RDY-03")
def criterion_that_cannot_fail(criterion: Criterion, now: Context) -> str | None:
    """A must-have with no number in it and no target.

    Why: what cannot fail is always ready.

    Do: give it a number, or a question that is answered with Yes or No.
    """
    said = f"{criterion.criterion or ''} {criterion.wanted or ''}"
    if not criterion.criterion or not criterion.is_must or criterion.wanted or "?" in said or re.search(r"\d", said):
        return None
    return f"{_called(criterion)} has no number and no target"


@rule(READINESS, at="tested_on", profile="standard", catalogue="RDY-02")
def evidence_gone_old(criterion: Criterion, now: Context) -> str | None:
    """A must-have that passed long before its gate, longer than evidence is good for.

    Why: what was tested in another month was tested in another system.

    Do: test it again before the gate.
    """
    tested, at = criterion.tested_on, max(criterion.gate_on or now.as_of, now.as_of)
    if criterion.result != "Pass" or tested is None or (at - tested).days <= now.settings.rdy_evidence_days:
        return None
    before = f" before the gate on {day(at, now)}" if at > now.as_of else " ago"
    return f"{_called(criterion)} was last tested on {day(tested, now)}, {counted((at - tested).days, 'day')}{before}"


@rule(
    READINESS, at="result", level="error", catalogue="RDY-05",
    when=f'AND([Criterion]<>"",{_MUST},[Result]<>"Pass",NOT({_WAIVED}),OR(AND(ISNUMBER([Due]),[Due]<as_of),'
    "AND(ISNUMBER([Gate on]),NETWORKDAYS.INTL(as_of+1,[Gate on],weekend,holiday_dates)<=rdy_gate_days)))",
    cell="Its day is past or its gate near: not passed.",
)  # fmt: skip
def must_have_not_passed_in_time(criterion: Criterion, now: Context) -> str | None:
    """A must-have that has not passed although its due date is past, or its gate is near.

    Why: what is open a week before is open on the night.

    Do: mend it, waive it with a name and an end date, or move the gate.
    """
    if not criterion.criterion or not criterion.is_must or criterion.holds(now.as_of):
        return None
    found = {"Fail": "has failed", "Waived": "is waived by nobody, or no longer"}
    said = found.get(criterion.result or "", "has not passed")
    if criterion.due is not None and criterion.due < now.as_of:
        return f"{_called(criterion)} is a must-have, was due {ago(criterion.due, now)} and {said}"
    gate = criterion.gate_on
    if gate is None or (left := now.working_days(now.as_of, gate)) > now.settings.rdy_gate_days:
        return None
    ahead = f"is in {working_days(left)}" if left else f"is on {day(gate, now)}"
    when = ahead if gate >= now.as_of else f"was on {day(gate, now)}"
    return f"{_called(criterion)} {said}, and its gate {when}"


@book_rule(READINESS, at="area", level="error", profile="standard", catalogue="RDY-06")
def gate_without_security(book: Book, now: Context) -> Iterator[Wrong]:
    """A gate with must-haves of which none is about security, or a security one that nobody signed.

    Why: what security finds after the go-live it finds in front of everybody.

    Do: add a security criterion to the gate, and have security sign it.
    """
    gates: dict[str, list[Criterion]] = {}
    for criterion in book.of(READINESS):
        for ref in criterion.gate if criterion.is_must else ():
            gates.setdefault(ref, []).append(criterion)
    for gate, found in gates.items():
        if all(criterion.area for criterion in found) and all(c.area != "Security" for c in found):
            yield Wrong(found[0], f"{gate} has {counted(len(found), 'must-have')} and none about security")
    for criterion in book.of(READINESS):
        if criterion.area == "Security" and criterion.result == "Pass" and not criterion.signed_by:
            do = "have security sign it"
            yield Wrong(criterion, f"{_called(criterion)} passed, and security has not signed it", "signed_by", do)


@book_rule(DECISIONS, at="outcome", level="error", catalogue="RDY-09")
def go_over_a_failed_must_have(book: Book, now: Context) -> Iterator[Wrong]:
    """A Go that was decided for a gate while one of its must-haves has failed and nobody waived it.

    Why: a Go over a failed must-have moves its risk to whoever is on call.

    Do: waive it with a name, a reason and an end date, or record No go.
    """
    for decision in book.of(DECISIONS):
        for gate in decision.waits if _says_go(decision) else ():
            failed = [c for c in book.of(READINESS) if gate in c.gate and c.is_must and c.result in ("Fail", "Waived")]
            bad = [criterion.name for criterion in failed if not criterion.holds(now.as_of)]
            if bad:
                verb = "has" if len(bad) == 1 else "have"
                yield Wrong(decision, f"{decision.name} says Go for {gate} although {listing(bad)} {verb} not passed")


def _says_go(decision: Decision) -> bool:
    said = decision.outcome or ""
    return decision.status == "Decided" and bool(re.search(_GO, said)) and not re.search(_NO_GO, said)


@rule(
    READINESS, at="waived_by", level="error", profile="standard", catalogue="RDY-08",
    when='AND([Result]="Waived",OR([Waiver reason]="",[Waived by]="",NOT(ISNUMBER([Waived until]))))',
    cell="Waived: by whom, why, until when?",
)  # fmt: skip
def waiver_without_name_or_end(criterion: Criterion, now: Context) -> str | None:
    """A criterion that is waived without a reason, a name or an end date.

    Why: a waiver without an end is a standard that was given up.

    Do: add the reason, the name and the end date.
    """
    lacks = missing(
        {"reason": criterion.waiver_reason, "name": criterion.waived_by, "end date": criterion.waived_until}
    )
    return f"The waiver of {_called(criterion)} has {lacks}" if criterion.result == "Waived" and lacks else None
