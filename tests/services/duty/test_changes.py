"""Duty by word: who may enter it, what it changes at once, and the cover who is told and may decline."""

from datetime import UTC, datetime
from typing import Any

from bot.services import standing
from bot.services.case import Request
from bot.services.decisions import forms
from bot.services.duty import changes, cover
from bot.services.duty.cover import covered, covering
from bot.store import trail
from bot.store.store import Store
from tests.builders import (
    AT,
    FIM,
    INSPECTOR,
    OFFICER,
    OTHER_INSPECTOR,
    OTHER_SERGEANT,
    SERGEANT,
    Station,
    hours,
    refused,
)  # fmt: skip

UNTIL = datetime(2026, 12, 5, tzinfo=UTC)
CHIEF = "3101"


def enter(station: Station, service: Any, by: str, *args: Any, **named: Any) -> Any:
    """Let somebody enter duty."""
    return station.do(service, Request(f"ask:{next(station._ids)}", by), *args, **named)


def leave(station: Station, away: str = INSPECTOR, by: str = CHIEF, **named: Any) -> Any:
    return enter(station, changes.off_duty, away, away, None, UNTIL, **{"cover": by, **named})


def day_facts(station: Station) -> list[dict[str, Any]]:
    stream = f"duty:{station.at.date()}"
    return station.see(lambda work: [dict(r.body) for r in trail.rows(work.conn, stream)])


def test_who_goes_off_is_no_candidate_on_duty_any_more(station: Station) -> None:
    done = enter(station, changes.off_duty, OFFICER, OFFICER)
    assert done.change.ends == datetime(2026, 11, 21, 3, tzinfo=UTC), "the end of the Friday tour"
    [rees] = station.see(forms.officers, "842", "carmarthenshire")
    assert rees.until is None
    me = station.see(standing.of, rees.person)
    assert me.until is None


def test_going_off_counts_what_is_still_held_and_the_trail_of_the_day_tells_it(station: Station) -> None:
    station.allocate(SERGEANT, OFFICER)
    done = enter(station, changes.off_duty, OFFICER, OFFICER)
    assert (done.holds, done.back.begins) == (1, datetime(2026, 11, 21, 13, tzinfo=UTC))
    [fact] = day_facts(station)
    assert (fact["kind"], fact["by"], fact["values"]["collar"]) == ("went_off_duty", OFFICER, OFFICER)
    assert done.mark


def test_a_sergeant_enters_for_their_officer_and_nobody_for_a_stranger(station: Station) -> None:
    done = enter(station, changes.off_duty, SERGEANT, OFFICER)
    assert (done.by.collar, done.person.collar) == (SERGEANT, OFFICER)
    told = refused(enter, station, changes.on_duty, OTHER_SERGEANT, OFFICER, AT + hours(4))
    assert told.message_id == "not_yours_to_enter"
    assert enter(station, changes.on_duty, FIM, OFFICER, AT + hours(4)).change.on


def test_a_refused_change_leaves_everything_as_it_was(station: Station) -> None:
    refused(enter, station, changes.on_duty, OFFICER, OFFICER, None)
    assert day_facts(station) == []


def test_a_cover_is_told_at_once_while_on_duty_and_stands_in(station: Station) -> None:
    done = leave(station)
    assert done.cover.collar == CHIEF
    [told] = station.messages(cover.COVER)
    assert told.channel == f"@{CHIEF}"
    assert station.see(covering, INSPECTOR) == CHIEF
    assert station.see(covered, CHIEF) == (INSPECTOR,)
    assert station.see(covering, CHIEF) == CHIEF


def test_a_cover_who_is_off_duty_is_told_when_their_tour_begins(station: Station) -> None:
    night = station.later(hours=8)
    leave(night)
    assert night.do(cover.tell_untold) == 0
    assert night.messages(cover.COVER) == []
    morning = station.later(hours=18)
    assert (morning.do(cover.tell_untold), morning.do(cover.tell_untold)) == (1, 0)
    assert len(morning.messages(cover.COVER)) == 1


def test_a_cover_who_declines_stands_in_no_more_and_a_supervisor_is_told(station: Station) -> None:
    ident = leave(station).change.id
    other = refused(enter, station, cover.decline, OTHER_INSPECTOR, ident)
    assert other.message_id == "cover_over"
    enter(station, cover.decline, CHIEF, ident)
    assert station.see(covering, INSPECTOR) == INSPECTOR
    [told] = station.messages(cover.DECLINED)
    assert told.channel == f"@{FIM}", "the inspector who entered it is off duty"
    assert refused(enter, station, cover.decline, CHIEF, ident).message_id == "cover_over"
    assert [f["kind"] for f in day_facts(station)] == ["went_off_duty", "cover_declined"]


def test_coming_back_early_ends_the_cover_and_its_message_says_so(station: Station) -> None:
    ident = leave(station).change.id
    later = station.later(hours=2)
    enter(later, changes.on_duty, INSPECTOR, INSPECTOR)
    assert later.see(cover.of_change, ident).state == "over"
    assert later.see(covering, INSPECTOR) == INSPECTOR
    [told] = later.messages(cover.COVER)
    assert told.wanted == 2, "brought up to date"


def test_cover_is_refused_for_constables_and_by_lower_ranks(station: Station) -> None:
    assert refused(leave, station, OFFICER).message_id == "cover_not_needed"
    assert refused(leave, station, INSPECTOR, SERGEANT).message_id == "cover_cannot"


async def test_two_who_decline_at_once_are_one_who_does(station: Station) -> None:
    ident = leave(station).change.id
    won = await at_once(station.store, cover.decline, [Request(f"r:{n}", CHIEF) for n in range(4)], ident)
    assert won == 1
    assert len([f for f in day_facts(station) if f["kind"] == "cover_declined"]) == 1


async def at_once(store: Store, service: Any, requests: list[Request], *args: Any) -> int:
    """How many of some requests at once took effect."""
    import asyncio

    tries = [store.write(service, AT, request, *args) for request in requests]
    results = await asyncio.gather(*tries, return_exceptions=True)
    return sum(not isinstance(result, Exception) for result in results)
