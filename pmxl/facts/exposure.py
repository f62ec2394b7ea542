"""Exposure: the score of a risk before and after its response, and the level that follows from it."""

from __future__ import annotations

from pmxl.facts.shown import Shown, as_shown
from pmxl.model import Book, Context
from pmxl.registers.risks import RISKS, Risk
from pmxl.registers.settings import Settings


def exposure(book: Book, now: Context) -> None:
    """Fill Score, Residual score and Level of every risk, as their formulas do."""
    shown = as_shown(book)
    for risk in book.of(RISKS):
        risk.score, risk.residual_score = scores(risk, shown)
        risk.level = level(risk.residual_score, now.settings)


def scores(risk: Risk, shown: Shown) -> tuple[int | None, int | None]:
    """Likelihood times impact, before and after the response. A residual rating left blank is the one before."""
    likelihood, impact = shown(risk, "likelihood"), shown(risk, "impact")
    if likelihood is None or impact is None:
        return None, None
    likelihood_left = shown(risk, "residual_likelihood") or likelihood
    impact_left = shown(risk, "residual_impact") or impact
    return likelihood * impact, likelihood_left * impact_left


def level(score: float | None, limits: Settings) -> str | None:
    """The word for a score; None where there is none."""
    if score is None:
        return None
    steps = ((limits.risk_very_high, "Very high"), (limits.risk_high, "High"), (limits.risk_medium, "Medium"))
    return next((word for limit, word in steps if score >= limit), "Low")
