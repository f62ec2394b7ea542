"""Benefits: what will be better afterwards, how it is measured, and who sees to it."""

from pmxl.model import Register, Row
from pmxl.registers import columns as col


class Benefit(Row):
    """One outcome that the project is done for."""

    id = col.key("B", help="B-001 and so on. Never use an ID again.", also=("Benefit ID", "Ref"))
    outcome = col.text("Outcome", width=40, help="What will be better, and for whom.", also=("Benefit", "Description"))
    owner = col.person("Owner after go-live", help="Who sees to it once the project is over.", also=("Owner",))
    measure_on = col.day("Measure on", help="When the target must be reached.", also=("Target date", "Due"))
    check = col.check()
    kind = col.listed("Type", "Benefit type")
    measure = col.text("Measure", width=28, help="What is counted.", also=("KPI",))
    unit = col.text("Unit", width=12, help="For example hours a week, % or tickets a day.")
    before = col.number("Before", help="The value before the project.", also=("Baseline value", "Before value"))
    goal = col.number("Target", help="The value it must reach.", also=("Target value",))
    forecast = col.number(
        "Forecast", profile="standard", help="What the owner expects on that day. Blank: the latest actual."
    )
    actual = col.number("Latest actual", help="The last value that was measured.", also=("Actual",))
    measured_on = col.day("Measured on")
    evidence = col.text("Evidence", width=22, help="Link or file that shows the value.")
    progress = col.number(
        "Progress %", width=10, help="How much of the way from before to target the latest actual has gone.",
        formula='IF(AND(ISNUMBER([Before]),ISNUMBER([Target]),ISNUMBER([Latest actual])),IF([Target]=[Before],"",'
        'ROUND(([Latest actual]-[Before])/([Target]-[Before])*100,0)),"")',
    )  # fmt: skip
    updated = col.updated()


BENEFITS = Register(
    "Benefits",
    Benefit,
    "Benefits and outcomes",
    "What will be better afterwards, how it is measured, and who sees to it.",
    "control",
    profile="standard",
    also=("Outcomes", "Benefit plan", "Benefits register"),
)
