"""The tiles of the dashboard, in reading order. A tile is a pure function: the book in, plain values out.

Each answers the question that the shipped dashboard spec (`pmxl.tiles.spec`) asks of it, says what it does not know,
and brings the data of its chart along.
"""

from pmxl.tiles.capacity import capacity
from pmxl.tiles.colours import colours
from pmxl.tiles.commitments import commitments
from pmxl.tiles.cost import cost
from pmxl.tiles.critical_path import critical_path
from pmxl.tiles.finish import finish
from pmxl.tiles.issues import issues
from pmxl.tiles.readiness import readiness
from pmxl.tiles.risks import risks
from pmxl.tiles.scope import scope
from pmxl.tiles.signals import confidence, decisions, dependencies, outcomes

SIGNALS = (decisions, dependencies, confidence, outcomes)
"""The band at the top: a figure each, no picture."""

TILES = (
    (colours, finish),
    (risks, issues, commitments, capacity),
    (critical_path, scope, cost, readiness),
)
"""The rows of tiles; those of a row share its width."""
