"""Who gets the daily digest, of which units and in which language, is each one's own choice."""

import pytest

from tests.flows.rig import Place, say

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_form_switches_it_off_and_on_and_chooses_units(shared: Place) -> None:
    asked = await say(shared.sergeant, "/digest")
    assert "You get no digest, daily or weekly" in asked
    form = (await say(shared.sergeant, "/digest settings")).form
    assert form is not None
    choices = {
        "The daily digest": "At the start of each tour of duty",
        "Of which units": ["Powys", "Ceredigion"],
    }
    result = await (await form.fill(choices)).submit()
    assert result.form is not None
    assert "Powys, Ceredigion" in result.form.text
    assert "comes next at the start of your tour" in await say(shared.sergeant, "/digest")
    again = (await say(shared.sergeant, "/digest settings")).form
    assert again is not None
    await (await again.fill({"The daily digest": "Not for me"})).submit()
    assert "You get no digest, daily or weekly" in await say(shared.sergeant, "/digest")


async def test_a_word_that_it_does_not_know_is_refused_with_those_that_it_knows(shared: Place) -> None:
    refused = "I don't know “whenever” here. There are: now, settings, weekly, second-look."
    assert refused in await say(shared.sergeant, "/digest whenever")


async def test_a_welsh_speaker_gets_it_in_welsh(shared: Place) -> None:
    evans = shared.workspace.person("U0EVANS")
    assert "Os na wnaf ddim" in await say(evans, "/digest now", "#bcu-ceredigion")
