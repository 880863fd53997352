"""The weekly digest: `/digest weekly`, and *More* on its message."""

from bot.domain.refusal import Refused
from bot.kit import Ask
from bot.reports import measures
from bot.services.digests import weekly
from bot.slack.story import Answer, Form, Reply, Story, Words
from handlers import second_look

story = Story("weekly")


async def now(ask: Ask) -> Answer:
    """Make it now; with its picture it comes as a direct message."""
    found = await ask.read(weekly.own, ask.person)
    await ask.decide(weekly.send_now, ask.request(), found)
    return Reply("digests/weekly_coming")


@story.button("weekly.more")
async def more(ask: Ask) -> Answer:
    """Four weeks by unit, category, hour and day of the week."""
    week = await ask.read(weekly.of_message, ask.value)
    if week is None:
        raise Refused("stale")
    await measures.loaded()
    return Form("digests/weekly_more", {"week": week})


WORDS: Words = {"weekly": now, "second-look": second_look.shown}  # of `/digest`
