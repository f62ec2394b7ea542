"""A private LibreOffice: started in a profile of its own, reached over a pipe, ended with everything it started."""

from __future__ import annotations

import contextlib
import importlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import Any

UNO = Path("/usr/lib/python3/dist-packages")
"""Where Debian puts python3-uno."""


def why_not(folder: Path) -> str:
    """Why no LibreOffice can be driven from here; "" where it can."""
    if not shutil.which("soffice"):
        return "LibreOffice is not installed"
    if not (UNO / "uno.py").exists():
        return "python3-uno is not installed"
    try:
        import_uno(folder)
    except ImportError as error:
        return f"python3-uno is made for another Python than {sys.version.split()[0]} ({error})"
    return ""


def import_uno(folder: Path) -> Any:
    """The module `uno`, without the rest of the folder it lies in, which would hide packages of the tests."""
    links = folder / "uno"
    if not links.exists():
        links.mkdir()
        for source in (UNO / "uno.py", UNO / "unohelper.py", *UNO.glob("pyuno*.so")):
            (links / source.name).symlink_to(source)
    if str(links) not in sys.path:
        sys.path.append(str(links))
    return importlib.import_module("uno")


class Office:
    """A running LibreOffice."""

    def __init__(self, folder: Path) -> None:
        self.uno = import_uno(folder)
        name = f"pmxl{uuid.uuid4().hex[:8]}"
        profile = (folder / "live profile").as_uri()
        options = "--headless --norestore --nologo --nodefault --nofirststartwizard".split()
        self.process = subprocess.Popen(
            ["soffice", f"-env:UserInstallation={profile}", *options, f"--accept=pipe,name={name};urp;"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.context = self._connect(f"uno:pipe,name={name};urp;StarOffice.ComponentContext")
        self.desktop = self.context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)

    def _connect(self, address: str) -> Any:
        local = self.uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        end = time.monotonic() + 90
        while True:
            try:
                return resolver.resolve(address)
            except Exception:
                if time.monotonic() > end or self.process.poll() is not None:
                    raise RuntimeError("LibreOffice did not start") from None
                time.sleep(0.05)

    def documents(self) -> list[Any]:
        """Every open spreadsheet."""
        found, each = [], self.desktop.getComponents().createEnumeration()
        while each.hasMoreElements():
            document = each.nextElement()
            if hasattr(document, "supportsService") and document.supportsService(
                "com.sun.star.sheet.SpreadsheetDocument"
            ):
                found.append(document)
        return found

    def stop(self) -> None:
        """Close everything without asking, then end the process group that was started here."""
        asked = threading.Thread(target=self._ask_to_end, daemon=True)
        asked.start()
        asked.join(5)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _ask_to_end(self) -> None:
        with contextlib.suppress(Exception):
            for document in self.documents():
                document.setModified(False)
                document.close(True)
            self.desktop.terminate()
