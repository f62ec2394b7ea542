"""`just new-rule NAME`: begins the case page of a rule and says where its function goes."""

from __future__ import annotations

import re
import sys
from pathlib import Path

PAGE = """# {name}

## It speaks

Risks:

| ID    | Risk               | Owner    | Status |
|-------|--------------------|----------|--------|
| R-001 | The vendor is late | Ana Ruiz | Open   |

```findings
```

## It is silent

Risks:

| ID    | Risk               | Owner    | Status |
|-------|--------------------|----------|--------|
| R-001 | The vendor is late | Ana Ruiz | Closed |

```findings
```
"""


def main(words: list[str]) -> int:
    if len(words) != 1 or not re.fullmatch(r"[a-z]+([-_][a-z]+)+", words[0]):
        print("give the rule's name: its fault in words, noun first, for example risk_without_trigger", file=sys.stderr)
        return 2
    name = words[0].replace("_", "-")
    page = Path(__file__).parent / "cases" / "rules" / f"{name}.md"
    if page.exists():
        print(f"{page} is there already", file=sys.stderr)
        return 2
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(PAGE.format(name=name), encoding="utf-8")
    function = name.replace("-", "_")
    print(f"1. Put the two workbooks into {page}: one where the rule speaks, one where it is silent;")
    print("   both with the column that the finding points to.")
    print(f"2. Write {function} into the file of its register in pmxl/rules/ (docs/adding.md shows one),")
    print("   and its name into RULES in pmxl/rules/__init__.py.")
    print(f"3. Run: just test -k {name} --update; read the answers as a project manager would. Then: just generate.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
