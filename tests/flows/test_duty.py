"""Duty by word, in Slack: what is said back, who is mentioned then, and a cover who declines."""

from bot.services.duty.cover import covering
from tests.flows.rig import CARMS, Place, say


async def test_an_inspectors_leave_moves_mentions_to_the_cover_who_may_decline(place: Place) -> None:
    answer = await say(place.inspector, "/off-duty until 5/12 07:00 cover @evans")
    assert "You are off duty until 5 Dec 07:00" in answer
    assert "Insp 2202 Evans covers" in answer
    await place.settle()
    evans = place.workspace.person("U0EVANS")
    told = await evans.expect_message("dm", "Hughes", "tan")
    await alert_stands(place, "501")
    assert "501/20-11" in await evans.expect_message("dm", "501/20-11")  # she does not read that channel
    await told.click("Alla i ddim", expect="answer")
    await place.settle()
    assert "Gwrthodasoch" in await told.becomes("Gwrthodasoch")
    fim = place.workspace.person("U0GRIFFITHS")
    assert "does not cover" in await fim.expect_message("dm", "Evans does not cover")
    assert "<@U0GRIFFITHS>" in await alert_stands(place, "502")


async def alert_stands(place: Place, number: str) -> str:
    """Let a report become overdue; whoever is on leave is not mentioned."""
    await place.receive(number, ago=23.9)
    await place.move(minutes=20)
    alert = await place.sergeant.expect_message(CARMS, f"{number}/20-11: overdue")
    said = str(alert.raw["text"])
    assert "<@U0HUGHES>" not in said
    return said


async def test_coming_on_and_going_off_is_said_back_with_what_it_means(place: Place) -> None:
    refused = await say(place.officer, "/on-duty")
    assert "On duty until Sat 03:00 already" in refused
    longer = await say(place.officer, "/on-duty until 04:30")
    assert "You are on duty until Sat 04:30" in longer
    assert "On duty until Sat 04:30" in await say(place.officer, "/cofnod whoami")
    off = await say(place.sergeant, "/off-duty @rees")
    assert "PC 842 Rees is off duty until Sat 04:30" in off
    assert "Off duty now" in await say(place.officer, "/cofnod whoami")
    back = await say(place.officer, "/on-duty 02:00")
    assert "You are on duty until Sat 02:00" in back
    assert "not yours to enter" in await say(place.officer, "/off-duty @hughes")


async def test_a_very_long_stretch_is_asked_for_again(place: Place) -> None:
    asked = await say(place.officer, "/on-duty until 21/11 12:00")
    assert "23 hours at a stretch" in asked
    assert "On duty until Sat 03:00" in await say(place.officer, "/cofnod whoami")
    answer = await asked.click("Yes, that long", expect="answer")
    assert "You are on duty until Sat 12:00" in answer.text
    assert "21/11 25:00" in await say(place.officer, "/on-duty until 21/11 25:00")


async def test_a_cover_is_lost_by_no_slip_and_said_where_it_ends(place: Place) -> None:
    await say(place.inspector, "/off-duty until 5/12 07:00 cover @evans")
    refused = await say(place.inspector, "/off-duty until 5/12 07:00 cover")
    assert "Cover by whom?" in refused
    assert place.app.kit.store.read_now(lambda work: covering(work, "2201"), place.at) == "2202"
    answer = await say(place.inspector, "/off-duty until 4/12 07:00")
    assert "Insp 2202 Evans no longer covers in that time" in answer
    assert "no longer covers" not in await say(place.inspector, "/off-duty until 4/12 07:00")


async def test_going_early_in_a_leave_is_off_until_its_end(place: Place) -> None:
    await say(place.inspector, "/off-duty until 5/12 07:00")
    assert "You are on duty until" in await say(place.inspector, "/on-duty until 23:30")
    answer = await say(place.inspector, "/on-duty until 23:00")
    assert "You go off duty 23:00, until 5 Dec 07:00" in answer
    assert "Sat" not in answer
