"""What comes of its own accord: alerts that mention who is on duty, *Got it*, and what Slack shows later."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.migrations import upgrade
from tests.flows.rig import CARMS, Place, at_work, say


@pytest.fixture
async def night(tmp_path: Path) -> AsyncIterator[Place]:
    """A bot of the test's own: alerts of one story would join the threads of another."""
    url = f"sqlite:///{tmp_path / 'cofnod.db'}"
    upgrade(url)
    async with at_work(url, tmp_path) as place:
        yield place


async def test_no_meeting_left_mentions_the_duty_inspector_who_takes_it_in_hand(night: Place) -> None:
    await night.receive("401", ago=13)  # due at 09:10, and the meeting ends at 09:15
    await night.move(minutes=1)
    alert = await night.inspector.expect_message(CARMS, "401/20-11", "no meeting left")
    assert "<@U0HUGHES>" in alert.raw["text"]
    answer = await alert.click("Got it", expect="answer")
    await night.settle()
    shown = await alert.becomes("Hughes has it")
    assert answer.ephemeral
    assert "Got it" not in shown.buttons
    assert [fact["by"] for fact in night.station("401").facts("alert_acknowledged")] == ["2201"]


async def test_the_second_who_says_got_it_hears_who_was_first(night: Place) -> None:
    await night.receive("402", ago=21.5)
    await night.move(hours=1)
    first = await night.inspector.expect_message(CARMS, "402/20-11", "urgent")
    second = await night.sergeant.expect_message(CARMS, "402/20-11", "urgent")
    await first.click("Got it")
    answer = await second.click("Got it", expect="answer")
    assert "Hughes" in answer.text
    assert answer.ephemeral


async def test_what_follows_within_a_quarter_of_an_hour_joins_the_thread_and_mentions(night: Place) -> None:
    await night.receive("403", ago=22)
    await night.move(minutes=1)
    await night.receive("404", ago=21.9)
    await night.move(minutes=10)
    root = await night.sergeant.expect_message(CARMS, "403/20-11", "urgent")
    [reply] = await root.thread()
    assert "404/20-11" in reply.text
    assert "<@" in reply.raw["text"]
    assert not [m for m in await night.sergeant.messages(CARMS) if "404/20-11" in m.said]


async def test_overdue_stands_in_the_channel_at_once(night: Place) -> None:
    await night.receive("405", ago=22)
    await night.move(minutes=1)
    await night.receive("406", ago=23.95)
    await night.move(minutes=4)
    shown = await night.sergeant.expect_message(CARMS, "406/20-11: overdue")
    assert not shown.raw.get("thread_ts") or shown.raw["thread_ts"] == shown.ts


async def test_a_restricted_alert_stands_in_its_channel_alone_and_says_the_code(night: Place) -> None:
    await night.receive("407", "rape", ago=23.5)
    await night.move(hours=1)
    for name in ("C0CARMS", "C0OPS", "C0FCC"):
        shown = await night.workspace.person("U0MORGAN").messages(name)
        assert not any("407" in m.text for m in shown), name
    calls = [c["args"] for c in await night.workspace.calls("chat.postMessage")]
    assert {c["channel"] for c in calls if "407/20-11" in str(c["text"])} == {"G0RESTRICTED"}


async def test_what_is_settled_says_so_on_every_copy(night: Place) -> None:
    await night.receive("408", ago=23.5)
    await night.move(hours=1)
    alert = await night.sergeant.expect_message(CARMS, "408/20-11", "overdue")
    await say(night.officer, "/record 408 47/408/26")
    await night.settle()
    shown = await alert.refreshed()
    assert shown is not None
    assert "Got it" not in shown.buttons
    assert "recorded" in shown.text
    assert "408/20-11" not in await night.list()


async def test_the_trail_says_who_was_told_and_that_slack_accepted_it(night: Place) -> None:
    await night.receive("409", ago=23.5)
    await night.move(hours=1)
    await night.sergeant.expect_message(CARMS, "409/20-11", "overdue")
    told = night.station("409").facts("people_told")
    assert {fact["values"]["stage"] for fact in told} == {"no_meeting_left", "urgent", "overdue"}
    assert all(fact["values"]["slack"] and fact["values"]["people"] for fact in told)
    assert "Slack" in await say(night.sergeant, "/why 409")


async def test_a_move_takes_it_off_one_channel_and_onto_the_other(night: Place) -> None:
    await night.receive("410")
    assert "410/20-11" in await night.list()
    await night.receive("410", unit="powys")
    pugh = night.workspace.person("U0PUGH")
    assert "410/20-11" in await night.list("#bcu-powys", pugh)
    assert "410/20-11" not in await night.list()


async def test_a_channel_that_speaks_welsh_is_told_in_welsh(night: Place) -> None:
    await night.receive("411", unit="ceredigion", ago=23.5)
    await night.move(hours=1)
    evans = night.workspace.person("U0EVANS")
    shown = await evans.expect_message("#bcu-ceredigion", "411/20-11")
    assert "overdue" not in shown.text
    assert "Dyrannu" in (await evans.expect_message("#bcu-ceredigion", "Ceredigion:")).buttons


async def test_whoever_chooses_welsh_is_answered_in_welsh_from_then_on(night: Place) -> None:
    await night.receive("412")
    english = await say(night.sergeant, "/incident 412")
    await say(night.sergeant, "/cofnod language cy")
    welsh = await say(night.sergeant, "/incident 412")
    assert "Allocate" in english.buttons
    assert "Dyrannu" in welsh.buttons
    assert "Allocate" in (await say(night.inspector, "/incident 412")).buttons
    assert night.app.kit.languages == {"1101": "cy"}


async def test_a_list_of_yesterday_points_to_todays_and_has_no_buttons(night: Place) -> None:
    await night.receive("413")
    before = await night.list()
    await night.move(hours=3)
    after = await before.refreshed()
    assert after is not None
    assert after.buttons == []
    assert "413/20-11" in await night.list()
