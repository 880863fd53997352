"""A word in confidence: to whom it goes, how long it is kept, and that it is counted and nothing else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.duty import DutyChange
from bot.domain.people import Person, Roster
from bot.services import speaking_up
from bot.services.messages import outcomes
from bot.services.speaking_up import BULLETIN
from bot.store import outbox, trail
from bot.store.inbox import Repeated
from bot.store.outbox import Message
from bot.store.tables import confidences
from bot.store.work import Work
from tests.builders import AT, OFFICER, REGISTRAR, ROSTER, Station, refused
from tests.services.dial_in_rig import asked, look

WORDS = "I was told to leave it until Monday."
DEPUTY = Person("9003", "", "Bevan", "staff", "", frozenset({"deputy_registrar"}))
LEAVE = DutyChange(REGISTRAR, False, AT - timedelta(hours=1), AT + timedelta(days=6))


def speak(station: Station, words: str = WORDS) -> list[str]:
    """Let somebody speak up; gives who gets it."""
    return [p.collar for p in station.do(speaking_up.speak, asked(OFFICER), words, "words")]


def waiting(station: Station) -> list[Message]:
    """The messages that carry words in confidence."""

    def read(work: Work) -> list[Message]:
        keys = work.conn.execute(select(confidences.c.key)).scalars().all()
        return [m for key in keys if (m := outbox.by_key(work, key))]

    return list(station.see(read))


def staffed(station: Station, *people: Person, without: str = "") -> Station:
    """The same station with others on its roster, or without somebody."""
    kept = tuple(p for p in ROSTER.people if p.collar != without)
    station.store.roster = Roster((*kept, *people))
    return station


def test_it_goes_to_the_registrar_alone_even_at_night(empty: Station) -> None:
    station = staffed(empty, DEPUTY)
    assert speak(station.later(hours=9)) == [REGISTRAR]
    [message] = waiting(station)
    assert (message.channel, message.bulletin) == ("@9001", BULLETIN)


def test_the_deputy_gets_it_where_no_registrar_is_there_within_three_days(empty: Station) -> None:
    [registrar] = [p for p in ROSTER.people if p.collar == REGISTRAR]
    on_leave = replace(registrar, changes=(LEAVE,))
    assert speak(staffed(empty, DEPUTY, on_leave, without=REGISTRAR)) == ["9003"]
    assert speak(staffed(empty, on_leave, without=REGISTRAR)) == [REGISTRAR]
    assert refused(speak, staffed(empty, without=REGISTRAR)).message_id == "nobody_to_tell"


def test_the_words_go_when_slack_has_accepted_them_and_not_before(empty: Station) -> None:
    speak(empty)
    [message] = waiting(empty)
    assert empty.see(speaking_up.words_of, message.key) == WORDS
    empty.do(outcomes.undelivered, message, "channel_not_found")
    assert empty.see(speaking_up.words_of, message.key) == WORDS
    empty.do(outcomes.accepted, message, "1.1")
    assert empty.see(speaking_up.words_of, message.key) is None
    assert empty.see(outbox.by_key, message.key) is None


def test_the_same_delivery_again_sends_nothing(empty: Station) -> None:
    request = asked(OFFICER)
    empty.do(speaking_up.speak, request, WORDS)
    with pytest.raises(Repeated):
        empty.later(minutes=1).do(speaking_up.speak, request, WORDS)
    assert len(waiting(empty)) == 1


def test_no_instant_of_the_day_is_kept_with_it(empty: Station) -> None:
    speak(empty)
    [message] = waiting(empty)
    midnight = datetime(2026, 11, 20, tzinfo=UTC)
    assert message.put_at == midnight
    assert message.seq == int(midnight.timestamp() * 1_000_000)
    empty.do(outcomes.undelivered, message, "channel_not_found")
    told = empty.see(outbox.by_key, f"undelivered:{message.key}:channel_not_found")
    assert told.put_at == midnight


def counts(station: Station, day: str) -> list[dict[str, object]]:
    """What the trail says of a day."""

    def read(work: Work) -> list[dict[str, object]]:
        return [dict(row.body["values"]) for row in trail.rows(work.conn, f"speak_up:{day}")]

    return list(station.see(read))


def test_what_slack_never_takes_is_erased_in_the_end_and_the_trail_says_so(empty: Station) -> None:
    speak(empty)
    look(empty.later(days=29))
    assert len(waiting(empty)) == 1
    look(empty.later(days=31))
    assert waiting(empty) == []
    assert counts(empty, "2026-11-20") == [{"count": 1}]
    assert counts(empty, "2026-12-21") == [{"count": 0, "lost": 1}]


@pytest.mark.parametrize(
    ("words", "code"), [("x" * 1501, "line_too_long"), ("Her postcode is SA31 2PF", "about_a_person")]
)
def test_what_is_too_long_or_personal_is_refused_and_not_kept(empty: Station, words: str, code: str) -> None:
    told = refused(speak, empty, words)
    assert (told.message_id, told.values["block_id"]) == (code, "words")
    assert waiting(empty) == []
