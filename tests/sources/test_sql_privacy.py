"""A view is asked for the columns of its mapping and no others, and nothing is ever written to it."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.domain.incident import IncidentReport
from bot.sources.fetched import FeedFailed
from bot.sources.mapping_file import load_mapping
from bot.sources.named_columns import columns_of
from bot.sources.sql_engine import connect, engine_of
from tests.sources.builders import AT, EXAMPLES
from tests.sources.views import System, mapping_of, polled

READ = 'SELECT ref, crime_ref, at, what, unit, "LAST_UPDATED", '
EXPLODES = {
    "sqlite": "abs(-9223372036854775807 - 1)",
    "postgresql": "(1 / (length(ref) - length(ref)))",
}


@pytest.mark.parametrize("delivers", ["incidents", "crimes"])
async def test_a_column_that_the_mapping_does_not_name_is_never_touched(
    system: System, delivers: str
) -> None:
    explodes = EXPLODES[system.url.partition("+")[0].partition(":")[0]]
    system.run("DROP VIEW queue")
    system.run(f"CREATE VIEW queue AS {READ} {explodes} AS narrative FROM logs")
    system.put(1)
    assert (await polled(system.source(mapping_of(delivers))))[1] == [1]
    touching = mapping_of(delivers, more='[[filters]]\ncolumn = "narrative"\ndrop = ["x"]')
    with pytest.raises(FeedFailed, match="query_failed"):
        await polled(system.source(touching))


def test_the_columns_of_a_mapping_are_those_that_it_names() -> None:
    assert columns_of(load_mapping(EXAMPLES / "storm_view.toml")) == (
        "incident_ref", "received_at", "created_at", "closed_at", "opening_code", "closing_code", "bcu",
        "grade", "beat", "disposal", "niche_refs", "da", "child_involved", "qualifiers", "log_type",
        "last_updated",
    )  # fmt: skip
    assert columns_of(mapping_of("crimes", sql="")) == ("ref", "crime_ref", "at", "what")


async def test_nothing_can_be_written_through_the_door(system: System) -> None:
    engine = engine_of(system.url, Path(), 5)
    with connect(engine, 5) as connection, pytest.raises(DBAPIError):
        connection.execute(text("INSERT INTO logs (ref) VALUES ('x')"))
    engine.dispose()
    assert (await polled(system.source(mapping_of(sql=""))))[1] == []


async def test_a_view_whose_reading_would_write_is_refused(remote: System) -> None:
    remote.run("DROP VIEW queue")
    remote.run("""CREATE FUNCTION noted(ref text) RETURNS text LANGUAGE sql VOLATILE AS
        $$ INSERT INTO logs (ref) VALUES ('seen') RETURNING $1 $$""")
    remote.run(f"CREATE VIEW queue AS {READ.replace('ref,', 'noted(ref) AS ref,', 1)} narrative FROM logs")
    remote.put(1)
    with pytest.raises(FeedFailed, match="query_failed"):
        await polled(remote.source())
    with remote.engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM logs")).scalar_one() == 1


async def test_a_time_that_no_calendar_has_spoils_its_own_row_only(system: System) -> None:
    odd = "infinity" if system.url.startswith("postgres") else "12026-11-20T10:00:00"
    system.put(1, at=odd, stamp=odd)
    system.put(2)
    _, numbers, bad = await polled(system.source())
    assert numbers == [2]
    assert [(row.column, row.reason) for row in bad] == [("at", "time_unreadable")]


async def test_letters_of_another_encoding_spoil_their_own_row_only(local: System) -> None:
    local.put(1)
    local.put(2)
    local.run("UPDATE logs SET what = CAST(x'ff41' AS TEXT) WHERE ref = '20261120-1'")
    _, numbers, bad = await polled(local.source())
    assert (numbers, [(row.column, row.reason) for row in bad]) == ([2], [("what", "encoding")])


async def test_values_become_the_text_that_json_would_hold(system: System) -> None:
    system.run("DROP VIEW queue")
    codes = "ARRAY['da', 'child']" if system.url.startswith("postgres") else "'da,child'"
    system.run(f"""CREATE VIEW queue AS SELECT 20261120 || '-' || 7 AS ref, at, 4.50 AS what, 12.0 AS unit,
        "LAST_UPDATED", 1 = 1 AS child, {codes} AS codes FROM logs""")
    system.put(1)
    more = '[[markers]]\ncolumn = "codes"\n[[qualifiers]]\ncolumn = "child"\ncode = "young"'
    fetch = await system.source(mapping_of(more=more)).fetch(AT)
    [row] = list(fetch.reports)
    assert isinstance(row, IncidentReport)
    assert (row.key.number, row.category, row.unit) == ("7", "4.5", "12")
    assert (row.markers, row.qualifiers) == (("child", "da"), ("young",))
