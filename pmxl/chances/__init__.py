"""From ranges and risks on the sheets to the chance of each date, and what drives it (see pmxl.schedule.uncertainty)."""

from pmxl.chances.simulation import DRAWS as DRAWS
from pmxl.chances.simulation import SEED as SEED
from pmxl.chances.simulation import Chances as Chances
from pmxl.chances.simulation import chances_of as chances_of
