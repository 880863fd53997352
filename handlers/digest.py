"""Digests: `/digest`, how it would read now, *More*, and who gets it of which units."""

from bot.kit import Ask
from bot.reports import measures
from bot.services.digests import daily as digests
from bot.services.digests import subscribing
from bot.slack.bulletins.digests import the_rest, worded
from bot.slack.story import Answer, Form, Reply, Story, Words
from handlers import weekly

story = Story("digests")
UNITS = "units_"  # the block ids of the form's ticks: ten units each


async def now(ask: Ask) -> Answer:
    """The digest as it would come now, to the asker alone."""
    await measures.loaded()
    return Reply("digests/daily", worded(await ask.read(digests.now, ask.person, ask.lang)))


@story.button("digest.more")
async def more(ask: Ask) -> Answer:
    """What did not fit."""
    await measures.loaded()
    found = await ask.read(digests.more, ask.person, ask.lang)
    return Form("digests/more", the_rest(ask.kit.words, ask.lang, found))


@story.button("digest.settings")
async def settings(ask: Ask) -> Answer:
    """The form of what the asker gets."""
    daily, weekly = await ask.read(subscribing.wishes, ask.person)
    return Form("digests/settings", {"daily": daily, "weekly": weekly})


@story.form("digests.settings")
async def filled(ask: Ask) -> Answer:
    """Keep what the form says."""
    units = [code for name, ticked in ask.values.items() if name.startswith(UNITS) for code in ticked or ()]
    daily, weekly = (ask.given(kind) == "on" for kind in ("daily", "weekly"))
    wishes = await ask.decide(subscribing.subscribe, ask.request(), daily, weekly, units)
    return Reply("digests/saved", dict(zip(("daily", "weekly"), wishes, strict=True)))


WORDS: Words = {"now": now, "settings": settings, **weekly.WORDS}


@story.command("digest", f"[{'|'.join(WORDS)}]", WORDS)
async def coming(ask: Ask) -> Answer:
    """When the next digest comes."""
    daily, weekly = await ask.read(subscribing.wishes, ask.person)
    return Reply("digests/next", {"daily": daily, "weekly": weekly})
