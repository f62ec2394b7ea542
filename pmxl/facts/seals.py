"""Seals: digests that show whether a record was altered. They guard against a careless hand only."""

from __future__ import annotations

try:  # What hashlib itself takes it from; hashlib brings OpenSSL along, which takes as long as a whole family of facts.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b


def seal(text: str) -> str:
    """The digest of a text: sixteen hexadecimal digits."""
    return blake2b(text.encode("utf-8", "backslashreplace"), digest_size=8).hexdigest()
