"""*Got it*: somebody looks after what an alert tells of."""

from bot.kit import Ask
from bot.services import acknowledging
from bot.slack.story import Answer, Reply, Story

story = Story("alerts")


@story.button("alert.got_it")
async def got_it(ask: Ask) -> Answer:
    """Take an alert in hand; the alert itself then says so."""
    taken = await ask.decide(acknowledging.got_it, ask.request(), ask.value)
    return Reply("alerts/got_it", {"taken": len(taken)})
