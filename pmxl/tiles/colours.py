"""The colours over the reports: how long each dimension has been what it is."""

from __future__ import annotations

from datetime import date

from pmxl.colours import shown_dimensions
from pmxl.facts.colour_trend import colour_trend, in_colour_since
from pmxl.facts.words import counted, day
from pmxl.model import Book, Colour, Context, PageCell
from pmxl.registers.status import OVERALL
from pmxl.sections.boxes import COLOUR_KEYS, link_of
from pmxl.tiles.tile import COLUMNS, Tile, colour_of

REPORTS = COLUMNS
"""Reports that are shown, this one among them."""


def colours(book: Book, now: Context) -> Tile:
    """A line for each dimension, Overall first: its colour, since when, and the strip of the last reports."""
    names = sorted(shown_dimensions(book), key=lambda name: name != OVERALL)
    reports = [*(book.history.reports if book.history else []), now.as_of][-REPORTS:]
    words = [str(book.judgements[name].colour) for name in names if name != OVERALL]
    said = [f"{words.count(word)} {word}" for word in ("RED", "AMBER", "?") if word in words]
    whole = book.judgements[OVERALL].word if OVERALL in book.judgements else "?"
    figure = (
        f"Overall {whole}{'' if whole.endswith('?') else ':'} {', '.join(said) or 'nothing is red or amber'}"
        if names
        else ""
    )
    head = (PageCell("Since", "dash_cell", 3), PageCell("", "dash_cell", 3), PageCell(""))
    dates = (PageCell(day(report), "dash_head") for report in reports)
    lines = [_line(book, now, name, reports) for name in names]
    return Tile(
        "Colours", figure or "Nothing could be judged yet", colour_of(book, OVERALL),
        ((*head[1:], PageCell("", "dash_cell", 3), *dates), *lines) if names else (),
        empty="No colour yet: the registers are blank, or have no as-of date.",
    )  # fmt: skip


def _line(book: Book, now: Context, name: str, reports: list[date]) -> tuple[PageCell, ...]:
    was = dict(colour_trend(book, now, name))
    judged = book.judgements[name]
    since = in_colour_since(book, now, name)
    weeks = (now.as_of - since).days // 7 if since else 0
    said = f"{judged.word}, {counted(weeks, 'week')}" if weeks else f"{judged.word}, new"
    cells = [
        PageCell(name, "dash_link" if judged.worst else "dash_cell", 3, link_of(judged.worst)),
        PageCell(said if len(was) > 1 else judged.word, "dash_cell", 3),
        PageCell(""),
    ]
    return (*cells, *(_strip(was.get(report, "")) for report in reports))


def _strip(word: str) -> PageCell:
    """One report's colour as its letter on its ground."""
    plain = word.rstrip("?") or word
    if not word:
        return PageCell("", "dash_head")
    return PageCell(Colour(plain).letter, f"tile_dense_{COLOUR_KEYS.get(plain, 'unknown')}")
