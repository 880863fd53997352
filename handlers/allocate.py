"""Giving an incident to an officer: `/allocate`, the *Allocate* button, and its form."""

from bot.domain.refusal import Refused
from bot.kit import Ask
from bot.services.decisions import allocations
from bot.services.incidents import cards
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed import carried, code_at_the_end, officer_meant, one_by_one, target_in_form, target_of
from handlers import allocate_anyway

story = Story("allocations")
STORIES = (story, allocate_anyway.story)


@story.command("allocate", "REF… @officer [REASON] [for @decider]")
async def said(ask: Ask) -> Answer:
    """Allocate one incident or several; without an officer, ask for one."""
    words, decider = _for_whom(ask)
    if len(words) < 2:
        return await _form(ask, carried(await ask.find(words[0])) if words else "")
    words, code = code_at_the_end(ask, "override", words)
    officer = next((word for word in words if word.startswith(("@", "<@"))), words[-1])
    to, refs = officer_meant(ask, officer).collar, [word for word in words if word != officer]

    async def one(place: int, ref: str) -> allocations.Allocated:
        return await ask.decide_on(ref, allocations.allocate, ask.request(f":{place}", decider), to, code)

    try:
        done, refused = await one_by_one(ask, refs, one)
    except Refused as off:
        return allocate_anyway.warned(ask, off, to, decider)
    return Reply("allocations/done", {"done": done, "by": ask.person, "refused": refused})


def _for_whom(ask: Ask) -> tuple[list[str], str | None]:
    """The words before `for`, and the collar number of the decider behind it."""
    named = len(ask.words) > 2 and ask.words[-2] == "for"
    return (ask.words[:-2], officer_meant(ask, ask.words[-1]).collar) if named else (ask.words, None)


@story.verb("allocate")
async def pressed(ask: Ask) -> Answer:
    """Open the form for the incident whose button was pressed."""
    return await _form(ask, ask.value)


async def _form(ask: Ask, handle: str) -> Answer:
    card = await ask.read(cards.card, target_of(handle).key, ask.person, ask.lang) if handle else None
    return Form("allocations/form", {"line": card.line if card else None}, metadata=handle)


@story.form("incident.allocate")
async def filled(ask: Ask) -> Answer:
    """Allocate what the form says."""
    target, request = await target_in_form(ask), ask.request(decider=ask.values.get("decider"))
    try:
        done = await ask.decide(allocations.allocate, request, target, ask.given("officer"))
    except Refused as off:
        return allocate_anyway.warned(ask, off, ask.given("officer"), request.decider)
    return Reply("allocations/done", {"done": [done], "by": ask.person, "refused": []})
