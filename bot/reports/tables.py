"""A table as the bytes of a CSV file that a spreadsheet reads rightly, and of which no cell is a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from zoneinfo import ZoneInfo

from bot.reports.sheets import ENCODING, Cell, safe


def csv_bytes(heads: Sequence[str], rows: Iterable[Sequence[Cell]], zone: str) -> bytes:
    """The table; instants are ISO in the zone, with their offset."""
    written = StringIO(newline="")
    table = csv.writer(written)
    table.writerow(heads)
    table.writerows([safe(cell, ZoneInfo(zone)) for cell in row] for row in rows)
    return written.getvalue().encode(ENCODING)
