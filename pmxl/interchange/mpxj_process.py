"""The process in which mpxj reads a plan: `mpxj_process.py PLAN OUT` writes it as Microsoft Project XML."""

from __future__ import annotations

import sys
from importlib import import_module

NO_JAVA, NO_PLAN = 3, 4
"""Exit codes; 0 where OUT is written."""


def main(source: str, target: str) -> int:
    """Read a plan of any format that mpxj knows, and write it. Gives the exit code."""
    import_module("mpxj")  # It tells jpype where its classes are.
    jpype = import_module("jpype")
    try:
        jpype.startJVM("-Xmx1g", "-Djava.awt.headless=true", convertStrings=True)
    except Exception:
        return NO_JAVA
    package = jpype.JPackage("org").mpxj
    try:
        plan = package.reader.UniversalProjectReader().read(source)
        if plan is None:
            return NO_PLAN
        package.writer.UniversalProjectWriter(package.writer.FileFormat.MSPDI).write(plan, target)
    except jpype.JException:
        return NO_PLAN
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
