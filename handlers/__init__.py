"""What people do in Slack: one file, one story; each is a line here."""

from bot.slack.story import Story
from handlers import (
    add_offence,
    alerts,
    allocate,
    cancellations,
    check,
    correct,
    digest,
    help,
    home,
    look,
    negate,
    record,
    send_back,
    threads,
    which,
)

STORIES: tuple[Story, ...] = (
    look.story,
    home.story,
    allocate.story,
    add_offence.story,
    record.story,
    negate.story,
    check.story,
    send_back.story,
    correct.story,
    cancellations.story,
    which.story,
    alerts.story,
    threads.story,
    digest.story,
    help.story,
)
