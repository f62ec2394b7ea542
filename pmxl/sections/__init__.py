"""The sections of the brief, one file each; `variants` puts them into reading order.

A section is a function that takes the book, the context and the budget of the page, and gives its lines.
"""
