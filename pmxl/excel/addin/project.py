"""A VBA project, [MS-OVBA]: the directory of its modules, its properties, and the file that Excel calls vbaProject.bin.

Only sources are written, no compiled code: with version 0xFFFF every Office compiles them anew (2.3.4.1).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pmxl.excel.addin.compound import compound_file
from pmxl.excel.addin.compression import compress
from pmxl.excel.addin.modules import Module

PROJECT_ID = "{7A1C4D52-93E6-4B0F-8D27-5E0B6F3C9A18}"
"""Names the project; any identifier will do, and a fixed one gives the same file each time."""

SEED = 0x5D
"""Where hiding the protection state begins; the format asks for a random one and needs none."""

REFERENCES = {
    "stdole": r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    "Office": (
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared"
        r"\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library"
    ),
}
"""Type libraries that the sources use (Office declares IRibbonControl); the identifier decides, not the path."""


def vba_project(name: str, modules: Sequence[Module]) -> bytes:
    """The content of vbaProject.bin. Modules keep the order in which they are given."""
    streams = {
        "PROJECT": project_stream(name, modules),
        "PROJECTwm": names_stream(modules),
        "VBA/_VBA_PROJECT": struct.pack("<HHBH", 0x61CC, 0xFFFF, 0, 0),
        "VBA/dir": compress(dir_stream(name, modules)),
    }
    return compound_file(streams | {f"VBA/{module.name}": compress(module.content) for module in modules})


def dir_stream(name: str, modules: Sequence[Module]) -> bytes:
    """What the project consists of, record by record, not yet compressed (2.3.4.2)."""
    records = [
        *_about_project(name),
        *_references(),
        _record(0x0F, _short(len(modules))),
        _record(0x13, _short(0xFFFF)),
    ]
    for module in modules:
        records += _about_module(module)
    return b"".join([*records, _record(0x10)])


def _about_project(name: str) -> Iterator[bytes]:
    yield _record(0x01, _long(1))  # 32-bit Windows, which Office of every kind reads
    yield _record(0x02, _long(0x409)) + _record(0x14, _long(0x409))
    yield _record(0x03, _short(1252))
    yield _record(0x04, _ansi(name))
    yield _record(0x05) + _record(0x40)  # no description
    yield _record(0x06) + _record(0x3D)  # no file with help
    yield _record(0x07, _long(0)) + _record(0x08, _long(0))
    yield struct.pack("<HIIH", 0x09, 4, 1, 0)  # this record alone says 4 and has 6 bytes
    yield _record(0x0C) + _record(0x3C)  # no constants


def _references() -> Iterator[bytes]:
    for name, library in REFERENCES.items():
        yield _twice(0x16, 0x3E, name)
        yield _record(0x0D, _long(len(library)) + _ansi(library) + bytes(6))


def _about_module(module: Module) -> Iterator[bytes]:
    yield _twice(0x19, 0x47, module.name)
    yield _twice(0x1A, 0x32, module.name)
    yield _record(0x1C) + _record(0x48)  # no description
    yield _record(0x31, _long(0))  # the source begins at once, as nothing compiled stands before it
    yield _record(0x1E, _long(0)) + _record(0x2C, _short(0xFFFF))
    yield _record(0x21 if module.kind == "Module" else 0x22) + _record(0x2B)


def project_stream(name: str, modules: Iterable[Module]) -> bytes:
    """The properties of the project, as lines of text (2.3.1)."""
    modules = list(modules)
    kinds = [f"{m.kind}={m.name}" + ("/&H00000000" if m.kind == "Document" else "") for m in modules]
    lines = [f'ID="{PROJECT_ID}"', *kinds, f'Name="{name}"', 'HelpContextID="0"', 'VersionCompatible32="393222000"']
    lines += [f'CMG="{hidden(bytes(4))}"', f'DPB="{hidden(bytes(1))}"', f'GC="{hidden(bytes([0xFF]))}"', ""]
    lines += ["[Host Extender Info]", "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000", ""]
    lines += ["[Workspace]", *(f"{module.name}=0, 0, 0, 0, C" for module in modules), ""]
    return "\r\n".join(lines).encode("cp1252")


def names_stream(modules: Iterable[Module]) -> bytes:
    """The names of the modules in the code page and in Unicode (2.3.3)."""
    pairs = (_ansi(m.name) + b"\0" + m.name.encode("utf-16-le") + b"\0\0" for m in modules)
    return b"".join(pairs) + b"\0\0"


def hidden(data: bytes, project: str = PROJECT_ID, seed: int = SEED) -> str:
    """Protection state, password or visibility as the project shows them (2.4.3.2); no secret, only not plain."""
    key = sum(project.encode("cp1252")) & 0xFF
    plain = [key, *bytes((seed & 6) // 2), *_long(len(data)), *data]
    shown = [seed, seed ^ 2, seed ^ key]
    for before, byte in pairwise(plain):
        shown.append(byte ^ (shown[-2] + before) & 0xFF)
    return bytes(shown).hex().upper()


def _record(number: int, body: bytes = b"") -> bytes:
    return struct.pack("<HI", number, len(body)) + body


def _twice(number: int, unicode_number: int, text: str) -> bytes:
    return _record(number, _ansi(text)) + _record(unicode_number, text.encode("utf-16-le"))


def _ansi(text: str) -> bytes:
    return text.encode("cp1252")


def _short(value: int) -> bytes:
    return struct.pack("<H", value)


def _long(value: int) -> bytes:
    return struct.pack("<I", value)
