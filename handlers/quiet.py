"""`/cofnod quiet 22:00-07:00`: the hours in which somebody on call is not pinged."""

from bot.domain.ladder import own
from bot.domain.refusal import Refused
from bot.domain.rungs import Quiet
from bot.hours import parse_clock
from bot.kit import Ask
from bot.services.ladder import quieting
from bot.slack.story import Answer, Reply


async def quiet(ask: Ask) -> Answer:
    """Choose one's own quiet hours, none, or the force's; without words, say which they are."""
    word = ask.text.strip().lower()
    if not word:
        hours = await ask.read(quieting.of, ask.person.collar)
    elif word == "force":
        hours = await ask.decide(quieting.follow_the_force, ask.request())
    else:
        hours = await ask.decide(quieting.choose, ask.request(), None if word == "off" else _meant(word))
    return Reply("help/quiet", {"hours": hours})


def _meant(word: str) -> Quiet:
    """The hours that somebody typed; raises Refused `not_quiet_hours`."""
    begins, _, ends = word.replace(" ", "").partition("-")
    try:
        found = own(parse_clock(begins), parse_clock(ends))
    except ValueError:
        found = None
    if found is None:
        raise Refused("not_quiet_hours", typed=word[:20])
    return found
