"""The weekly digest on a Monday morning, with its picture, its *More*, and the Registrar's second look."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.migrations import upgrade
from tests.flows.rig import Place, at_work, say
from workspace.click import Person

TO_MONDAY = {"days": 2, "hours": 9, "minutes": 50}  # from the Friday night on which a story begins


@pytest.fixture
async def alone(tmp_path: Path) -> AsyncIterator[Place]:
    """A bot of the test's own, over Socket Mode on SQLite."""
    url = f"sqlite:///{tmp_path / 'cofnod.db'}"
    upgrade(url)
    async with at_work(url, tmp_path) as made:
        yield made


def chair(place: Place) -> Person:
    """A chief inspector."""
    return place.workspace.person("U0CHAIR")


def registrar(place: Place) -> Person:
    """The Registrar."""
    return place.workspace.person("U0PROBERT")


async def test_a_chief_inspector_reads_the_week_with_a_picture_that_says_what_it_shows(place: Place) -> None:
    await place.receive("1", ago=30)
    await place.receive("2", ago=40)
    await say(place.officer, "/record 2 CR 47/1/26")
    await place.move(**TO_MONDAY)
    shown = await chair(place).expect_message("dm", "Reports of 15 Nov to 21 Nov", "Carmarthenshire")
    assert "*Within 24 hours*: 0 of 2" in shown.text
    assert "1 recorded later, 1 not recorded" in shown.text
    assert "Run chart, 19 Nov to 21 Nov" in shown.text
    form = await shown.click("More", expect="form")
    assert "Theft: 0 of 2" in form.text


async def test_the_registrar_has_the_second_look_and_nobody_else_is_shown_it(alone: Place) -> None:
    await alone.receive("3", ago=22.5)
    await say(alone.sergeant, "/negate 3 NNO 21:40")
    await alone.move(**TO_MONDAY)
    shown = await registrar(alone).expect_message("dm", "*Second look*: 1 log")
    looked = await shown.click("Second look", expect="answer")
    assert "Decided to be no crime in the last two hours" in looked.text
    assert "3/20-11" in looked.text
    assert "Morgan" not in looked.text
    mine = await chair(alone).expect_message("dm", "Reports of 15 Nov to 21 Nov")
    assert "Second look" not in mine.text
    refused = await say(chair(alone), "/digest second-look")
    assert "Registrar" in refused.text
    assert "3/20-11" not in refused.text


async def test_whoever_asks_gets_a_weekly_digest_as_a_message(alone: Place) -> None:
    await alone.receive("4", ago=30)
    answer = await say(alone.sergeant, "/digest weekly")
    assert "on its way" in answer.text
    await alone.settle()
    await alone.sergeant.expect_message("dm", "Reports of", "Run chart")


async def test_the_registrar_may_ask_for_the_second_look_at_any_time(alone: Place) -> None:
    answer = await say(registrar(alone), "/digest second-look")
    assert "Second look: nothing of the last week" in answer.text
