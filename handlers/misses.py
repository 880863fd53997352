"""What was due and was not told in time: `/queue misses`, for the Registrar and the deputy."""

from bot.kit import Ask
from bot.services.audit import misses
from bot.slack.bulletins.reading import fitting
from bot.slack.story import Answer, Reply

WORD = "misses"


async def listed(ask: Ask) -> Answer:
    """What the auditor found lately, and whatever is still untold."""
    found = await ask.read(misses.listed, ask.person)
    now = ask.kit.present(ask.at)
    return Reply("audit/queue", fitting(ask.kit.words, ask.lang, "audit/_miss", "missed", found, **now))
