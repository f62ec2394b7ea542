"""Other programs: what they read of ours, and what we read of theirs. One module for each format.

Nothing here touches a file or the clock, but for `foreign`, which asks another program to read what pmxl cannot.
"""
