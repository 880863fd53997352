"""Handing over: what is offered, who takes it, what that changes, and that no other decision is undone."""

from typing import Any

import pytest

from bot.domain.listing import Scope
from bot.services.case import Request
from bot.services.duty import changes
from bot.services.handovers import answers, messages, offering
from bot.services.incidents import listings
from bot.store import duty_changes, forgetting
from bot.store import handovers as stored
from bot.store.forgetting import Old
from bot.store.handovers import Handover
from tests.builders import (
    AT,
    FIM,
    FORCE,
    INSPECTOR,
    OFFICER,
    OTHER_OFFICER,
    OTHER_SERGEANT,
    SERGEANT,
    Station,
    hours,
    refused,
    report,
)  # fmt: skip
from tests.services.duty.test_changes import at_once, day_facts, enter

OTHER = ("124", "125")


@pytest.fixture
def held(station: Station) -> Station:
    """An officer holds three thefts that a sergeant allocated."""
    station.receive(*(report(number, ago=3) for number in OTHER))
    for number in ("123", *OTHER):
        station.about(number).allocate(SERGEANT, OFFICER)
    return station


def offer(station: Station, by: str = OFFICER, to: str = SERGEANT, chosen: Any = None) -> offering.Offered:
    made: offering.Offered = enter(station, offering.offer, by, to, chosen)
    return made


def answer(station: Station, service: Any, by: str, made: offering.Offered, *args: Any) -> Any:
    return enter(station, service, by, made.handover.id, *args)


def holders(station: Station) -> list[tuple[str | None, str | None]]:
    """Of each incident, whose it is and who sees to it."""
    found = [station.about(n).incident() for n in ("123", *OTHER)]
    return [(i.oic, i.supervised_by) for i in found]


def kept(station: Station, made: offering.Offered) -> Handover:
    found = station.see(stored.by_id, made.handover.id)
    assert found is not None
    return found


def test_an_offer_changes_nothing_until_it_is_taken_over(held: Station) -> None:
    made = offer(held)
    assert [h.incident.key.number for h in made.items] == ["124", "125", "123"], "first what is first due"
    assert holders(held) == [(OFFICER, SERGEANT)] * 3
    assert [m.channel for m in held.messages(messages.TO)] == [f"@{SERGEANT}"]
    assert [m.channel for m in held.messages(messages.BY)] == [f"@{OFFICER}"]


def test_taking_over_changes_the_officer_and_both_trails_tell_it(held: Station) -> None:
    done = answer(held, answers.accept, SERGEANT, offer(held))
    assert (len(done.taken), done.left, done.gone) == (3, (), ())
    assert holders(held) == [(SERGEANT, SERGEANT)] * 3
    assert held.facts("handover_accepted")[0]["values"]["oic"] == SERGEANT
    assert [f["kind"] for f in day_facts(held)] == ["handover_offered", "handover_accepted"]
    assert [m.channel for m in held.messages(messages.ANSWER)] == [f"@{OFFICER}"]
    assert held.offence().due_at == AT + hours(23), "no clock is stopped or moved"


def test_a_sergeant_hands_over_what_they_see_to_and_each_officer_stays(held: Station) -> None:
    made = offer(held, SERGEANT, OTHER_SERGEANT)
    answer(held, answers.accept, OTHER_SERGEANT, made)
    assert holders(held) == [(OFFICER, OTHER_SERGEANT)] * 3
    mine = held.see(listings.asked, Scope(mine=OTHER_SERGEANT), people(held, OTHER_SERGEANT), "en")
    assert [line.key.number for line in mine.lines] == ["124", "125", "123"]
    gone = held.see(listings.asked, Scope(mine=SERGEANT), people(held, SERGEANT), "en")
    assert gone.lines == ()


def people(station: Station, collar: str) -> Any:
    return station.see(lambda work: work.roster.by_collar(collar))


def test_some_may_be_taken_and_the_rest_stays_with_a_reason(held: Station) -> None:
    made = offer(held)
    first = made.items[0].incident.id
    done = answer(held, answers.accept, SERGEANT, made, [first], "Two at court today.")
    assert [len(done.taken), len(done.left)] == [1, 2]
    assert holders(held) == [(OFFICER, SERGEANT), (SERGEANT, SERGEANT), (OFFICER, SERGEANT)]
    assert held.facts("handover_declined")[0]["values"]["line"] == "Two at court today."
    assert refused(answer, held, answers.accept, SERGEANT, made).message_id == "handover_over"


def test_what_was_decided_or_given_elsewhere_meanwhile_is_left_out_and_said(held: Station) -> None:
    made = offer(held)
    held.about("124").record(OFFICER, "47/124/26")
    held.about("125").allocate(INSPECTOR, OTHER_OFFICER)
    done = answer(held, answers.accept, SERGEANT, made)
    assert [h.incident.key.number for h in done.taken] == ["123"]
    assert sorted(h.incident.key.number for h in done.gone) == ["124", "125"]
    assert held.about("125").incident().oic == OTHER_OFFICER


def test_declining_needs_a_reason_about_the_work(held: Station) -> None:
    made = offer(held)
    assert refused(answer, held, answers.decline, SERGEANT, made, "  ").message_id == "say_why_not"
    told = refused(answer, held, answers.decline, SERGEANT, made, "Mrs Jones lives at 4 High Street")
    assert told.message_id == "about_a_person"
    answer(held, answers.decline, SERGEANT, made, "Off at four.")
    assert (kept(held, made).state, kept(held, made).line) == ("declined", "Off at four.")
    assert holders(held) == [(OFFICER, SERGEANT)] * 3


def test_a_constable_hands_over_to_a_sergeant_and_to_no_other_constable(held: Station) -> None:
    told = refused(offer, held, OFFICER, OTHER_OFFICER)
    assert (told.message_id, told.values["whys"]) == ("nothing_to_hand_over", ["needs_sergeant"])
    assert refused(offer, held, OFFICER, OFFICER).message_id == "handover_to_yourself"
    assert refused(offer, held, OTHER_OFFICER, SERGEANT).message_id == "nothing_held"


def test_a_restricted_item_is_offered_only_to_who_may_see_it(held: Station) -> None:
    held.receive(report("126", "rape"))
    held.about("126").allocate(FIM, OFFICER)
    made = offer(held)
    assert made.left_out == ((f"126/{AT:%d-%m}", "restricted"),)
    assert len(made.items) == 3


def test_what_became_restricted_goes_from_the_messages_of_a_handover(held: Station) -> None:
    made = offer(held)
    answer(held, answers.accept, SERGEANT, made)
    bulletins = (messages.TO, messages.BY, messages.ANSWER)
    before = [m.wanted for b in bulletins for m in held.messages(b)]
    held.receive(report("124", "rape", ago=3, opening_category="theft"))
    after = [m.wanted for b in bulletins for m in held.messages(b)]
    assert len(before) == 3
    assert all(now > then for now, then in zip(after, before, strict=True)), "what stands is put right"
    shown = held.see(messages.shown, made.handover.id, "en", OFFICER)
    assert shown is not None
    assert (len(shown.items), shown.unseen) == (2, 1)


def test_further_items_join_the_offer_that_stands(held: Station) -> None:
    ids = [h.incident.id for h in held.see(offering.offerable, OFFICER).items]
    first, second = offer(held, chosen=ids[:1]), offer(held, chosen=ids[1:])
    assert first.handover.id == second.handover.id
    assert refused(offer, held).message_id == "nothing_held", "all of it is offered"
    assert len(answer(held, answers.accept, SERGEANT, second).taken) == 3


def test_only_the_two_of_an_offer_may_answer_it(held: Station) -> None:
    made = offer(held)
    for service, by in (
        (answers.accept, OTHER_SERGEANT),
        (answers.accept, OFFICER),
        (answers.withdraw, SERGEANT),
    ):
        assert refused(answer, held, service, by, made).message_id == "handover_not_yours"
    answer(held, answers.withdraw, OFFICER, made)
    assert refused(answer, held, answers.accept, SERGEANT, made).message_id == "handover_over"


def test_an_offer_lapses_after_the_givers_tour_and_stays_with_them(held: Station) -> None:
    made = offer(held)
    assert held.later(hours=13.9).do(answers.lapse) == 0, "on until 03:00, and an hour longer"
    late = held.later(hours=14)
    assert (late.do(answers.lapse), late.do(answers.lapse)) == (1, 0)
    assert kept(late, made).state == "lapsed"
    assert late.messages(messages.ANSWER) == [], "the giver is off duty"


def test_a_taker_who_is_off_duty_is_told_when_they_come_on(held: Station) -> None:
    night = held.later(hours=8)
    made = enter(night, offering.offer, SERGEANT, "3101")
    assert night.messages(messages.TO) == []
    assert night.do(messages.tell_untold) == 0
    morning = held.later(hours=18)
    assert (morning.do(messages.tell_untold), morning.do(answers.lapse)) == (1, 0)
    assert kept(morning, made).told_at == morning.at
    assert refused(offer, held.later(hours=24), OFFICER, "9001").message_id == "off_for_long"


def test_ended_offers_and_old_changes_of_duty_are_forgotten_and_standing_ones_stay(held: Station) -> None:
    answer(held, answers.decline, SERGEANT, offer(held), "Off at four.")
    enter(held, changes.off_duty, "917", "917", None, AT + hours(48))
    standing = offer(held)
    much_later = held.later(days=FORCE.retention_days["messages"] + 3)
    assert much_later.do(stored.forget_before, AT + hours(1)) == 1
    assert much_later.do(duty_changes.forget_before, AT + hours(49)) == 1
    assert kept(held, standing).state == "offered"


def test_an_incident_whose_time_is_over_takes_its_part_of_an_offer_with_it(held: Station) -> None:
    made = offer(held)
    incident = held.incident()
    held.do(forgetting.forget, [Old(incident.id, incident.stream, AT)])
    assert len(held.see(stored.items, made.handover.id)) == 2


RACES = {
    "two who take over": (answers.accept, answers.accept, SERGEANT, SERGEANT),
    "taken over and withdrawn": (answers.accept, answers.withdraw, SERGEANT, OFFICER),
}


@pytest.mark.parametrize("race", RACES)
async def test_of_two_answers_at_once_one_counts_and_the_other_is_told(held: Station, race: str) -> None:
    one, other, by, also = RACES[race]
    made = offer(held)

    def either(work: Any, request: Request, ident: int) -> Any:
        service = one if request.id.endswith(("0", "2")) else other
        return service(work, request, ident)

    requests = [Request(f"race:{n}", by if n in (0, 2) else also) for n in range(4)]
    assert await at_once(held.store, either, requests, made.handover.id) == 1
    whose = {oic for oic, _ in holders(held)}
    assert whose == ({SERGEANT} if kept(held, made).state == "accepted" else {OFFICER})
    ends = [f["kind"] for f in day_facts(held)]
    assert len(ends) == 2, ends
