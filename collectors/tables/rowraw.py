"""What is kept of a row that could not be read: the cells that are read, and no others.

Tables hold more than what is asked of them: an e-mail address, an internet address.
"""

import csv
import io
from collections.abc import Iterable

from collectors.plaintext import tidy
from collectors.post import RAW_LIMIT


def raw_of_cells(cells: Iterable[str]) -> str:
    """The beginning of a row of these cells, parted by commas."""
    line = io.StringIO()
    csv.writer(line).writerow(cell[:RAW_LIMIT] for cell in cells)
    return tidy(line.getvalue()[:RAW_LIMIT])
