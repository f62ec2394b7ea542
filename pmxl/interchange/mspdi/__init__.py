"""Microsoft Project XML (MSPDI), the format in which schedule programs exchange whole plans.

Written by hand from the schema that Microsoft publishes with its Project SDK (`mspdi_pj12.xsd`); nearly every
schedule program reads and writes it.
"""

from pmxl.interchange.mspdi.reading import read
from pmxl.interchange.mspdi.writing import write

__all__ = ["read", "write"]
