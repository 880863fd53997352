"""The escalation ladder in Slack: direct messages, *I can't*, putting off, quiet hours, what /why says."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.migrations import upgrade
from tests.flows.rig import CARMS, Place, at_work, say


@pytest.fixture
async def night(tmp_path: Path) -> AsyncIterator[Place]:
    """A bot of the test's own: what a person was told in an hour counts."""
    url = f"sqlite:///{tmp_path / 'cofnod.db'}"
    upgrade(url)
    async with at_work(url, tmp_path) as place:
        yield place


async def six_hours_left(place: Place, number: str) -> None:
    """Let an incident come to the stage that is the sergeant's."""
    await place.receive(number, ago=17.9)
    await place.move(minutes=1)
    await place.move(minutes=6)


async def test_with_six_hours_left_the_sergeant_is_told_by_a_direct_message(place: Place) -> None:
    await six_hours_left(place, "501")
    shown = await place.sergeant.expect_message("dm", "501/20-11", "for the sergeant")
    assert shown.buttons == ["Got it", "I can't"]
    assert shown.menus == ["Snooze 30 min", "Snooze 1 h", "Snooze 2 h", "Snooze until the meeting"]
    assert not [m for m in await place.inspector.dm() if "501/20-11" in m.text]
    told = place.station("501").facts("people_told")[-1]
    assert (told["values"]["people"], told["values"]["channel"]) == (["1101"], "@1101")
    answer = await shown.click("Got it", expect="answer")
    await place.settle()
    assert answer.ephemeral
    assert (await shown.becomes("Morgan has it")).buttons == []
    assert "by a direct message" in (await say(place.sergeant, "/why 501")).text


async def test_whoever_cannot_passes_it_on_and_every_copy_says_so(night: Place) -> None:
    await six_hours_left(night, "502")
    shown = await night.sergeant.expect_message("dm", "502/20-11")
    answer = await shown.click("I can't", expect="answer")
    assert "Hughes was told" in answer.text
    await night.settle()
    await shown.becomes("Morgan can't look after it", "Hughes was told")
    theirs = await night.inspector.expect_message("dm", "502/20-11")
    await theirs.click("Got it")
    await night.settle()
    await shown.becomes("Hughes has it")
    assert "passed it on to" in (await say(night.sergeant, "/why 502")).text


async def test_what_is_put_off_comes_back_and_says_so_until_then(night: Place) -> None:
    await six_hours_left(night, "503")
    shown = await night.sergeant.expect_message("dm", "503/20-11")
    answer = await shown.click("Snooze 1 h", expect="answer")
    assert "Put off until 23:17" in answer.text
    await night.settle()
    await shown.becomes("put it off until 23:17")
    await night.move(minutes=59)
    assert len([m for m in await night.sergeant.dm() if "503/20-11" in m.text]) == 1
    await night.move(minutes=2)
    assert len([m for m in await night.sergeant.dm() if "503/20-11" in m.text]) == 2


async def test_a_restricted_one_is_told_by_its_code_to_those_who_may_see_it(night: Place) -> None:
    await night.receive("504", "rape", ago=17.9)
    await night.move(minutes=1)
    await night.move(minutes=6)
    shown = await night.inspector.expect_message("dm", "504/20-11")
    assert "rape" in shown.text
    assert not [m for m in await night.sergeant.dm() if "504" in m.text]


async def test_quiet_hours_are_chosen_and_kept_and_end_in_one_message(night: Place) -> None:
    answer = await say(night.sergeant, "/cofnod quiet 22:00-07:00")
    assert "22:00 to 07:00" in answer.text
    await six_hours_left(night, "505")
    assert not [m for m in await night.sergeant.dm() if "505" in m.text]
    assert "505/20-11" in (await night.inspector.expect_message("dm", "505/20-11")).text
    await night.move(hours=4, minutes=50)
    await night.receive("506", ago=13.5)
    await night.move(hours=3, minutes=55)
    shown = await night.sergeant.expect_message("dm", "505/20-11", "quiet hours")
    assert shown.text.count("505/20-11") >= 1


async def test_quiet_hours_that_cannot_be_read_are_refused_with_advice(night: Place) -> None:
    answer = await say(night.sergeant, "/cofnod quiet whenever")
    assert "22:00-07:00" in answer.text
    assert "no quiet hours" in (await say(night.sergeant, "/cofnod quiet")).text
    assert "no quiet hours" in (await say(night.sergeant, "/cofnod quiet off")).text


async def test_why_shows_the_whole_ladder_also_what_is_to_come(night: Place) -> None:
    await six_hours_left(night, "507")
    answer = await say(night.sergeant, "/why 507", CARMS)
    assert "for the sergeant, the sergeant: told, PS 1101 Morgan" in answer.text
    assert "overdue, the duty inspector: not due yet" in answer.text
