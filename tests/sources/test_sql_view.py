"""A view as a door, on a real SQLite file and a real PostgreSQL: what is read, remembered and cleared."""

from time import monotonic

import pytest

from bot.domain.crime import CrimeReport
from bot.domain.incident import IncidentReport, TimeReading
from bot.sources.fetched import BadRow, Tally
from bot.sources.mapping import TextField
from bot.sources.sql_view import SqlView
from tests.sources.builders import AT
from tests.sources.views import ENV, HIGH_WATER, System, after, mapping_of, polled, ref_of

KINDS = ("incidents", "crimes")


@pytest.mark.parametrize("delivers", KINDS)
async def test_what_a_view_holds_comes_as_reports(system: System, delivers: str) -> None:
    system.put(7, narrative="never read")
    source = system.source(mapping_of(delivers))
    fetch = await source.fetch(AT)
    [row] = list(fetch.reports)
    assert isinstance(row, IncidentReport if delivers == "incidents" else CrimeReport)
    assert (row.reading, fetch.tally, source.delivers) == (TimeReading.EXACT, Tally(1, 1), delivers)
    assert "never" not in repr(row)


@pytest.mark.parametrize("delivers", KINDS)
async def test_only_what_is_new_is_read_again(system: System, delivers: str) -> None:
    system.put(1)
    system.put(2, stamp=after(-60))
    source = system.source(mapping_of(delivers))
    assert (await polled(source))[1] == [2, 1]
    system.put(3, stamp=after(1))
    fetch, numbers, _ = await polled(source, after(2))
    assert (numbers, fetch.partial, fetch.whole) == ([1, 3], True, False)


async def test_without_a_mark_the_whole_view_is_read_each_time(system: System) -> None:
    for n in (1, 2):
        system.put(n)
    source = system.source(mapping_of(sql=""))
    for _ in range(2):
        fetch, numbers, _ = await polled(source)
        assert (sorted(numbers), fetch.whole, fetch.partial) == ([1, 2], True, False)


async def test_a_row_without_a_stamp_is_read_each_time(system: System) -> None:
    system.put(1, stamp=None)
    system.put(2, stamp=after(-60))
    system.put(3)
    source = system.source()
    await polled(source)
    assert sorted((await polled(source))[1]) == [1, 3]


async def test_a_late_row_within_the_look_back_is_found(system: System) -> None:
    system.put(1)
    source = system.source()
    await polled(source)
    system.put(2, stamp=after(-14))
    assert (await polled(source, after(1)))[1] == [2, 1]


async def test_a_late_row_is_lost_without_a_look_back_until_the_whole_is_read(system: System) -> None:
    system.put(1)
    source = system.source(mapping_of(sql=HIGH_WATER.replace("15m", "0m")))
    await polled(source)
    system.put(2, stamp=after(-14))
    assert (await polled(source, after(1)))[1] == [1]
    assert (await polled(source, after(24 * 60)))[1] == [2, 1]


async def test_a_view_may_be_never_read_whole_again(local: System) -> None:
    local.put(1, stamp=after(-60))
    local.put(2)
    rule = HIGH_WATER.replace('"15m"', '"15m", whole_every = "0s"')
    source = local.source(mapping_of(sql=rule))
    await polled(source)
    assert (await polled(source, after(60 * 24 * 30)))[1] == [2]


async def test_a_stamp_of_the_future_does_not_blind_the_feed(system: System) -> None:
    system.put(1, stamp=AT.replace(year=2099))
    system.put(2)
    source = system.source()
    await polled(source)
    system.put(3, stamp=after(1))
    fetch, numbers, _ = await polled(source, after(2))
    assert (numbers, fetch.written_at) == ([2, 3, 1], after(1))


async def test_a_mark_is_remembered_over_a_restart_but_not_by_another_mapping(system: System) -> None:
    system.put(1, stamp=after(-60))
    system.put(2)
    first = system.source()
    await polled(first)
    again = system.source(before=first.remembered())
    other = system.source(mapping_of(more='grade = { default = "1" }'), first.remembered())
    assert (await polled(again))[1] == [2]
    assert (await polled(other))[1] == [1, 2]


async def test_rows_that_were_not_stored_are_read_again(system: System) -> None:
    system.put(1)
    source = system.source()
    assert len(list((await source.fetch(AT)).reports)) == 1
    fetch, numbers, _ = await polled(source)
    assert (numbers, fetch.whole) == ([1], True)


async def test_whole_numbers_are_a_mark_too(empty_database_url: str) -> None:
    system = System(empty_database_url, "bigint")
    for n in (1, 2, 3):
        system.put(n, stamp=n)
    source = system.source(mapping_of(sql='high_water = { column = "LAST_UPDATED", look_back = 1 }'))
    await polled(source)
    system.put(4, stamp=4)
    assert (await polled(source))[1] == [2, 3, 4]
    again = system.source(
        mapping_of(sql='high_water = { column = "LAST_UPDATED", look_back = 1 }'), source.remembered()
    )
    assert (await polled(again))[1] == [3, 4]


async def test_a_row_is_named_by_its_reference_and_found_by_its_stamp_without_one(system: System) -> None:
    system.put(1, what="")
    system.put(2, ref="Mrs Example", what="")
    system.put(3, ref="Mrs Example", stamp=None)
    _, _, bad = await polled(system.source())
    at = {row.file for row in bad if "@" in row.file}.pop()
    assert at.removeprefix("queue @ ").startswith("2026-11-20")
    assert sorted((row.file, row.line, row.reason) for row in bad) == [
        ("queue", 1, "ref_unreadable"),
        (f"queue {ref_of(1)}", 0, "category_missing"),
        (at, 1, "ref_unreadable"),
    ]


async def test_a_crime_is_named_by_its_own_reference_if_it_looks_like_one(local: System) -> None:
    local.put(1, ref="no reference")
    local.put(2, ref="no reference", crime_ref="A Name")
    _, _, bad = await polled(local.source(mapping_of("crimes", sql="")))
    assert [(row.file, row.line) for row in bad] == [("queue NC/1/26", 0), ("queue", 2)]


async def test_a_number_that_comes_again_tomorrow_is_named_with_its_day(local: System) -> None:
    mapping = mapping_of().model_copy(
        update={"reference": mapping_of().reference.model_copy(update={"pattern": r"(?P<number>\d+)"})}
    )
    local.put(1, ref="123", what="")
    local.put(2, ref="123", at="2026-11-19T10:00:00Z", what="")
    local.put(3, ref="123", at="never", what="")
    _, _, bad = await polled(SqlView(mapping, {ENV: local.url}))
    named = {row.file for row in bad}
    assert {"queue 123 2026-11-20", "queue 123 2026-11-19"} < named
    assert len(named) == 3


async def test_a_poll_covers_what_it_read_and_a_whole_one_everything(local: System) -> None:
    local.put(1, stamp=after(-60))
    local.put(2)
    source = local.source()
    whole, _, _ = await polled(source)
    part, _, _ = await polled(source, after(1))
    assert "anything" in whole.covered
    assert [f"queue {ref_of(n)}" in part.covered for n in (1, 2)] == [False, True]
    assert "queue" in part.covered


async def test_a_column_that_tells_no_time_is_named_and_everything_is_read(local: System) -> None:
    for n in (1, 2):
        local.put(n, stamp="some time ago")
    source = local.source()
    for _ in range(2):
        fetch, numbers, bad = await polled(source)
        assert (sorted(numbers), fetch.whole) == ([1, 2], True)
        assert bad == [BadRow("queue", 0, "LAST_UPDATED", "mark_unreadable")]


async def test_one_unreadable_stamp_among_others_changes_nothing(local: System) -> None:
    local.put(1, stamp="some time ago")
    local.put(2, stamp=after(-60))
    local.put(3, stamp="")
    local.put(4)
    source = local.source()
    await polled(source)
    assert sorted((await polled(source))[1]) == [1, 3, 4]


COUNTED = 'high_water = { column = "LAST_UPDATED", look_back = 1 }'
ODD_STAMPS = ["20/11/2026 13:59:00", "2/11/2026", "20261120T135900", "2026-11-20", "x", "1990-", "19:30", ""]


async def test_a_stamp_of_another_shape_is_read_each_time_and_never_the_mark(local: System) -> None:
    local.put(1, stamp=after(-60))
    local.put(2)
    for n, stamp in enumerate(ODD_STAMPS, 10):
        local.put(n, stamp=stamp)
    source = local.source()
    await polled(source)
    local.put(3, stamp=after(9))
    came = (await polled(source, after(10)))[1]
    assert sorted(came) == [2, 3, *range(10, 10 + len(ODD_STAMPS))]


async def test_one_absurd_number_does_not_blind_the_view(empty_database_url: str) -> None:
    system = System(empty_database_url, "bigint")
    source = system.source(mapping_of(sql=COUNTED))
    for n, stamp in ((1, 1), (2, 2), (3, 2**62)):
        system.put(n, stamp=stamp)
    for _ in range(2):
        await polled(source)
    system.put(4, stamp=3)
    assert (await polled(source))[1] == [1, 2, 4, 3]


async def test_numbers_that_go_on_beyond_a_gap_take_the_mark_along(empty_database_url: str) -> None:
    system = System(empty_database_url, "bigint")
    source = system.source(mapping_of(sql=COUNTED))
    for n, stamp in enumerate((1, 2, 10**6, 10**6 + 1, 10**6 + 2), 1):
        system.put(n, stamp=stamp)
    await polled(source)
    assert (await polled(source))[1] == [4, 5]


async def test_a_thousand_rows_and_more_are_streamed(system: System) -> None:
    many = (
        "SELECT '20261120-' || n, 'NC/' || n || '/26', '2026-11-20T10:00:00Z', 'theft', 'powys' FROM numbers"
    )
    stamp = "::timestamptz" if system.url.startswith("postgres") else ""
    upto = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 2500) "
    system.run(
        upto + "INSERT INTO logs (ref, crime_ref, at, what, unit) " + many.replace("00Z'", f"00Z'{stamp}")
    )
    fetch, numbers, _ = await polled(system.source(mapping_of(sql="")))
    assert sorted(numbers) == list(range(1, 2501))
    assert fetch.tally == Tally(2500, 2500)


async def test_names_are_taken_as_they_are_whatever_stands_in_them(system: System) -> None:
    odd = 'What; "it" is: 100% (:x)'
    quoted = '"' + odd.replace('"', '""').replace(":", r"\:") + '"'
    schema = "reporting" if system.url.startswith("postgres") else "main"
    if schema == "reporting":
        system.run("CREATE SCHEMA reporting")
    system.run(f"CREATE VIEW {schema}.{quoted} AS SELECT ref, at, unit, what AS {quoted} FROM logs")
    system.put(1)
    mapping = mapping_of(sql=f'schema = "{schema}"')
    sql = mapping.sql.model_copy(update={"view": odd})
    fields = mapping.fields.model_copy(update={"category": TextField(column=odd)})
    source = system.source(mapping.model_copy(update={"sql": sql, "fields": fields}))
    assert (await polled(source))[1] == [1]


async def test_what_is_being_written_is_read_as_it_was_committed(system: System) -> None:
    if system.url.startswith("sqlite"):
        system.run("PRAGMA journal_mode=WAL")
    system.put(1)
    source = system.source()
    with system.engine.connect() as writing:
        writing.exec_driver_sql("INSERT INTO logs SELECT * FROM logs")
        assert (await polled(source))[1] == [1]
        writing.commit()
    assert (await polled(source))[1] == [1, 1]


async def test_the_time_out_begins_anew_with_each_thousand_rows(system: System) -> None:
    upto = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 6000) "
    stamp = "::timestamptz" if system.url.startswith("postgres") else ""
    what = f"SELECT '20261120-' || n, '2026-11-20T10:00:00Z'{stamp}, 'theft', 'powys' FROM numbers"
    system.run(upto + "INSERT INTO logs (ref, at, what, unit) " + what)
    rows = (await system.source(mapping_of(sql="timeout = 1")).fetch(AT)).reports
    next(rows)
    over = monotonic() + 1.1
    while monotonic() < over:
        pass  # whoever stores them takes longer than the database may
    assert len(list(rows)) == 5999
