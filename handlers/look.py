"""Looking: `/queue`, `/incident`, `/why`, the *Why* of the menu, and *and 12 more*."""

from typing import Any

from bot.kit import Ask
from bot.services.incidents import cards, histories, listings
from bot.slack.bulletins.lists import fitting, the_rest
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed import target_of
from handlers import cancellations, misses

story = Story("incidents")


@story.command("queue", "[unit|mine|overdue|unallocated|cancellations|misses]")
async def queue(ask: Ask) -> Answer:
    """What waits in a unit, first what is first due to be looked at; the asker's own unit without words."""
    word = ask.text.strip().lower()
    if word == cancellations.WORD:
        return await cancellations.listed(ask)
    if word == misses.WORD:
        return await misses.listed(ask)
    scope = listings.scope_meant(ask.kit.force, ask.person, word)
    found = await ask.read(listings.asked, scope, ask.person, ask.lang)
    more = word or found.unit_code or listings.EVERYWHERE
    return Reply("listings/queue", {**fitting(ask.kit.words, ask.lang, found), "asked": word, "more": more})


@story.button("listing.more")
async def more(ask: Ask) -> Answer:
    """The lines of a list that did not fit its message."""
    scope = listings.scope_meant(ask.kit.force, ask.person, ask.value)
    found = await ask.read(listings.asked, scope, ask.person, ask.lang)
    return Form("listings/more", the_rest(ask.kit.words, ask.lang, found))


@story.command("incident", "REF")
async def incident(ask: Ask) -> Answer:
    """One incident in full, with what may be done."""
    return await _of_one(ask, "incidents/card", "card", cards.card)


@story.command("why", "REF")
async def why(ask: Ask) -> Answer:
    """The arithmetic of an incident's clock, and its history."""
    return await _of_one(ask, "history/why", "why", histories.why)


async def _of_one(ask: Ask, template: str, name: str, query: Any) -> Answer:
    if not ask.words:
        return Form("decisions/ref", {}, metadata=ask.origin)
    target = await ask.find(ask.words[0])
    return Reply(template, {name: await ask.read(query, target.key, ask.person, ask.lang)})


@story.verb("why")
async def pressed(ask: Ask) -> Answer:
    """The same, from an incident's menu."""
    key = target_of(ask.value).key
    return Reply("history/why", {"why": await ask.read(histories.why, key, ask.person, ask.lang)})
