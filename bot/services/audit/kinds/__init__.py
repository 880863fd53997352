"""What the auditor reads, one kind a file; each is a line here."""

from bot.services.audit.kinds.dial_ins import DIAL_INS
from bot.services.audit.kinds.digests import DIGESTS, WEEKLY
from bot.services.audit.kinds.handovers import HANDOVERS
from bot.services.audit.kinds.ladder import LADDER
from bot.services.audit.kinds.lessons import LESSONS
from bot.services.audit.kinds.lists import LISTS
from bot.services.audit.kinds.meetings import MEETINGS
from bot.services.audit.kinds.messages import MESSAGES
from bot.services.audit.kinds.shifts import SHIFTS
from bot.services.audit.kinds.stages import STAGES
from bot.services.audit.reading import Reading

DAILY: tuple[Reading, ...] = (LISTS, DIGESTS, WEEKLY, MEETINGS)
PEOPLE: tuple[Reading, ...] = (DIAL_INS, SHIFTS, HANDOVERS, LESSONS)
READINGS: tuple[Reading, ...] = (STAGES, LADDER, *DAILY, *PEOPLE, MESSAGES)
