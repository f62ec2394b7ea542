"""Rules on the brief as it stands in the workbook: one page, true, and honest about what was missed.

A brief that pmxl has just written keeps all three; these rules find what was typed or changed since. They speak only
of a page that pmxl made for the as-of date of now: an older one is an older report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmxl.facts.decisions import waiting
from pmxl.facts.issued import tampered
from pmxl.facts.promises import NAMED, missed
from pmxl.facts.words import capital
from pmxl.model import AMBER, GREEN, RED, Book, Context, Place
from pmxl.registers.reports import REPORTS
from pmxl.registers.settings import SETTINGS
from pmxl.rules.rule import Wrong, book_rule
from pmxl.rules.structure import setting_line
from pmxl.rules.words import MONTHS, counted, day, listing

SHEET = "Brief"
WORDS = 800
"""A page of 9 point holds about 700 words in the shape of the brief (measured on the demo: 699 words, 722 points)."""

_MADE = re.compile(r"Made by pmxl from the registers as of \w+ (\d+) (\w+) (\d+)")
_ASKED = re.compile(r"We need (\d+) decisions?")
_COLOUR = re.compile(rf"({RED}|{AMBER}|{GREEN})\b\??\. ")


@book_rule(level="error", catalogue="BRF-02")
def brief_differs_from_registers(book: Book, now: Context) -> Iterator[Wrong]:
    """A brief whose colour or number of decisions is not what the registers say.

    Why: one wrong number on the page, and nobody believes the others.

    Do: refresh the workbook.
    """
    said = _page(book, now)
    for place, text in said:
        overall = book.judgements.get("Overall")
        colour = _COLOUR.match(text)
        if colour and overall and colour[1] != overall.colour:
            yield Wrong(place, f"The brief says {colour[1]}, the registers say {overall.colour}")
        asked = _ASKED.search(text)
        if asked and int(asked[1]) != len(waiting(book)):
            noun = counted(int(asked[1]), "decision")
            yield Wrong(place, f"The brief asks for {noun}, and {len(waiting(book))} are waiting")


@book_rule(level="error", catalogue="BRF-01")
def brief_longer_than_a_page(book: Book, now: Context) -> Iterator[Wrong]:
    """A brief to which so much was added that it no longer fits on one page.

    Why: nobody turns the page; what stands on the second one is not said.

    Do: refresh the workbook, and put what was added into its register.
    """
    words = sum(len(text.split()) for _, text in _page(book, now))
    if words > WORDS:
        yield Wrong(Place(SHEET), f"The brief has {words} words, and about 700 fit on one page")


@book_rule(REPORTS, at="page_seal", level="error", catalogue="BRF-02")
def issued_brief_altered(book: Book, now: Context) -> Iterator[Wrong]:
    """An issued brief whose page was altered afterwards, or is gone.

    Why: what was issued is what people decided from; a page that changes later proves nothing.

    Do: put the page back from an earlier copy of the workbook, or issue a new brief.
    """
    for report, says in tampered(book):
        yield Wrong(report, capital(says))


@book_rule(catalogue="BRF-03")
def missed_commitment_not_on_brief(book: Book, now: Context) -> Iterator[Wrong]:
    """A commitment that was missed since the last report and that the brief does not name.

    Why: promises that vanish when they are broken teach everybody that promises do not count.

    Do: refresh the workbook, which names them.
    """
    page = " ".join(text for _, text in _page(book, now))
    # A long list ends in "3 more" on the brief, so its last ones need not be named.
    unsaid = [record for record in missed(book, now)[:NAMED] if record not in page] if page else []
    if unsaid:
        verb = "was missed and is" if len(unsaid) == 1 else "were missed and are"
        yield Wrong(Place(SHEET), f"{listing(unsaid)} {verb} not on the brief")


@book_rule(SETTINGS, at="value", catalogue="ST-12")
def own_words_of_an_earlier_report(book: Book, now: Context) -> Iterator[Wrong]:
    """A bottom line in the PM's own words that was not written for this report.

    Why: it stands first on the brief, in place of what the registers say today.

    Do: write it anew with today's as-of date under "Own words written for", or clear it.
    """
    told = now.settings
    line = setting_line(book, "own_bottom_line") or Place(SETTINGS.name)
    if not told.own_bottom_line.strip():
        return
    if told.own_bottom_line_for is None:
        yield Wrong(line, "The bottom line in your own words does not say for which report it was written")
    elif told.own_bottom_line_for < now.as_of:
        written, of = day(told.own_bottom_line_for, now), day(now.as_of, now)
        yield Wrong(line, f"The bottom line in your own words was written for {written} and opens the brief of {of}")


def _page(book: Book, now: Context) -> list[tuple[Place, str]]:
    """Every text of the brief with its row, where pmxl made it for the as-of date and does not write it anew."""
    sheet = book.raw.sheets.get(SHEET) if SHEET not in book.rewritten else None
    texts = [(Place(SHEET, row), str(v)) for row, cells in sheet.cells.items() for v in cells.values()] if sheet else []
    made = next((found for _, text in texts if (found := _MADE.search(text))), None)
    as_of = (str(now.as_of.day), MONTHS[now.as_of.month - 1], str(now.as_of.year))
    return texts if made and made.groups() == as_of else []
