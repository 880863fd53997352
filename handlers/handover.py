"""Offering what one holds to a colleague: `/handover`, its button and its form."""

from bot.kit import Ask
from bot.services.handovers import forms, offering
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed import number_carried, officer_meant
from bot.typed_duty import chosen_items
from handlers import handover_answers

story = Story("handovers")
STORIES = (story, handover_answers.story)


@story.command("handover", "[@sergeant] [REF…]")
async def said(ask: Ask) -> Answer:
    """Offer all that one holds, or what is named, to somebody; without words, ask."""
    officers = [word for word in ask.words if word.startswith(("@", "<@"))]
    if not officers:
        return await _form(ask, 0)
    taker = officer_meant(ask, officers[0]).collar
    refs = [ask.reference(word) for word in ask.words if word not in officers]
    ids = await ask.read(forms.meant, refs, ask.person) if refs else None
    return await _offer(ask, taker, ids)


@story.button("handover.open")
async def opened(ask: Ask) -> Answer:
    """The form, from a reminder or an answer."""
    return await _form(ask, 0)


@story.button("handover.page")
async def paged(ask: Ask) -> Answer:
    """Further items, in a form of their own: what it offers joins the offer that stands."""
    return await _form(ask, number_carried(ask.value))


async def _form(ask: Ask, number: int) -> Answer:
    page = await ask.read(forms.page, ask.person.collar, number, ask.lang)
    return Form("handovers/form", {"page": page})


@story.form("handovers.offer")
async def filled(ask: Ask) -> Answer:
    """Offer what the form says."""
    everything = ask.given("which") == "all"
    return await _offer(ask, ask.given("taker"), None if everything else chosen_items(ask.values))


async def _offer(ask: Ask, taker: str, ids: list[int] | None) -> Answer:
    done = await ask.decide(offering.offer, ask.request(), taker, ids)
    return Reply("handovers/offered", {"done": done})
