"""olevba, which reads macros as those do who look for harm in them: an independent reader of what we write."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # It calls its own libraries by names that they no longer like.
    from oletools.olevba import VBA_Parser, decompress_stream


def unpacked(container: bytes) -> bytes:
    """What olevba decompresses."""
    return bytes(decompress_stream(bytearray(container)))


def macros(name: str, data: bytes) -> dict[str, str]:
    """Module -> source, as olevba reads them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parser = VBA_Parser(name, data=data)
        found = {module.rpartition(".")[0]: code for _, _, module, code in parser.extract_macros()}
        parser.close()
    return found
