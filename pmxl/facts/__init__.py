"""The computed columns, one file per family. A fact function fills in the columns that it answers for."""

from collections.abc import Callable

from pmxl.model import Book, Context

FACTS: tuple[Callable[[Book, Context], None], ...] = ()
