"""The templates: which sheets each file of `workbook_templates/` has, and what its first page says."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pmxl.generate.workbook import ABOUT, TITLE, write_workbook
from pmxl.model import Register
from pmxl.records import NamedTuple
from pmxl.registers import BY_NAME, REGISTERS

MACHINE = ("Settings", "People", "Holidays", "Snapshots", "Reports")
"""What every workbook needs: limits, names, working days, and the record of earlier reports."""


class Template(NamedTuple):
    """One file that people fill."""

    name: str
    title: str
    about: str
    sheets: tuple[str, ...]

    @property
    def registers(self) -> tuple[Register[Any], ...]:
        """Its registers, in the order of all sheets."""
        return tuple(register for register in REGISTERS if register.name in self.sheets)


TEMPLATES = (
    Template("project_workbook", TITLE, ABOUT, tuple(BY_NAME)),
    Template(
        "raid_log", "RAID log", "Risks, assumptions, issues and dependencies, and the actions they lead to.",
        ("Actions", "Risks", "Issues", "Dependencies", "Assumptions", "Scales", *MACHINE),
    ),
    Template(
        "scope_change_log", "Scope and change log", "What was agreed, every departure from it, and who said yes.",
        ("Scope", "Changes", "Decisions", "Options", "Authority", "Windows", *MACHINE),
    ),
    Template(
        "schedule_dependencies", "Schedule and dependencies", "The work, what waits for what, what others owe us.",
        ("Schedule", "Dependencies", "Actions", "Windows", *MACHINE),
    ),
    Template(
        "status_brief", "Status and brief", "Your colours, and what a sponsor must know and decide.",
        ("Status", "Decisions", "Options", "Actions", "Risks", "Issues", "Scales", "Authority", *MACHINE),
    ),
)  # fmt: skip
"""Every template, the whole workbook first."""


def template_bytes(template: Template) -> bytes:
    """The file of a template, the same bytes every time."""
    stream = BytesIO()
    write_workbook(stream, template.registers, title=template.title, about=template.about)
    return stream.getvalue()
