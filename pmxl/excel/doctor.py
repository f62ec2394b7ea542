"""Whether the buttons in Excel can work on this machine, line by line, and what to do where they cannot.

Nothing is changed and Excel is not started. What IT decides by policy is read where Windows keeps it; rules that come
by other ways cannot be seen from here, so no line promises that there are none.
"""

from __future__ import annotations

import re
import struct
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from pyexpat import EXPAT_VERSION

from pmxl import __version__
from pmxl.excel.addin.bridge import INSTALL, Bridge, find_bridge, range_text
from pmxl.excel.addin.install import NAME, Installed, look
from pmxl.excel.machine import Machine
from pmxl.records import NamedTuple

OK, LOOK, DO = "OK", "look", "do"
"""All is well; worth knowing; the buttons will not work before this is done."""

SECURITY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
DEFENDER = r"SOFTWARE\{}Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
CHILD_PROCESSES = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
WINDOWS_CALLS = "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"
RULES = {
    CHILD_PROCESSES: (
        "keeps Excel from starting other programs",
        "ask IT for an exception, or whether you may use pmxl addin install --server and pmxl serve",
    ),
    WINDOWS_CALLS: ("keeps macros from calling Windows", "ask IT for an exception"),
}
"""Microsoft Defender's rules "Block all Office applications from creating child processes" and "Block Win32 API calls
from Office macros": the number of each, what it does to the add-in, and what to do."""

SAFE_EXPAT = (2, 6, 0)
"""From this version on, Python's reader of XML cannot be slowed down by a file made for that (CVE-2023-52425)."""

WITHOUT = "the command line needs no macros: pmxl run check works on the workbook that is open"


class Line(NamedTuple):
    """One thing that was looked at."""

    state: str
    text: str


def examine(machine: Machine, folder: Path | None) -> Iterator[Line]:
    """Everything that decides whether the buttons work. `folder` is where the add-in should be."""
    bridge = find_bridge()
    yield _python(machine)
    yield _xlwings(bridge)
    if machine.system == "linux":
        yield Line(LOOK, "there is no Excel for Linux; pmxl check, refresh and brief work on files here")
    else:
        yield _excel(machine)
        if machine.system == "windows" and find_spec("win32com") is None:
            yield Line(DO, f"pywin32, through which Python speaks to Excel, is not installed; {INSTALL}")
    if folder is not None:
        yield from addin_lines(look(folder / NAME), machine, bridge)
    if machine.system == "windows":
        yield from _policies(machine)
    yield from _onedrive(machine)
    yield _xml()


def addin_lines(addin: Installed, machine: Machine, bridge: Bridge | None) -> Iterator[Line]:
    """Whether the add-in is there, fits to what is installed, and finds its Python."""
    if not addin.path.exists():
        gone = "; if it was there before, see whether an antivirus program took it" if machine.system != "linux" else ""
        yield Line(DO, f'there is no add-in at "{addin.path}"; run: pmxl addin install{gone}')
        return
    if addin.settings is None:
        yield Line(DO, f'"{addin.path}" is no add-in that pmxl made; move it away and run: pmxl addin install')
        return
    again = _again(addin.settings)
    yield _same("pmxl", addin.settings.get("PMXL VERSION", ""), __version__, str(addin.path), again)
    yield _same("xlwings", addin.settings.get("XLWINGS VERSION", ""), bridge.version if bridge else "", "", again)
    yield _interpreter(addin.interpreter, machine, again)
    if machine.script_folder is not None and bridge is not None:
        yield _script(machine.script_folder / bridge.script.name)
    if addin.settings.get("DEBUG UDFS") == "True":
        yield Line(LOOK, "the add-in works only while pmxl serve runs; to change that run: pmxl addin install")
    elif addin.settings.get("USE UDF SERVER") == "True":
        yield _staying(addin.interpreter, machine, bridge)


def _staying(path: str, machine: Machine, bridge: Bridge | None) -> Line:
    """Whether Excel finds the library of xlwings through which it keeps a Python: beside it or one folder above."""
    python, libraries = _whole(path, machine), bridge.libraries if bridge is not None else ()
    found = [name for name in libraries for folder in python.parents[:2] if (folder / name).exists()]
    if libraries and python.is_file() and not found:
        return Line(DO, f"{libraries[0]}, through which Excel keeps a Python, is not beside it; install xlwings again")
    return Line(OK, "the add-in keeps its Python; after an update of pmxl start Excel anew")


def _python(machine: Machine) -> Line:
    number = ".".join(map(str, sys.version_info[:3]))
    if machine.from_store:
        return Line(
            DO,
            f"Python {number} comes from Microsoft's Store, which keeps files away from Excel; "
            "install Python from python.org or with uv, and pmxl with that",
        )
    return Line(OK, f"pmxl {__version__}, Python {number} ({struct.calcsize('P') * 8} bit): {machine.python}")


def _xlwings(bridge: Bridge | None) -> Line:
    if bridge is None:
        return Line(DO, f"xlwings, through which Excel calls Python, is not installed; {INSTALL}")
    if not bridge.supported:
        return Line(DO, f'xlwings {bridge.version} is not known to fit; use: pip install "xlwings{range_text()}"')
    return Line(OK, f"xlwings {bridge.version}")


def _excel(machine: Machine) -> Line:
    where = machine.excel
    if where:
        return Line(OK, f"Excel: {where}")
    return Line(DO, "Excel for the desktop was not found; install it (Excel in a browser cannot start Python)")


def _again(settings: dict[str, str]) -> str:
    """The command that makes the same add-in anew: without its option it would be another."""
    if settings.get("DEBUG UDFS") == "True":
        return "pmxl addin install --server"
    return "pmxl addin install --stay" if settings.get("USE UDF SERVER") == "True" else "pmxl addin install"


def _same(what: str, built_with: str, here: str, where: str, again: str) -> Line:
    if built_with == here:
        return Line(OK, f"the add-in is of {what} {here}" + (f": {where}" if where else ""))
    return Line(DO, f'the add-in is of {what} "{built_with}", installed is "{here}"; run: {again}')


def _interpreter(path: str, machine: Machine, again: str) -> Line:
    whole = _whole(path, machine)
    if not whole.is_file():
        return Line(DO, f'the add-in starts the Python "{path}", which is not there; run: {again}')
    if str(whole) != str(Path(machine.python)):
        return Line(LOOK, f'the add-in starts another Python than this: "{path}"')
    return Line(OK, "the add-in starts this Python")


def _whole(path: str, machine: Machine) -> Path:
    """The interpreter of an add-in as it is found on this machine."""
    whole = re.sub("%([^%]+)%", lambda found: machine.environment.get(found[1], found[0]), path)
    return Path(whole.replace("$HOME", str(machine.home)))


def _script(path: Path) -> Line:
    if path.is_file():
        return Line(OK, f"the script that Excel may run: {path}")
    return Line(DO, f'the script that Excel needs is not at "{path}"; run: pmxl addin install')


def _policies(machine: Machine) -> Iterator[Line]:
    """What IT may have forbidden, as far as Windows says."""
    read = machine.registry
    if read(rf"{SECURITY}\Trusted Locations", "AllLocationsDisabled") == 1:
        yield Line(DO, f"IT has switched off trusted locations, so Excel will not start the add-in; {WITHOUT}")
    elif read(SECURITY, "RequireAddinSig") == 1:
        yield Line(DO, f"IT demands signed add-ins; ask for a signed pmxl.xlam (pmxl addin build); {WITHOUT}")
    else:
        yield Line(OK, "no policy was found that keeps Excel from starting the add-in in its trusted folder")
    for number, (what, cure) in RULES.items():
        yield _rule(_setting(machine, number), what, cure)


def _setting(machine: Machine, number: str) -> str:
    """How a rule of Defender is set: by policy, or by hand."""
    found = (machine.registry(DEFENDER.format(branch), number) for branch in ("Policies\\", ""))
    return next((str(value) for value in found if value is not None), "")


def _rule(setting: str, what: str, cure: str) -> Line:
    if setting == "1":
        return Line(DO, f"a rule of Microsoft Defender {what}; {cure}; or {WITHOUT}")
    if setting in ("2", "6"):
        says = "only notes it" if setting == "2" else "asks first"
        return Line(LOOK, f"a rule of Microsoft Defender {what}, but {says} so far; should it block: {cure}")
    return Line(OK, f"no rule of Microsoft Defender was found that {what}")


def _onedrive(machine: Machine) -> Iterator[Line]:
    known = (machine.environment.get(name, "") for name in ("OneDriveCommercial", "OneDrive"))
    folders = [folder for folder in known if folder]
    folders += [str(path) for path in (machine.home / "Library" / "CloudStorage").glob("OneDrive*")]
    inside = next((folder for folder in folders if machine.python.startswith(folder)), None)
    if inside:
        yield Line(LOOK, f'Python lies in OneDrive ("{inside}"), which may take its files away; move it out of there')
    elif folders:
        yield Line(OK, "OneDrive is used; its workbooks have a web address instead of a path, and pmxl needs neither")


def _xml() -> Line:
    version = EXPAT_VERSION.removeprefix("expat_")
    if tuple(int(number) for number in re.findall(r"\d+", version)[:3]) < SAFE_EXPAT:
        return Line(LOOK, f"expat {version}, Python's reader of XML, can be slowed down by bad files; update Python")
    return Line(OK, f"expat {version}, Python's reader of XML")
