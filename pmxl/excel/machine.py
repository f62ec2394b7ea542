"""What the add-in needs to know of the machine it is on, as plain values, so that every system can be thought through
on any other.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from pmxl.records import NamedTuple

NAMES = {"win32": "windows", "cygwin": "windows", "darwin": "macos"}


class Machine(NamedTuple):
    """A machine. `registry` gives the value of a name below a key of Windows' registry, or None."""

    system: str
    environment: Mapping[str, str]
    home: Path
    python: str
    registry: Callable[[str, str], object]
    root: Path = Path("/")

    @property
    def excel(self) -> str:
        """Where Excel is; "" where none was found."""
        if self.system == "windows":
            return str(self.registry(r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe", "") or "")
        application = self.root / "Applications" / "Microsoft Excel.app"
        return str(application) if self.system == "macos" and application.exists() else ""

    @property
    def excel_folder(self) -> Path | None:
        """Where Excel keeps what is this user's; nothing on a system without Excel."""
        if self.system == "windows":
            roaming = self.environment.get("APPDATA") or str(self.home / "AppData" / "Roaming")
            return Path(roaming) / "Microsoft" / "Excel"
        if self.system == "macos":
            return self.home / "Library" / "Group Containers" / "UBF8T346G9.Office" / "User Content.localized"
        return None

    @property
    def start_up_folder(self) -> Path | None:
        """Whatever lies here is opened when Excel starts, and trusted."""
        folder = self.excel_folder
        if folder is None:
            return None
        return folder / ("XLSTART" if self.system == "windows" else "Startup.localized/Excel")

    @property
    def script_folder(self) -> Path | None:
        """Where Excel on macOS finds the scripts that it may run; nothing elsewhere."""
        within = self.home / "Library" / "Application Scripts" / "com.microsoft.Excel"
        return within if self.system == "macos" else None

    @property
    def from_store(self) -> bool:
        """True for the Python of Microsoft's Store, which sees and writes a private copy of this user's folders."""
        places = (self.python, os.path.realpath(sys.base_prefix) if self.python == sys.executable else "")
        return self.system == "windows" and any("windowsapps" in place.casefold() for place in places)


def this_machine() -> Machine:
    """The machine that this runs on."""
    system = NAMES.get(sys.platform, "linux")
    return Machine(system, os.environ, Path.home(), sys.executable, _registry)


def _registry(key: str, name: str) -> object:
    """A value of this user or, where there is none, of the machine; None where there is neither."""
    if sys.platform == "win32":
        import winreg

        for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            try:
                with winreg.OpenKey(root, key) as opened:
                    return winreg.QueryValueEx(opened, name)[0]
            except OSError:
                continue
    return None
