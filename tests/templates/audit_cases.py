"""What the auditor found, with invented values."""

from dataclasses import replace

from bot.domain.auditing import Kind
from bot.services.audit.misses import Missed
from bot.store.misses import Miss
from tests.templates.things import AT, INCIDENT, Case, hours

KEY = INCIDENT.stream


def miss(kind: Kind, what: str, ago: float = 1, stream: str = "") -> Miss:
    """Something that was due so many hours ago."""
    return Miss(kind, what, stream, AT - hours(ago), AT - hours(0.5), "misses:1")


STAGE = Missed(miss(Kind.STAGE, f"{KEY}|1|no_meeting_left", 4, KEY), INCIDENT)
LATE = Missed(replace(miss(Kind.STAGE, f"{KEY}|2|overdue", 2, KEY), closed_at=AT), INCIDENT)
RESTRICTED = Missed(miss(Kind.STAGE, f"{KEY}|1|urgent", 3, KEY), replace(INCIDENT, restricted=True))
LIST = Missed(miss(Kind.LIST, "powys|2026-11-20", 14))
RESTRICTED_LIST = Missed(miss(Kind.LIST, "restricted|2026-11-20", 14))
MESSAGE = Missed(miss(Kind.MESSAGE, "alert:bcu-powys:1"), None, "bcu-powys")
PERSONAL = Missed(miss(Kind.MESSAGE, "digest:842"), None, "@842")
STEP = Missed(miss(Kind.LADDER, f"{KEY}|1|supervisor|1", 2, KEY), INCIDENT)
DIGESTS = (Missed(miss(Kind.DIGEST, "842|2026-11-20", 7)), Missed(miss(Kind.WEEKLY, "842|2026-11-16", 90)))
MEETINGS = tuple(Missed(miss(Kind.MEETING, f"powys|2026-11-20|{part}", 4)) for part in ("list", "held"))

AUDIT = [
    Case("audit/misses", "day", {"found": (STEP, *DIGESTS, *MEETINGS), "rest": 0, "put_at": AT}),
    Case("audit/misses", "", {"found": (STAGE, LATE, RESTRICTED), "rest": 0, "put_at": AT - hours(0.5)}),
    Case("audit/misses", "one", {"found": (LIST,), "rest": 0, "put_at": AT - hours(0.5)}),
    Case("audit/misses", "messages", {"found": (MESSAGE, PERSONAL), "rest": 3, "put_at": AT - hours(0.5)}),
    Case("audit/queue", "", {"found": (replace(RESTRICTED, open=True), RESTRICTED_LIST), "rest": 2}),
    Case("audit/queue", "empty", {"found": (), "rest": 0}),
]
