"""The Home tab: by role, kept fresh by itself, and feedback that is understood in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.migrations import upgrade
from tests.flows.rig import Place, at_work, say


@pytest.fixture
async def evening(tmp_path: Path) -> AsyncIterator[Place]:
    """A bot of the test's own, so that nothing of another story waits."""
    url = f"sqlite:///{tmp_path / 'cofnod.db'}"
    upgrade(url)
    async with at_work(url, tmp_path) as place:
        yield place


async def test_a_sergeant_sees_what_waits_to_be_allocated_and_how_the_unit_stands(evening: Place) -> None:
    await evening.receive("501", ago=13)
    tab = await evening.sergeant.home("1 waits for you", "501/20-11", "*Unallocated:* 1")
    assert "Allocate" in tab.buttons


async def test_an_open_tab_changes_when_somebody_else_acts(evening: Place) -> None:
    await evening.receive("502")
    await evening.sergeant.home("502/20-11", "1 waits for you")
    await say(evening.inspector, "/allocate 502 @Rees")
    await evening.settle()
    await evening.sergeant.shown_home("Nothing waits for you")
    await evening.officer.home("502/20-11", "1 waits for you")


async def test_a_negation_waits_for_whoever_may_confirm_it_and_not_for_its_decider(evening: Place) -> None:
    await evening.receive("503")
    await say(evening.sergeant, "/negate 503 NNO 21:40")
    await evening.settle()
    await evening.inspector.home("1 waits for you", "503/20-11")
    await evening.sergeant.home("Nothing waits for you", "*To be confirmed:* 1")


async def test_feedback_stands_there_until_it_is_understood(evening: Place) -> None:
    await evening.receive("504")
    await say(evening.sergeant, "/negate 504 NNO 21:40")
    await say(evening.inspector, "/return 504 LOG")
    await evening.settle()
    tab = await evening.sergeant.home("returned by Insp 2201 Hughes", "no rationale on the log")
    await tab.click("Understood", expect="change")
    await evening.settle()
    assert "no rationale on the log" not in (await evening.sergeant.shown_home()).text
    assert [f["by"] for f in evening.station("504").facts("feedback_acknowledged")] == ["1101"]


async def test_nobody_can_understand_what_was_returned_to_another(evening: Place) -> None:
    await evening.receive("505")
    await say(evening.sergeant, "/negate 505 NNO 21:40")
    await say(evening.inspector, "/return 505 LOG")
    await evening.settle()
    await evening.inspector.home("Good to see you")
    assert "no rationale on the log" not in (await evening.inspector.shown_home()).text


async def test_a_restricted_incident_stands_in_no_tab_of_those_who_may_not_see_it(evening: Place) -> None:
    await evening.receive("506", "rape")
    await evening.settle()
    assert "506" not in (await evening.sergeant.home("Good to see you")).text
    await evening.inspector.home("506/20-11")


async def test_what_a_colleague_offers_stands_there_until_it_is_answered(evening: Place) -> None:
    await evening.receive("507")
    await say(evening.inspector, "/allocate 507 @Morgan")
    await say(evening.sergeant, "/handover @lloyd 507")
    await evening.settle()
    colleague = evening.workspace.person("U0LLOYD")
    tab = await colleague.home("PS 1101 Morgan offers you 1 item")
    form = await tab.click("Choose", expect="form")
    assert "507/20-11" in form.text


async def test_the_registrar_has_the_second_look_there_and_no_unit_of_her_own(evening: Place) -> None:
    await evening.receive("508")
    registrar = evening.workspace.person("U0PROBERT")
    tab = await registrar.home("Each unit's list stands in its channel")
    assert "The digest, in full" in tab.buttons
    assert "Second look" not in (await evening.sergeant.home("Your unit's list stands")).buttons
    form = await tab.click("Second look", expect="form")
    assert "Signals, not verdicts" in form.text or "a second look" in form.text
