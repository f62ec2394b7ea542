"""The tab in Excel's ribbon: complete, unambiguous, within the limits of its schema, with icons that Excel has."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from conftest import ROOT

from pmxl.excel.ribbon import BUTTONS, GROUPS, TAB_KEYTIP, Button
from pmxl.generate.ribbon_xml import CALLBACK, NAMESPACE, ribbon_xml


def elements(kind: str) -> list[ET.Element]:
    return list(ET.fromstring(ribbon_xml()).iter(f"{{{NAMESPACE}}}{kind}"))


def test_every_command_has_one_button_and_every_button_a_command() -> None:
    import pmxl.excel

    if not hasattr(pmxl.excel, "COMMANDS"):
        pytest.skip("the commands are not there yet")
    assert sorted(button.tag for button in BUTTONS) == sorted(pmxl.excel.COMMANDS)


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.tag)
def test_a_button_says_what_it_does(button: Button) -> None:
    assert re.fullmatch(r"[a-z_]+", button.tag)
    assert button.group in GROUPS
    assert button.size in ("normal", "large")
    assert re.fullmatch(r"[A-Z][a-z]+( [a-z]+)*", button.label)
    assert len(button.label) <= 16
    assert re.fullmatch(r"[A-Z]{1,3}", button.keytip)
    assert re.fullmatch(r"[A-Za-z]+[A-Za-z0-9]*", button.image)
    assert re.fullmatch(r"[A-Z].{3,50}[^.]", button.screentip)
    assert re.fullmatch(r"[A-Z].{20,250}\.", button.supertip)


def test_ids_and_keys_are_unique() -> None:
    root = ET.fromstring(ribbon_xml())
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(set(ids)) == len(ids) == 1 + len(GROUPS) + len(BUTTONS)
    keys = [button.keytip for button in BUTTONS]
    # Where one key began another, Excel would wait for more letters.
    assert not [(a, b) for a in keys for b in keys if a is not b and b.startswith(a)]
    assert re.fullmatch("[A-Z]", TAB_KEYTIP)


def test_every_button_calls_the_one_procedure_that_is_there() -> None:
    assert {node.get("onAction") for node in elements("button")} == {CALLBACK}
    module, procedure = CALLBACK.split(".")
    text = (ROOT / "macros" / f"{module}.bas").read_text(encoding="utf-8")
    assert f"Public Sub {procedure}(control As IRibbonControl)" in text


def test_every_group_has_buttons_and_an_icon() -> None:
    assert [node.get("label") for node in elements("group")] == list(GROUPS)
    for node in elements("group"):
        assert len(node)
        assert node.get("imageMso")
        assert 1 <= sum(button.size == "large" for button in BUTTONS if button.group == node.get("label")) <= 2 or (
            node.get("label") == "Help"
        )


def test_nothing_is_ever_grey() -> None:
    """What enables a button is remembered by Excel, so a button that was grey once may stay so."""
    assert "getEnabled" not in ribbon_xml()
    assert "onLoad" not in ribbon_xml()


def test_the_schema_of_the_ribbon_finds_nothing(shared: Path) -> None:
    import xmlschema

    schema = xmlschema.XMLSchema(str(shared / "data" / "ribbon" / "customui14.xsd"))
    assert [error.reason for error in schema.iter_errors(ribbon_xml())] == []
    wrong = {'size="large"': 'size="huge"', 'keytip="N"': 'keytip="NEWER"', 'id="pmxl_new"': 'id="pmxlTab"'}
    for good, bad in wrong.items():
        assert good in ribbon_xml()
        assert not schema.is_valid(ribbon_xml().replace(good, bad)), bad


def test_every_icon_is_one_that_excel_has(shared: Path) -> None:
    safe = set((shared / "data" / "ribbon" / "imagemso_excel_safe.txt").read_text(encoding="utf-8").split())
    assert {button.image for button in BUTTONS} | set(GROUPS.values()) <= safe


def test_the_page_on_the_buttons_names_each() -> None:
    page = (ROOT / "docs" / "buttons.md").read_text(encoding="utf-8")
    for button in BUTTONS:
        assert f"| **{button.label}** | {TAB_KEYTIP} {button.keytip} |" in page
