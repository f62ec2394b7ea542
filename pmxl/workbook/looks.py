"""Looks as the style table has them: from a dictionary of XlsxWriter's format properties to a position in `cellXfs`."""

from __future__ import annotations

from collections.abc import Mapping

from pmxl.workbook.markup import escape
from pmxl.workbook.styles import Styles

SIDES = ("left", "right", "top", "bottom")
_LINES = ("", "thin", "medium", "dashed", "dotted", "thick", "double", "hair")
_ALIGNED = {"left": "left", "center": "center", "right": "right"}
_STANDING = {"top": "top", "vcenter": "center"}
APPLIED = "".join(f' apply{w}="1"' for w in ("NumberFormat", "Font", "Fill", "Border", "Alignment", "Protection"))
"""By which a format says that all of it counts."""
KNOWN = {
    "font_name", "font_size", "font_color", "bold", "italic", "underline", "bg_color", "num_format", "align", "valign",
    "indent", "text_wrap", "border", "border_color", *SIDES, *(f"{side}_color" for side in SIDES),
}  # fmt: skip
"""The properties that are understood here."""


CONDITIONAL = (
    "bg_color", "font_color", "bold", "italic", "underline", "num_format",
    "border", "border_color", *(side + end for side in SIDES for end in ("", "_color")),
)  # fmt: skip
"""What of a look a format under a condition can give."""


def conditional(look: Mapping[str, object]) -> dict[str, object]:
    """The part of a look that cells can get under a condition."""
    return {name: value for name, value in look.items() if name in CONDITIONAL}


def add_condition(styles: Styles, look: Mapping[str, object]) -> int:
    """The position among `dxfs` of what a look gives under a condition, added where there is none like it."""
    look, parts = conditional(look), ""
    marks = _marks(look) + (_colour(str(look["font_color"])) if look.get("font_color") else "")
    parts += f"<font>{marks}</font>" if marks else ""
    if code := look.get("num_format"):
        parts += f'<numFmt numFmtId="{styles.number_format(str(code))}" formatCode="{escape(str(code))}"/>'
    if look.get("bg_color"):
        parts += f"<fill><patternFill>{_colour(str(look['bg_color']), 'bgColor')}</patternFill></fill>"
    if any(look.get(side) for side in ("border", *SIDES)):
        parts += _border(look, "<vertical/><horizontal/>")
    return styles.add("dxfs", f"<dxf>{parts}</dxf>")


def add_look(styles: Styles, look: Mapping[str, object]) -> int:
    """The position of a format that looks so, added where the style table has none like it."""
    number = styles.number_format(str(look["num_format"])) if look.get("num_format") else 0
    font, border = styles.add("fonts", _font(look)), styles.add("borders", _border(look))
    fill = styles.add("fills", _fill(str(look["bg_color"]))) if look.get("bg_color") else 0
    head = f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"'
    alignment = _alignment(look)
    return styles.add("cellXfs", f"{head}{APPLIED}" + (f"><alignment{alignment}/></xf>" if alignment else "/>"))


def _marks(look: Mapping[str, object]) -> str:
    return "".join(f"<{name[0]}/>" for name in ("bold", "italic", "underline") if look.get(name))


def _font(look: Mapping[str, object]) -> str:
    marks = _marks(look)
    colour = _colour(str(look["font_color"])) if look.get("font_color") else '<color theme="1"/>'
    size, name = look.get("font_size", 11), look.get("font_name", "Calibri")
    return f'<font>{marks}<sz val="{size}"/>{colour}<name val="{name}"/><family val="2"/></font>'


def _fill(colour: str) -> str:
    solid = _colour(colour, "fgColor")
    return f'<fill><patternFill patternType="solid">{solid}<bgColor indexed="64"/></patternFill></fill>'


def _border(look: Mapping[str, object], inside: str = "<diagonal/>") -> str:
    lines, colours = dict.fromkeys(SIDES, ""), dict.fromkeys(SIDES, "")
    for name, value in look.items():  # In their order: what comes later of `border` and `left` counts.
        sides = [side for side in SIDES if name.partition("_")[0] in (side, "border")]
        if name.endswith("_color"):
            colours |= dict.fromkeys(sides, str(value))
        elif sides:
            lines |= dict.fromkeys(sides, _LINES[int(str(value))])
    return f"<border>{''.join(_side(side, lines[side], colours[side]) for side in SIDES)}{inside}</border>"


def _side(side: str, line: str, colour: str) -> str:
    inner = _colour(colour) if colour else '<color auto="1"/>'
    return f'<{side} style="{line}">{inner}</{side}>' if line else f"<{side}/>"


def _alignment(look: Mapping[str, object]) -> str:
    across, down = _ALIGNED.get(str(look.get("align")), ""), _STANDING.get(str(look.get("valign")), "")
    if look.get("indent") and across not in ("left", "right") and down != "top":
        across = "left"  # Only what stands on one side can be moved in from it.
    said = {
        "horizontal": across, "vertical": down, "indent": look.get("indent"), "wrapText": look.get("text_wrap") and 1,
    }  # fmt: skip
    return "".join(f' {name}="{value}"' for name, value in said.items() if value)


def _colour(colour: str, name: str = "color") -> str:
    return f'<{name} rgb="FF{colour.lstrip("#").upper()}"/>'
