"""What was due and was not told in time: `/queue misses`, for the Registrar and the deputy."""

from bot.kit import Ask
from bot.services.audit import misses
from bot.slack.bulletins.audits import fitting
from bot.slack.story import Answer, Reply

WORD = "misses"


async def listed(ask: Ask) -> Answer:
    """What the auditor found lately, and whatever is still untold."""
    found = await ask.read(misses.listed, ask.person)
    return Reply("audit/queue", fitting(ask.kit.words, ask.lang, found, **ask.kit.present(ask.at)))
