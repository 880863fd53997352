"""PostgreSQL: the bot's own role forgets no incident; the role that does can do nothing else to the trail."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.services.case import Request
from bot.services.keeping import holds, retention
from bot.services.keeping.retention import Forgotten
from bot.store import trail
from bot.store.store import Store
from bot.store.verify import verify
from bot.store.work import Work
from tests.builders import FORCE, INSPECTOR, REGISTRAR, ROSTER, Station, key_of
from tests.meetings import at
from tests.services.forgetting import DAYS, awake, lived
from tests.services.proved import STREAM, morning
from tests.store.test_guards import FORBIDDEN, refuse_each
from tests.store.trails import fill

GRANTS = Path(trail.__file__).parent
ROLES = {"cofnod_bot": "grants.sql", "cofnod_retention": "grants_forget.sql"}
ONLY = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def station(database_url: str) -> Iterator[Station]:
    """A station with two incidents that are over, one of them on hold, and both roles."""
    made = Station(Store(database_url, FORCE, ROSTER))
    for number in ("123", "124"):
        lived(made, number)
    made.do(holds.hold, Request("", REGISTRAR), "124/20-11", "CPIA")
    with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as owner:
        for role, grants in ROLES.items():
            owner.execute(f"CREATE ROLE {role} NOLOGIN".encode())
            owner.execute((GRANTS / grants).read_text(encoding="utf-8").encode())
        yield made
        made.store.close()
        for role in ROLES:
            owner.execute(f"DROP OWNED BY {role}; DROP ROLE {role}".encode())


@pytest.fixture
def conn(station: Station, database_url: str) -> Iterator[Connection]:
    """A connection of nobody yet: a test says as which role it goes on."""
    engine = create_engine(database_url, poolclass=NullPool)
    with engine.connect() as made:
        yield made
        made.rollback()


def as_role(conn: Connection, role: str, station: Station) -> Work:
    """The unit of work of a role, when everything is old."""
    awake(station.later(days=DAYS * 2))
    conn.execute(text(f"SET ROLE {role}"))
    conn.commit()
    return Work(conn, FORCE, ROSTER, station.later(days=DAYS * 2).at)


def due(work: Work) -> list[int]:
    """The incidents whose time is over."""
    return [one.id for one in retention.due(work).ripe]


@ONLY
def test_the_bots_own_role_knows_that_it_may_not_and_is_refused(conn: Connection, station: Station) -> None:
    work = as_role(conn, "cofnod_bot", station)
    assert not retention.may_erase(work)
    assert len(due(work)) == 1
    with pytest.raises(DBAPIError, match="permission denied for table holds"):
        retention.forget_incidents(work, due(work), "command")
    conn.rollback()
    assert len(due(work)) == 1


@ONLY
def test_the_role_that_forgets_can_and_leaves_the_held_one(conn: Connection, station: Station) -> None:
    work = as_role(conn, "cofnod_retention", station)
    assert retention.may_erase(work)
    entries = len(station.facts())
    assert retention.forget_incidents(work, due(work), "command") == Forgotten(1, entries)
    retention.forget_crimes(work)
    conn.commit()
    verdict = verify(conn)
    assert (verdict.whole, verdict.erased, due(work)) == (True, entries, [])
    assert station.about("124").kinds()[-1] == "incident_held"


@ONLY
def test_the_role_that_forgets_erases_what_a_meeting_said_of_it(conn: Connection, station: Station) -> None:
    morning(station)
    recorded = at(station, 61).about("202")
    if recorded.offence().sign_off_due:
        recorded.sign_off(INSPECTOR)
    work = as_role(conn, "cofnod_retention", station)
    assert retention.forget_incidents(work, due(work), "command").incidents == 2
    conn.commit()
    assert verify(conn).whole
    said = [row.body.get("values", {}).get("incident") for row in trail.rows(conn, STREAM)]
    assert str(key_of("202")) not in said
    assert str(key_of("201")) in said


@ONLY
def test_the_role_that_forgets_can_neither_change_nor_release(conn: Connection, station: Station) -> None:
    as_role(conn, "cofnod_retention", station)
    fill(conn)  # the streams that the statements name
    conn.commit()
    more = [
        "DELETE FROM holds",
        "UPDATE holds SET released_at = held_at, released_by = held_by",
        "UPDATE trail SET body = NULL WHERE stream LIKE '%-20_124'",
        "INSERT INTO inbox (key, at) VALUES ('one', now())",
        "UPDATE incidents SET category = 'other'",
        "UPDATE offences SET state = 'recorded'",
        "TRUNCATE trail",
    ]
    refuse_each(conn, FORBIDDEN + more)


@ONLY
def test_the_bots_own_role_lets_go_of_a_hold_and_deletes_none(conn: Connection, station: Station) -> None:
    as_role(conn, "cofnod_bot", station)
    refuse_each(conn, ["DELETE FROM holds", "UPDATE holds SET held_by = '4711'", "TRUNCATE holds"])
    work = Work(conn, FORCE, ROSTER, station.at)
    holds.release(work, Request("", REGISTRAR), "124/20-11", "CPIA")
    holds.hold(work, Request("", REGISTRAR), "124/20-11", "CPIA")
    assert len(holds.every(work)) == 1


@ONLY
def test_a_table_of_its_own_hides_no_living_incident(conn: Connection, station: Station) -> None:
    as_role(conn, "cofnod_retention", station)
    conn.execute(text("CREATE TEMP TABLE incidents (key text)"))
    with pytest.raises(DBAPIError, match="the words of what is kept cannot be erased"):
        conn.execute(text("UPDATE trail SET body = NULL WHERE stream LIKE '%-20_124'"))


@ONLY
def test_an_incident_that_somebody_puts_on_hold_just_then_is_kept(conn: Connection, station: Station) -> None:
    work = as_role(conn, "cofnod_retention", station)
    ids = due(work)
    station.do(holds.hold, Request("", REGISTRAR), "123/20-11", "LIT")
    assert retention.forget_incidents(work, ids, "command") == Forgotten()


@ONLY
def test_an_incident_that_somebody_has_in_hand_waits_for_the_next_time(
    conn: Connection, station: Station, database_url: str
) -> None:
    work = as_role(conn, "cofnod_retention", station)
    ids = due(work)
    other = create_engine(database_url, poolclass=NullPool)
    with other.begin() as busy:
        busy.execute(text("SELECT id FROM incidents FOR UPDATE"))
        assert retention.forget_incidents(work, ids, "command") == Forgotten()
    assert retention.forget_incidents(work, ids, "command").incidents == 1
