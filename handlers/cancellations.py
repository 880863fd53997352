"""What the Registrar must look at: `/queue cancellations`, *Seen*, and *Reopen* from its message."""

from bot.kit import Ask
from bot.services.crimes import cancellations
from bot.services.decisions import corrections
from bot.slack.bulletins.reading import fitting
from bot.slack.story import Answer, Reply, Story
from bot.typed import target_of

story = Story("crimes")
WORD = "cancellations"


async def listed(ask: Ask) -> Answer:
    """What the Registrar and the deputy still have to look at."""
    found = await ask.read(cancellations.listed, ask.person, ask.lang)
    now = ask.kit.present(ask.at)
    return Reply("crimes/queue", fitting(ask.kit.words, ask.lang, "crimes/_shown", "shown", found, **now))


@story.button("notice.seen")
async def seen(ask: Ask) -> Answer:
    """Let it stand: it comes off the list, and the trail says who looked."""
    shown = await ask.decide(cancellations.seen, ask.request(), ask.value)
    return Reply("crimes/seen", {"shown": shown})


@story.verb("reopen")
async def reopen(ask: Ask) -> Answer:
    """Open what was cancelled again, on its first deadline."""
    outcome = await ask.decide(corrections.reopen, ask.request(), target_of(ask.value))
    return Reply("decisions/reopened", {"done": outcome, "by": ask.person})
