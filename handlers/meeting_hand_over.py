"""Handing an incident to another unit: the menu's *Hand over*, its form, and `/dmm offer`."""

from bot.kit import Ask
from bot.services.case import Target
from bot.services.incidents import cards
from bot.services.incidents.listings import unit_meant
from bot.services.meetings import unit_offers
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed import carried, target_of

story = Story("meetings")


async def offer(ask: Ask) -> Answer:
    """Offer an incident: `offer REF UNIT [why]`; without a unit, a form asks."""
    if not ask.words:
        return Form("decisions/ref", {}, metadata=f"{ask.origin} offer")
    target = await ask.find(ask.words[0])
    if len(ask.words) < 2:
        return await _form(ask, carried(target))
    unit = unit_meant(ask.kit.force, ask.words[1].lower())
    return await _offer(ask, target, unit, " ".join(ask.words[2:]))


@story.verb("hand_over")
async def pressed(ask: Ask) -> Answer:
    """Ask to which unit."""
    return await _form(ask, ask.value)


async def _form(ask: Ask, handle: str) -> Answer:
    card = await ask.read(cards.card, target_of(handle).key, ask.person, ask.lang)
    others = {code: u for code, u in ask.kit.force.units.items() if code != card.incident.unit}
    return Form("meetings/hand_over", {"line": card.line, "units": others}, metadata=handle)


@story.form("meeting.hand_over")
async def filled(ask: Ask) -> Answer:
    """Offer it to the unit that the form says."""
    line = str(ask.values.get("line") or "")
    return await _offer(ask, target_of(ask.metadata), ask.given("unit"), line)


async def _offer(ask: Ask, target: Target, unit: str, line: str) -> Answer:
    made = await ask.decide(unit_offers.offer, ask.request(), target, unit, line)
    return Reply("meetings/offered", {"made": made})
