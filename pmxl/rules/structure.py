"""Rules on the workbook itself: its sheets and columns, its links, its template and its as-of date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pmxl.facts.history import later_report, rows_gone
from pmxl.facts.planned_dates import typed_dates
from pmxl.facts.words import full_day
from pmxl.model import PROFILES, Book, Context, Place, Register, Standing, is_page_name
from pmxl.model.raw import letters_of
from pmxl.registers import BY_NAME, REGISTERS, any_known
from pmxl.registers.schedule import SCHEDULE
from pmxl.registers.settings import SETTINGS, SettingLine
from pmxl.rules.rule import Wrong, book_rule
from pmxl.rules.words import counted, day, listing, quoted


@book_rule(SETTINGS, at="value", catalogue="STR-14")
def as_of_date_not_this_week(book: Book, now: Context) -> Iterator[Wrong]:
    """An as-of date that is blank, old, or in the future.

    Why: every age, every overdue and every colour is counted from this day.

    Do: set the as-of date on Settings.
    """
    as_of = now.settings.as_of
    line = setting_line(book, "as_of")
    where = line or Place(book.standings[SETTINGS.name].sheet if SETTINGS.name in book.standings else "Settings")
    if as_of is None and SETTINGS.name in book.standings:
        yield Wrong(where, "There is no as-of date, so ages are counted from today and change every day")
    elif as_of and as_of > now.today:
        yield Wrong(where, f"The as-of date is {day(as_of, now)}, which has not come yet")
    elif as_of and (now.today - as_of).days > now.settings.as_of_days:
        old = counted((now.today - as_of).days, "day")
        yield Wrong(where, f"The as-of date is {day(as_of, now)}, {old} ago, and everything overdue is counted from it")


@book_rule(SETTINGS, at="value", catalogue="STR-14")
def as_of_date_before_the_last_report(book: Book, now: Context) -> Iterator[Wrong]:
    """An as-of date before that of a report that is on record.

    Why: what this book says for the earlier day must not be told between reports that were issued; it is not recorded.

    Do: set the as-of date right, or delete the lines of the later report on the hidden sheet Snapshots.
    """
    later = later_report(book, now.as_of)
    line = setting_line(book, "as_of")
    if later and now.settings.as_of:
        says = f"A report for {day(later, now)} is on record, after the as-of date"
        yield Wrong(line or Place("Settings"), f"{says} of {full_day(now.as_of)}")


@book_rule(level="error", catalogue="STR-01")
def column_missing(book: Book, now: Context) -> Iterator[Wrong]:
    """A register of pmxl whose table has lost a column.

    Why: the rules on that column see nothing, and what is computed from it stays blank.

    Do: put the column back under its old heading.
    """
    for register, standing in standing_tables(book):
        for column in standing.missing:
            if PROFILES.index(column.profile) <= PROFILES.index(_profile(now)):
                says = f"The column {quoted(column.title)} is missing on {standing.sheet}"
                yield Wrong(Place(standing.sheet, standing.header_row), f"{says}{_found_instead(register, standing)}")


@book_rule(level="error", catalogue="STR-01")
def column_renamed(book: Book, now: Context) -> Iterator[Wrong]:
    """A column of a register whose heading is nearly, but not quite, the one that pmxl knows.

    Why: formulas and drop-downs go by the heading; pmxl has guessed which column is meant, and guesses can be wrong.

    Do: write the heading as it was.
    """
    for standing in book.standings.values():
        letters = {standing.letters[name]: name for name in standing.letters}
        for found, title in standing.renamed.items():
            header = book.raw.sheets[standing.sheet].cells.get(standing.header_row, {})
            at = next(
                (letters_of(n) for n, words in header.items() if str(words) == found and letters_of(n) in letters), ""
            )
            says = f"{quoted(title)} is missing on {standing.sheet}; {quoted(found)} was taken for it"
            yield Wrong(Place(standing.sheet, standing.header_row, at), says)


@book_rule(catalogue="STR-08")
def link_to_another_file(book: Book, now: Context) -> Iterator[Wrong]:
    """A link to another file.

    Why: other people cannot open that file, and the cell shows what it showed when somebody last could.

    Do: turn it into a value, or bring the data into this workbook.
    """
    for number, target in enumerate(book.raw.external_links, 1):
        where = _linking(book, number)
        subject = f"{where} reads" if where.row else "The workbook reads"
        yield Wrong(where, f"{subject} from {quoted(target, 120)}, which other people cannot open")


@book_rule(level="note", catalogue="STR-01")
def list_not_recognised(book: Book, now: Context) -> Iterator[Wrong]:
    """A sheet that looks like a list of pmxl, and that pmxl does not read.

    Why: nothing on it is checked or counted, and nothing else says so.

    Do: name the sheet like the register, for example "Risks", if it is one.
    """
    for sheet, header, register, headings in book.lookalikes:
        seen = listing([quoted(heading) for heading in headings])
        standing = book.standings.get(register.name)
        do = f"name the sheet like the register, for example {quoted(register.name)}, if it is one"
        if standing:
            do = f"move its rows to {quoted(standing.sheet)} if they belong there"
        yield Wrong(Place(sheet, header), f"{quoted(sheet)} has the headings {seen}, but is not read", do=do)


@book_rule(level="note", catalogue="STR-01")
def list_without_our_columns(book: Book, now: Context) -> Iterator[Wrong]:
    """A list that somebody brought along and that lacks some of the columns that pmxl looks at.

    Why: the rules on those columns have nothing to look at.

    Do: add the columns that you want to be checked.
    """
    lists: dict[tuple[str, int], list[str]] = {}
    for register in REGISTERS:
        standing = book.standings.get(register.name)
        if standing and standing.table is None and register.group != "machine":
            lacks = (c.title for c in standing.missing if c.typed and c.profile == "light")
            lists.setdefault((standing.sheet, standing.header_row), []).extend(lacks)
    for (sheet, header), titles in lists.items():
        # Of a list of several registers, what most of them lack comes first.
        missing = sorted(dict.fromkeys(titles), key=titles.count, reverse=True)
        if missing:
            columns = "column" if len(missing) == 1 else "columns"
            yield Wrong(Place(sheet, header), f"{sheet} has no {columns} {listing(missing, most=12)}")


@book_rule(level="note", catalogue="STR-01")
def planned_dates_typed(book: Book, now: Context) -> Iterator[Wrong]:
    """A plan that somebody brought along, with typed columns that pmxl would compute.

    Why: what is typed stays, but the dates in the brief are worked out, and may differ from those on the sheet.

    Do: type Actual start, Remaining and Actual finish where work has begun, Not before for what may not begin yet.
    """
    titles = [column.title for column in typed_dates(book)]
    if titles:
        standing = book.standings[SCHEDULE.name]
        verb = "is" if len(titles) == 1 else "are"
        taken = "pmxl took them for earliest starts and progress, and works the dates out of the links"
        says = f"{listing(titles)} {verb} typed on {standing.sheet}; {taken}"
        yield Wrong(Place(standing.sheet, standing.header_row), says)


@book_rule(level="error", catalogue="STR-01")
def sheet_missing(book: Book, now: Context) -> Iterator[Wrong]:
    """A project workbook that has lost the sheet of a register.

    Why: what stood on it is gone, and the brief says nothing of it.

    Do: put the sheet back from an earlier copy, or from a new workbook.
    """
    needed = [register for register in REGISTERS if register.group != "machine" and register.profile == "light"]
    lost = [register for register in needed if register.name not in book.standings]
    # A single log never had the other sheets; one whose rows earlier reports had, it had.
    known = {r.name: rows_gone(book, r) for r in REGISTERS if r.group != "machine" and r.name not in book.standings}
    strange = [name for name in book.raw.sheets if name not in {s.sheet for s in book.standings.values()}]
    for register in REGISTERS:
        gone = known.get(register.name, 0)
        if gone or (register in lost and len(lost) * 3 < len(needed)):
            from pmxl.nearest import nearest

            near = nearest(register.name, strange, alike=0.7)
            found = f"; the sheet {quoted(near)} looks like it, but its headings do not" if near else ""
            had = f" ({counted(gone, 'row')} stood there at earlier reports)" if gone else ""
            yield Wrong(Place(register.name), f"The sheet {register.name} is missing{had}{found}")


@book_rule(SETTINGS, at="value", catalogue="STR-13")
def template_of_another_version(book: Book, now: Context) -> Iterator[Wrong]:
    """A workbook made from a template that is older or newer than this pmxl.

    Why: an older one lacks columns that rules look at; a newer one may hold what this pmxl does not know.

    Do: make a new workbook and bring your rows over.
    """
    from pmxl import __version__

    made, ours = now.settings.template_version, _version(__version__)
    line = setting_line(book, "template_version")
    if line is None or not made or _version(made) == ours:
        return
    if _version(made) > ours:
        says = f"This workbook was made by pmxl {made}, which is newer than this one ({__version__})"
        yield Wrong(line, says, do="update pmxl")
        return
    new = [
        f"{column.title} on {standing.sheet}" for _, standing in standing_tables(book) for column in standing.missing
    ]
    adds = f" adds {listing(new)}" if new else " is newer"
    yield Wrong(line, f"This workbook was made by pmxl {made}; {__version__}{adds}")


@book_rule(level="note", catalogue="STR-03")
def words_read_as_ours(book: Book, now: Context) -> Iterator[Wrong]:
    """A list that somebody brought along and that says in other words what pmxl has a word for.

    Why: ages, colours and the brief rest on what was understood, so somebody should look whether it is right.

    Do: where something else is meant, type the word of pmxl.
    """
    found: dict[tuple[str, str], dict[str, set[str]]] = {}
    for _, row, column, raw, _, _, used in book.other_words:
        words = found.setdefault((row.register.name, column.name), {})
        words.setdefault(str(used), set()).add(" ".join(str(raw).split()))
    for (name, at), words in found.items():
        standing, title = book.standings[name], getattr(BY_NAME[name], at).title
        read = [f"{listing(sorted(map(quoted, said)), most=9)} as {ours}" for ours, said in sorted(words.items())]
        place = Place(standing.sheet, standing.header_row, standing.letters[at])
        yield Wrong(place, f"{title} of {name}: pmxl read {', '.join(read)}")


@book_rule(level="warning", catalogue="STR-01")
def workbook_without_registers(book: Book, now: Context) -> Iterator[Wrong]:
    """A workbook in which pmxl finds no list that it knows.

    Why: nothing in it was checked, which must not be taken for nothing being wrong.

    Do: name a sheet as pmxl does, for example Risks or Schedule, or use its headings.
    """
    if not any_known(book.standings):
        # What pmxl itself wrote into it says nothing of what it is.
        names = [name for name in book.raw.sheets if not is_page_name(name) and name not in BY_NAME]
        listed = f" ({listing(names, most=4)})" if names else ""
        yield Wrong(Place(next(iter(names), "")), f"None of its sheets{listed} is a list that pmxl knows")


def standing_tables(book: Book) -> Iterator[tuple[Register[Any], Standing]]:
    """The registers that stand in a table of their own name: made from a template, not brought along."""
    for register in REGISTERS:
        standing = book.standings.get(register.name)
        if standing and standing.table:
            yield register, standing


def setting_line(book: Book, key: str) -> SettingLine | None:
    """The line of a setting; None where this workbook has none."""
    return next((row for row in book.of(SETTINGS) if row.key == key), None)


def _profile(now: Context) -> Any:
    said = now.settings.profile.casefold()
    return said if said in PROFILES else PROFILES[0]


def _found_instead(register: Register[Any], standing: Standing) -> str:
    """The headings on the sheet that pmxl does not know, among which the lost one may be."""
    known = {column.title for column in register.columns} | {word for c in register.columns for word in c.also}
    strange = [title for title in (standing.table.columns if standing.table else ()) if title not in known]
    return f"; unknown there: {listing([quoted(title) for title in strange], most=4)}" if strange else ""


def _linking(book: Book, number: int) -> Place:
    """The first cell whose formula uses a link to another file; such a formula names it as [1], [2] ..."""
    for name, sheet in book.raw.sheets.items():
        for (row, at), formula in sheet.formulas.items():
            if re.search(rf"\[{number}\]", formula):
                return Place(name, row, letters_of(at))
    return Place(next(iter(book.raw.sheets), ""))


def _version(said: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", said)[:3])
