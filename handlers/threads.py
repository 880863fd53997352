"""Where slash commands do not work: a message shortcut and a mention find the incident that is spoken of."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.kit import Ask
from bot.services.incidents import cards, finding
from bot.services.messages import hearing
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
    target = await ask.read(finding.spoken_of, " ".join(_texts(ask.message)), ask.person)
    return Reply("incidents/card", {"card": await ask.read(cards.card, target.key, ask.person, ask.lang)})


def _texts(part: Any) -> Iterator[str]:
    """Every text of a message, its blocks' too: a list names its incidents there."""
    if isinstance(part, Mapping):
        for name, value in part.items():
            yield from [value] if name == "text" and isinstance(value, str) else _texts(value)
    elif isinstance(part, list):
        for each in part:
            yield from _texts(each)
