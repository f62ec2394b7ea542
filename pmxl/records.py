"""Records: named tuples, declared as with `typing.NamedTuple`.

Both `typing` and `collections` compile something anew for each of them, which takes longer than making the class. A
command declares a hundred records before it does anything, so what is compiled here is compiled once for each number
of fields, and the names are put in afterwards: a fifth of the time. A module that declares some has to begin with
`from __future__ import annotations`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from _collections import _tuplegetter as field_at
    from functools import cache
    from types import FunctionType

    def _make(cls, values):
        """A record of values in the order of its fields."""
        return cls(*values)

    def _replace(self, /, **changes):
        """The same record with some of its fields changed."""
        made = self._make(map(changes.pop, self._fields, self))
        if changes:
            raise TypeError(f"{type(self).__name__} has no field {', '.join(changes)}")
        return made

    def _asdict(self):
        """The values by the names of their fields."""
        return dict(zip(self._fields, self, strict=True))

    def _shown(self):
        """The words that would make the record."""
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"

    def _arguments(self):
        """The values, as copying and pickling ask for them."""
        return tuple(self)

    OF_ALL = {
        "__slots__": (),
        "__repr__": _shown,
        "__getnewargs__": _arguments,
        "__replace__": _replace,
        "_replace": _replace,
        "_asdict": _asdict,
        "_make": classmethod(_make),
    }

    @cache
    def _parts(count):
        """What takes so many values, before they have names, and what gives each of them back."""
        names = "".join(f"_{n}, " for n in range(count))
        taking = eval(f"lambda cls, {names}: new(cls, ({names}))", {"new": tuple.__new__})
        return taking, [field_at(n, f"Field {n}") for n in range(count)]

    class _Declared(type):
        """Makes the named tuple that the body of a class declares: fields with their defaults, methods, properties.

        A generic one is generic to type checkers only.
        """

        def __new__(cls, name, _bases, body):
            fields = tuple(body["__annotations__"])
            defaults = {field: body[field] for field in fields if field in body}
            taking, getters = _parts(len(fields))
            code = taking.__code__.replace(co_varnames=("cls", *fields), co_qualname=f"{name}.__new__")
            making = FunctionType(code, taking.__globals__, "__new__", tuple(defaults.values()))
            names = {"_fields": fields, "_field_defaults": defaults, "__match_args__": fields, "__new__": making}
            return type(name, (tuple,), OF_ALL | body | names | dict(zip(fields, getters, strict=True)))

    NamedTuple = type.__new__(_Declared, "NamedTuple", (), {})
