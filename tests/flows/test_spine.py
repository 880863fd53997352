"""The spine, from the queue to a confirmed decision: both transports, both databases, the same story."""

from pathlib import Path

import pytest

from tests.flows.whole import CHANNEL, Whole, receive, report, whole
from tests.reused import database_url, reused

__all__ = ["database_url", "reused"]


async def allocated_and_recorded(one: Whole) -> None:
    """A sergeant allocates by click and by command, and records."""
    morgan = one.workspace.person("Morgan")
    listed = await morgan.expect_message(CHANNEL, "101/20-11", "102/20-11", timeout=15)
    form = await listed.click("Allocate", near="101/20-11")
    await form.fill({"Officer": "Rees"})
    done = (await form.submit()).form
    assert done is not None
    assert "Allocated 101/20-11 to PC 842 Rees" in done.text
    assert "PC 842 Rees" in (await morgan.command(CHANNEL, "/allocate 102/20-11 @rees")).text
    assert "Recorded" in (await morgan.command(CHANNEL, "/record 101/20-11 NC/4471/26")).text
    await morgan.expect_message(CHANNEL, "102/20-11", "PC 842 Rees")


async def negated_and_confirmed(one: Whole) -> None:
    """She negates, may not confirm it herself, and hears who can; the inspector does."""
    morgan, hughes = one.workspace.person("Morgan"), one.workspace.person("Hughes")
    assert "Negated" in (await morgan.command(CHANNEL, "/negate 103/20-11 NNO 20:30 told yes")).text
    refused = await morgan.command(CHANNEL, "/confirm 103/20-11")
    for words in ("can't confirm", "Insp Hughes"):
        assert words in refused.text
    assert "confirmed" in (await hughes.command(CHANNEL, "/confirm 103/20-11")).text.lower()
    late = await hughes.command(CHANNEL, "/confirm 103/20-11")
    assert "Nothing for you to do" in late.text


async def told_in_full(one: Whole) -> None:
    """A further offence has its own clock, and the history tells everything."""
    morgan = one.workspace.person("Morgan")
    added = await morgan.command(CHANNEL, "/add-offence 102/20-11 told 20:00")
    assert "102/20-11.2" in added.text
    why = await morgan.command(CHANNEL, "/why 103/20-11")
    for words in ("PS 1101 Morgan", "Insp 2201 Hughes", "four eyes"):
        assert words in why.text


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_the_main_story_over_both_transports_and_databases(
    database_url: str, tmp_path: Path, mode: str
) -> None:
    async with whole(database_url, tmp_path, mode) as one:
        await receive(one, report("101", 20), report("102", 15), report("103", 3))
        await allocated_and_recorded(one)
        await negated_and_confirmed(one)
        await told_in_full(one)


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_a_command_with_the_word_payload_in_it_is_answered(
    database_url: str, tmp_path: Path, mode: str
) -> None:
    async with whole(database_url, tmp_path, mode) as one:
        answer = await one.workspace.person("Morgan").command(CHANNEL, "/allocate payload @rees")
    assert answer.error is None
    assert "payload" in answer.text
