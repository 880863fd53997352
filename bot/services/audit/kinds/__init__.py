"""What the auditor reads, one kind a file; each is a line here."""

from bot.services.audit.kinds.digests import DIGESTS, WEEKLY
from bot.services.audit.kinds.ladder import LADDER
from bot.services.audit.kinds.lists import LISTS
from bot.services.audit.kinds.meetings import MEETINGS
from bot.services.audit.kinds.messages import MESSAGES
from bot.services.audit.kinds.stages import STAGES
from bot.services.audit.reading import Reading

READINGS: tuple[Reading, ...] = (STAGES, LADDER, LISTS, DIGESTS, WEEKLY, MEETINGS, MESSAGES)
