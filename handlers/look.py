"""Looking: `/queue`, `/incident`, `/why`, the *Why* of the menu, and *and 12 more*."""

from bot.kit import Ask
from bot.services import cards, histories, listings
from bot.services.listings import Scope
from bot.services.notices import RESTRICTED
from bot.slack.bulletins import fitting, the_rest
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed import target_of

EVERYWHERE = "all"
story = Story("incidents")


@story.command("queue", "[unit|mine|overdue|unallocated]")
async def queue(ask: Ask) -> Answer:
    """What waits in a unit, first what is first due to be looked at; the asker's own unit without words."""
    word = ask.text.strip().lower()
    found = await ask.read(listings.asked, _scope(ask, word), ask.person, ask.lang)
    more = word or found.unit_code or EVERYWHERE
    return Reply("listings/queue", {**fitting(ask.kit.words, ask.lang, found), "asked": word, "more": more})


def _scope(ask: Ask, word: str) -> Scope:
    own = ask.person.unit if ask.person.unit in ask.kit.force.units else None
    if word == RESTRICTED:
        return Scope(restricted=True)
    if word == EVERYWHERE:
        return Scope()
    if word == "mine":
        return Scope(oic=ask.person.collar)
    if word in ("overdue", "unallocated"):
        return Scope(unit=own, overdue=word == "overdue", unallocated=word == "unallocated")
    return Scope(unit=listings.unit_meant(ask.kit.force, word) if word else own)


@story.button("listing.more")
async def more(ask: Ask) -> Answer:
    """The lines of a list that did not fit its message."""
    found = await ask.read(listings.asked, _scope(ask, ask.value), ask.person, ask.lang)
    return Form("listings/more", the_rest(ask.kit.words, ask.lang, found))


@story.command("incident", "REF")
async def incident(ask: Ask) -> Answer:
    """One incident in full, with what may be done."""
    if not ask.words:
        return Form("decisions/ref", {}, metadata=ask.origin)
    target = await ask.find(ask.words[0])
    return Reply("incidents/card", {"card": await ask.read(cards.card, target.key, ask.person, ask.lang)})


@story.command("why", "REF")
async def why(ask: Ask) -> Answer:
    """The arithmetic of an incident's clock, and its history."""
    if not ask.words:
        return Form("decisions/ref", {}, metadata=ask.origin)
    target = await ask.find(ask.words[0])
    return Reply("history/why", {"why": await ask.read(histories.why, target.key, ask.person, ask.lang)})


@story.verb("why")
async def pressed(ask: Ask) -> Answer:
    """The same, from an incident's menu."""
    key = target_of(ask.value).key
    return Reply("history/why", {"why": await ask.read(histories.why, key, ask.person, ask.lang)})
