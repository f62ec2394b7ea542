"""The dependency map: what waits for what from here on, layered from left to right by date.

`chosen` says what stands on it, `layers` where, `svg` draws it. A map that shows everything shows nothing: done work
and headings are left out, and of the rest what decides least, until it can be read.
"""
