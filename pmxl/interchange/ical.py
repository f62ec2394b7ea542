"""iCalendar (RFC 5545): milestones, deadlines, decisions, commitments and windows as all-day events.

An event keeps its UID for as long as its row keeps its ID, and everything else comes from the workbook: the same
workbook gives the same bytes, and importing a later one moves events instead of doubling them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import blake2b

from pmxl.interchange.imported import Exported
from pmxl.interchange.told import Told
from pmxl.model import Book, Context
from pmxl.records import NamedTuple
from pmxl.registers.actions import ACTIONS
from pmxl.registers.decisions import DECISIONS
from pmxl.registers.machine import WINDOWS
from pmxl.registers.schedule import SCHEDULE

LINE_OCTETS = 75


class Event(NamedTuple):
    """Something that happens on a day, or on the days from the first to the last."""

    uid: str
    first: date
    last: date
    summary: str
    about: str
    category: str
    busy: bool = False
    """True where people are expected to keep the time free."""


def write(book: Book, now: Context) -> Exported:
    """The calendar of a project. What has no date is told of."""
    told = Told()
    owner = _slug(now.settings.project_id or now.settings.project_name)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pmxl//pmxl//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    if now.settings.project_name:
        lines.append(f"X-WR-CALNAME:{escape(now.settings.project_name)}")
    for event in (*_milestones(book), *_deadlines(book), *_decisions(book), *_commitments(book), *_windows(book, told)):
        lines += _event(event, owner, now.as_of)
    lines.append("END:VCALENDAR")
    return Exported("".join(f"{folded}\r\n" for line in lines for folded in fold(line)), told.lines())


def _event(event: Event, owner: str, as_of: date) -> Iterator[str]:
    """The lines of one event. The end of an all-day event is the day after its last; see section 3.6.1."""
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}@{owner}.pmxl"
    yield f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
    # Calendars take the event with the higher number for the newer one.
    yield f"SEQUENCE:{max(0, (as_of - date(2000, 1, 1)).days)}"
    yield f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.last + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escape(event.summary)}"
    if event.about:
        yield f"DESCRIPTION:{escape(event.about)}"
    yield f"CATEGORIES:{event.category}"
    yield f"TRANSP:{'OPAQUE' if event.busy else 'TRANSPARENT'}"
    yield "END:VEVENT"


# ---------------------------------------------------------------- what happens


def _milestones(book: Book) -> Iterator[Event]:
    for row in book.of(SCHEDULE):
        if row.is_milestone and not row.is_summary and row.finish:
            done = " (done)" if not row.is_open else ""
            about = _about(Owner=row.owner, Why=row.why, Baseline=row.baseline_finish, Deadline=row.deadline)
            title = f"{row.task or row.name}{done}"
            yield Event(f"milestone-{_slug(row.name)}", row.finish, row.finish, title, about, "Milestone")


def _deadlines(book: Book) -> Iterator[Event]:
    for row in book.of(SCHEDULE):
        if row.deadline and row.is_open:
            about = _about(Owner=row.owner, Planned=row.finish)
            title = f"Deadline: {row.task or row.name}"
            yield Event(f"deadline-{_slug(row.name)}", row.deadline, row.deadline, title, about, "Deadline")


def _decisions(book: Book) -> Iterator[Event]:
    for row in book.of(DECISIONS):
        if row.needed_by and row.is_open:
            waits = ", ".join(row.waits)
            about = _about(
                Decider=row.owner, **{"Why now": row.why_now, "Recommended": row.recommended, "Waits": waits}
            )
            title = f"Decide: {row.question or row.name}"
            yield Event(f"decision-{_slug(row.name)}", row.needed_by, row.needed_by, title, about, "Decision")


def _commitments(book: Book) -> Iterator[Event]:
    for row in book.of(ACTIONS):
        if row.commitment and row.due and row.is_open:
            about = _about(Owner=row.owner, Proof=row.proof)
            title = f"Due: {row.action or row.name}"
            yield Event(f"commitment-{_slug(row.name)}", row.due, row.due, title, about, "Commitment")


def _windows(book: Book, told: Told) -> Iterator[Event]:
    """Freezes and change windows. They have no ID, so what they are makes their UID."""
    for row in book.of(WINDOWS):
        first = row.start or row.end
        if first is None:
            told.say("a freeze or window without dates is left out", row.name)
            continue
        last = row.end if row.end and row.end >= first else first
        if row.end and row.end < first:
            told.say("a freeze or window that ends before it begins stands on its first day", row.name)
        kind = row.kind or "Window"
        same = "\0".join((kind, str(first), str(last), row.what or ""))
        uid = f"window-{blake2b(same.encode('utf-8', 'backslashreplace'), digest_size=8).hexdigest()}"
        title = f"{kind}: {row.what}" if row.what else kind
        yield Event(uid, first, last, title, "", kind, busy=kind == "Change window")


def _about(**facts: object) -> str:
    """One line for each fact that is known."""
    return "\n".join(f"{name}: {fact}" for name, fact in facts.items() if fact)


# ---------------------------------------------------------------- the grammar


def escape(text: str) -> str:
    """Text as the value of a property (section 3.3.11). Control characters are left out."""
    text = re.sub(r"\r\n?", "\n", text).replace("\t", " ")
    text = re.sub("[\0-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", "", text)
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")


def fold(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, each but the first after a blank; no character is cut (section 3.1)."""
    piece, room = "", LINE_OCTETS
    for character in line:
        octets = len(character.encode("utf-8", "replace"))
        if octets > room:
            yield piece
            piece, room = " ", LINE_OCTETS - 1
        piece += character
        room -= octets
    yield piece


def _slug(text: str) -> str:
    """A name as part of an identifier. What is not plain ASCII is told apart by a fingerprint."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
    if text.isascii() and plain:
        return plain
    return f"{plain or 'project'}-{blake2b(text.encode('utf-8', 'backslashreplace'), digest_size=4).hexdigest()}"
