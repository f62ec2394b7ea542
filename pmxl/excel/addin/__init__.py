"""The add-in pmxl.xlam: made from text on any system, put where Excel starts it, looked at and removed again.

No binary is kept anywhere: container and macros are written from [MS-CFB] and [MS-OVBA], with this Python's path and
the macros of the xlwings that is installed beside it.
"""
