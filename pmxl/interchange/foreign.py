"""Plans that only other programs' formats hold (.mpp, XER, P6 XML and a dozen more), read through the package mpxj.

mpxj is written in Java. It runs in a process of its own, with bounded memory and time: a broken or hostile file
cannot take pmxl along, and whoever never imports such a file needs neither the package nor Java. What it gives is
Microsoft Project XML, so everything that is said of that format holds here too.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from pmxl.interchange import mpxj_process
from pmxl.workbook.errors import Refused

SECONDS = 300


def convert(path: str) -> bytes:
    """A plan as Microsoft Project XML. Raises Refused where mpxj or Java is missing or makes nothing of the file."""
    if find_spec("mpxj") is None or find_spec("jpype") is None:
        raise _refused(path, "needs the package mpxj", "install pmxl[mpp], and Java 11 or newer")
    with TemporaryDirectory() as folder:
        target = os.path.join(folder, "plan.xml")
        # With -P nothing is imported from the folder in which somebody happens to stand.
        command = [sys.executable, "-P", mpxj_process.__file__, os.path.abspath(path), target]
        try:
            code = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False).returncode
        except subprocess.TimeoutExpired:
            raise Refused(
                f"mpxj read it for {SECONDS // 60} minutes without an end", "save it as XML in Project"
            ) from None
        if code == mpxj_process.NO_JAVA:
            raise _refused(path, "needs Java, which mpxj does not find", "install Java 11 or newer, or set JAVA_HOME")
        if code or not os.path.exists(target):
            raise Refused("mpxj finds no plan in it", "save it as XML in the program that made it")
        return Path(target).read_bytes()


def _refused(path: str, reason: str, cure: str) -> Refused:
    ending = os.path.splitext(path)[1].casefold() or "such"
    return Refused(f"reading {ending} files {reason}", f"{cure}, or save it as XML in the program that made it")
