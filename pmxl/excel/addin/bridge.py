"""What the installed xlwings brings to the add-in: its VBA module and class, and the script that macOS needs.

Nothing of it is kept in pmxl, so the add-in and xlwings are always of the same version. xlwings is looked at, never
imported: that would take longer than everything else here.
"""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from pmxl.excel.addin.modules import Module, class_module, standard
from pmxl.records import NamedTuple
from pmxl.workbook.errors import Refused

SUPPORTED = ((0, 37), (1, 0))
"""From which xlwings on, and below which one, the add-in is known to fit."""

INSTALL = 'install it with: pip install "pmxl[excel]"'

PLACEHOLDER = 'Public Const PROJECT_NAME As String = "myaddin"'
"""The line of xlwings' module that names the project; its settings are found by that name."""

EXPECTED = (PLACEHOLDER, "Public Function RunPython(PythonCommand As String)", "Function GetConfig(configKey As String")
"""What must stand in xlwings' module, each once, so that the add-in can rely on it."""

STARTER = '" -B -c ""import '
LIGHTLY = STARTER.replace('""', '""from pmxl.excel.application import import_xlwings;import_xlwings();')
"""How Python is started on Windows, for one click or for all, and how it must be lest it import everything that
xlwings looks for: with pandas installed a click would take a second longer. On macOS the line stands in a script that
all add-ins share."""


class Bridge(NamedTuple):
    """Where xlwings is and which one."""

    folder: Path
    version: str

    @property
    def supported(self) -> bool:
        """True where this version is one that the add-in is known to fit."""
        numbers = tuple(int(number) for number in re.findall(r"\d+", self.version)[:2])
        return SUPPORTED[0] <= numbers < SUPPORTED[1]

    @property
    def script(self) -> Path:
        """The script through which Excel on macOS starts Python."""
        return self.folder / f"xlwings-{self.version}.applescript"

    @property
    def libraries(self) -> tuple[str, ...]:
        """The files beside Python of which Excel on Windows, of 64 or 32 bit, needs one to keep a Python."""
        return f"xlwings64-{self.version}.dll", f"xlwings32-{self.version}.dll"

    def modules(self, project: str) -> list[Module]:
        """The modules of xlwings, reading settings under the project's name. Raises Refused where they differ."""
        source = self._text("xlwings_custom_addin.bas")
        missing = [line for line in EXPECTED if source.count(line) != 1]
        if missing or f'XLWINGS_VERSION As String = "{self.version}"' not in source:
            raise Refused(
                f"the macros of xlwings {self.version} are not as expected"
                + (f': "{missing[0]}" is not there once' if missing else ": they are of another version"),
                f'install one that is known to fit: pip install "xlwings{range_text()}"',
            )
        named = source.replace(PLACEHOLDER, PLACEHOLDER.replace("myaddin", project)).replace(STARTER, LIGHTLY)
        return [standard(named), class_module(self._text("addin/Dictionary.cls"))]

    def _text(self, name: str) -> str:
        path = self.folder / name
        try:
            return path.read_bytes().decode("cp1252")
        except OSError:
            raise Refused(
                f'xlwings {self.version} is not whole: "{path}" cannot be read',
                "see whether an antivirus program took it, then install xlwings again",
            ) from None


def find_bridge() -> Bridge | None:
    """The xlwings beside this Python; nothing where there is none."""
    try:
        spec, number = find_spec("xlwings"), version("xlwings")
    except PackageNotFoundError:
        return None
    return Bridge(Path(spec.origin).parent, number) if spec is not None and spec.origin is not None else None


def needed_bridge() -> Bridge:
    """The xlwings beside this Python. Raises Refused where there is none, or one that is not known to fit."""
    found = find_bridge()
    if found is None:
        raise Refused("xlwings, through which Excel calls Python, is not installed", INSTALL)
    if not found.supported:
        raise Refused(f"xlwings {found.version} is not known to fit", f'use: pip install "xlwings{range_text()}"')
    return found


def range_text() -> str:
    """The versions that fit, as pip reads them."""
    low, high = SUPPORTED
    return f">={low[0]}.{low[1]},<{high[0]}"
