"""The Home tab: opened, and feedback in it understood; from then on it is kept fresh."""

from bot.kit import Ask
from bot.services import home
from bot.services.decisions import lessons
from bot.slack.story import Answer, Story
from bot.typed import number_carried

story = Story("home")


@story.event("app_home_opened")
async def opened(ask: Ask) -> Answer:
    """Show the asker's Home tab as things stand now."""
    await ask.decide(home.opened, ask.person, ask.slack_id)
    return None


@story.button("home.understood")
async def understood(ask: Ask) -> Answer:
    """Take feedback as understood: it leaves the tab, and nobody counts it."""
    await ask.decide(lessons.understood, ask.request(), number_carried(ask.value))
    return None
