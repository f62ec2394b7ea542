"""The ribbon as Excel reads it, and the page that says what each button does."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from pmxl.excel.ribbon import BUTTONS, GROUPS, TAB, TAB_KEYTIP, Button

CALLBACK = "RibbonPmxl.OnCommand"
"""The one procedure that every button calls."""

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"


def ribbon_xml() -> str:
    """The part customUI14.xml. There are only buttons: nothing to keep enabled, so nothing that can stay grey."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    yield f"<customUI xmlns={quoteattr(NAMESPACE)}>"
    yield "  <ribbon>\n    <tabs>"
    yield f"      {_element('tab', id='pmxlTab', label=TAB, keytip=TAB_KEYTIP, insertAfterMso='TabData')}>"
    for group, image in GROUPS.items():
        yield f"        {_element('group', id=f'pmxlGroup{group}', label=group, imageMso=image)}>"
        yield from (f"          {_button(button)}/>" for button in BUTTONS if button.group == group)
        yield "        </group>"
    yield "      </tab>\n    </tabs>\n  </ribbon>\n</customUI>"


def _button(button: Button) -> str:
    return _element(
        "button",
        id=f"pmxl_{button.tag}",
        tag=button.tag,
        label=button.label,
        size=button.size,
        imageMso=button.image,
        keytip=button.keytip,
        screentip=button.screentip,
        supertip=button.supertip,
        onAction=CALLBACK,
    )


def _element(name: str, **attributes: str) -> str:
    return f"<{name} " + " ".join(f"{key}={quoteattr(value)}" for key, value in attributes.items())


def buttons_page() -> str:
    """What each button does, as a page of Markdown."""
    lines = ["# The buttons in Excel", ""]
    lines += ["Generated from `pmxl/excel/ribbon.py`. Keys: press Alt, then the letters one after another."]
    for group in GROUPS:
        lines += ["", f"## {group}", "", "| Button | Keys | What it does |", "|---|---|---|"]
        lines += [_line(button) for button in BUTTONS if button.group == group]
    return "\n".join(lines) + "\n"


def _line(button: Button) -> str:
    return f"| **{button.label}** | {TAB_KEYTIP} {button.keytip} | {button.screentip}. {button.supertip} |".replace(
        "?.", "?"
    )
