"""The colours: a strip with a word for each dimension, what was declared and what was last, and why each is so."""

from __future__ import annotations

from pmxl.colours import shown_dimensions
from pmxl.colours.measure import RANK
from pmxl.colours.overall import declared_better
from pmxl.facts.colour_trend import in_colour_since
from pmxl.facts.words import capital, counted, day, listing
from pmxl.model import GREEN, NOT_DUE, Book, Context, Judgement
from pmxl.registers.status import OVERALL, STATUS, StatusLine
from pmxl.sections.parts import Budget, Cell, Line, Section, sheet_of


def colour_strip(book: Book, now: Context, _: Budget) -> Section:
    """One tile for each dimension, Overall first: the computed colour; below it the declared one and last time's."""
    names = sorted(shown_dimensions(book), key=lambda name: name != OVERALL)
    lines = tuple(_tile(book, now, book.judgements[name]) for name in names)
    return Section("colours", "tiles", lines, empty="No colour yet: nothing could be judged.")


def declared(book: Book, now: Context, _: Budget) -> Section:
    """Every colour that the project manager sees better than the numbers do: who agreed, until when; then why."""
    found = [
        (line, judged)
        for line in book.of(STATUS)
        if (judged := book.judgements.get(line.dimension or "")) and declared_better(line, judged)
    ]
    if not found:
        return Section("declared", "sentences")
    # What has no grounds comes first, because the end of a long text is cut.
    found.sort(key=lambda pair: (bool(pair[0].reason), pair[0].dimension != OVERALL, -RANK[pair[1].colour]))
    cells = (Cell("PM sees it better", "strong"), Cell(" ".join(_declared(now, line) for line, _ in found)))
    return Section("declared", "sentences", (Line(cells, book.place(found[0][0], "declared")),))


def why(book: Book, _: Context, budget: Budget) -> Section:
    """Why each colour is not green: measure, value, limit that was crossed, worst row. Worst first."""
    found = reasons(book)
    shown = found[: budget.reasons]
    lines = [_why(book, judged) for judged in shown]
    if len(found) > len(shown):
        lines.append(Line((Cell("Also", "strong"), Cell(_rest(found[len(shown) :]))), sheet_of(book, STATUS)))
    empty = "Every colour that is due is green." if _any_green(book) and not found else ""
    return Section("why", "sentences", tuple(lines), empty=empty)


def _rest(found: list[Judgement]) -> str:
    """The dimensions that are not explained, by colour, and where they are."""
    alike = [[judged.dimension for judged in found if judged.colour == colour] for colour in _shades(found)]
    said = [f"{listing(names)} {colour}" for names, colour in zip(alike, _shades(found), strict=True)]
    return f"see {STATUS.name}: {'; '.join(said)}"


def _shades(found: list[Judgement]) -> list[str]:
    return list(dict.fromkeys(judged.colour for judged in found))


def _why(book: Book, judged: Judgement) -> Line:
    said = Cell(capital(f"{reason(book, judged)}."))
    return Line((Cell(judged.dimension, judged.colour), said), judged.worst, judged.record)


def reasons(book: Book) -> list[Judgement]:
    """The dimensions that are not green, worst first."""
    found = [
        judged for name, judged in book.judgements.items() if name != OVERALL and judged.colour not in (GREEN, NOT_DUE)
    ]
    return sorted(found, key=lambda judged: -RANK[judged.colour])


def reason(book: Book, judged: Judgement, *, with_limit: bool = True) -> str:
    """The because-sentence without what stands beside it: its first words, and the title of the worst row."""
    said = judged.because.strip().removeprefix(f"{judged.dimension} is {judged.colour} because ")
    said, _, named = said.rstrip(".").partition("; worst row ")
    if not with_limit and said.endswith(")"):
        said = said.rpartition(" (")[0]
    if not named:
        return said
    record = judged.record or named.partition(" ")[0]
    owner = getattr(book.by_id.get(record), "owner", None) if with_limit else None
    return f"{said}; {record}, {owner}" if owner else f"{said} ({record})"


def _any_green(book: Book) -> bool:
    return any(judged.colour == GREEN for judged in book.judgements.values())


def _tile(book: Book, now: Context, judged: Judgement) -> Line:
    line = next((found for found in book.of(STATUS) if found.dimension == judged.dimension), None)
    said = f"PM {line.declared}" if line is not None and line.declared else ""
    caption = ", ".join(part for part in (said, _before(book, now, judged)) if part)
    cells = (Cell(judged.dimension, "strong"), Cell(judged.word, judged.colour), Cell(caption, "muted"))
    return Line(cells, judged.worst or (book.place(line) if line else None), judged.record)


def _before(book: Book, now: Context, judged: Judgement) -> str:
    """What the colour was at the last report, or for how long it has been what it is; "" for the first report."""
    last = book.history.last(judged.dimension, "computed") if book.history else None
    since = in_colour_since(book, now, judged.dimension)
    if not last or since is None:
        return ""
    days = (now.as_of - since).days
    if days <= 0:
        return f"last {last}"
    return f"for {counted(days // 7, 'week') if days >= 7 else counted(days, 'day')}"


def _declared(now: Context, line: StatusLine) -> str:
    """What stands behind a better colour; it needs a name, an end date and a reason."""
    if not (line.agreed_by or line.until or line.reason):
        return f"{line.dimension} {line.declared} (no grounds given)."
    until = "no end date"
    if line.until:
        until = f"{'ran out' if line.until < now.as_of else 'until'} {day(line.until, now.as_of)}"
    behind = f"{line.agreed_by or 'agreed by nobody'}, {until}{'' if line.reason else ', no reason'}"
    why = f": {line.reason.rstrip('.')}" if line.reason else ""
    return f"{line.dimension} {line.declared} ({behind}){why}."
