"""A claimed reference in Slack: confirmed, or open again and told; and what the Registrar is shown."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.migrations import upgrade
from bot.services.crimes import lapsing, records
from bot.store import claims
from tests.builders import hours, key_of
from tests.crimes import NICHE, crime
from tests.flows.rig import CARMS, Place, at_work, say
from workspace.click import Person

OURS = "#force-registrar"


@pytest.fixture
async def listening(tmp_path: Path) -> AsyncIterator[Place]:
    """A bot over signed HTTP that polls a crime system."""
    url = f"sqlite:///{tmp_path / 'cofnod.db'}"
    upgrade(url)
    async with at_work(url, tmp_path, "http") as place:
        await place.app.kit.store.write(claims.feeds_are, place.at, [NICHE])
        yield place


async def tell(place: Place, *reports: object) -> None:
    """Let the crime system tell of records, and be known to have got so far."""
    await place.app.kit.store.write(records.take, place.at, NICHE, reports)
    await place.app.kit.store.write(lapsing.judge, place.at, NICHE, place.at, True)
    await place.settle()


def registrar(place: Place) -> Person:
    return place.workspace.person("U0PROBERT")


async def test_a_claimed_reference_says_so_until_the_crime_system_has_it(listening: Place) -> None:
    await listening.receive("601")
    answer = await say(listening.sergeant, "/record 601 47/601/26")
    assert "the crime system has not shown it yet" in answer.text
    assert "has not shown it yet" in (await say(listening.sergeant, "/incident 601")).text
    assert "Claimed" in (await say(listening.sergeant, "/why 601")).text
    await tell(listening, crime("47/601/26", "601", created_at=listening.at))
    shown = await say(listening.sergeant, "/why 601")
    assert "601/20-11 is confirmed" in shown.text
    assert "Claimed; the crime" not in shown.text


async def test_a_lapsed_claim_is_told_to_its_decider_and_recorded_by_its_button(
    listening: Place,
) -> None:
    await listening.receive("602")
    await say(listening.sergeant, "/record 602 47/602/26")
    await listening.move(hours=5)
    await tell(listening)
    alert = await listening.sergeant.expect_message(CARMS, "602/20-11.1 is open again")
    assert "<@U0MORGAN>" in alert.raw["text"]
    told_of = listening.station("602").facts("people_told")[-1]["values"]
    assert (told_of["people"], told_of["channel"]) == (["1101"], "bcu-carmarthenshire")
    form = await alert.click("Record", expect="form")
    result = await (await form.fill({"Crime reference": "47/603/26"})).submit()
    assert result.form is not None
    await listening.settle()
    assert "Record" not in (await alert.becomes("recorded")).buttons


async def test_the_crime_of_another_incident_is_refused_with_the_way_out(listening: Place) -> None:
    await listening.receive("603")
    await listening.receive("604", "criminal_damage")
    await tell(listening, crime("47/604/26", "604", "damage", created_at=listening.at))
    refused = await say(listening.sergeant, "/record 603 47/604/26")
    assert "under 604/20-11" in refused.text
    assert "AR" in refused.text
    assert "Recorded" in (await say(listening.sergeant, "/record 603 AR 47/604/26")).text


async def test_a_record_of_before_the_report_says_so_and_can_be_named(listening: Place) -> None:
    await listening.receive("606")
    await tell(listening, crime("47/606/26", "606", created_at=listening.at - hours(9)))
    card = await say(listening.sergeant, "/incident 606")
    assert "it was recorded before this was reported" in card.text
    assert "which was recorded before this was reported" in (await say(listening.sergeant, "/why 606")).text
    assert "/record 606/20-11.1 AR 47/606/26" in card.text
    await say(listening.sergeant, "/record 606/20-11.1 AR 47/606/26")
    after = await say(listening.sergeant, "/incident 606")
    assert "waits to be matched" not in after.text
    assert "Recorded by PS 1101 Morgan" in after.text


async def test_a_waiting_record_shows_how_it_is_matched_and_the_words_do_it(listening: Place) -> None:
    await listening.receive("605")
    await say(listening.sergeant, "/add-offence 605 told 22:05 shoplifting")
    await tell(listening, crime("47/605/26", "605", created_at=listening.at))
    card = await say(listening.sergeant, "/incident 605")
    assert "/record 605/20-11.1 47/605/26" in card.text
    await say(listening.sergeant, "/record 605/20-11.1 47/605/26")
    assert [str(o.state) for o in listening.station("605").offences()] == ["recorded", "open"]


async def cancelled(place: Place, number: str, category: str = "theft", kind: str = "theft") -> None:
    """A record that was cancelled in the crime system by nobody that it names."""
    await place.receive(number, category)
    made = crime(f"47/{number}/26", number, kind, created_at=place.at)
    gone = crime(
        f"47/{number}/26", number, kind, created_at=place.at, cancelled_at=place.at, cancel_code="C3"
    )
    await tell(place, made)
    await tell(place, gone)


async def test_a_cancellation_by_nobody_is_shown_to_the_registrar_who_reopens_it(listening: Place) -> None:
    await cancelled(listening, "606")
    message = await registrar(listening).expect_message(OURS, "606/20-11.1", "nobody is named")
    assert "606" in (await say(registrar(listening), "/queue cancellations", OURS)).text
    answer = await message.click("Reopen", expect="answer")
    await listening.settle()
    assert "Reopened" in answer.text
    assert listening.state("606") == "open"
    assert "Reopen" not in (await message.becomes("dealt with it")).buttons
    assert "No cancellation" in (await say(registrar(listening), "/queue cancellations", OURS)).text


async def test_seen_takes_a_restricted_one_off_the_list_which_says_its_code_only(listening: Place) -> None:
    await cancelled(listening, "607", "rape", "rape")
    message = await registrar(listening).expect_message(OURS, "607/20-11.1")
    assert "rape" in message.text
    assert "Rape" not in message.text
    assert "off your list" in (await message.click("Seen", expect="answer")).text
    await listening.settle()
    assert "Seen" not in (await message.becomes("dealt with it")).buttons
    assert listening.state("607") == "cancelled"


async def test_what_was_signed_off_and_then_moved_the_registrar_opens_by_its_button(listening: Place) -> None:
    for number in ("609", "610"):
        await listening.receive(number)
    made = crime("47/609/26", "609", created_at=listening.at)
    await tell(listening, made)
    await say(listening.sergeant, "/sign-off 609")
    await tell(listening, replace(made, incident=key_of("610")))
    message = await registrar(listening).expect_message(OURS, "609/20-11.1", "moved to another incident")
    assert "Registrar" in (await say(listening.sergeant, "/reopen 609")).text
    assert "Reopened" in (await message.click("Reopen", expect="answer")).text
    await listening.settle()
    assert (listening.state("609"), listening.state("610")) == ("open", "recorded")
    assert "Reopen" not in (await message.becomes("dealt with it")).buttons


async def test_nobody_but_the_registrar_is_shown_what_waits_for_them(listening: Place) -> None:
    await cancelled(listening, "608")
    answer = await say(listening.sergeant, "/queue cancellations")
    assert "for the Registrar" in answer.text
    assert "608" not in answer.text
    for channel in ("C0CARMS", "C0OPS"):
        shown = await listening.workspace.person("U0MORGAN").messages(channel)
        assert not any("nobody is named" in m.text for m in shown)
