"""Meetings by word, a long board by its pages, the restricted part, and one that nobody started."""

from datetime import timedelta

import pytest

from bot.domain.incident import IncidentReport
from bot.services.feeds import intake
from tests.builders import key_of
from tests.flows.rig import CARMS, Place, say
from workspace.click import Message, Person

RESTRICTED = "#restricted-incidents"
POWYS = "#bcu-powys"
UNIT = "carmarthenshire"
ONE_DAY = timedelta(days=1)
pytestmark = pytest.mark.asyncio(loop_scope="module")


def chair(place: Place) -> Person:
    """The chief inspector."""
    return place.workspace.person("U0CHAIR")


async def morning(place: Place) -> None:
    """Move on to 08:05 of the next day on which the chair is there, with the lists put."""
    at = place.at.replace(hour=8, minute=5)
    await place.move(seconds=((at if at > place.at else at + ONE_DAY) - place.at).total_seconds())


async def begun(place: Place) -> Message:
    """The board of a new morning, started by word."""
    await morning(place)
    answer = await say(chair(place), "/dmm start @vaughan")
    assert "C/Insp Vaughan chairs it." in answer
    return await board(place)


async def board(place: Place, channel: str = CARMS, by: Person | None = None) -> Message:
    """The board as it stands."""
    await place.settle()
    return await (by or chair(place)).expect_message(channel, "looked at", f"{place.at.day} November")


async def test_a_whole_meeting_is_run_by_words_alone(shared: Place) -> None:
    await shared.receive("401", ago=2)
    await shared.receive("402", ago=3)
    answer = await say(shared.sergeant, "/dmm")
    assert "Next: Sat 08:30 to 09:15" in answer
    await begun(shared)
    assert "Running since 08:05, chaired by C/Insp Vaughan" in await say(shared.sergeant, "/dmm")
    await everybody_takes_part(shared)
    assert "1 is noted as read out" in await say(chair(shared), "/dmm read-out")
    assert "You chair the meeting from now on, by delegation" in await say(shared.inspector, "/dmm chair")
    ended = await say(shared.inspector, "/dmm end RDO nothing to add")
    assert "0 decided, 1 reviewed, 0 offered to another unit, 1 read out, 0 left" in ended


async def everybody_takes_part(shared: Place) -> None:
    assert "noted as here" in await say(shared.officer, "/dmm here")
    assert "were noted as here already" in await say(shared.officer, "/dmm here")
    assert "marked as reviewed" in await say(shared.sergeant, "/dmm review 401 statement booked")
    again = await say(shared.inspector, "/dmm review 401 once more")
    assert "PS Morgan has marked 401/20-11 as reviewed already" in again
    assert "by 14:00: see the pictures" in await say(
        shared.sergeant, "/dmm promise 402 @rees by 14:00 see the pictures"
    )
    assert "Noted as done" in await say(shared.officer, "/dmm done 402")
    assert "to Powys until 18:00" in await say(shared.sergeant, "/dmm move @rees to powys until 18:00")


async def test_what_was_promised_and_not_done_stands_on_the_next_list(shared: Place) -> None:
    await shared.receive("411", ago=1)
    await begun(shared)
    await say(shared.sergeant, "/dmm promise 411 @rees by 14:00 ask the neighbours")
    await say(chair(shared), "/dmm end OUT by phone")
    await morning(shared)
    shown = await shared.sergeant.expect_message(CARMS, "meeting at", "Promised, and not done")
    assert "ask the neighbours" in shown
    assert "not done in time" in shown
    await shown.click("Done", near="411/20-11")
    await shared.settle()
    assert "ask the neighbours" not in await shown.becomes("meeting at")


async def test_a_reason_that_is_missing_or_about_somebody_stands_in_the_form(shared: Place) -> None:
    await shared.receive("421", ago=1)
    shown = await begun(shared)
    form = await shown.click("Reviewed", near="421/20-11", expect="form")
    result = await (await form.fill({"What was said": "her mother Gwen Jones, 52"})).submit()
    assert "log" in result.errors["What was said"]
    form = await shown.click("End the meeting", expect="form")
    await form.fill({"Why it ends over them": "OUT", "What becomes of them": "ring Gwen Jones, 52"})
    assert (await form.submit()).errors.keys() == {"What becomes of them"}
    assert "End the meeting" in (await board(shared)).buttons
    await say(chair(shared), "/dmm end OUT by phone")


async def test_the_restricted_part_is_run_in_its_own_channel(shared: Place) -> None:
    await shared.receive("431", "rape", ago=1)
    shown = await begun(shared)
    assert "431/20-11" not in shown
    part = await board(shared, RESTRICTED, shared.inspector)
    assert "431/20-11" in part
    form = await part.click("Reviewed", near="431/20-11", expect="form")
    await (await form.fill({"What was said": "specialist on her way"})).submit()
    assert "1 of 1 looked at" in await board(shared, RESTRICTED, shared.inspector)
    told = await say(shared.sergeant, "/dmm review 431 anything")
    assert "431" in told
    assert "reviewed" not in told
    await say(chair(shared), "/dmm end")
    await (await chair(shared).form("End the meeting")).close()
    await say(chair(shared), "/dmm end OUT by phone")
    [record] = [m for m in await (await board(shared)).thread() if "record of the meeting" in m.text]
    assert "431/20-11" not in record.text


async def test_another_unit_declines_with_a_reason_that_is_told(shared: Place) -> None:
    await shared.receive("441", ago=1)
    await begun(shared)
    assert "is offered to Powys" in await say(shared.sergeant, "/dmm offer 441 powys it was on their side")
    pugh = shared.workspace.person("U0PUGH")
    assert "441/20-11" in await pugh.expect_message(POWYS, "offers you 441/20-11")
    assert "somebody of that unit answers" in await say(shared.sergeant, "/dmm accept 441")
    assert "stays with Carmarthenshire" in await say(pugh, "/dmm decline 441 the scene is yours", POWYS)
    await shared.settle()
    assert "the scene is yours" in await shared.sergeant.expect_message(CARMS, "Powys declined 441/20-11")
    assert "Powys declined it" in await board(shared)
    answer = await say(shared.sergeant, "/why 441")
    assert "declined it for Powys: “the scene is yours”" in answer
    await say(chair(shared), "/dmm end OUT by phone")


async def test_one_that_nobody_started_is_told_and_may_begin_late(shared: Place) -> None:
    await morning(shared)
    await shared.move(hours=2.5)
    shown = await chair(shared).expect_message(CARMS, "was not held")
    form = await shown.click("Start it late", expect="form")
    assert "counts as not held by now" in form.text
    await form.submit()
    shown = await board(shared)
    assert "Begun late" in shown
    assert "The meeting of Carmarthenshire runs already" in await say(shared.inspector, "/dmm start @hughes")
    await say(chair(shared), "/dmm end OUT by phone")


async def test_what_cannot_be_done_is_said_and_why(shared: Place) -> None:
    await shared.receive("451", ago=1)
    assert "There are: start, end" in await say(shared.sergeant, "/dmm sart")
    assert "No meeting of Carmarthenshire is running" in await say(shared.sergeant, "/dmm here")
    assert "holds no meetings" in await say(shared.sergeant, "/dmm start crb @vaughan")
    assert "time" in await say(shared.sergeant, "/dmm promise 451 @rees by 99:99 anything")
    assert "on no board" in await say(shared.sergeant, "/dmm review 451 anything")
    assert "not offered to anybody" in await say(shared.sergeant, "/dmm accept 451")


async def test_a_long_board_has_pages_that_take_each_others_place(shared: Place) -> None:
    shown = await a_long_board(shared)
    rest = next(label for label in shown.buttons if label.startswith("And "))
    page = await shown.click(rest, expect="form")
    first = page.text
    await page.click("Further", expect="any")
    await page.becomes("Back")
    assert page.text != first
    stack = len((await chair(shared).link.get("views", as_=chair(shared).id))["stack"])
    assert stack == 1, "a page takes the place of the one before"
    await page.click("Reviewed", nth=0)
    form = await chair(shared).form("What was said")
    done = await (await form.fill({"What was said": "looked at on its page"})).submit()
    assert done.form is not None
    assert "1 of 6" in await board(shared)


async def a_long_board(shared: Place) -> Message:
    await morning(shared)
    told = [
        IncidentReport(key_of(str(500 + n)), shared.at - timedelta(minutes=n), "theft", "theft", UNIT)
        for n in range(60)
    ]
    await shared.app.kit.store.write(intake.take, shared.at, "control", told)
    await say(chair(shared), "/dmm start @vaughan")
    return await board(shared)


async def test_what_a_word_leaves_out_is_asked_and_what_it_says_is_kept(shared: Place) -> None:
    await shared.receive("461", ago=1)
    await begun(shared)
    await say(shared.sergeant, "/dmm review")
    form = await (await shared.sergeant.form("Which incident?")).fill({"Incident": "461"})
    await form.submit()
    form = await shared.sergeant.form("What was said")
    assert "*461/20-11*" in str(form.raw)
    await form.close()
    await say(shared.sergeant, "/dmm promise 461 @rees by 14:00")
    form = await shared.sergeant.form("Does what")
    assert "14:00" in str(form.raw)
    assert "842" in str(form.raw)
    await form.close()
    late = await say(shared.sergeant, "/dmm promise 461 @rees by 30/11 14:00 see the pictures")
    assert "That is after its deadline" in late
    await say(chair(shared), "/dmm end OUT by phone")


async def test_a_name_where_a_unit_or_a_reference_is_wanted_is_said_as_it_was_typed(shared: Place) -> None:
    await begun(shared)
    assert "the unit “@james”" in await say(shared.sergeant, "/dmm here <@U0JAMES|james>")
    assert "read “@james”" in await say(shared.sergeant, "/dmm promise <@U0JAMES|james>")
    told = await say(chair(shared), "/dmm end XX by phone")
    assert "the code “XX”" in told
    assert "OUT" in told
    await say(chair(shared), "/dmm end OUT by phone")
