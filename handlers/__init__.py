"""What people do in Slack: one file, one story; each is a line here."""

from bot.slack.story import Story
from handlers import allocate

STORIES: tuple[Story, ...] = (allocate.story,)
