"""Many rows at once are the same rows as one by one."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.domain.incident import IncidentKey, IncidentReport, TimeReading
from bot.services.feeds import intake
from bot.store import trail
from bot.store.bulk import insert_many
from bot.store.store import Store
from bot.store.tables import inbox, incidents
from bot.store.verify import verify
from bot.store.work import Work

AT = datetime(2026, 11, 20, 4, 10, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 9, 30, 0, 250_000, tzinfo=timezone(timedelta(hours=1)))


def keys(work: Work) -> list[tuple[str, datetime]]:
    return [tuple(row) for row in work.conn.execute(select(inbox).order_by(inbox.c.key))]


def report(number: str, **other: object) -> IncidentReport:
    key = IncidentKey("dyfed-powys", date(2026, 11, 20), number)
    said = {"reported_at": AT, "category": "violence", "opening_category": "violence", "unit": "powys"}
    return IncidentReport(key, **(said | other))


def test_values_are_made_ready_as_one_by_one(store: Store) -> None:
    rows = [("one", AT), ("two", SUMMER)]
    store.write_now(lambda work: insert_many(work.conn, inbox, ("key", "at"), rows), AT)
    assert store.read_now(keys, AT) == [("one", AT), ("two", SUMMER.astimezone(UTC))]


def test_what_is_alike_in_every_row_is_named_once(store: Store) -> None:
    store.write_now(lambda work: insert_many(work.conn, inbox, ("key",), [("one",), ("two",)], at=AT), AT)
    assert store.read_now(keys, AT) == [("one", AT), ("two", AT)]


def test_no_rows_are_no_statement(store: Store) -> None:
    store.write_now(lambda work: insert_many(work.conn, inbox, ("key", "at"), []), AT)
    assert store.read_now(keys, AT) == []


def test_a_naive_instant_is_refused_among_many_too(store: Store) -> None:
    rows = [("one", AT), ("two", AT.replace(tzinfo=None))]
    with pytest.raises(ValueError, match="time zone"):
        store.write_now(lambda work: insert_many(work.conn, inbox, ("key", "at"), rows), AT)
    assert store.read_now(keys, AT) == []


def test_one_bad_row_leaves_none(store: Store) -> None:
    rows = [("one", AT), ("one", AT)]
    with pytest.raises(IntegrityError):
        store.write_now(lambda work: insert_many(work.conn, inbox, ("key", "at"), rows), AT)
    assert store.read_now(keys, AT) == []


def test_the_first_facts_of_a_batch_are_written_canonically(store: Store, database_url: str) -> None:
    odd = report("2", category='théft "and" so on\n', unit="sïr", reading=TimeReading.LOCAL)
    half = report("3", reported_at=SUMMER)
    store.write_now(intake.take, AT, "feed", [report("1"), odd, half, report("4", unit="nowhere")])
    verdict = verify(database_url)
    assert verdict.whole, verdict.doubts
    assert verdict.rows == 4


def test_a_first_fact_tells_what_the_report_said(store: Store) -> None:
    store.write_now(intake.take, AT, "feed", [report("1", reported_at=SUMMER)])
    [first] = store.read_now(lambda work: list(trail.rows(work.conn, str(report("1").key))), AT)
    assert first.body["at"] == "2026-07-01T08:30:00.250000Z"
    assert first.body["entered"] == "2026-11-20T04:10:00Z"
    told = {"category": "violence", "unit": "powys", "source": "feed", "clock": True, "reading": "exact"}
    assert first.body["values"] == told


def test_a_row_of_a_batch_holds_what_the_report_said(store: Store) -> None:
    said = report("1", markers=("da", "child"), closed_at=AT, beat="PO12")
    store.write_now(intake.take, AT, "feed", [said])
    [row] = store.read_now(lambda work: work.conn.execute(select(incidents)).all(), AT)
    assert (row.markers, row.closed_at, row.beat, row.source) == (("da", "child"), AT, "PO12", "feed")
    assert (row.day, row.restricted, row.first_seen_at) == (date(2026, 11, 20), False, AT)
