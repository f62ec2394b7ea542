"""How a question gets to an object of Excel's and is counted: each attribute got or set, and each call."""

# ruff: noqa: N802 - the names are those that Excel gives to its members.

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any


class Error(Exception):
    """What pywin32 raises where Excel refuses."""

    def __init__(self, about: object, hresult: int = -2147352567) -> None:
        super().__init__(hresult, str(about), None, None)
        self.hresult, self.excepinfo = hresult, None


class Asked(Counter[str]):
    """What was asked of the application -> how often. One question may be refused, as Excel does while it is busy."""

    number = refuse = 0

    def note(self, question: str) -> None:
        """Count a question. Raises Error where it is the one to refuse."""
        self[question] += 1
        self.number += 1
        if self.number == self.refuse:
            raise Error(f"{question} is refused")

    def start(self, refuse: int = 0) -> None:
        """Count anew; *refuse* is the number of the question that gets no answer, from 1 on."""
        self.clear()
        self.number, self.refuse = 0, refuse


ASKED = Asked()


class Seen:
    """An object on the other side: each attribute got or set, and each call, is one question."""

    _it: Any

    def __init__(self, it: Any) -> None:
        object.__setattr__(self, "_it", it)

    def __getattr__(self, name: str) -> Any:
        if name == "_oleobj_":  # xlwings asks it whether a member is not there, or Excel is busy.
            return self
        it = self._it
        found = getattr(type(it), name, None)
        if found is None and name not in vars(it):
            raise AttributeError(f"{type(it).__name__} has no {name}")
        if callable(found) and not isinstance(found, property):
            return Method(it, name)
        ASKED.note(f"{type(it).__name__}.{name}")
        return _seen(getattr(it, name))

    def GetIDsOfNames(self, _language: int, name: str) -> None:
        """Say that there is no such member."""
        raise Error(name)

    def __setattr__(self, name: str, value: Any) -> None:
        ASKED.note(f"{type(self._it).__name__}.{name}=")
        setattr(self._it, name, _unseen(value))

    def __call__(self, *args: Any) -> Any:
        ASKED.note(f"{type(self._it).__name__}()")
        return _seen(self._it.Item(*map(_unseen, args)))

    def __iter__(self) -> Iterator[Any]:
        for one in self._it.items():
            ASKED.note(f"{type(self._it).__name__} next")
            yield _seen(one)

    def __len__(self) -> int:
        return int(self.Count)

    def __bool__(self) -> bool:
        return True


class Method:
    """A method on the other side."""

    def __init__(self, it: Any, name: str) -> None:
        self._it, self._name = it, name

    def __call__(self, *args: Any, **named: Any) -> Any:
        ASKED.note(f"{type(self._it).__name__}.{self._name}()")
        given = {key: _unseen(value) for key, value in named.items()}
        return _seen(getattr(self._it, self._name)(*map(_unseen, args), **given))


class Thing:
    """Any object of Excel's."""


def _seen(value: Any) -> Any:
    return Seen(value) if isinstance(value, Thing) else value


def _unseen(value: Any) -> Any:
    value = getattr(value, "_inner", value)
    return value._it if isinstance(value, Seen) else value


class Listed(Thing):
    """A collection, by number from 1 on or by name."""

    def __init__(self, owner: Any, items: Any) -> None:
        self.Parent, self._items = owner, items

    def items(self) -> list[Any]:
        return list(self._items() if callable(self._items) else self._items)

    @property
    def Application(self) -> Any:
        return self.Parent.Application

    @property
    def Count(self) -> int:
        return len(self.items())

    def Item(self, key: Any) -> Any:
        if isinstance(key, str):
            for one in self.items():
                if one.Name.casefold() == key.casefold():
                    return one
            raise Error(key)
        if not 1 <= key <= len(self.items()):
            raise Error(key)
        return self.items()[int(key) - 1]
