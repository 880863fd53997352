"""A shift's end, in Slack: the reminder, an offer taken in part, one that is declined, what remains."""

from typing import Any

from jobs.handovers import hand_over
from tests.flows.rig import Place, say


async def test_a_shift_ends_with_a_handover_and_nothing_falls_between(place: Place) -> None:
    for number in ("601", "602", "603"):
        await place.receive(number, ago=5)
        await say(place.sergeant, f"/allocate {number} @rees")
    await to(place, hour=2, minute=35)
    await reminded_and_offers_all(place)
    await the_sergeant_takes_one(place)
    await to(place, hour=3, minute=10)
    await what_remains_is_told(place)


async def to(place: Place, hour: int, minute: int) -> None:
    wanted = place.at.replace(hour=hour, minute=minute, second=0)
    await place.move(seconds=((wanted - place.at).total_seconds()) % 86400)
    await hand_over(place.app.kit)
    await place.settle()


async def reminded_and_offers_all(place: Place) -> None:
    told = await place.officer.expect_message("dm", "Your tour ends at 03:00", "3 undecided")
    form = await told.click("Hand over", expect="form")
    result = await (await form.fill({"To whom": "Morgan"})).submit()
    assert result.form is not None
    assert "Offered 3 items to PS 1101 Morgan" in result.form.text
    await place.settle()


async def the_sergeant_takes_one(place: Place) -> None:
    offer = await place.sergeant.expect_message("dm", "PC 842 Rees offers you 3 items")
    form = await offer.click("Choose", expect="form")
    ticked: dict[str, Any] = {
        "3 items": ["602/20-11"],
        "Why not the rest": "Two need somebody who was there.",
    }
    result = await (await form.fill(ticked)).submit()
    assert result.form is not None
    assert "You hold 1 item more" in result.form.text
    await place.settle()
    assert "2 items stay with you" in await place.officer.expect_message(
        "dm", "PS 1101 Morgan took over 1 item"
    )
    assert "You took over 1 item" in await offer.becomes("You took over 1 item")
    assert "PS 1101 Morgan" in await say(place.sergeant, "/why 602")
    assert place.station("602").incident().oic == "1101"


async def what_remains_is_told(place: Place) -> None:
    told = await place.sergeant.expect_message("dm", "Rees went off duty with 2 undecided items")
    assert "Off duty until 13:00" in told
    assert "PC 842 Rees, off until 13:00" in await place.list()
    await say(place.sergeant, "/record 601 47/601/26")
    await say(place.sergeant, "/record 603 47/603/26")
    await place.settle()
    assert "undecided any more" in await told.becomes("Nothing that PC 842 Rees left")


async def test_an_offer_is_declined_with_a_reason_and_another_withdrawn(place: Place) -> None:
    await place.receive("611", ago=5)
    await say(place.sergeant, "/allocate 611 @rees")
    answer = await say(place.officer, "/handover @morgan 611")
    assert "Offered 1 item to PS 1101 Morgan" in answer
    await place.settle()
    offer = await place.sergeant.expect_message("dm", "PC 842 Rees offers you 1 item")
    form = await offer.click("Decline", expect="form")
    refused = await (await form.fill({"Why": "Mr Jones rang 01267 555 0123"})).submit()
    assert "log" in str(refused.errors)
    await (await form.fill({"Why": "At the custody desk until six."})).submit()
    await place.settle()
    told = await place.officer.expect_message(
        "dm", "declined your handover", "At the custody desk until six."
    )
    assert "1 item stays with you" in told
    again = await say(place.officer, "/handover @morgan")
    done = await again.click("Withdraw", expect="answer")
    assert "Withdrawn" in done.text
    assert place.station("611").incident().oic == "842"


async def test_whoever_is_off_until_after_the_deadline_is_given_it_only_with_a_reason(place: Place) -> None:
    await place.receive("621", ago=20)
    asked = await say(place.sergeant, "/allocate 621 @price NOB")
    assert "chosen all the same: nobody better is on duty" in asked
    await place.receive("622", ago=20)
    form = await (await place.list()).click("Allocate", near="622/20-11", expect="form")
    warned = await (await form.fill({"Officer": "Price"})).submit()
    assert warned.form is not None
    assert "PC 917 Price is off duty until Sat 10:00" in warned.form.text
    assert place.station("622").incident().oic is None
    reason = {"Why all the same": "nearest, and it cannot wait"}
    result = await (await warned.form.fill(reason)).submit()
    assert result.form is not None
    assert "chosen all the same" in result.form.text
    assert "nearest" in await say(place.sergeant, "/why 622")
