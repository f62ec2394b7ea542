"""The add-in where Excel starts it, and what the doctor says: for Windows, macOS and Linux, thought through here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Said

from pmxl import __version__
from pmxl.excel.addin.bridge import needed_bridge
from pmxl.excel.addin.build import ALWAYS_THE_SAME, Wish, addin_bytes, assembled, settings_of
from pmxl.excel.addin.install import CLICKED, NAME, Installed, compile_ahead, folder_for, install, look, remove
from pmxl.excel.doctor import (
    CHILD_PROCESSES,
    DEFENDER,
    DO,
    LOOK,
    OK,
    SECURITY,
    Line,
    addin_lines,
    examine,
)
from pmxl.excel.machine import Machine, this_machine
from pmxl.excel.serving import refuse_where_none_serves
from pmxl.workbook import Refused

EXCEL = (r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe", "")


def machine(system: str, home: Path, python: str = sys.executable, **registry: object) -> Machine:
    """A machine of that system, with its folders below *home*."""
    environment = {"APPDATA": str(home / "Roaming")} if system == "windows" else {}
    return Machine(system, environment, home, python, lambda key, name: registry.get(f"{key}|{name}"), home)


def windows(home: Path, **registry: object) -> Machine:
    return machine("windows", home, **registry)


def built(system: str, python: str = sys.executable) -> bytes:
    wish = Wish("C:\\python.exe" if system == "windows" else python, system)
    return addin_bytes(wish, needed_bridge(), ALWAYS_THE_SAME)


def with_excel(system: str, home: Path) -> Machine:
    here = machine(system, home)
    assert here.excel_folder
    here.excel_folder.mkdir(parents=True)
    return here


# ---------------------------------------------------------------- installing


def test_windows_and_macos_have_their_own_start_up_folders(tmp_path: Path) -> None:
    for system, place in {
        "windows": "Roaming/Microsoft/Excel/XLSTART",
        "macos": "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel",
    }.items():
        assert folder_for(with_excel(system, tmp_path), None) == tmp_path / place


def test_installing_may_be_done_twice_and_undone(tmp_path: Path) -> None:
    here, bridge = with_excel("macos", tmp_path), needed_bridge()
    folder = folder_for(here, None)
    for _ in range(2):
        path = install(built("macos"), folder, here, bridge)
        assert look(path).interpreter == sys.executable
    assert [file.name for file in folder.iterdir()] == [NAME]
    script = tmp_path / "Library" / "Application Scripts" / "com.microsoft.Excel" / bridge.script.name
    assert script.read_bytes() == bridge.script.read_bytes()
    assert remove(folder) == path
    assert remove(folder) is None


def test_what_a_click_loads_is_compiled_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A click starts Python with -B, which keeps no compiled code, and uv installs packages without it."""
    (tmp_path / "clicked_upon").mkdir()
    (tmp_path / "clicked_upon" / "__init__.py").write_text("ONE = 1\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    compile_ahead(["clicked_upon", "not_installed_anywhere"])
    assert list((tmp_path / "clicked_upon" / "__pycache__").glob("__init__.*.pyc"))
    assert {"pmxl", "xlwings", "xlsxwriter"} <= set(CLICKED)


def test_windows_needs_no_script(tmp_path: Path) -> None:
    here = with_excel("windows", tmp_path)
    install(built("windows"), folder_for(here, None), here, needed_bridge())
    assert not (tmp_path / "Library").exists()


def test_a_file_that_pmxl_did_not_make_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"somebody's own add-in")
    with pytest.raises(Refused, match=r"pmxl\.xlam: it is there and was not made by pmxl"):
        install(built("macos"), tmp_path, machine("linux", tmp_path), needed_bridge())
    with pytest.raises(Refused, match="was not made by pmxl"):
        remove(tmp_path)
    assert (tmp_path / NAME).read_bytes() == b"somebody's own add-in"


def test_linux_has_no_excel_and_says_so(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="there is no Excel for Linux"):
        folder_for(machine("linux", tmp_path), None)


def test_the_python_of_the_store_is_refused(tmp_path: Path) -> None:
    python = r"C:\Users\jo\AppData\Local\Microsoft\WindowsApps\python.exe"
    here = machine("windows", tmp_path, python)
    with pytest.raises(Refused, match="Microsoft's Store"):
        folder_for(here, None)
    assert next(iter(examine(here, None))).state == DO


def test_without_excel_s_folder_excel_is_asked_and_its_silence_is_told(tmp_path: Path) -> None:
    if this_machine().system != "linux":
        pytest.skip("there may be an Excel here that answers")
    with pytest.raises(Refused, match=r"did not answer.*--folder"):
        folder_for(machine("windows", tmp_path), None)


# ---------------------------------------------------------------- status


def states(lines: list[Line]) -> list[str]:
    return [line.state for line in lines]


def test_a_fresh_add_in_is_in_order(tmp_path: Path) -> None:
    here, bridge = with_excel("macos", tmp_path), needed_bridge()
    path = install(built("macos"), folder_for(here, None), here, bridge)
    assert states(list(addin_lines(look(path), here, bridge))) == [OK] * 4


def test_an_add_in_of_other_versions_must_be_installed_again(tmp_path: Path) -> None:
    here, bridge = machine("macos", tmp_path), needed_bridge()
    path = tmp_path / NAME
    settings = settings_of(Wish(sys.executable, "macos"), bridge.version) | {"PMXL VERSION": "0.0.9"}
    path.write_bytes(assembled(ALWAYS_THE_SAME, settings, []))
    lines = list(addin_lines(look(path), here, bridge._replace(version="0.38.0")))
    assert [line.text for line in lines if line.state == DO][:2] == [
        f'the add-in is of pmxl "0.0.9", installed is "{__version__}"; run: pmxl addin install',
        f'the add-in is of xlwings "{bridge.version}", installed is "0.38.0"; run: pmxl addin install',
    ]


def test_an_add_in_whose_python_has_gone_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(built("macos", "/opt/gone/bin/python"))
    lines = list(addin_lines(look(path), machine("linux", tmp_path), needed_bridge()))
    assert 'the add-in starts the Python "/opt/gone/bin/python", which is not there' in lines[2].text
    path.write_bytes(built("macos", "/bin/sh"))
    assert list(addin_lines(look(path), machine("linux", tmp_path), needed_bridge()))[2].state == LOOK


def test_a_variable_in_the_interpreter_s_path_is_resolved(tmp_path: Path) -> None:
    (tmp_path / "python.exe").touch()
    path = tmp_path / NAME
    path.write_bytes(addin_bytes(Wish(r"%TOOLS%/python.exe", "windows"), needed_bridge(), ALWAYS_THE_SAME))
    here = windows(tmp_path)._replace(environment={"TOOLS": str(tmp_path)})
    assert list(addin_lines(look(path), here, needed_bridge()))[2].state == LOOK


# ---------------------------------------------------------------- doctor


def said_of(lines: list[Line], words: str) -> Line:
    (line,) = [line for line in lines if words in line.text]
    return line


def test_a_windows_without_anything_says_what_to_do_first(tmp_path: Path) -> None:
    here = windows(tmp_path)
    lines = list(examine(here, here.start_up_folder))
    assert said_of(lines, "Excel for the desktop was not found").state == DO
    assert said_of(lines, "there is no add-in at").state == DO
    assert "antivirus" in said_of(lines, "there is no add-in at").text
    assert said_of(lines, "no policy was found").state == OK


@pytest.mark.parametrize(("value", "state"), [(None, OK), ("0", OK), ("1", DO), (1, DO), (2, LOOK), ("6", LOOK)])
@pytest.mark.parametrize("branch", ["Policies\\", ""])
def test_the_rule_on_child_processes_is_seen(tmp_path: Path, value: object, state: str, branch: str) -> None:
    lines = list(examine(windows(tmp_path, **{f"{DEFENDER.format(branch)}|{CHILD_PROCESSES}": value}), None))
    line = said_of(lines, "starting other programs")
    assert line.state == state
    assert ("pmxl serve" in line.text) == (state != OK)


@pytest.mark.parametrize("key", [rf"{SECURITY}\Trusted Locations|AllLocationsDisabled", f"{SECURITY}|RequireAddinSig"])
def test_a_policy_against_add_ins_is_seen(tmp_path: Path, key: str) -> None:
    assert said_of(list(examine(windows(tmp_path, **{key: 1}), None)), "IT ").state == DO


def test_excel_is_found_where_windows_and_macos_have_it(tmp_path: Path) -> None:
    (tmp_path / "Applications" / "Microsoft Excel.app").mkdir(parents=True)
    for here in (machine("macos", tmp_path), windows(tmp_path, **{"|".join(EXCEL): r"C:\Office\EXCEL.EXE"})):
        assert said_of(list(examine(here, None)), "Excel: ").state == OK


def test_onedrive_is_seen(tmp_path: Path) -> None:
    here = windows(tmp_path)._replace(environment={"OneDrive": "C:\\OneDrive"})
    assert said_of(list(examine(here, None)), "OneDrive").state == OK
    inside = here._replace(python="C:\\OneDrive\\env\\python.exe")
    assert said_of(list(examine(inside, None)), "Python lies in OneDrive").state == LOOK


WITHOUT_XLWINGS = """
import sys
sys.modules["xlwings"] = None  # To Python it is then not installed.
from pmxl.cli import main
sys.exit(main(sys.argv[1:]))
"""


def run_without_xlwings(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT_XLWINGS, *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def test_the_doctor_works_without_xlwings(tmp_path: Path) -> None:
    done = run_without_xlwings("doctor", "--folder", str(tmp_path))
    assert done.returncode == 1
    assert "do    xlwings, through which Excel calls Python, is not installed; install it with" in done.stdout
    done = run_without_xlwings("addin", "build", "--interpreter", "C:\\python.exe", "-o", str(tmp_path / "a.xlam"))
    assert done.returncode == 3
    assert 'pip install "pmxl[excel]"' in done.stderr


def test_neither_doctor_nor_addin_imports_xlwings(tmp_path: Path) -> None:
    for words in (["doctor"], ["addin", "build", "--interpreter", "C:\\p.exe", "-o", str(tmp_path / "a.xlam")]):
        code = "import sys; from pmxl.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
        done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
        loaded = set(done.stderr.splitlines()[-1].split())
        assert "pmxl.excel.addin.bridge" in loaded
        assert not loaded & {"xlwings", "pandas", "numpy", "openpyxl"}


# ---------------------------------------------------------------- the commands


def test_building_replaces_what_was_built_and_nothing_else(said: Said) -> None:
    words = "addin", "build", "--interpreter", "C:\\python.exe"
    assert [said(*words)[0] for _ in range(2)] == [0, 0]
    Path(NAME).write_bytes(b"somebody's own add-in")
    code, _, err = said(*words)
    assert (code, err) == (
        3,
        "pmxl: pmxl.xlam: it is there and was not made by pmxl; move it away, then run the command again\n",
    )
    assert Path(NAME).read_bytes() == b"somebody's own add-in"


def test_the_commands_install_look_and_remove(said: Said, tmp_path: Path) -> None:
    folder = tmp_path / "XLSTART"
    words = ["--folder", folder]
    code, out, err = said("addin", "install", *words, "--interpreter", sys.executable)
    assert (code, out) == (0, f"{folder / NAME}\n")
    assert "Start Excel anew" in err
    code, out, _ = said("addin", "status", *words)
    assert code == 0
    assert out.splitlines() == [
        f"OK    the add-in is of pmxl {__version__}: {folder / NAME}",
        f"OK    the add-in is of xlwings {needed_bridge().version}",
        "OK    the add-in starts this Python",
    ]
    assert said("addin", "remove", *words)[:2] == (0, f"{folder / NAME} removed\n")
    assert said("addin", "remove", *words)[:2] == (0, f"there is no add-in in {folder}\n")
    assert said("addin", "status", *words)[0] == 1


def test_a_server_is_asked_for_only_on_windows(said: Said, tmp_path: Path) -> None:
    words = ["addin", "build", "--server", "-o", tmp_path / "a.xlam"]
    assert said(*words, "--interpreter", "/usr/bin/python3")[0] == 2
    assert said(*words, "--interpreter", "C:\\python.exe")[0] == 0
    settings = look(tmp_path / "a.xlam").settings or {}
    assert (settings["USE UDF SERVER"], settings["DEBUG UDFS"]) == ("True", "True")
    lines = list(addin_lines(look(tmp_path / "a.xlam"), machine("windows", tmp_path), needed_bridge()))
    assert "works only while pmxl serve runs" in lines[-1].text


def test_a_python_that_stays_is_asked_for_only_on_windows(said: Said, tmp_path: Path) -> None:
    words = ["addin", "build", "--stay", "-o", tmp_path / "a.xlam"]
    assert said(*words, "--interpreter", "/usr/bin/python3")[0] == 2
    assert said(*words, "--interpreter", "C:\\python.exe", "--server")[0] == 2
    assert said(*words, "--interpreter", "C:\\python.exe")[0] == 0
    settings = look(tmp_path / "a.xlam").settings or {}
    assert (settings["USE UDF SERVER"], settings["DEBUG UDFS"]) == ("True", "False")


def test_the_doctor_looks_for_the_library_that_keeps_a_python(tmp_path: Path) -> None:
    here, bridge = machine("windows", tmp_path), needed_bridge()
    python = tmp_path / "env" / "Scripts" / "python.exe"
    python.parent.mkdir(parents=True)
    python.touch()
    settings = {"INTERPRETER_WIN": str(python), "USE UDF SERVER": "True", "DEBUG UDFS": "False"}
    (tmp_path / NAME).touch()
    addin = Installed(tmp_path / NAME, settings)
    last = list(addin_lines(addin, here, bridge))[-1]
    assert (last.state, f"xlwings64-{bridge.version}.dll" in last.text) == (DO, True)
    (tmp_path / "env" / f"xlwings64-{bridge.version}.dll").touch()
    last = list(addin_lines(addin, here, bridge))[-1]
    assert (last.state, "keeps its Python" in last.text) == (OK, True)


@pytest.mark.parametrize(
    "words",
    [
        ["addin"],
        ["addin", "explode"],
        ["addin", "build", "-o", "pmxl.xlsx", "--interpreter", "C:\\python.exe"],
        ["addin", "build", "--folder", "x"],
        ["addin", "remove", "--server"],
        ["addin", "remove", "--stay"],
        ["addin", "status", "--reproducible"],
        ["addin", "install", "-o", "x.xlam"],
    ],
)
def test_words_that_the_action_would_not_heed_are_refused(said: Said, words: list[str]) -> None:
    code, out, err = said(*words)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1


def test_only_windows_can_be_served(tmp_path: Path) -> None:
    for system in ("linux", "macos"):
        with pytest.raises(Refused, match="only Excel on Windows"):
            refuse_where_none_serves(machine(system, tmp_path))
    refuse_where_none_serves(windows(tmp_path))


@pytest.mark.skipif(this_machine().system != "linux", reason="Excel may be here")
def test_on_linux_each_command_says_what_works_instead(said: Said) -> None:
    for words in (["addin", "install"], ["addin", "status"], ["addin", "remove"], ["serve"]):
        code, out, err = said(*words)
        assert (code, out) == (3, "")
        assert "pmxl check, refresh and brief work on files here" in err
    assert said("addin", "build")[0] == 2
    code, out, _ = said("doctor")
    assert code == 0
    assert "look  there is no Excel for Linux" in out


@pytest.mark.parametrize(
    ("server", "debug", "option"), [("True", "False", " --stay"), ("True", "True", " --server"), ("False", "False", "")]
)
def test_after_an_update_the_same_add_in_is_asked_for(server: str, debug: str, option: str, tmp_path: Path) -> None:
    """Installed without its option it would start a Python for each click again, which a rule may forbid."""
    (tmp_path / NAME).touch()
    settings = {"INTERPRETER_WIN": "C:\\gone.exe", "USE UDF SERVER": server, "DEBUG UDFS": debug}
    lines = addin_lines(Installed(tmp_path / NAME, settings), machine("windows", tmp_path), needed_bridge())
    asked = [line.text for line in lines if line.state == DO and "run:" in line.text]
    assert len(asked) == 3
    assert all(text.endswith(f"run: pmxl addin install{option}") for text in asked)
