"""What the auditor reads, one kind a file; each is a line here."""

from bot.services.audited.digests import DIGESTS, WEEKLY
from bot.services.audited.ladder import LADDER
from bot.services.audited.lists import LISTS
from bot.services.audited.meetings import MEETINGS
from bot.services.audited.messages import MESSAGES
from bot.services.audited.reading import Reading
from bot.services.audited.stages import STAGES

READINGS: tuple[Reading, ...] = (STAGES, LADDER, LISTS, DIGESTS, WEEKLY, MEETINGS, MESSAGES)
