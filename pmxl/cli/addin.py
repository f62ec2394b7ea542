"""Put the tab pmxl into Excel, see how it stands, or remove it. All of it may be done twice."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pmxl.cli import CLEAN
from pmxl.cli.doctor import tell
from pmxl.cli.errors import Usage
from pmxl.cli.terminal import say

if TYPE_CHECKING:
    from pmxl.excel.addin.build import Wish
    from pmxl.excel.machine import Machine

ACTIONS = ("install", "status", "remove", "build")


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("action", choices=ACTIONS, help="build only writes the file, for another machine or to sign it")
    parser.add_argument("--folder", help="where the add-in goes or is (Excel's start-up folder)")
    parser.add_argument("--interpreter", metavar="PATH", help="the Python that Excel starts (this one)")
    parser.add_argument(
        "--stay", action="store_true", help="start Python once and keep it for further clicks (Windows)"
    )
    parser.add_argument("--server", action="store_true", help="ask a running pmxl serve, start no Python (Windows)")
    parser.add_argument("-o", "--output", metavar="OUT", help="build: the file to write (pmxl.xlam)")
    parser.add_argument("--reproducible", action="store_true", help="build: the same bytes each time, and a known name")


def run(options: Namespace, today: date) -> int:
    """Do it and say where the add-in is."""
    from pmxl.excel.machine import this_machine

    machine = this_machine()
    refuse_misplaced(options)
    return {"install": _install, "status": _status, "remove": _remove, "build": _build}[options.action](
        options, machine
    )


def refuse_misplaced(options: Namespace) -> None:
    """Raises Usage for words that the action would not heed."""
    making = options.action in ("install", "build")
    if options.stay and options.server:
        raise Usage("pmxl serve stays by itself; leave --stay out")
    misplaced = {
        "--folder": options.folder and options.action == "build",
        "--interpreter": options.interpreter and not making,
        "--stay": options.stay and not making,
        "--server": options.server and not making,
        "--output": options.output and options.action != "build",
        "--reproducible": options.reproducible and options.action != "build",
    }
    for word, wrong in misplaced.items():
        if wrong:
            raise Usage(f'"{word}" says nothing to pmxl addin {options.action}; leave it out')


def _install(options: Namespace, machine: Machine) -> int:
    from pmxl.excel.addin.bridge import needed_bridge
    from pmxl.excel.addin.build import addin_bytes, random_name
    from pmxl.excel.addin.install import compile_ahead, folder_for, install

    folder = folder_for(machine, options.folder)
    bridge = needed_bridge()
    if options.interpreter is None:
        compile_ahead()
    print(install(addin_bytes(_wish(options, machine), bridge, random_name()), folder, machine, bridge))
    say("Start Excel anew: the tab pmxl stands behind Data. `pmxl doctor` says what may be in the way.")
    return CLEAN


def _build(options: Namespace, machine: Machine) -> int:
    from pmxl.excel.addin.bridge import needed_bridge
    from pmxl.excel.addin.build import ALWAYS_THE_SAME, addin_bytes, random_name
    from pmxl.excel.addin.install import NAME, refuse_foreign
    from pmxl.workbook.errors import about
    from pmxl.workbook.lock import write_safely

    path = options.output or NAME
    if not path.lower().endswith(".xlam"):
        raise Usage(f'"{path}" must end with ".xlam", or Excel will not take it for an add-in; give it that ending')
    project = ALWAYS_THE_SAME if options.reproducible else random_name()
    content = addin_bytes(_wish(options, machine), needed_bridge(), project)
    with about(path):
        refuse_foreign(Path(path))
        write_safely(path, content)
    print(path)
    if options.reproducible:
        say("Everybody knows the name in it, so any workbook could give it settings: compare with it, never share it.")
    return CLEAN


def _wish(options: Namespace, machine: Machine) -> Wish:
    from pmxl.excel.addin.build import Wish

    if options.interpreter is None and machine.system == "linux":
        raise Usage("Excel cannot start a Python on Linux; say with --interpreter which one it shall start")
    path = options.interpreter or machine.python
    system = "macos" if path.startswith(("/", "$")) else "windows"
    if system != "windows" and (options.server or options.stay):
        word = "--server" if options.server else "--stay"
        raise Usage(f"only Excel on Windows can ask a Python that runs already; leave {word} out")
    return Wish(path, system, options.server, options.stay)


def _status(options: Namespace, machine: Machine) -> int:
    from pmxl.excel.addin.bridge import find_bridge
    from pmxl.excel.addin.install import NAME, folder_for, look
    from pmxl.excel.doctor import addin_lines

    return tell(addin_lines(look(folder_for(machine, options.folder) / NAME), machine, find_bridge()))


def _remove(options: Namespace, machine: Machine) -> int:
    from pmxl.excel.addin.install import folder_for, remove

    folder = folder_for(machine, options.folder)
    path = remove(folder)
    print(f"{path} removed" if path else f"there is no add-in in {Path(folder)}")
    return CLEAN
