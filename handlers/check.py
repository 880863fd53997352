"""The second pair of eyes: `/confirm`, `/sign-off` and `/return`, with their buttons and a form."""

from collections.abc import Callable
from typing import Any

from bot.kit import Ask
from bot.services.case import Outcome
from bot.services.decisions import checks
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed import one_by_one, target_of

story = Story("decisions")


@story.command("confirm", "REF…")
async def confirm(ask: Ask) -> Answer:
    """Confirm the negation of one incident or several."""
    return await _each(ask, checks.confirm, "decisions/confirmed")


@story.command("sign-off", "REF…")
async def sign_off(ask: Ask) -> Answer:
    """Sign off the record of one incident or several."""
    return await _each(ask, checks.sign_off, "decisions/signed_off")


async def _each(ask: Ask, service: Callable[..., Any], template: str) -> Answer:
    if not ask.words:
        return Form("decisions/ref", {}, metadata=ask.origin)

    async def one(place: int, ref: str) -> Outcome:
        outcome: Outcome = await ask.decide_on(ref, service, ask.request(f":{place}"))
        return outcome

    done, refused = await one_by_one(ask, ask.words, one)
    return Reply(template, {"done": done, "by": ask.person, "refused": refused})


@story.verb("confirm")
async def pressed_confirm(ask: Ask) -> Answer:
    """Confirm the negation of the incident whose menu it was."""
    done = await ask.decide(checks.confirm, ask.request(), target_of(ask.value))
    return Reply("decisions/confirmed", {"done": [done], "by": ask.person, "refused": []})


@story.verb("sign_off")
async def pressed_sign_off(ask: Ask) -> Answer:
    """Sign off the record of the incident whose menu it was."""
    done = await ask.decide(checks.sign_off, ask.request(), target_of(ask.value))
    return Reply("decisions/signed_off", {"done": [done], "by": ask.person, "refused": []})
