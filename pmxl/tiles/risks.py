"""Risks: the map of likelihood and impact, with the risks in its cells."""

from __future__ import annotations

from pmxl.facts.words import counted
from pmxl.model import Book, Context, PageCell
from pmxl.registers.risks import RISKS, Risk
from pmxl.sections.boxes import link_of
from pmxl.tiles.tile import Tile, colour_of, short

STEPS = range(1, 6)


def risks(book: Book, now: Context) -> Tile:
    """Open risks by likelihood and impact after the response; the worst of a cell by name, the others counted."""
    open_ = [risk for risk in book.of(RISKS) if risk.is_open and (risk.risk or risk.id)]
    placed = [(risk, at) for risk in open_ if (at := _at(risk))]
    unrated = len(open_) - len(placed)
    if not placed:
        said = f"{counted(unrated, 'open risk')}, none rated" if unrated else "No open risk"
        return Tile("Risks", said, colour_of(book, "Risk & issues"), empty="Rate likelihood and impact on Risks.")
    worst = max((risk for risk, _ in placed), key=lambda risk: risk.rating or 0)
    late = sum(bool(risk.days_overdue) for risk, _ in placed)
    figure = f"{len(open_)} open, worst {worst.rating} ({short(worst.name, 12)})"
    figure += f", {late} late" if late else f", {unrated} unrated" if unrated else ""
    rows = [row for likelihood in reversed(STEPS) for row in _rows(book, placed, likelihood, now)]
    foot = (PageCell("impact", "dash_head"), *(PageCell(step, "dash_head") for step in STEPS))
    return Tile("Risks", figure, colour_of(book, "Risk & issues"), (*rows, foot))


def _at(risk: Risk) -> tuple[int, int] | None:
    likelihood = risk.residual_likelihood or risk.likelihood
    impact = risk.residual_impact or risk.impact
    return (likelihood, impact) if likelihood in STEPS and impact in STEPS else None  # type: ignore[return-value]


def _rows(
    book: Book, placed: list[tuple[Risk, tuple[int, int]]], likelihood: int, now: Context
) -> list[tuple[PageCell, ...]]:
    """One step of likelihood as two rows of cells: the worst risk, and below it the next or how many more."""
    word = {5: "likely", 1: "rare"}.get(likelihood, "")
    rows = [[PageCell(likelihood, "dash_head")], [PageCell(word, "dash_head")]]
    for impact in STEPS:
        look = _look(likelihood * impact, now)
        here = [risk for risk, at in placed if at == (likelihood, impact)]
        here.sort(key=lambda risk: -(risk.days_overdue or 0))
        more = f"+{len(here) - 1}" if len(here) > 2 else short(here[1].name, 7) if len(here) == 2 else ""
        first = here[0] if here else None
        link = link_of(book.place(first, "id")) if first else ""
        rows[0].append(PageCell(short(first.name, 7) if first else "", f"{look}_top", link=link))
        rows[1].append(PageCell(more, look, link=link_of(book.place(here[1], "id")) if len(here) == 2 else ""))
    return [tuple(row) for row in rows]


def _look(score: int, now: Context) -> str:
    limits = now.settings
    steps = ((limits.risk_very_high, "red"), (limits.risk_high, "amber"), (limits.risk_medium, "medium"))
    return f"heat_{next((name for limit, name in steps if score >= limit), 'low')}"
