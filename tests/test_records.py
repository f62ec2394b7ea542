"""Records are what `typing.NamedTuple` would have made of the same words."""

from __future__ import annotations

import copy
import pickle
import typing

import pytest
from conftest import ROOT

from pmxl import records


class Stay(records.NamedTuple):
    """A stay in a hotel."""

    guest: str
    nights: int = 1
    """How long."""
    extras: tuple[str, ...] = ()

    @property
    def long(self) -> bool:
        """True for more than a week."""
        return self.nights > 7

    @classmethod
    def of(cls, words: str) -> Stay:
        """From words: `Ann 3`."""
        guest, nights = words.split()
        return cls(guest, int(nights))


class Twin(typing.NamedTuple):
    """A stay in a hotel."""

    guest: str
    nights: int = 1
    """How long."""
    extras: tuple[str, ...] = ()

    @property
    def long(self) -> bool:
        """True for more than a week."""
        return self.nights > 7


def test_it_is_the_named_tuple_that_typing_makes() -> None:
    ours, theirs = Stay("Ann", nights=9), Twin("Ann", nights=9)
    assert ours == theirs
    assert hash(ours) == hash(theirs)
    assert repr(ours) == repr(theirs).replace("Twin", "Stay")
    assert ours.long
    assert theirs.long
    assert ours._asdict() == theirs._asdict()
    for name in ("__doc__", "_fields", "_field_defaults", "__match_args__", "__module__", "__bases__", "__slots__"):
        assert getattr(Stay, name) == getattr(Twin, name), name
    assert list(Stay.__annotations__) == list(Twin.__annotations__)
    assert Stay.__qualname__ == "Stay"
    assert set(vars(Twin)) - set(vars(Stay)) <= {"__orig_bases__", "__firstlineno__", "__static_attributes__"}


def test_it_is_copied_pickled_and_changed() -> None:
    stay = Stay.of("Ann 3")
    assert pickle.loads(pickle.dumps(stay)) == copy.copy(stay) == stay._replace(extras=()) == ("Ann", 3, ())
    assert type(stay._replace(nights=4)) is Stay
    assert isinstance(stay, tuple)


def test_what_is_missing_is_told() -> None:
    with pytest.raises(TypeError, match="guest"):
        Stay()  # type: ignore[call-arg]


def test_annotations_stay_words_wherever_records_are_declared() -> None:
    declaring = [path for path in (ROOT / "pmxl").rglob("*.py") if "import NamedTuple\n" in path.read_text("utf-8")]
    assert len(declaring) > 50
    assert not [p for p in declaring if "from __future__ import annotations\n" not in p.read_text("utf-8")]
