"""Which word was probably meant. Comparing words is loaded only once somebody has typed one that is not there."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 1_000
"""A longer text is no misspelt word, and to compare it letter by letter takes long."""


def nearest(said: str, words: Iterable[str], alike: float = 0.6) -> str:
    """The one of *words* that was probably meant, whatever its case; "" where none is near.

    *alike* is how much of two words must be the same, from 0 to 1, as the ratio of `difflib` counts it. A word is
    never taken for its own opposite: "Started" does not mean "Not started".
    """
    from difflib import get_close_matches

    if len(said) > LONGEST:
        return ""
    folded = {word.casefold(): word for word in words if not _denies(word.casefold(), said.casefold())}
    near = get_close_matches(said.casefold(), folded, n=1, cutoff=alike)
    return folded[near[0]] if near else ""


def _denies(word: str, said: str) -> bool:
    """True where one of the two is the other behind a "not", or nearly: it is nearer to it without its "not"."""
    from difflib import SequenceMatcher

    return any(
        one.startswith("not ")
        and SequenceMatcher(None, one[4:], other).ratio() > SequenceMatcher(None, one, other).ratio()
        for one, other in ((word, said), (said, word))
    )
