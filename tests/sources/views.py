"""A force's own system for the tests: invented incidents or crimes behind a view, on a real database."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from bot.domain.crime import CrimeReport
from bot.domain.incident import IncidentReport
from bot.sources.fetched import BadRow, Fetch
from bot.sources.mapping import AnyMapping
from bot.sources.mapping_file import parse_mapping
from bot.sources.sql_view import SqlView
from tests.sources.builders import AT

ENV = "STORM_URL"
MINUTE = timedelta(minutes=1)
HIGH_WATER = 'high_water = { column = "LAST_UPDATED", look_back = "15m" }'
MAPPING = """
name = "view"
force = "dyfed-powys"
kind = "sql_view"
delivers = "{delivers}"

[sql]
url_env = "STORM_URL"
view = "queue"
{sql}

[reference]
column = "ref"
pattern = '(?P<year>\\d{{4}})(?P<month>\\d{{2}})(?P<day>\\d{{2}})-(?P<number>\\d+)'
"""
INCIDENTS = """
[fields]
reported_at = { column = "at", formats = ["iso"] }
category = "what"
unit = "unit"
"""
CRIMES = """
[crime]
ref = "crime_ref"
created_at = { column = "at", formats = ["iso"] }
classification = "what"
"""
COLUMNS = "ref text, crime_ref text, at {stamp}, what text, unit text, narrative text"


def mapping_of(delivers: str = "incidents", sql: str = HIGH_WATER, more: str = "") -> AnyMapping:
    """A mapping of the view `queue`, of either kind."""
    rows = INCIDENTS if delivers == "incidents" else CRIMES
    return parse_mapping(MAPPING.format(delivers=delivers, sql=sql) + rows + more, "view.toml")


def ref_of(n: int) -> str:
    """The reference of the n-th incident."""
    return f"20261120-{n}"


class System:
    """A table that somebody else's software writes, and a view over it; stamps as each database has them."""

    def __init__(self, url: str, stamp: str = "") -> None:
        self.url = url
        self.engine = create_engine(url, poolclass=NullPool)
        kind = stamp or ("timestamptz" if url.startswith("postgres") else "text")
        columns = COLUMNS.format(stamp="timestamptz" if url.startswith("postgres") else "text")
        self.run(f'CREATE TABLE logs ({columns}, "LAST_UPDATED" {kind})')
        self.run("CREATE VIEW queue AS SELECT * FROM logs")

    def run(self, statement: str, **values: Any) -> None:
        with self.engine.begin() as connection:
            connection.execute(text(statement), values)

    def put(self, n: int, stamp: Any = AT, **cells: Any) -> None:
        """One row, good unless `cells` say otherwise, stamped by the system itself."""
        at = stamp.isoformat() if isinstance(stamp, datetime) and "sqlite" in self.url else stamp
        row = {"ref": ref_of(n), "crime_ref": f"NC/{n}/26", "at": "2026-11-20T10:00:00+00:00"}
        row |= {"what": "theft", "unit": "powys", "stamp": at, **cells}
        names = ", ".join(name for name in row if name != "stamp")
        values = ", ".join(f":{name}" for name in row if name != "stamp")
        self.run(f'INSERT INTO logs ({names}, "LAST_UPDATED") VALUES ({values}, :stamp)', **row)

    def source(self, mapping: AnyMapping | None = None, before: Any = None) -> SqlView:
        return SqlView(mapping or mapping_of(), {ENV: self.url}, before)


async def polled(
    source: SqlView, at: datetime = AT, *, again: bool = False
) -> tuple[Fetch, list[int], list[BadRow]]:
    """One poll, stored: the fetch, the numbers of what came, its bad rows."""
    fetch = await source.fetch(at, again=again)
    rows = list(fetch.reports)
    fetch.taken()
    tally = fetch.tally
    assert tally.seen == tally.good + tally.bad + tally.filtered + tally.unchanged
    return (
        fetch,
        [number(row) for row in rows if not isinstance(row, BadRow)],
        [row for row in rows if isinstance(row, BadRow)],
    )


def number(row: IncidentReport | CrimeReport) -> int:
    """The number by which a test put a row."""
    return int(row.key.number if isinstance(row, IncidentReport) else row.ref.split("/")[1])


def sqlite(folder: Path) -> str:
    """The address of a SQLite file of somebody else's."""
    return f"sqlite:///{folder / 'storm.db'}"


def after(minutes: float) -> datetime:
    """An instant so many minutes after the tests' own."""
    return AT.astimezone(UTC) + minutes * MINUTE
