"""The Home tab: who we take you for, what you hold, first what is due first, and how to begin."""

from bot.kit import Ask
from bot.services import listings, standing
from bot.services.listings import Scope
from bot.slack.story import Answer, HomeTab, Story

story = Story("home")


@story.event("app_home_opened")
async def opened(ask: Ask) -> Answer:
    """Publish the Home tab as things stand now."""
    mine = await ask.read(listings.asked, Scope(oic=ask.person.collar), ask.person, ask.lang)
    return HomeTab("home/home", {"me": await ask.read(standing.of, ask.person), "mine": mine})
