"""Cost: what each part of the work may cost, what it has cost, and what it will."""

from pmxl.model import Register, Row
from pmxl.registers import columns as col


class CostLine(Row):
    """One line of the budget. Amounts below nought are income or credits."""

    id = col.key("C", help="C-001 and so on. Never use an ID again.", also=("Cost ID", "Ref"))
    line = col.text("Cost line", width=36, help="What the money is for.", also=("Line", "Description", "Budget line"))
    owner = col.person("Owner", help="Who answers for the money.", also=("Budget owner",))
    budget = col.money(
        "Baseline budget", width=13, help="What was agreed with the baseline.", also=("Budget", "Approved budget")
    )
    actual = col.money(
        "Actual to date", width=13, help="What was spent so far. 0 for nothing.", also=("Actual", "Spent")
    )
    to_complete = col.money(
        "Estimate to complete", width=13, help="What it will still take, as the owner sees it today.", also=("ETC",)
    )
    forecast = col.money(
        "Forecast at completion", width=13, help="Actual to date and what it will still take.",
        formula='IF(ISNUMBER([Estimate to complete]),N([Actual to date])+[Estimate to complete],"")',
    )  # fmt: skip
    variance = col.money(
        "Over budget",
        width=12,
        fact=True,
        help="What the forecast lies above the current budget; below nought: under it.",
    )
    check = col.check()
    changes = col.refs("Changes", "Changes", help="The CR-IDs whose cost this line carries.", also=("Change IDs",))
    approved_changes = col.money(
        "Approved changes", width=12, fact=True, help="The cost of those changes that are approved."
    )
    current_budget = col.money("Current budget", width=13, fact=True, help="Baseline budget and approved changes.")
    over_share = col.number("Over budget %", width=10, fact=True, help="Of the current budget.")
    actuals_on = col.day("Actuals as of", help="The day of the last booking that is in Actual to date.")
    kind = col.choice("Capex or opex", "Capex", "Opex", profile="standard", also=("Capex/Opex", "Type"))
    committed = col.money("Committed", profile="full", help="Ordered and not yet paid.", also=("Purchase orders",))
    contingency = col.money("Contingency", profile="full", help="What was set aside for risks.")
    contingency_used = col.money("Contingency used", profile="full")
    updated = col.updated()


COST = Register(
    "Cost",
    CostLine,
    "Cost",
    "What each part of the work may cost, what it has cost, and what it will.",
    "control",
    profile="standard",
    also=("Budget", "Costs", "Financials"),
)
