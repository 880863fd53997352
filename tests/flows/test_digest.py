"""The daily digest in Slack: it comes with the tour, its buttons work, and the form decides who gets it."""

from bot.services.digests import daily
from bot.store import trail
from jobs.digests import send_digests
from tests.flows.rig import STARTS, Place, say


async def morning(place: Place, hour: int = 7) -> None:
    """Let it become morning, the next day at first; digests are looked after since the evening."""
    await send_digests(place.app.kit)
    night = STARTS.replace(hour=hour, minute=0) - STARTS
    await place.move(seconds=night.total_seconds() + 24 * 3600)
    await send_digests(place.app.kit)
    await place.settle()


async def test_an_inspector_begins_the_day_with_what_falls_due_and_presses_one_of_its_buttons(
    place: Place,
) -> None:
    await place.receive("601", ago=2)
    await place.receive("602", "harassment", ago=14)
    await morning(place)
    digest = await place.inspector.expect_message("dm", "If I do nothing", "602/20-11")
    assert "*2* are overdue before I am next on" in str(digest.raw["blocks"])
    form = await digest.click("Allocate", near="601/20-11", expect="form")
    await (await form.fill({"Officer": "Price"})).submit()
    await place.settle()
    shown = await digest.becomes("PC Price")
    assert "*2* are overdue" in str(shown.raw["blocks"]), "figures stay as they stood"
    assert len([m for m in await place.inspector.dm() if "If I do nothing" in m.text]) == 1
    assert await place.workspace.calls("conversations.open") == [], "Slack opens only fifty a minute"
    await asked_now_and_more(place)
    await told_on_the_trail(place)


async def asked_now_and_more(place: Place) -> None:
    now = await say(place.sergeant, "/digest now")
    assert "If I do nothing" in now
    more = await now.click("More", expect="form")
    assert "Carmarthenshire" in more.text
    assert "601/20-11" in more.text


async def told_on_the_trail(place: Place) -> None:
    stream = daily.stream_of(place.at.date())
    rows = await place.app.kit.store.read(lambda work: list(trail.rows(work.conn, stream)), place.at)
    kinds = [row.body["kind"] for row in rows if row.body["values"]["collar"] == "2201"]
    assert kinds == ["digest_made", "digest_told"]
