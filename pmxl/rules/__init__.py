"""The rules, one file per register, alphabetical in each. `RULES` lists them all."""

from pmxl.rules.rule import Rule, switched_on

__all__ = ["RULES", "rules_of"]

RULES: tuple[Rule, ...] = ()


def rules_of(profile: str) -> tuple[Rule, ...]:
    """The rules that a profile switches on."""
    return switched_on(RULES, profile)
