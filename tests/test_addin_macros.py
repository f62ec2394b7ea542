"""Our macros run: LibreOffice compiles them out of the built file, with a stand-in for Python's starter.

Excel itself is not here. LibreOffice compiles nothing of a project that has one module it does not understand, and
xlwings' is one; so each of our modules has a function that says it is there, and the stand-in keeps what it was told.
"""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

from pmxl.excel.addin.build import ALWAYS_THE_SAME, OWN, Wish, assembled, settings_of
from pmxl.excel.addin.modules import standard
from pmxl.excel.addin.wrappers import wrappers
from pmxl.excel.ribbon import BUTTONS

PYTHON = "/usr/bin/python3"
"""The Python that Debian builds LibreOffice's bridge for."""

STAND_IN = """Attribute VB_Name = "xlwings"
Option Explicit
Private Told As String
Public Function RunPython(PythonCommand As String)
    Told = Told & PythonCommand & Chr(10)
End Function
Public Function WhatPythonWasTold() As String
    WhatPythonWasTold = Told
    Told = ""
End Function
"""

SERVER = """Attribute VB_Name = "XLPy"
Option Explicit
Public Function CallUDF(Home, Name, Arguments, Book, Caller)
    CallUDF = Home & " " & Name & " " & UBound(Arguments) & " " & Arguments(0)
End Function
"""

FUNCTION = """
def level(date, scale=5):
    '''The "level" on a scale.'''
"""

Asked = Callable[..., list[object]]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """Call macros of the add-in one after another: a list of answers."""
    can = shutil.which("soffice") and Path(PYTHON).exists()
    if not can or subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode:
        pytest.skip("LibreOffice and its bridge to Python are not installed (libreoffice-calc, python3-uno)")
    path, functions = tmp_path_factory.mktemp("vba") / "pmxl.xlam", wrappers(FUNCTION, "some.where")
    assert functions
    settings = settings_of(Wish("C:\\python.exe", "windows"), "0.37.8")
    path.write_bytes(assembled(ALWAYS_THE_SAME, settings, [standard(STAND_IN), standard(SERVER), functions]))
    command = [PYTHON, str(Path(__file__).parent / "vba_in_calc.py"), str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as session:

        def ask(*calls: list[str]) -> list[object]:
            return [answer(session, call) for call in calls]

        yield ask
        session.communicate(timeout=60)


def answer(session: subprocess.Popen[str], call: list[str]) -> object:
    assert session.stdin
    assert session.stdout
    session.stdin.write(json.dumps(call) + "\n")
    session.stdin.flush()
    return json.loads(session.stdout.readline())


def test_a_custom_function_hands_its_values_to_python(asked: Asked) -> None:
    assert asked(["PmxlFunctions.LEVEL", "today"]) == ["some.where LEVEL 1 today"]


def refusal(command: str, book: str = "C:\\plans\\plan.xlsx") -> list[str]:
    return ["PmxlCommands.Refusal", command, book]


def test_each_of_our_modules_is_compiled(asked: Asked) -> None:
    assert asked(*[[f"{name}.{name}IsHere"] for name in OWN]) == list(OWN)


def test_every_button_starts_its_command(asked: Asked) -> None:
    calls = [["PmxlCommands.RunCommand", button.tag] for button in BUTTONS]
    *_, told = asked(*calls, ["xlwings.WhatPythonWasTold"])
    assert str(told).splitlines() == [f"import pmxl.excel;pmxl.excel.run('{button.tag}')" for button in BUTTONS]


HOSTILE_TAGS = ["check');import os;os.system('calc", "Check", "check ", "", "chéck", "check\n", "check1", "check&calc"]


@pytest.mark.parametrize("tag", HOSTILE_TAGS)
def test_a_hostile_tag_is_refused(asked: Asked, tag: str) -> None:
    reason, _, told = asked(refusal(tag), ["PmxlCommands.RunCommand", tag], ["xlwings.WhatPythonWasTold"])
    assert "is no command of pmxl" in str(reason)
    assert told == ""


HOSTILE = {
    "C:\\in\\a^&calc&b.xlsx": "^",
    "C:\\in;C:\\evil\\plan.xlsx": ";",
    "/Users/jo/plan$(id).xlsx": "$",
    "/Users/jo/`id`.xlsx": "`",
    '/Users/jo/a";id;".xlsx': '"',
    "/Users/jo/a\\') or exec(chr(1))#.xlsx": "\\",
    "/Users/jo/a|b.xlsx": "|",
    "C:\\in\\%CMDCMDLINE%.xlsx": "%",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_workbook_whose_name_a_shell_would_run_is_refused(asked: Asked, name: str) -> None:
    (reason,) = asked(refusal("check", name))
    assert f"has the character {HOSTILE[name]}" in str(reason)


def test_ordinary_names_are_not(asked: Asked) -> None:
    names = [
        "C:\\Plans & budgets\\Müller's plan (50%), v1.2 #3 = final.xlsx",
        "\\\\server\\share\\plan.xlsx",
        "https://contoso.sharepoint.com/sites/pm/Shared%20Documents/plan%20b.xlsx",
        "/Users/jo/Documents/Plan & budget's.xlsx",
        "Book1",
    ]
    assert asked(*[refusal("check", name) for name in names]) == [""] * len(names)


def test_without_a_workbook_that_can_be_edited_python_is_not_started(asked: Asked) -> None:
    (reason,) = asked(refusal("check", ""))
    assert str(reason).startswith("No workbook is open")
    assert asked(refusal("new", ""), refusal("help", "")) == ["", ""]


def test_what_is_refused_is_said_in_one_readable_sentence(asked: Asked) -> None:
    """Also with the worst characters a short sentence that says what to do, without the name, which may be long."""
    worst = ['a"`$;|^<>\n' * 20, "a\nb"]
    calls = [refusal("check", f"C:\\in\\{name}.xlsx") for name in worst]
    reasons = asked(*calls, refusal("X" * 500, "C:\\plan.xlsx"), refusal("check", ""))
    for reason in map(str, reasons):
        assert reason[0].isupper()
        assert reason.endswith(".")
        assert "; " in reason
        assert "\n" not in reason
        assert len(reason) < 200
    assert "has a line break, which" in str(reasons[1])


# ---------------------------------------------------------------- what a shell makes of the names that are let through

HARMLESS = "ab é€ '&%(){}[]*?!#~=,.-\t"
NAMES = st.one_of(
    st.text(st.sampled_from(HARMLESS + '"\\`$;|^<>\n'), min_size=1, max_size=14),
    st.text(st.sampled_from(HARMLESS), min_size=1, max_size=14),
)


@hypothesis.given(NAMES, NAMES)
@hypothesis.settings(max_examples=100, deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
def test_a_name_that_is_let_through_reaches_python_as_it_is(
    asked: Asked, tmp_path_factory: pytest.TempPathFactory, folder: str, name: str
) -> None:
    """On macOS xlwings puts both into a line for the shell; what comes out must be two calls, with nothing between."""
    book = f"/Users/{folder}/{name}.xlsx"
    if asked(refusal("check", book)) != [""]:
        return
    heard = tmp_path_factory.mktemp("shell")
    (heard / "python").write_text(f'#!/bin/sh\nprintf "%s\\0" "$@" > "{heard}/words"\n', encoding="utf-8")
    (heard / "python").chmod(0o755)
    subprocess.run(["/bin/sh", "-c", line_of_xlwings(heard, book)], cwd=heard, check=True, capture_output=True)
    words = (heard / "words").read_bytes().decode().split("\0")[:-1]
    assert words[:5] == ["-B", "-u", "-W", "ignore", "-c"]
    assert words[6:] == [f"--wb={name}.xlsx", "--from_xl=1", "--app=/Applications/Microsoft Excel.app"]
    calls = [node.value for node in ast.parse(words[5].rstrip()).body if isinstance(node, ast.Expr)]
    given = [ast.literal_eval(call.args[0]) for call in calls if isinstance(call, ast.Call)]
    assert given == [f"False;{book};/x/pmxl.xlam;;;;;", "check"]
    assert sorted(path.name for path in heard.iterdir()) == ["log", "python", "words"]


def line_of_xlwings(folder: Path, book: str) -> str:
    """The line that xlwings' macro ExecuteMac and its script build, as they stand in xlwings 0.37.8."""
    search = f"False;{book};/x/pmxl.xlam;;;;".replace("'", "\\'")
    command = "import pmxl.excel;pmxl.excel.run('check')"
    return (
        f"{folder}/python -B -u -W ignore -c \"import xlwings.utils;xlwings.utils.prepare_sys_path('{search};');"
        f'{command} " "--wb={book.rpartition("/")[2]}" "--from_xl=1" "--app=/Applications/Microsoft Excel.app" '
        f'> /dev/null 2>"{folder}/log"'
    )


ON_WINDOWS = st.text(st.sampled_from("ab é€ '`$;^&%(){}[]!#~=,.-"), min_size=1, max_size=14)


@hypothesis.given(ON_WINDOWS, ON_WINDOWS)
@hypothesis.settings(max_examples=300, deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
def test_on_windows_it_does_so_by_the_rules_of_its_command_line(asked: Asked, folder: str, name: str) -> None:
    """No cmd.exe is here; `commands_of` and `words_of` follow what is known of it and of Microsoft's C library."""
    book = f"C:\\in\\{folder}\\{name}.xlsx"
    if asked(refusal("check", book)) != [""]:
        return
    drive, change, start = commands_of(line_on_windows(book))
    assert (drive.strip(), change.strip()) == ("C:", 'cd "C:\\Python"')
    words = words_of(start.partition(" 2> ")[0])
    assert words[:3] == ["C:\\Python\\python.exe", "-B", "-c"]
    assert words[4:] == [f"--wb={name}.xlsx", "--from_xl=1", "--app=C:\\Office\\Microsoft Excel", "--hwnd=1"]
    calls = [node.value for node in ast.parse(words[3]).body if isinstance(node, ast.Expr)]
    given = [ast.literal_eval(call.args[0]) for call in calls if isinstance(call, ast.Call) and call.args]
    assert given == [f"False;{book};C:\\x\\pmxl.xlam;;;;", "check"]


def line_on_windows(book: str) -> str:
    """What xlwings' macro ExecuteWindows hands to cmd.exe, as it stands in the add-in with xlwings 0.37.8."""
    search = f"False;{book};C:\\x\\pmxl.xlam;;;;".replace("&", "^&").replace("\\", "\\\\")
    return (
        'C: & cd "C:\\Python" & "C:\\Python\\python.exe" -B -c "from pmxl.excel.application import import_xlwings;'
        "import_xlwings();import xlwings.utils;xlwings.utils.prepare_sys_path("
        f'\\"{search}\\"); import pmxl.excel;pmxl.excel.run(\'check\')"  '
        f'--wb="{book.rpartition(chr(92))[2]}" --from_xl=1 --app="C:\\Office\\Microsoft Excel" --hwnd="1" 2> "C:\\log" '
    )


def commands_of(line: str) -> list[str]:
    """The commands that cmd.exe sees in a line: an ampersand divides, unless it is quoted or follows a caret."""
    commands, quoted, escaped = [""], False, False
    for character in line:
        if escaped or quoted or character not in "&^":
            quoted ^= character == '"' and not escaped
            commands[-1] += character
            escaped = False
        elif character == "&":
            commands.append("")
        else:
            escaped = True
    return commands


def words_of(command: str) -> list[str]:
    """The words that Microsoft's C library gives a program: blanks divide, unless quoted; \\" is a quotation mark."""
    words: list[str] = []
    word, quoted, at = "", False, 0
    while at < len(command):
        run = len(command) - at - len(command[at:].lstrip("\\"))
        if run and command[at + run : at + run + 1] == '"':
            word, at = word + "\\" * (run // 2) + '"' * (run % 2), at + run + run % 2
        elif run:
            word, at = word + "\\" * run, at + run
        elif command[at] == " " and not quoted:
            words, word, at = [*words, word] if word else words, "", at + 1
        else:
            quoted ^= command[at] == '"'
            word, at = word + command[at].strip('"'), at + 1
    return [*words, word] if word else words
