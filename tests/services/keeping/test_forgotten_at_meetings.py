"""A forgotten incident takes along what the trails of meetings said of it; a promise about it keeps it."""

import json
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from bot.services.keeping import retention
from bot.services.meetings import papers, promises, unit_offers
from bot.store import meetings as stored_meetings
from bot.store import promises as stored
from bot.store.tables import trail
from bot.store.verify import Wrong, verify
from tests.builders import FORCE, INSPECTOR, OTHER_OFFICER, SERGEANT, Station, key_of
from tests.databases import patient_engine
from tests.meetings import MORNING, UNIT, ask, at
from tests.services.forgetting import forget, whole
from tests.services.proved import POWYS_SERGEANT, STREAM, morning, offers
from tests.store.trails import unguard

DAYS = FORCE.retention_days["incidents"]
LINE = "Ring the informant before noon"


def bodies(station: Station) -> list[dict[str, Any] | None]:
    """What the meeting's trail says, row by row; None where a row keeps only its proof."""
    asked = select(trail.c.body).where(trail.c.stream == STREAM).order_by(trail.c.seq)
    found = station.see(lambda work: list(work.conn.execute(asked).scalars()))
    return [json.loads(body) if body else None for body in found]


def said(station: Station) -> str:
    """All words of the meeting's trail."""
    return json.dumps(bodies(station))


@pytest.fixture
def settled(empty: Station) -> Station:
    """A morning's meeting, and of the incident that it reviewed nothing waits but a promise."""
    morning(empty)
    at(empty, 60).about("201").record(SERGEANT, "47/201/26")
    for number in ("201", "202"):
        if (its := at(empty, 61).about(number)).offence().sign_off_due:
            its.sign_off(INSPECTOR)
    return empty


def kept(station: Station) -> Station:
    """The same, when the last promise has been kept too."""
    for one in station.see(stored.owed, UNIT):
        ask(at(station, 90), promises.keep, OTHER_OFFICER, one.id)
    return station


def old(station: Station, days: int = 1) -> Station:
    """When nothing has happened for longer than incidents are kept."""
    return at(station, 120, DAYS + days)


def test_a_promise_that_is_owed_keeps_its_incident_and_a_kept_one_does_not(settled: Station) -> None:
    assert forget(old(settled)).incidents == 1  # the one recorded at the meeting
    assert settled.about("201").incident().key == key_of("201")
    assert forget(old(kept(settled))).incidents == 1


def test_what_a_meeting_said_of_a_forgotten_incident_is_erased_with_it(settled: Station) -> None:
    assert LINE in said(settled)
    assert forget(old(kept(settled))).incidents == 2
    assert LINE not in said(settled)
    assert "Look at the camera" not in said(settled)
    facts = [body for body in bodies(settled) if body]
    assert str(key_of("201")) not in {fact["values"].get("incident") for fact in facts}


def test_what_a_meeting_said_of_others_and_of_itself_stays(settled: Station) -> None:
    before = bodies(settled)
    forget(old(kept(settled)))
    gone = {str(key_of("201")), str(key_of("202"))}
    for was, now in zip(before, bodies(settled), strict=False):
        assert was is not None
        assert now == (None if was["values"].get("incident") in gone else was)


def test_the_trail_is_whole_afterwards_and_so_are_the_meetings_rows(settled: Station) -> None:
    forget(old(kept(settled)))
    erased = sum(body is None for body in bodies(settled))
    assert erased == 8  # on the list twice, reviewed, decided, two promises, both kept
    found = settled.see(lambda work: verify(work.conn))
    assert (found.doubts, found.meetings) == ((), 1)
    assert found.erased > erased


def test_the_record_of_the_meeting_says_nothing_of_it_any_more(settled: Station) -> None:
    forget(old(kept(settled)))
    paper = settled.see(papers.of, UNIT, MORNING)
    assert {str(one.key) for one in paper.items} == {str(key_of("203")), str(key_of("204"))}
    assert paper.promises == ()


def test_a_meeting_forgotten_first_leaves_no_words_of_an_incident_forgotten_later(settled: Station) -> None:
    [waiting] = [o for o in settled.see(offers) if o.state == "offered"]
    ask(at(settled, 100), unit_offers.accept, POWYS_SERGEANT, waiting.id)
    late = old(kept(settled))
    late.do(retention.forget)
    assert late.see(stored_meetings.on, UNIT, MORNING) is None
    assert whole(late.store)[0]
    forget(late)
    assert LINE not in said(late)
    assert whole(late.store)[0]


def test_words_of_a_meeting_that_somebody_else_erased_are_a_doubt(
    settled: Station, database_url: str
) -> None:
    forget(old(kept(settled)))
    its = (trail.c.stream == STREAM, trail.c.body.like("%item_listed%"), trail.c.body.like("%:203%"))
    engine = patient_engine(database_url)
    with engine.connect() as conn:  # what is done on it is not committed
        unguard(conn)
        conn.execute(update(trail).where(*its).values(body=None))
        [doubt] = verify(conn).doubts
    engine.dispose()
    assert (doubt.wrong, doubt.stream) == (Wrong.ERASED_UNTOLD, STREAM)


@pytest.mark.parametrize("kind", ["item_reviewed", "meeting_ended", "meeting_attended"])
def test_the_database_refuses_to_erase_what_a_meeting_said(
    settled: Station, database_url: str, kind: str
) -> None:
    forget(old(settled))
    engine = patient_engine(database_url)
    erase = text("UPDATE trail SET body = NULL WHERE stream = :of AND body LIKE :kind")
    with engine.connect() as conn, pytest.raises(DBAPIError, match="words of what is kept"):
        conn.execute(erase, {"of": STREAM, "kind": f"%{kind}%"})
    engine.dispose()
