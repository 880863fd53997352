"""A unit's Daily Management Meeting from its list to its record, on both transports and both databases."""

from tests.flows.rig import CARMS, Place, say
from workspace.click import Message

RESTRICTED = "#restricted-incidents"
POWYS = "#bcu-powys"
UNTIL_THE_LIST = 9.9  # hours from Friday 22:10 to Saturday 08:04, 26 minutes before the meeting


async def test_a_meeting_from_its_list_to_its_record(place: Place) -> None:
    await the_night_brings_work(place)
    await the_list_stands_before_it(place)
    await the_chair_begins_it(place)
    await each_is_dealt_with(place)
    await another_unit_answers(place)
    await it_does_not_end_quietly(place)
    await its_record_stands_in_the_thread(place)


async def the_night_brings_work(place: Place) -> None:
    for number, category, ago in (
        ("201", "theft", 13),
        ("202", "violence_da", 3),
        ("203", "criminal_damage", 2),
        ("204", "rape", 1),
        ("205", "burglary_other", 1),
        ("206", "suspicious", 5),
    ):
        await place.receive(number, category, ago)


async def the_list_stands_before_it(place: Place) -> None:
    await place.move(hours=UNTIL_THE_LIST)
    shown = await place.sergeant.expect_message(CARMS, "meeting at 08:30, 4 to look at")
    places = [shown.text.index(f"{n}/20-11") for n in ("201", "202", "203", "205")]
    assert places == sorted(places), shown.text
    assert "204/20-11" not in shown.text
    assert "1 restricted, in #restricted-incidents" in shown.text
    assert "*Suspicious circumstances* 1" in shown.text


async def the_chair_begins_it(place: Place) -> None:
    await place.move(minutes=27)
    chair = place.workspace.person("U0CHAIR")
    shown = await chair.expect_message(CARMS, "meeting not begun yet, due 08:30")
    form = await shown.click("Start the meeting", expect="form")
    assert "Carmarthenshire" in form.text
    result = await form.submit()
    assert result.form is not None
    assert "C/Insp Vaughan chairs it." in result.form.text
    await place.settle()
    assert "4 looked at" in await board(place)
    await chair.expect_message(CARMS, "the meeting began at 08:31")


async def board(place: Place, channel: str = CARMS) -> Message:
    """The board as the sergeant, or in the restricted channel the inspector, sees it."""
    await place.settle()
    who = place.inspector if channel == RESTRICTED else place.sergeant
    return await who.expect_message(channel, "looked at")


async def each_is_dealt_with(place: Place) -> None:
    here = await (await board(place)).click("I'm here")
    assert "noted as here" in here.text
    form = await (await board(place)).click("Reviewed", near="202/20-11", expect="form")
    done = await (await form.fill({"What was said": "statement booked for this afternoon"})).submit()
    assert done.form is not None
    form = await (await board(place)).click("Allocate", near="201/20-11", expect="form")
    await (await form.fill({"Officer": "Morgan"})).submit()
    said = await say(place.sergeant, "/dmm promise 203 @price by 14:00 look at the pictures")
    assert "by 14:00" in said
    shown = await board(place)
    assert "2 of 4 looked at" in shown.text
    assert "Reviewed by PS Morgan" in shown.text
    assert "allocated, by PS Morgan." in shown.text
    secluded = await board(place, RESTRICTED)
    assert "0 of 1 looked at" in secluded.text


async def another_unit_answers(place: Place) -> None:
    form = await (await board(place)).click("Hand over", near="203/20-11", expect="form")
    await (await form.fill({"To which unit": "Powys", "Why": "it was on their side"})).submit()
    assert "Offered to Powys" in await board(place)
    pugh = place.workspace.person("U0PUGH")
    offer = await pugh.expect_message(POWYS, "Carmarthenshire offers you 203/20-11")
    due = place.station("203").offence().due_at
    await offer.click("Accept")
    await place.settle()
    assert place.station("203").incident().unit == "powys"
    assert place.station("203").offence().due_at == due
    await place.sergeant.expect_message(CARMS, "Powys has taken 203/20-11 over.")


async def it_does_not_end_quietly(place: Place) -> None:
    chair = place.workspace.person("U0CHAIR")
    form = await (await chair.expect_message(CARMS, "looked at")).click("End the meeting", expect="form")
    assert "2 were not reviewed" in form.text
    assert "205/20-11" in form.text
    refused = await say(chair, "/dmm end OUT")
    assert "say why" in refused
    form = await form.fill({"Why it ends over them": "OUT", "What becomes of them": "by phone at noon"})
    done = await form.submit()
    assert done.form is not None
    assert "1 decided, 1 reviewed, 1 offered to another unit, 0 read out, 2 left" in done.form.text


async def its_record_stands_in_the_thread(place: Place) -> None:
    shown = await board(place)
    assert "Ended at" in shown.text
    assert not shown.buttons
    [record] = [m for m in await shown.thread() if "record of the meeting" in m.text]
    for words in ("C/Insp 3101 Vaughan", "PS 1101 Morgan", "5 items", "by phone at noon", "205/20-11"):
        assert words in record.text, record.text
    assert "204/20-11" not in record.text
    assert "1 restricted" in record.text
