"""Runs macros of a workbook in a LibreOffice of its own: `python3 vba_in_calc.py FILE`, then a call on each line.

It is run by the Python that LibreOffice was built for, not by the tests' own. A call is a JSON list of the macro's
name and its arguments; its answer, on a line too, is what it gave, or {"error": "..."} where it raised one.
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


def main(path):
    folder, pipe = tempfile.mkdtemp(), f"pmxl{uuid.uuid4().hex}"
    copy = shutil.copy(path, folder)  # A lock that LibreOffice leaves behind would keep it from opening a file twice.
    words = ["soffice", "--headless", "--norestore", "--nodefault", "--nologo"]
    words += [f"-env:UserInstallation=file://{folder}/profile", f"--accept=pipe,name={pipe};urp;"]
    office = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        context = connected(pipe)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        options = [option("Hidden", True), option("FilterName", FILTER), option("MacroExecutionMode", ALWAYS)]
        book = desktop.loadComponentFromURL(f"file://{copy}", "_blank", 0, options)
        library = next(name for name in book.BasicLibraries.ElementNames if name != "Standard")
        for line in sys.stdin:
            print(json.dumps(answer(book, library, *json.loads(line))), flush=True)
    finally:
        os.killpg(office.pid, signal.SIGKILL)
        office.wait()
        shutil.rmtree(folder, ignore_errors=True)


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
    main(sys.argv[1])
