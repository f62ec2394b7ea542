"""The scheduling engine: calendars, networks, critical path. Pure arithmetic that knows no register.

Minutes inside, whole working days at the surface. Everything a caller needs is named here.
"""

from pmxl.schedule.calendars import ROUND_THE_CLOCK, Calendar, shifts

__all__ = ["ROUND_THE_CLOCK", "Calendar", "shifts"]
