"""What the auditor reads, one kind a file; each is a line here."""

from bot.services.audited.lists import LISTS
from bot.services.audited.messages import MESSAGES
from bot.services.audited.reading import Reading
from bot.services.audited.stages import STAGES

READINGS: tuple[Reading, ...] = (STAGES, LISTS, MESSAGES)
