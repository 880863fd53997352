"""The second look, for the Registrar and the deputy alone: `/digest second-look`, its button, *More*."""

from bot.kit import Ask
from bot.services.digests import second_look
from bot.slack.bulletins.second_look import few, many
from bot.slack.story import Answer, Form, Reply, Story

story = Story("second_look")


@story.button("second_look.show")
async def shown(ask: Ask) -> Answer:
    """What the last week's logs and deeds suggest to look at again."""
    return Reply("digests/second_look", few(await ask.read(second_look.asked, ask.person)))


@story.button("second_look.more")
async def more(ask: Ask) -> Answer:
    """All of it, as much as a form takes."""
    return Form("digests/second_look_more", many(await ask.read(second_look.asked, ask.person)))
