"""Where slash commands do not work: a message shortcut and a mention find the incident that is spoken of."""

from dataclasses import replace

from bot.kit import Ask
from bot.services import cards, finding, hearing
from bot.slack.story import Answer, Reply, Story

story = Story("incidents")


@story.event("app_mention")
async def mentioned(ask: Ask) -> Answer:
    """The incident that somebody names while they mention us, in a thread too."""
    await ask.decide(hearing.once, ask.request())
    return await found(replace(ask, message={"text": ask.text}))


@story.shortcut("incident.find")
async def found(ask: Ask) -> Answer:
    """The incident that a message speaks of."""
    target = await ask.read(finding.spoken_of, str(ask.message.get("text") or ""), ask.person)
    return Reply("incidents/card", {"card": await ask.read(cards.card, target.key, ask.person, ask.lang)})
