"""Runs macros of a workbook in a LibreOffice of its own: `python3 vba_in_calc.py FILE < calls.json > answers.json`.

It is run by the Python that LibreOffice brings or was built for, not by the tests' own. A call is a list of the
macro's name and its arguments; its answer is what it gave, or {"error": "..."} where it raised one.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

FILTER = "Calc MS Excel 2007 VBA XML"
ALWAYS, SECONDS = 4, 60


def main(path, calls):
    profile, pipe = tempfile.mkdtemp(), f"pmxl{uuid.uuid4().hex}"
    words = ["soffice", "--headless", "--norestore", "--nodefault", "--nologo"]
    words += [f"-env:UserInstallation=file://{profile}", f"--accept=pipe,name={pipe};urp;"]
    office = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        context = connected(pipe)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        options = [option("Hidden", True), option("FilterName", FILTER), option("MacroExecutionMode", ALWAYS)]
        book = desktop.loadComponentFromURL(f"file://{path}", "_blank", 0, options)
        library = next(name for name in book.BasicLibraries.ElementNames if name != "Standard")
        names = list(book.BasicLibraries.getByName(library).ElementNames)
        return {"modules": names, "answers": [answer(book, library, *call) for call in calls]}
    finally:
        os.killpg(office.pid, signal.SIGKILL)
        office.wait()
        shutil.rmtree(profile, ignore_errors=True)


def option(name, value):
    return PropertyValue(Name=name, Value=value)


def connected(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + SECONDS
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def answer(book, library, macro, *arguments):
    place = f"vnd.sun.star.script:{library}.{macro}?language=Basic&location=document"
    try:
        return book.getScriptProvider().getScript(place).invoke(tuple(arguments), (), ())[0]
    except Exception as error:
        return {"error": str(error)}


if __name__ == "__main__":
    json.dump(main(sys.argv[1], json.load(sys.stdin)), sys.stdout)
