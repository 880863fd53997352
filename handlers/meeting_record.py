"""`/dmm record`: what the meetings of a time come to, in figures at once, then as a picture and papers."""

from bot.kit import Ask
from bot.reports import measures, meeting_view
from bot.services.meetings import accounts
from bot.slack.story import Answer, Reply
from bot.typed import days_meant

WORD = "record"


async def part(ask: Ask) -> Answer:
    """The figures of the asker's own unit and of four weeks, unless unit or days are said."""
    words, days = days_meant(ask, ask.words)
    found = await ask.read(accounts.look_up, ask.person, words, days, ask.channel)
    if found.figures.whole.due:
        await ask.decide(accounts.send, ask.request(), ask.person, found.period)
    await measures.loaded()
    return Reply("meetings/figures", meeting_view.values(found))
