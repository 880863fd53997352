"""Small exports and mappings, all invented."""

import io
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.incident import IncidentReport
from bot.sources.fetched import BadRow, Tally
from bot.sources.mapping import Mapping
from bot.sources.mapping_file import parse_mapping
from bot.sources.reading import Reading

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[2] / "bot" / "sources" / "examples"

PLAIN = """
name = "plain"
force = "dyfed-powys"
kind = "{kind}"

[format]
type = "{type}"
{format}

[reference]
column = "ref"

[fields]
reported_at = {{ column = "at", formats = ["iso", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M"] }}
category = "what"
unit = "unit"
{more}
"""


def plain_text(type: str = "csv", format: str = "", more: str = "", kind: str = "drop_folder") -> str:
    """The text of a small mapping, with more of it where a test needs more."""
    return PLAIN.format(kind=kind, type=type, format=format, more=more)


def plain(type: str = "csv", format: str = "", more: str = "", kind: str = "drop_folder") -> Mapping:
    """A small mapping."""
    return parse_mapping(plain_text(type, format, more, kind), "plain.toml")


def read(
    mapping: Mapping, content: str | bytes, at: datetime = AT
) -> tuple[list[IncidentReport], list[BadRow], Tally]:
    """What a mapping makes of some content."""
    body = content.encode() if isinstance(content, str) else content
    tally = Tally()
    rows = list(Reading(mapping, "drop", at, tally).rows(lambda: io.BytesIO(body)))
    good = [row for row in rows if isinstance(row, IncidentReport)]
    bad = [row for row in rows if isinstance(row, BadRow)]
    assert tally.seen == tally.good + tally.bad + tally.filtered
    return good, bad, tally


def reasons(bad: list[BadRow]) -> list[tuple[int, str, str]]:
    """Line, column and reason of each bad row."""
    return [(row.line, row.column, row.reason) for row in bad]


HEAD = "ref,at,what,unit\n"
ROW = "{n},2026-11-20T10:00:00Z,theft,powys\n"


def table(rows: int, first: int = 1) -> str:
    """A CSV with so many good rows."""
    return HEAD + "".join(ROW.format(n=n) for n in range(first, first + rows))


def record(n: int, **more: object) -> dict[str, object]:
    """One good JSON record."""
    return {"ref": str(n), "at": "2026-11-20T10:00:00Z", "what": "theft", "unit": "powys", **more}
