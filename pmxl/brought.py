"""Lists that people bring along: one list of several kinds of rows, a row of totals, a plan that has no IDs.

What is read here stays where it is and as it is; nothing is ever written into such a list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pmxl.model import RawSheet

KINDS = {
    "risk": "Risks",
    "issue": "Issues",
    "assumption": "Assumptions",
    "constraint": "Assumptions",
    "dependency": "Dependencies",
    "decision": "Decisions",
    "action": "Actions",
}
"""What a row of a mixed list says it is -> the register it belongs to."""
KINDS |= {f"{word}s": name for word, name in KINDS.items()}
KINDS |= {"r": "Risks", "a": "Assumptions", "i": "Issues", "d": "Dependencies", "dependencies": "Dependencies"}
KIND_HEADINGS = ("type", "raid type", "raid", "item type", "kind", "category", "log type")
TOTALS = ("total", "totals", "grand total", "sum", "subtotal", "sub-total", "count", "summe", "gesamt")


def kinds_of_rows(sheet: RawSheet, header: int, titles: Mapping[int, str]) -> dict[str, frozenset[int]]:
    """Register name -> its rows, for a list that says in one column what each row is; {} for any other list.

    *titles* are the plain headings by column. At least two kinds must stand there, and three of four words must be
    known: a column Type that says Threat or Opportunity is somebody's own. A row that says nothing known goes where
    most rows go, for none may be lost.
    """
    below = [row for row in sheet.cells if row > header]
    for column in (column for column, title in titles.items() if title in KIND_HEADINGS):
        said = {row: str(sheet.cells[row].get(column, "")).strip().casefold() for row in below}
        found = Counter(KINDS[word] for word in said.values() if word in KINDS)
        if len(found) >= 2 and found.total() * 4 >= sum(map(bool, said.values())) * 3:
            most = found.most_common(1)[0][0]
            return {name: frozenset(r for r, word in said.items() if KINDS.get(word, most) == name) for name in found}
    return {}


def is_total(sheet: RawSheet, row: int) -> bool:
    """True for the line that sums a list up: it begins with a word for it, has few others, and computes or is last."""
    filled = [str(value).strip(" :").casefold() for _, value in sorted(sheet.cells[row].items()) if value != ""]
    if not filled or filled[0] not in TOTALS:
        return False
    texts = [value for value in sheet.cells[row].values() if isinstance(value, str)]
    computed = any(at == row for at, _ in sheet.formulas)
    return (computed and len(texts) <= 2) or (len(texts) == 1 and row == max(sheet.cells))
