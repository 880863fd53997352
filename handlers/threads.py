"""Where slash commands do not work: a message shortcut and a mention find the incident that is spoken of."""

from bot.kit import Ask
from bot.services import cards, finding
from bot.slack.story import Answer, Reply, Story

story = Story("incidents")


@story.shortcut("incident.find")
async def found(ask: Ask) -> Answer:
    """The incident that a message speaks of."""
    target = await ask.read(finding.spoken_of, str(ask.message.get("text") or ""), ask.person)
    return Reply("incidents/card", {"card": await ask.read(cards.card, target.key, ask.person, ask.lang)})
