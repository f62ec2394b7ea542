"""The command `pmxl` as people and build servers meet it: what it prints where, and how it ends."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import Said, digest

from pmxl.cli import VERBS
from pmxl.cli.calling import call
from pmxl.cli.errors import nobody_listens
from pmxl.cli.paths import workbooks


def as_process(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pmxl", *map(str, words)]
    env = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=env, stdin=subprocess.DEVNULL)


# ---------------------------------------------------------------- words that are understood, and words that are not


def test_alone_it_lists_what_it_can_do(said: Said) -> None:
    code, out, err = said()
    assert (code, err) == (0, "")
    assert all(f"\n  {verb} " in out for verb in VERBS)
    assert said("--help") == said()


def test_it_says_its_version(said: Said) -> None:
    import pmxl

    assert said("--version") == (0, f"pmxl {pmxl.__version__}\n", "")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_a_file(said: Said, verb: str) -> None:
    code, out, err = said(verb, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"usage: pmxl {verb} ")
    assert "  -h, --help" in out


def test_help_on_a_verb_may_be_asked_for_either_way(said: Said) -> None:
    assert said("help", "check") == said("check", "--help")
    assert said("help", "chekc")[2] == 'pmxl: there is no command "chekc"; did you mean "check"?\n'
    assert said("help") == said("--help")


def test_every_file_of_a_verb_is_listed() -> None:
    import pmxl.cli

    files = Path(pmxl.cli.__file__).parent.glob("*.py")
    found = [file.stem for file in files if "\ndef arguments(" in file.read_text(encoding="utf-8")]
    verbs = {verb.rstrip("_").replace("_", "-") for verb in found}
    assert verbs == set(VERBS)


def test_words_that_it_does_not_know_get_one_line_and_2(said: Said) -> None:
    for words, line in (
        (["chek"], 'pmxl: there is no command "chek"; did you mean "check"?\n'),
        (["???"], 'pmxl: there is no command "???"; pmxl --help lists them\n'),
        (["check"], "pmxl: the following arguments are required: PATH (pmxl check --help says what it takes)\n"),
        (["check", "a.xlsx", "--fail-on", "often"], None),
        (["--versio"], 'pmxl: there is no option "--versio"; did you mean "--version"?\n'),
        (["check", ""], "pmxl: one of the paths is empty; give a file, a folder or a pattern\n"),
        (
            ["check", "a.xlsx", "--formt", "json"],
            'pmxl: there is no option "--formt"; did you mean "--format"? (pmxl check --help says what it takes)\n',
        ),
        (
            ["check", "a.xlsx", "-q"],
            'pmxl: there is no option "-q" (pmxl check --help says what it takes)\n',
        ),
        (["capacity", "a.xlsx", "--weeks", "0"], "pmxl: --weeks takes a number from 1 to 260, not 0\n"),
        (
            ["refresh", "a.xlsx", "b.xlsx"],
            'pmxl: "b.xlsx" is one word too many (pmxl refresh --help says what it takes)\n',
        ),
        (
            ["simulate", "a.xlsx", "--runs", "many"],
            'pmxl: argument --runs: "many" is no whole number (pmxl simulate --help says what it takes)\n',
        ),
        (["rules", "no-such-rule-at-all"], None),
    ):
        code, out, err = said(*words)
        assert (code, out) == (2, "")
        assert err == line or line is None
        assert err.count("\n") == 1


# ---------------------------------------------------------------- check


def test_check_says_where_what_and_what_to_do(said: Said, a_workbook: Path) -> None:
    code, out, err = said("check", a_workbook.name)
    assert code == 1
    assert "Risks\n  A5 " in out
    assert f"{a_workbook.name} as of " in out
    assert err == ""


def test_check_leaves_the_file_alone(said: Said, a_workbook: Path) -> None:
    before, stamp = digest(a_workbook), a_workbook.stat().st_mtime_ns
    said("check", a_workbook, "--all")
    assert (digest(a_workbook), a_workbook.stat().st_mtime_ns) == (before, stamp)
    assert os.listdir(a_workbook.parent) == [a_workbook.name]


def test_fail_on_decides_between_0_and_1(said: Said, a_workbook: Path) -> None:
    counts = json.loads(said("check", a_workbook, "--format", "json", "--fail-on", "never")[1])["workbooks"][0][
        "counts"
    ]
    assert counts["error"]
    assert said("check", a_workbook)[0] == 1
    assert said("check", a_workbook, "--fail-on", "note")[0] == 1
    assert said("check", a_workbook, "--fail-on", "never")[0] == 0


def test_a_file_that_cannot_be_read_gives_3_and_never_stops_the_others(said: Said, a_workbook: Path) -> None:
    Path("a empty.xlsx").touch()
    Path("b text.xlsx").write_text("ID,Risk\n1,Rain\n")
    Path("c half.xlsx").write_bytes(a_workbook.read_bytes()[:3000])
    Path("d old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    code, out, err = said("check", "a empty.xlsx", "b text.xlsx", "c half.xlsx", "d old.xls", "gone.xlsx", a_workbook)
    assert code == 3
    assert [line.partition(".xls")[0] for line in out.splitlines() if line.startswith("Not checked: ")] == [
        "Not checked: a empty", "Not checked: b text", "Not checked: c half", "Not checked: d old", "Not checked: gone",
    ]  # fmt: skip
    assert "Risks\n  A5 " in out
    assert "6 workbooks: " in out
    assert "5 workbooks not checked: a empty.xlsx, b text.xlsx, c half.xlsx, d old.xls, gone.xlsx." in out
    assert "Traceback" not in out + err


@pytest.mark.parametrize(
    ("where", "old", "new", "said_of"),
    [
        ("/sheet1.xml", b"<sheetData>", b"<sheetData><row", "xl/worksheets/sheet1.xml"),
        (".xml", b"<dataValidation ", b"<dataValidation <", "data validations of "),
    ],
)
def test_damage_that_shows_only_when_a_rule_looks_is_no_fault_of_ours(
    said: Said, a_workbook: Path, where: str, old: bytes, new: bytes, said_of: str
) -> None:
    said("new", "whole.xlsx")
    with ZipFile("whole.xlsx") as whole, ZipFile("cut.xlsx", "w") as cut:
        for name in whole.namelist():
            content = whole.read(name)
            cut.writestr(name, content.replace(old, new) if name.endswith(where) else content)
    code, out, _ = said("check", "cut.xlsx", a_workbook)
    assert code == 3
    assert out.startswith(f'Not checked: cut.xlsx: it is damaged: the part "{said_of}')
    assert "Risks\n  A5 " in out
    code, _, err = said("refresh", "cut.xlsx", "-o", "other.xlsx")
    assert (code, err.count("\n"), Path("other.xlsx").exists()) == (3, 1, False)


def test_a_password_opens_what_is_locked_and_is_asked_for_only_where_somebody_is(said: Said, a_workbook: Path) -> None:
    ooxml = pytest.importorskip("msoffcrypto.format.ooxml")
    with a_workbook.open("rb") as plain, Path("locked.xlsx").open("wb") as locked:
        ooxml.OOXMLFile(plain).encrypt("secret", locked)
    assert "protected by a password" in said("check", "locked.xlsx")[1]
    assert "its password is another one" in said("check", "locked.xlsx", "--password", "wrong")[1]
    code, out, _ = said("check", "locked.xlsx", "--password", "secret")
    assert (code, "Risks\n  A5 " in out) == (1, True)
    assert "there is nobody to ask" in as_process("check", "locked.xlsx", "--password").stderr


def test_a_file_that_cannot_be_read_is_told_beside_a_report_too(said: Said) -> None:
    code, out, err = said("check", "gone.xlsx", "--format", "json")
    assert code == 3
    assert json.loads(out)["workbooks"][0]["refused"].startswith("gone.xlsx: ")
    assert err.startswith("not checked: gone.xlsx: ")
    code, out, err = said("check", "gone.xlsx")
    assert (code, "gone.xlsx: there is no such file" in " ".join(out.split()), err) == (3, True, "")


def test_folders_are_searched_and_locks_and_copies_are_not_workbooks(said: Said, a_workbook: Path) -> None:
    for name in ("deep/er/B.XLSX", "deep/a.xlsm", "deep/~$a.xlsm", "deep/notes.txt", ".git/c.xlsx"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(a_workbook, name)
    for copy in ("deep/a (before pmxl).xlsm", "deep/a (before pmxl 2).xlsm", "deep/a (before pmxl 12).xlsm"):
        shutil.copy(a_workbook, copy)
    a_workbook.rename("top.xlsx")
    deep = [str(Path("deep/a.xlsm")), str(Path("deep/er/B.XLSX"))]
    assert workbooks(["."]) == [*deep, "top.xlsx"] or workbooks(["."]) == ["top.xlsx", *deep]
    assert workbooks(["deep"]) == deep
    assert workbooks(["deep/**/*"]) == deep
    assert workbooks(["*.xlsx", "top.xlsx", "./top.xlsx"]) == ["top.xlsx"]
    assert json.loads(said("check", ".", "--format", "json")[1])["workbooks"][0]["findings"]


def test_a_folder_that_may_not_be_opened_is_told_as_that(said: Said, a_workbook: Path) -> None:
    closed = Path("plans", "closed")
    closed.mkdir(parents=True)
    shutil.copy(a_workbook, "plans")
    closed.chmod(0)
    try:
        if os.access(closed, os.R_OK):
            pytest.skip("nothing is closed to whoever runs this")
        code, out, _ = said("check", "plans")
    finally:
        closed.chmod(0o700)
    assert code == 3
    assert f"Not checked: {closed}: reading it is not allowed; ask its owner for access" in out


NARROW = """
import resource, sys
from pmxl.cli import main
main(["check", sys.argv[1]])
with open("/proc/self/statm") as held:
    now = int(held.read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (now + (int(sys.argv[3]) << 20),) * 2)
sys.exit(main(["check", sys.argv[2]]))
"""


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="only Linux says how much a process holds")
def test_a_workbook_too_large_for_the_memory_is_told_of_in_one_line(a_workbook: Path) -> None:
    import xlsxwriter

    large = a_workbook.with_name("large.xlsx")
    with xlsxwriter.Workbook(large, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Risks")
        sheet.write_row(0, 0, ["ID", "Risk", "Cause", "Owner", "Status", "Likelihood", "Response due"])
        for row in range(1, 8_000):
            sheet.write_row(row, 0, [f"R-{row}", "Rain", f"because {row}", "Marta", "Opne", 9, "soon"])
    for megabytes in (4, 12):
        command = [sys.executable, "-c", NARROW, a_workbook, large, str(megabytes)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (3, "")
        assert done.stdout.splitlines()[-1].startswith(f"Not checked: {large}: ")
        assert "too large for" in done.stdout.splitlines()[-1]


def test_a_python_that_forgets_what_rules_say_is_told_of(a_workbook: Path) -> None:
    done = as_process("check", a_workbook, PYTHONOPTIMIZE="2")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "unset PYTHONOPTIMIZE" in done.stderr
    assert as_process("check", a_workbook, PYTHONOPTIMIZE="1").returncode == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a disk that is always full")
def test_a_full_disk_behind_stdout_is_told_as_that(a_workbook: Path) -> None:
    command = [sys.executable, "-m", "pmxl", "check", a_workbook]
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=buffered)
    assert done.returncode == 3
    assert done.stderr == (
        "pmxl: the results cannot be written (No space left on device); free some space, or choose another place\n"
    )


def test_nothing_to_check_is_a_usage_error(said: Said) -> None:
    Path("empty").mkdir()
    for words in (["empty"], ["*.xlsx"]):
        code, out, err = said("check", *words)
        assert (code, out) == (2, "")
        assert err == f'pmxl: there is no workbook (.xlsx, .xlsm) in "{words[0]}"; give a file, a folder or a pattern\n'


@pytest.mark.parametrize(
    ("word", "advice"),
    [("jsno", '; did you mean "json"?'), ("#", "")],
)
def test_a_wrong_word_of_an_option_is_told_with_what_to_say_instead(said: Said, word: str, advice: str) -> None:
    code, out, err = said("check", "a.xlsx", "--format", word)
    assert (code, out) == (2, "")
    words = "csv, json, junit, markdown, sarif, text"
    assert err.startswith(f'pmxl: argument --format: "{word}" is none of {words}{advice} (')
    assert err.count("\n") == 1


def test_a_name_with_brackets_is_a_name_and_not_a_pattern(a_workbook: Path) -> None:
    named = a_workbook.rename(a_workbook.with_name("plan [v2].xlsx"))
    assert workbooks([str(named)]) == [str(named)]


@pytest.mark.parametrize("format", ["csv", "json", "junit", "markdown", "sarif", "text"])
def test_a_report_may_go_to_a_file_and_stdout_stays_empty(said: Said, a_workbook: Path, format: str) -> None:
    code, out, err = said("check", a_workbook, "--format", format, "-o", "report.out")
    assert (code, out, err) == (1, "", "")
    text = Path("report.out").read_text(encoding="utf-8")
    assert "R-001" in text
    assert text.startswith("\ufeff") == (format == "csv")


def test_a_report_is_never_written_over_a_workbook_nor_nowhere(said: Said, a_workbook: Path) -> None:
    before = digest(a_workbook)
    code, _, err = said("check", a_workbook, "-o", a_workbook)
    assert (code, digest(a_workbook)) == (2, before)
    assert "must not be written over a workbook" in err
    code, _, err = said("check", a_workbook, "-o", Path("no", "such", "folder.txt"))
    assert code == 3
    assert err.startswith(f"pmxl: {Path('no', 'such', 'folder.txt')}: the folder ")
    assert err.count("\n") == 1


def test_the_profile_may_be_chosen_for_once(said: Said, a_workbook: Path) -> None:
    def checked(*words: str) -> dict[str, object]:
        return json.loads(said("check", a_workbook, "--format", "json", *words)[1])["workbooks"][0]  # type: ignore[no-any-return]

    assert checked()["profile"] == "light"
    full = checked("--profile", "full")
    assert full["profile"] == "full"
    assert len(full["findings"]) >= len(checked()["findings"])  # type: ignore[arg-type]


# ---------------------------------------------------------------- rules


def test_rules_are_listed_by_sheet(said: Said) -> None:
    from pmxl.rules import RULES, rules_of

    code, out, _ = said("rules")
    assert code == 0
    for rule in RULES:
        assert f"  {rule.name} " in out
    light = said("rules", "--profile", "light")[1]
    assert light.endswith(f"{len(rules_of('light'))} rules in profile light.\n")


def test_every_rule_has_a_page_and_is_found_by_number_too(said: Said) -> None:
    from pmxl.rules import RULES

    for rule in RULES:
        code, out, _ = said("rules", rule.name)
        assert code == 0
        assert out.startswith(f"{rule.name}\n\n")
        assert "\n\nWhy: " in out
        assert "\n\nDo:  " in out
        assert said("rules", f"[{rule.name}]") == (code, out, "")
        assert (
            not rule.catalogue or rule.catalogue.casefold() in said("rules", rule.catalogue.split(",")[0])[1].casefold()
        )


# ---------------------------------------------------------------- whatever happens


def test_a_fault_of_ours_is_one_line_and_3(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("no such\nthing")

    monkeypatch.setattr("pmxl.cli.rules.listing", fail)
    monkeypatch.delenv("PMXL_DEBUG", raising=False)
    code, out, err = said("rules")
    assert (code, out) == (3, "")
    assert err.startswith("pmxl: pmxl itself failed (KeyError: 'no such\\nthing'); run it again with PMXL_DEBUG=1")
    assert err.count("\n") == 1
    monkeypatch.setenv("PMXL_DEBUG", "1")
    assert "Traceback (most recent call last)" in said("rules")[2]


def test_colours_only_where_somebody_looks_or_asks(a_workbook: Path) -> None:
    bare = {"NO_COLOR": "", "FORCE_COLOR": ""}
    assert "\x1b[" not in as_process("check", a_workbook, **bare).stdout
    assert "\x1b[31merror" in as_process("check", a_workbook, **bare | {"FORCE_COLOR": "1"}).stdout
    assert "\x1b[" not in as_process("check", a_workbook, FORCE_COLOR="1", NO_COLOR="1").stdout


def test_it_runs_as_a_module_and_ends_with_the_exit_code(a_workbook: Path) -> None:
    done = as_process("check", a_workbook, "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["workbooks"][0]["findings"]
    assert done.stderr == ""


def test_names_that_no_terminal_can_show_do_not_stop_it(tmp_path: Path) -> None:
    done = as_process("check", tmp_path / "\u202eevil\n\x1bc.xlsx", PYTHONIOENCODING="ascii")
    assert done.returncode == 3
    assert "\x1b" not in done.stdout
    assert "\\x1bc.xlsx" in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="Unix alone allows such names and closes streams in this way")
def test_a_name_never_moves_the_cursor_and_closed_streams_are_no_fault(a_workbook: Path) -> None:
    path = a_workbook.with_name("\x1b[2Jevil\n.xlsx")
    path.write_bytes(a_workbook.read_bytes())
    for verb in ("refresh", "brief"):
        done = as_process(verb, path)
        assert (done.returncode, "\x1b" in done.stdout + done.stderr) == (0, False), done
    command = f'"{sys.executable}" -m pmxl refresh "{a_workbook}"'
    for closed in (">&-", "2>&-", "<&- >&- 2>&-"):
        done = subprocess.run(f"{command} {closed}", shell=True, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), closed


@pytest.mark.skipif(os.name == "nt", reason="a shell's pipe is tried on Unix only")
@pytest.mark.parametrize("said_where", ["stdout", "stderr", "both"])
@pytest.mark.parametrize("words", ["check BOOK --all", "refresh BOOK", "rules", "--help", "--version", "chekc"])
def test_who_no_longer_listens_is_told_no_more(a_workbook: Path, words: str, said_where: str) -> None:
    """As a shell tells it of any command: 141, where something was still to be said."""
    reading, writing = os.pipe()
    os.close(reading)
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    streams |= dict.fromkeys(streams if said_where == "both" else [said_where], writing)
    command = [sys.executable, "-m", "pmxl", *(str(a_workbook) if word == "BOOK" else word for word in words.split())]
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(command, **streams, text=True, check=False, env=buffered)
    os.close(writing)
    complaint = words == "chekc"
    unheard = said_where == "both" or (said_where == "stderr") == complaint
    assert (done.returncode == 141) == unheard
    assert bool(done.stderr) == (complaint and not unheard)


def test_windows_tells_of_a_closed_pipe_in_its_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    gone, no_name = OSError(errno.EINVAL, "Invalid argument"), OSError(errno.EINVAL, "Invalid argument", "a<b.txt")
    assert not nobody_listens(gone)
    with monkeypatch.context() as windows:
        windows.setattr("os.name", "nt")
        told = [nobody_listens(error) for error in (gone, BrokenPipeError(errno.EPIPE, "gone"), no_name, ValueError())]
    assert told == [True, True, False, False]


def test_calling_gives_the_verb_today() -> None:
    with pytest.raises(SystemExit):
        call("rules", ["--help"])
