"""What may be done with an alert: *Got it*, *I can't*, and putting it off."""

from bot.domain.refusal import Refused
from bot.kit import Ask
from bot.services.ladder import acknowledging, snoozing
from bot.slack.story import Answer, Reply, Story

story = Story("alerts")


@story.button("alert.got_it")
async def got_it(ask: Ask) -> Answer:
    """Take an alert in hand; every copy of it then says so."""
    taken = await ask.decide(acknowledging.got_it, ask.request(), ask.value)
    return Reply("alerts/got_it", {"taken": len(taken)})


@story.button("alert.cannot")
async def cannot(ask: Ask) -> Answer:
    """Pass an alert on to whoever is told next."""
    told = await ask.decide(snoozing.pass_on, ask.request(), ask.value)
    return Reply("alerts/passed_on", {"told": told})


@story.button("alert.snooze")
async def snooze(ask: Ask) -> Answer:
    """Put an alert off, as long as its menu says."""
    if ask.chosen not in snoozing.LENGTHS:
        raise Refused("stale")
    put = await ask.decide(snoozing.snooze, ask.request(), ask.value, ask.chosen)
    return Reply("alerts/snoozed", {"put": put})
