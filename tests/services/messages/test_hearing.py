"""A request takes effect once, however often Slack delivers it; the second delivery changes nothing."""

from datetime import timedelta

import pytest

from bot.domain.refusal import Refused
from bot.services import preferences
from bot.services.case import Request
from bot.services.ladder import acknowledging
from bot.store import inbox
from bot.store.inbox import Repeated
from tests.builders import AT, DDM, INSPECTOR, OFFICER, REGISTRAR, SERGEANT, Station, everything

STEPS = {
    "allocate": (SERGEANT, OFFICER),
    "add_offence": (OFFICER,),
    "record": (OFFICER,),
    "sign_off": (SERGEANT,),
    "cancel": (REGISTRAR,),
    "negate": (SERGEANT,),
    "confirm": (INSPECTOR,),
    "reopen": (OFFICER,),
    "send_back": (INSPECTOR,),
}
BEFORE = {
    "sign_off": ("record",),
    "cancel": ("record",),
    "confirm": ("negate",),
    "reopen": ("negate", "confirm"),
    "send_back": ("negate",),
}


@pytest.mark.parametrize("step", STEPS)
def test_the_same_delivery_again_is_known_and_changes_nothing(station: Station, step: str) -> None:
    for earlier in BEFORE.get(step, ()):
        getattr(station, earlier)(*STEPS[earlier])
    getattr(station, step)(*STEPS[step], request="ask:once")
    before = everything(station.store)
    for _ in range(3):
        with pytest.raises(Repeated):
            getattr(station.later(minutes=1), step)(*STEPS[step], request="ask:once")
    assert everything(station.store) == before


def test_a_refused_request_may_be_tried_again_and_then_takes_effect(station: Station) -> None:
    with pytest.raises(Refused):
        station.confirm(INSPECTOR, request="ask:early")
    station.negate(SERGEANT)
    station.confirm(INSPECTOR, request="ask:early")


def test_got_it_and_a_language_take_effect_once_too(station: Station) -> None:
    station.later(hours=24).move_on()
    [alert] = station.messages()
    for service, words in ((acknowledging.got_it, alert.key), (preferences.speak, "cy")):
        asked = Request(f"ask:{service.__name__}", INSPECTOR)
        station.do(service, asked, words)
        before = everything(station.store)
        with pytest.raises(Repeated):
            station.do(service, asked, words)
        assert everything(station.store) == before


def test_a_language_is_kept_and_the_last_choice_counts(station: Station) -> None:
    for place, language in enumerate(("cy", "en", "cy")):
        station.do(preferences.speak, Request(f"ask:{place}", OFFICER), language)
    assert station.see(preferences.languages) == {OFFICER: "cy"}


def test_deliveries_are_forgotten_only_when_slack_cannot_repeat_them(station: Station) -> None:
    station.record(OFFICER, request="ask:old")
    station.later(hours=47).do(inbox.forget_before, AT - timedelta(seconds=1))
    with pytest.raises(Repeated):
        station.sign_off(SERGEANT, request="ask:old")
    assert station.do(inbox.forget_before, AT + timedelta(seconds=1)) == 1


def test_whoever_is_not_on_todays_roster_does_nothing(station: Station) -> None:
    before = everything(station.store)
    for collar in ("999999", "", "feed"):
        with pytest.raises(Refused) as told:
            station.record(collar)
        assert told.value.message_id == "not_on_roster"
    assert everything(station.store) == before


def test_an_officer_who_has_left_is_not_allocated_to(station: Station) -> None:
    with pytest.raises(Refused) as told:
        station.allocate(SERGEANT, "no such collar")
    assert told.value.message_id == "not_on_roster"
    assert station.incident().oic is None


def test_a_designated_decision_maker_takes_part_like_anybody(station: Station) -> None:
    station.negate(DDM)
    station.confirm(INSPECTOR)
    assert station.offence().decided_by == DDM
