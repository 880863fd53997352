"""A further offence that the log holds: `/add-offence`, the menu's *Add offence*, and its form."""

from bot.kit import Ask
from bot.services.case import Target
from bot.services.decisions import corrections
from bot.services.incidents import cards
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed import instant_meant, target_in_form, target_of, time_after

story = Story("decisions")


@story.command("add-offence", "REF [told 21:40] [CATEGORY]")
async def said(ask: Ask) -> Answer:
    """Put a further offence on the clock; without a reference, ask for it."""
    if not ask.words:
        return await _form(ask, "")
    target = await ask.find(ask.words[0])
    told, others = time_after(ask.words[1:], "told")
    return await _add(ask, target, told, others[0] if others else "")


@story.verb("add_offence")
async def pressed(ask: Ask) -> Answer:
    """Open the form for the incident whose menu it was."""
    return await _form(ask, ask.value)


async def _form(ask: Ask, handle: str) -> Answer:
    key = target_of(handle).key if handle else None
    card = await ask.read(cards.card, key, ask.person, ask.lang) if key else None
    values = {"line": card.line if card else None, "categories": ask.kit.force.categories}
    return Form("decisions/add_offence", values, metadata=handle)


@story.form("decisions.add_offence")
async def filled(ask: Ask) -> Answer:
    """Add what the form says."""
    target, told = await target_in_form(ask), str(ask.values.get("told") or "")
    return await _add(ask, target, told, str(ask.values.get("class") or ""), "told")


async def _add(ask: Ask, target: Target, told: str, category: str, block_id: str = "") -> Answer:
    told_at = instant_meant(ask, told, block_id) if told else None
    outcome = await ask.decide(corrections.add_offence, ask.request(), target, told_at, category.lower())
    return Reply("decisions/offence_added", {"done": outcome, "by": ask.person})
