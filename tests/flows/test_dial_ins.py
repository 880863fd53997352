"""The Registrar's dial-in as people live it: invitation, answer, deputy, move, what came of it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.migrations import upgrade
from tests.flows.dial_in_rig import calendars, form_of, hears, later, registrar, sent, told
from tests.flows.rig import Place, at_work, say

TITLE = "Force, Wednesday 25 November, 14:00"


@pytest.fixture
async def quiet(tmp_path: Path) -> AsyncIterator[Place]:
    """One bot over Socket Mode on SQLite: what differs between databases is tried without Slack."""
    url = f"sqlite:///{tmp_path / 'cofnod.db'}"
    upgrade(url)
    async with at_work(url, tmp_path) as place:
        yield place


async def test_a_dial_in_from_its_invitation_to_a_ruling(place: Place) -> None:
    await later(place, minutes=1)
    shown = await told(place, place.sergeant, "Dial-in", TITLE)
    [calendar] = await calendars(place, shown)
    assert str(calendar["method"]) == "PUBLISH"
    assert "you are coming" in (await shown.click("Coming", expect="answer")).text
    await shown.becomes("You are coming.")
    await later(place, days=4, hours=14, minutes=50)  # an hour before
    last = await told(place, place.sergeant, TITLE, "I am here")
    assert "when you are in the call" in (await last.click("I am here", expect="answer")).text
    await later(place, minutes=65)
    assert "you are there" in (await last.click("I am here", expect="answer")).text
    form = await form_of(registrar(place), "/dial-in notes force")
    said = await sent(
        form, Notes="Record first.", A_further_question="Is it late?", Its_answer="After 24 hours."
    )
    assert "Published, with 1 ruling." in said
    await later(place, minutes=1)
    await told(place, place.sergeant, "Notes of the dial-in", "Record first.", "After 24 hours.")
    assert "After 24 hours." in (await say(place.officer, "/ruling LATE")).text


async def test_a_deputy_is_chosen_and_told_and_may_say_no(quiet: Place) -> None:
    await later(quiet, minutes=1)
    invitation = await told(quiet, quiet.inspector, TITLE)
    form = await invitation.click("Send my deputy")
    await form.fill({"Who goes in your place": "2201"})
    assert "A deputy is somebody else" in str((await form.submit()).errors)
    await form.fill({"Who goes in your place": "842"})
    assert (await form.submit()).ok
    await later(quiet, minutes=1)
    asked = await told(quiet, quiet.officer, "Hughes sends you to the dial-in")
    await invitation.becomes("Rees goes in your place.")
    await asked.click("Not coming")
    await later(quiet, minutes=1)
    assert await hears(quiet, quiet.inspector, "Rees cannot go in your place") == 1


async def manage(place: Place, what: str, **values: str) -> str:
    """Let the Registrar move or cancel the dial-in of the whole force."""
    answer = await say(registrar(place), "/dial-in")
    return await sent(await answer.click(what, near="dial-in: Force"), **values)


async def test_the_invitation_keeps_its_uid_over_a_move_and_a_cancellation(quiet: Place) -> None:
    await later(quiet, days=2, hours=12)  # Monday, 10:10
    first = await told(quiet, quiet.sergeant, TITLE)
    await manage(quiet, "Move", To_which_day="2026-11-26", Begins_at="10:30", A_line_about_why="A court day.")
    await later(quiet, minutes=1)
    moved = await told(quiet, quiet.sergeant, "Changed", "Thursday 26 November, 10:30", "A court day.")
    await first.becomes("Thursday 26 November")
    await manage(quiet, "Cancel", What_is_cancelled="only this one")
    await later(quiet, minutes=1)
    gone = await told(quiet, quiet.sergeant, "Cancelled: dial-in Force", "*Cancelled.*")
    [before], [then], [now] = [await calendars(quiet, message) for message in (first, moved, gone)]
    events = [file.walk("VEVENT")[0] for file in (before, then, now)]
    assert [str(file["method"]) for file in (before, then, now)] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert len({str(event["uid"]) for event in events}) == 1
    assert [int(event["sequence"]) for event in events] == [0, 1, 2]
    assert events[1]["dtstart"].dt.astimezone(UTC) == datetime(2026, 11, 26, 10, 30, tzinfo=UTC)


async def test_the_registrar_schedules_a_series_and_nobody_else_may(quiet: Place) -> None:
    await later(quiet, days=2, hours=12)
    refused = await say(quiet.sergeant, "/dial-in schedule")
    assert "for these alone: Registrar, deputy Registrar" in refused.text
    form = await form_of(registrar(quiet), "/dial-in schedule")
    await form.fill({"How to join": "http://calls.example.org/", "Its name in English": "Custody"})
    assert list((await form.submit()).errors) == ["How to join"]
    done = await sent(
        form, Day_of_the_week="Friday", Ranks=["sergeants"], How_to_join="https://c.example.org/1"
    )
    assert "Scheduled: the dial-in Custody, for 5 people" in done
    await later(quiet, minutes=1)
    shown = await told(quiet, quiet.sergeant, "Custody, Friday 27 November, 14:00")
    assert "https://c.example.org/1" in str(shown.raw["blocks"])
    assert await hears(quiet, quiet.inspector, "Custody") == 0


async def test_a_ruling_is_given_found_and_superseded(quiet: Place) -> None:
    told = await say(quiet.sergeant, "/ruling new")
    assert "for these alone: Registrar" in told.text
    form = await form_of(registrar(quiet), "/ruling new")
    assert "Ruling 1 is given." in await sent(form, The_question="Is a gŵyl public?", Your_answer="It is.")
    found = await say(registrar(quiet), "/ruling GWYL")
    form = await found.click("Supersede")
    assert "takes the place of 1" in await sent(form, Your_answer="It is, by day.")
    shown = await say(quiet.sergeant, "/ruling gŵyl public")
    assert shown.text.index("It is, by day.") < shown.text.index("superseded by 2")
    assert "Supersede" not in shown.buttons


async def test_only_what_one_may_is_listed_by_the_help_and_for_a_word_that_is_none(quiet: Place) -> None:
    unknown = await say(quiet.sergeant, "/dial-in nxet")
    assert "I don't know “nxet” here. There are: ask." in unknown.text
    assert "schedule" not in (await say(quiet.sergeant, "/cofnod help")).text
    listed = await say(registrar(quiet), "/dial-in nxet")
    assert "There are: schedule, notes, ask." in listed.text
    assert "[schedule [SERIES]|notes [SERIES]]" in (await say(registrar(quiet), "/cofnod help")).text
