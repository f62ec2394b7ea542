"""From ranges and risks on the sheets to the chance of each date, and to what drives it."""

from pmxl.chances.simulation import DRAWS, PROJECT, SEED, Chances, chances_of

__all__ = ["DRAWS", "PROJECT", "SEED", "Chances", "chances_of"]
