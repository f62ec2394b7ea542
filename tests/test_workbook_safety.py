"""A save never leaves half a file, never overwrites what somebody else wrote, and says in one line why it did not."""

from __future__ import annotations

import os
import random
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest
import workbook_maker as make

from pmxl.model import SetCells
from pmxl.workbook import Refused, apply, lock, open_workbook, save
from pmxl.workbook.lock import _beside, write_safely

ROOT = Path(__file__).parents[1]
EDIT = SetCells("Risks", "C", {2: "seen"})


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "plan.xlsx"
    made.write_bytes(make.workbook())
    return made


def refusal(act, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    said = str(refused.value)
    assert "\n" not in said
    return said


def test_applying_shows_what_saving_would_write_and_writes_nothing(path):
    before, book = path.read_bytes(), open_workbook(path)
    made = apply(book, [EDIT])
    assert path.read_bytes() == before
    assert save(book, [EDIT]) == made.changed != ()
    assert path.read_bytes() == made.content
    assert apply(open_workbook(path), [EDIT]) == ((), made.content)
    with pytest.raises(Refused, match=r"plan\.xlsx: it has no sheet"):
        apply(book, [EDIT._replace(sheet="Nowhere")])


def test_a_workbook_that_is_open_in_excel_is_left_alone(path):
    (path.parent / "~$plan.xlsx").write_bytes(b"\x09Ann Smith" + b" " * 45 + "\x09Ann Smith".encode("utf-16-le"))
    before = path.read_bytes()
    said = refusal(save, open_workbook(path), [EDIT])
    assert said.endswith(
        'plan.xlsx: it is open in Excel by Ann Smith; close it there, or delete "~$plan.xlsx" if nobody has it open'
    )
    assert path.read_bytes() == before


def test_a_workbook_that_is_open_in_libreoffice_is_left_alone(path):
    (path.parent / ".~lock.plan.xlsx#").write_text("Bob Lee,bob,host,21.11.2026 09:00,file:///x;")
    assert "it is open in LibreOffice by Bob Lee; close it there" in refusal(save, open_workbook(path), [EDIT])
    save(open_workbook(path), [EDIT], path.with_name("copy.xlsx"))


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_workbook_that_is_open_elsewhere_is_left_alone_behind_a_link(path):
    folder = path.parent / "links"
    folder.mkdir()
    link = folder / "alias.xlsx"
    link.symlink_to(path)
    for mark in (path.with_name("~$plan.xlsx"), link.with_name(".~lock.alias.xlsx#")):
        mark.write_bytes(b"")
        assert f'delete "{mark.name}" if nobody has it open' in refusal(save, open_workbook(link), [EDIT])
        mark.unlink()
    save(open_workbook(link), [EDIT])


def test_a_workbook_that_changed_since_it_was_read_is_left_alone(path):
    book = open_workbook(path)
    other = make.workbook({"Risks": make.sheet(make.GOOD.replace("42", "43"))})
    path.write_bytes(other)
    assert "somebody changed it while pmxl worked on it; run the command again" in refusal(save, book, [EDIT])
    assert path.read_bytes() == other


def test_a_workbook_that_was_deleted_since_it_was_read_is_not_made_again(path):
    book = open_workbook(path)
    path.unlink()
    assert "there is no such file" in refusal(save, book, [EDIT])
    assert list(path.parent.iterdir()) == []


def test_the_digest_is_that_of_the_content(path):
    first = open_workbook(path).digest
    assert first == open_workbook(path).digest
    save(open_workbook(path), [EDIT])
    assert open_workbook(path).digest != first


def test_a_backup_keeps_the_former_content_and_its_time(path):
    before, mtime = path.read_bytes(), 1_700_000_000
    os.utime(path, (mtime, mtime))
    save(open_workbook(path), [EDIT], backup=True)
    kept = path.with_name("plan (before pmxl).xlsx")
    assert kept.read_bytes() == before
    assert kept.stat().st_mtime == mtime
    assert path.read_bytes() != before
    assert path.stat().st_mtime > mtime


def test_a_backup_never_writes_over_an_earlier_one(path):
    contents = []
    for said in ("once", "twice", "thrice"):
        contents.append(path.read_bytes())
        save(open_workbook(path), [SetCells("Risks", "C", {2: said})], backup=True)
    kept = ("plan (before pmxl).xlsx", "plan (before pmxl 2).xlsx", "plan (before pmxl 3).xlsx")
    assert [path.with_name(name).read_bytes() for name in kept] == contents
    assert len(set(contents)) == 3


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_mode_of_the_file_is_kept(path):
    path.chmod(0o640)
    save(open_workbook(path), [EDIT])
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="this system has no extended attributes")
def test_the_access_list_and_other_attributes_of_the_file_are_kept(path):
    everybody = 0xFFFFFFFF
    entries = ((1, 6, everybody), (2, 6, 1234), (4, 4, everybody), (16, 6, everybody), (32, 0, everybody))
    lists = {
        "user.origin": b"the portfolio office",
        "system.posix_acl_access": struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries),
    }
    try:
        for name, value in lists.items():
            os.setxattr(path, name, value)
    except OSError:
        pytest.skip("the file system of the tests keeps no access lists")
    assert save(open_workbook(path), [EDIT])
    assert {name: os.getxattr(path, name) for name in lists} == lists


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_and_the_group_of_the_file_are_kept(path):
    os.chown(path, 1234, 5678)
    save(open_workbook(path), [EDIT])
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 5678)


def test_what_happens_while_the_new_file_is_written_stops_the_exchange(path):
    read = path.read_bytes()
    path.write_bytes(read + b"saved by a colleague")
    assert "somebody changed it" in refusal(write_safely, str(path), b"new", former=read)
    path.write_bytes(read)
    path.with_name("~$plan.xlsx").write_bytes(b"")
    assert "it is open in Excel" in refusal(write_safely, str(path), b"new", former=read)
    assert path.read_bytes() == read
    assert sorted(found.name for found in path.parent.iterdir()) == ["plan.xlsx", "~$plan.xlsx"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_stays_a_link(path):
    link = path.with_name("link.xlsx")
    link.symlink_to(path)
    save(open_workbook(link), [EDIT])
    assert link.is_symlink()
    assert open_workbook(path).raw.sheets["Risks"].cells[2][3] == "seen"


AS_NOBODY = """
import os, sys
from pmxl.model import SetCells
from pmxl.workbook import Refused, open_workbook, save
import pmxl.workbook.saving  # Nobody may not read where Python itself lies.
if os.geteuid() == 0:
    os.setuid(65534)
try:
    save(open_workbook(sys.argv[1]), [SetCells("Risks", "C", {2: "seen"})], *sys.argv[2:])
except Refused as refused:
    print(refused)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_folder_that_cannot_be_written_to_is_said_in_one_line(tmp_path):
    place = Path("/tmp") / f"pmxl-read-only-{os.getpid()}"
    place.mkdir(mode=0o755)
    path = place / "plan.xlsx"
    try:
        path.write_bytes(make.workbook())
        place.chmod(0o555)
        run = [sys.executable, "-c", AS_NOBODY, str(path)]
        done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True)
        assert done.stderr == ""
        assert done.stdout == (
            f'{path}: writing to the folder "{place}" is not allowed; choose another place for the result\n'
        )
        assert [p.name for p in place.iterdir()] == ["plan.xlsx"]
        path.chmod(0o666)
        place.chmod(0o733)
        done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True)
        assert (done.stdout, done.stderr) == ("", "")
        assert open_workbook(path).raw.sheets["Risks"].cells[2][3] == "seen"
        path.chmod(0o000)
        done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True)
        assert "reading it is not allowed; ask its owner" in done.stdout
    finally:
        place.chmod(0o755)
        path.unlink()
        place.rmdir()


def test_a_folder_that_is_not_there_is_said_in_one_line(path):
    said = refusal(save, open_workbook(path), [EDIT], path.parent / "missing" / "out.xlsx")
    assert 'missing" does not exist; make it' in said


def test_a_full_disk_leaves_the_original(path):
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no device that is always full")
    before = path.read_bytes()
    code = (
        "import resource, sys\nfrom pmxl.workbook.lock import write_safely\nfrom pmxl.workbook import Refused\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n    write_safely(sys.argv[1], b'x' * 5000)\nexcept Refused as refused:\n    print(refused)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == ""
    assert "it cannot be written (File too large); free some space" in done.stdout
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_copies_that_sync_clients_made_are_named(path):
    for name in (
        "plan (Ann's conflicted copy 2026-11-01).xlsx",
        "plan-LAPTOP-7F3K.xlsx",
        "plan.sync-conflict-20261101.xlsx",
        "plan (In Konflikt stehende Kopie von Ann 2026-11-01).xlsx",
        "plan of attack.xlsx",
        "plan 2.xlsx",
    ):
        path.with_name(name).write_bytes(b"")
    assert open_workbook(path).conflict_copies == (
        "plan (Ann's conflicted copy 2026-11-01).xlsx",
        "plan (In Konflikt stehende Kopie von Ann 2026-11-01).xlsx",
        "plan-LAPTOP-7F3K.xlsx",
        "plan.sync-conflict-20261101.xlsx",
    )


COUNT_UP = """
import sys
from pmxl.workbook import Refused
from pmxl.workbook.lock import write_safely
done = 0
while done < 60:
    with open(sys.argv[1], "rb") as file:
        former = file.read()
    try:
        write_safely(sys.argv[1], b"%d" % (int(former) + 1), former=former)
        done += 1
    except Refused as refused:
        assert "somebody changed it" in str(refused), refused
"""


def test_of_runs_that_save_at_the_same_instant_none_undoes_what_another_wrote(tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"0")
    runs = [subprocess.Popen([sys.executable, "-c", COUNT_UP, str(path)], cwd=ROOT) for _ in range(3)]
    assert [run.wait() for run in runs] == [0, 0, 0]
    assert path.read_bytes() == b"180"
    assert os.listdir(tmp_path) == ["plan.xlsx"]


@pytest.mark.skipif(os.name == "nt", reason="Windows locks no folders")
def test_a_folder_that_somebody_keeps_locked_holds_nobody_up_for_long(path, monkeypatch):
    import fcntl

    monkeypatch.setattr(lock, "TURNS", 2)
    handle = os.open(path.parent, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    save(open_workbook(path), [EDIT])
    os.close(handle)
    assert open_workbook(path).raw.sheets["Risks"].cells[2][3] == "seen"


WRITE_FOREVER = """
import sys
from pmxl.workbook.lock import write_safely
contents = [b"A" * 3_000_000, b"B" * 3_000_000]
print("ready", flush=True)
while True:
    for content in contents:
        write_safely(sys.argv[1], content)
"""


@pytest.mark.skipif(os.name == "nt", reason="it kills by signal")
def test_killed_at_any_instant_the_old_or_the_whole_new_file_is_there(tmp_path):
    path, dice = tmp_path / "plan.xlsx", random.Random(7)
    path.write_bytes(b"A" * 3_000_000)
    whole, interrupted = {b"A" * 3_000_000, b"B" * 3_000_000}, 0
    for _ in range(int(os.environ.get("PMXL_KILLS", "15"))):
        writer = subprocess.Popen([sys.executable, "-c", WRITE_FOREVER, str(path)], cwd=ROOT, stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(dice.random() * 0.05)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        assert path.read_bytes() in whole
        interrupted += len(list(tmp_path.glob(".plan.xlsx.*.pmxl")))
    assert interrupted


def test_what_a_killed_run_left_is_swept_up_later(path):
    old, young = path.with_name(".plan.xlsx.1.pmxl"), path.with_name(f".plan.xlsx.{os.getpid()}.pmxl")
    for left in (old, young):
        left.write_bytes(b"x")
    os.utime(old, (1, 1))
    write_safely(str(path), path.read_bytes())
    assert not old.exists()
    assert young.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_file_that_is_marked_read_only_is_left_alone(path):
    path.chmod(0o444)
    assert "it is marked as read-only; take the mark off" in refusal(save, open_workbook(path), [EDIT])


def test_naming_the_original_as_the_result_is_as_safe_as_not_naming_it(path):
    book = open_workbook(path)
    path.write_bytes(make.workbook({"Risks": make.sheet(make.GOOD.replace("42", "43"))}))
    assert "somebody changed it" in refusal(save, book, [EDIT], path.parent / "." / path.name)


def test_the_result_is_of_the_kind_that_its_name_says(path):
    made = make.parts()
    made["[Content_Types].xml"] = made["[Content_Types].xml"].replace("sheet.main+xml", "template.main+xml")
    template = path.with_name("plan.xltx")
    template.write_bytes(make.zipped(made))
    out = path.with_name("new.xlsx")
    save(open_workbook(template), [EDIT], out)
    assert b"sheet.main+xml" in open_workbook(out).package.archive.read("[Content_Types].xml")
    save(open_workbook(template), [], out)
    assert b"sheet.main+xml" in open_workbook(out).package.archive.read("[Content_Types].xml")
    said = refusal(save, open_workbook(template), [EDIT], path.with_name("new.xlsm"))
    assert "the workbook is one without macros; give the result the ending of the original" in said


@pytest.mark.parametrize(
    "name",
    ["a\nb.xlsx", "-rf.xlsx", "%0a.xlsx", "\u202excod.xlsx", "\udcff.xlsx", "ü" * 124 + ".xlsx", "'\"&<>.xlsx"],
    ids=["line feed", "option", "percent", "right to left", "no text", "255 bytes", "quotes"],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such names")
def test_any_file_name_will_do(path, name):
    odd = path.with_name(name)
    path.rename(odd)
    save(open_workbook(odd), [EDIT])
    assert open_workbook(odd).raw.sheets["Risks"].cells[2][3] == "seen"
    odd.write_bytes(b"")
    assert refusal(open_workbook, odd).endswith("it is empty; fetch the file again, or restore an earlier version")


def test_a_long_name_is_shortened_between_two_letters():
    for name in ("漢" * 80 + ".xlsx", "ü" * 99 + "a.xlsx", "\udcff" * 230, "plan.xlsx"):
        beside = _beside(name)[1:-1]
        assert name.startswith(beside)
        assert len(os.fsencode(beside)) <= 200
    assert _beside("plan.xlsx") == ".plan.xlsx."


@pytest.mark.skipif(os.name == "nt", reason="names may be longer there")
def test_a_name_that_has_no_room_for_a_backup_is_said_in_one_line(path):
    long = path.with_name("ü" * 124 + ".xlsx")
    path.rename(long)
    before = long.read_bytes()
    said = refusal(save, open_workbook(long), [EDIT], backup=True)
    assert said.endswith("a name that long cannot be written; shorten the name of the file, or of its folders")
    assert long.read_bytes() == before
    assert list(path.parent.iterdir()) == [long]


def test_what_is_no_ordinary_file_is_refused(path):
    assert "there is no such file" in refusal(open_workbook, path.with_name("none.xlsx"))
    assert "it is a folder" in refusal(open_workbook, path.parent)
    if hasattr(os, "mkfifo"):
        os.mkfifo(path.with_name("pipe.xlsx"))
        assert "it is a device or a pipe" in refusal(open_workbook, path.with_name("pipe.xlsx"))
        path.with_name("loop.xlsx").symlink_to(path.with_name("loop.xlsx"))
        assert "it cannot be read (Too many levels of symbolic links)" in refusal(
            open_workbook, path.with_name("loop.xlsx")
        )
