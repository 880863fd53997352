"""What breaks after a commit never reads as a refusal, and what breaks before it never as done."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.migrations import upgrade
from bot.slack.render import Renderer
from templates import FOLDER
from tests.builders import FORCE
from tests.flows.rig import Place, at_work, say


@pytest.fixture
async def broken(tmp_path: Path) -> AsyncIterator[Place]:
    """A bot in whose words the answers about records and forms cannot be read."""
    url = f"sqlite:///{tmp_path / 'cofnod.db'}"
    upgrade(url)
    folder = tmp_path / "templates"
    shutil.copytree(FOLDER, folder)
    for name in ("decisions/recorded", "allocations/done", "refusals/already_decided"):
        (folder / f"{name}.j2").write_text("{{ nowhere.to_be_found }}", encoding="utf-8")
    async with at_work(url, tmp_path) as place:
        whole = place.app.kit.words
        place.app.kit.words = Renderer(folder, FORCE.zone, place.app.kit.store.roster.by_collar)
        yield place
        place.app.kit.words = whole


async def test_a_record_whose_answer_breaks_is_not_told_as_a_refusal(broken: Place) -> None:
    await broken.receive("501")
    answer = await say(broken.sergeant, "/record 501 47/501/26")
    assert "may be recorded" in answer.text
    assert broken.state("501") == "recorded"


async def test_a_form_whose_answer_breaks_is_not_told_as_a_refusal(broken: Place) -> None:
    await broken.receive("502")
    form = (await say(broken.sergeant, "/allocate 502")).form
    assert form is not None
    result = await (await form.fill({"Officer": "Rees"})).submit()
    assert result.form is not None
    assert "may be recorded" in result.form.text
    assert "Done" not in result.form.title
    assert broken.station("502").incident().oic == "842"


async def test_a_refusal_whose_words_break_is_not_told_as_done(broken: Place) -> None:
    await broken.receive("503")
    await say(broken.sergeant, "/record 503 47/503/26")
    answer = await say(broken.inspector, "/record 503 47/504/26")
    assert "Something went wrong" in answer.text
    assert broken.station("503").offence().crime_ref == "47/503/26"


async def test_the_same_with_whole_words_says_that_it_is_recorded(broken: Place) -> None:
    broken.app.kit.words = Renderer(FOLDER, FORCE.zone, broken.app.kit.store.roster.by_collar)
    await broken.receive("504")
    assert "Recorded" in await say(broken.sergeant, "/record 504 47/504/26")
