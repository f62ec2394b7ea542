"""Records: named tuples, declared as with `typing.NamedTuple`.

`typing` compiles the annotation of every field, which takes longer than making the class. A command declares a
hundred records before it does anything, so they are made by `collections.namedtuple` itself, in a third of the time.
A module that declares some has to begin with `from __future__ import annotations`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple

    OF_THE_CLASS = {"__module__", "__qualname__", "__annotations__", "__firstlineno__", "__static_attributes__"}

    class _Declared(type):
        """Makes the named tuple that the body of a class declares: fields with their defaults, methods, properties.

        A generic one is generic to type checkers only.
        """

        def __new__(cls, name, _bases, body):
            fields = body["__annotations__"]
            defaults = [body[field] for field in fields if field in body]
            record = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            record.__annotations__ = fields
            record.__qualname__ = body["__qualname__"]
            for key, value in body.items():
                if key not in fields and key not in OF_THE_CLASS:
                    setattr(record, key, value)
            return record

    NamedTuple = type.__new__(_Declared, "NamedTuple", (), {})
