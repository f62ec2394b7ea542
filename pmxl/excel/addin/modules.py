"""VBA modules: their sources as people export them, and as a project keeps them ([MS-OVBA] 2.3.4.3, 4.2)."""

from __future__ import annotations

import re

from pmxl.records import NamedTuple

WORKBOOK = "0{00020819-0000-0000-C000-000000000046}"
SHEET = "0{00020820-0000-0000-C000-000000000046}"
CLASS = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
"""What a document of Excel and a class module are based on."""


class Module(NamedTuple):
    """One module of a project. `kind` is the word of its line in the stream PROJECT."""

    kind: str
    name: str
    source: str

    @property
    def content(self) -> bytes:
        """The source as the project keeps it: code page 1252, lines ended as Windows does."""
        return "\r\n".join([*self.source.splitlines(), ""]).encode("cp1252")


def standard(source: str) -> Module:
    """A module with procedures, from the text of a .bas file. Raises ValueError where it names no module."""
    return Module("Module", _name(source), source)


def class_module(source: str) -> Module:
    """A class, from the text of a .cls file: it loses its header and gains what Excel adds on importing it."""
    body = source[source.index("Attribute VB_Name") :] if "Attribute VB_Name" in source else source
    name = _name(body)
    first, rest = body.split("\n", 1)
    kept = [line for line in rest.splitlines() if not line.startswith(("Attribute VB_Base", "Attribute VB_Templ"))]
    end = next(at for at, line in enumerate(kept) if not re.match(r"Attribute VB_(Glob|Creat|Predecl|Expos)", line))
    lines = [first.rstrip(), f'Attribute VB_Base = "{CLASS}"', *kept[:end]]
    lines += ["Attribute VB_TemplateDerived = False", "Attribute VB_Customizable = False", *kept[end:]]
    return Module("Class", name, "\n".join(lines))


def document(name: str, base: str) -> Module:
    """The module of the workbook or of a sheet, without code; its name must be the code name that the book gives."""
    flags = {"GlobalNameSpace": False, "Creatable": False, "PredeclaredId": True, "Exposed": True}
    flags |= {"TemplateDerived": False, "Customizable": True}
    lines = [f'Attribute VB_Name = "{name}"', f'Attribute VB_Base = "{base}"']
    return Module("Document", name, "\n".join([*lines, *(f"Attribute VB_{key} = {on}" for key, on in flags.items())]))


def _name(source: str) -> str:
    found = re.match(r'Attribute VB_Name = "([A-Za-z]\w{0,30})"\r?\n', source)
    if not found:
        raise ValueError('a module must begin with its name: Attribute VB_Name = "..."')
    return found[1]
