"""Returning a decision to whoever made it: `/return`, the menu's *Return*, and its form."""

from bot.kit import Ask
from bot.services.case import Target
from bot.services.decisions import checks, forms
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed import carried, code_meant, target_in_form, target_of

story = Story("decisions")


@story.command("return", "REF CODE")
async def said(ask: Ask) -> Answer:
    """Return a decision with a reason code; without one, ask for it."""
    target = await ask.find(ask.words[0]) if ask.words else None
    if target is None or len(ask.words) < 2:
        return await _form(ask, carried(target) if target else "")
    return await _send_back(ask, target, ask.words[1])


@story.verb("return")
async def pressed(ask: Ask) -> Answer:
    """Open the form for the incident whose menu it was."""
    return await _form(ask, ask.value)


async def _form(ask: Ask, handle: str) -> Answer:
    target = target_of(handle) if handle else None
    found = await ask.read(forms.choices, target, ask.person, checks.NEGATED | checks.RECORDED)
    values = {"choices": found, "codes": ask.kit.force.codes["return"]}
    return Form("decisions/return", values, metadata=handle)


@story.form("decisions.return")
async def filled(ask: Ask) -> Answer:
    """Return what the form says."""
    return await _send_back(ask, await target_in_form(ask), ask.given("code"))


async def _send_back(ask: Ask, target: Target, typed: str) -> Answer:
    code = code_meant(ask, "return", typed)
    outcome = await ask.decide(checks.send_it_back, ask.request(), target, code.code)
    return Reply("decisions/returned", {"done": outcome, "by": ask.person, "reason": code})
