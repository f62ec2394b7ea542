"""Findings that say the same of several rows: people read them once, with the rows named; programs get each."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pmxl.model import Finding
from pmxl.records import NamedTuple
from pmxl.reports.checked import cell

DIFFERENT = 6
"""Words in which a sentence may differ from another one and still say the same."""
COMMON = 4
"""Words that both must have beside these."""
TRIED = 8
"""Sentences of a rule that one is held against, so that ten thousand of them take no longer than their reading."""


class Alike(NamedTuple):
    """Findings of one rule on one sheet whose sentences differ in their row and a few words."""

    first: Finding
    others: list[tuple[Finding, str]]
    """Each with the words in which it differs from the first; "" where in none."""
    by_cell: bool = False
    """True where the sheet has no IDs by which rows could be named."""

    @property
    def findings(self) -> list[Finding]:
        """All of them, the first one first."""
        return [self.first, *(finding for finding, _ in self.others)]

    def likewise(self, most: int = 0) -> str:
        """The rows that the first sentence holds for as well, as in `Likewise T-011; T-023, T-024 (Omar Said).`, or "".

        At most *most* are named, the rest is counted; 0 names all.
        """
        if not self.others:
            return ""
        named = sorted(self.others[:most] if most else self.others, key=lambda other: other[1] != "")
        by_words: dict[str, list[str]] = {}
        for finding, words in named:
            by_words.setdefault(words, []).append(
                cell(finding) if self.by_cell or not finding.record else finding.record
            )
        parts = [", ".join(dict.fromkeys(rows)) + (f" ({words})" if words else "") for words, rows in by_words.items()]
        rest = len(self.others) - len(named)
        return f"Likewise {'; '.join(parts)}" + (f"; and {rest:,} more" if rest else "") + "."


def alike(findings: Sequence[Finding], nameless: Collection[str] = ()) -> list[Alike]:
    """The findings with those that say the same put together, each where the first of them stands.

    On *nameless* sheets rows are named by their cells.
    """
    found: list[Alike] = []
    known: dict[tuple[str, str, str], list[tuple[Alike, list[str]]]] = {}
    for finding in findings:
        words = _words(finding)
        tried = known.setdefault((finding.rule, finding.place.sheet, finding.level), [])
        for group, first in tried:
            different = _difference(first, words)
            if different is not None:
                group.others.append((finding, different))
                break
        else:
            group = Alike(finding, [], finding.place.sheet in nameless)
            found.append(group)
            if len(tried) < TRIED:
                tried.append((group, words))
    return found


def _words(finding: Finding) -> list[str]:
    """The sentence without what its row is called: its ID, and its title in brackets behind that."""
    said = finding.message
    if finding.record:
        before, record, after = said.partition(finding.record)
        if record and after.startswith(" ("):
            end = after.find('")' if after.startswith(' ("') else ")")
            after = after[end:].lstrip('")') if end > 0 else after
        said = f"{before}\0{after}" if record else said
    return said.split(" ")


def _difference(first: list[str], words: list[str]) -> str | None:
    """The words of a sentence that are not in the first; None where it says something else."""
    shorter = min(len(first), len(words))
    start = next((i for i in range(shorter) if first[i] != words[i]), shorter)
    end = next((i for i in range(shorter - start) if first[-1 - i] != words[-1 - i]), shorter - start)
    if max(len(first), len(words)) - start - end > DIFFERENT or start + end < COMMON:
        return None
    last, other = len(words) - end, len(first) - end
    if start == last:
        return "" if len(first) == len(words) else None
    differs = [last != other or first[i] != words[i] for i in range(start, last)]
    runs: list[list[int]] = []
    for i in (i for i, is_different in enumerate(differs, start) if is_different):
        run = _whole(words, i)
        if runs and run[0] <= runs[-1][1]:
            runs[-1][1] = max(run[1], runs[-1][1])
        else:
            runs.append(run)
    return ", ".join(" ".join(words[begin:end]).replace("\0", "").strip(" .,;:") for begin, end in runs)


def _whole(words: list[str], i: int) -> list[int]:
    """The words around one that say little without each other: a number and its noun, a value in its quotes."""
    begin, end = i, i + 1
    if begin and _is_number(words[begin - 1]) and not _is_number(words[i]):
        begin -= 1
    if _is_number(words[i]):
        end += 2 if words[end : end + 1] == ["working"] else 1
    while words[begin].startswith('"') and end < len(words) and _is_open(words[begin:end]):
        end += 1
    while begin and _is_open(words[begin:end]):
        begin -= 1
    return [begin, min(end, len(words))]


def _is_number(word: str) -> bool:
    return word.replace(",", "").replace(".", "").isdigit()


def _is_open(words: list[str]) -> bool:
    """True where a value in quotes begins or ends outside."""
    return " ".join(words).count('"') % 2 == 1
