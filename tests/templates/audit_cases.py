"""What the auditor found, with invented values."""

from dataclasses import replace

from bot.domain.auditing import Kind
from bot.services.audit.misses import Missed
from bot.store.misses import Miss
from tests.templates.things import AT, INCIDENT, PAGE, Case, hours

KEY = INCIDENT.stream
SERIES = PAGE.dial_ins["force"]


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

RECORDS = tuple(Missed(miss(Kind.MEETING, f"powys|2026-11-20|{part}", 4)) for part in ("record", "papers"))
WEEKLY = "force|2026-11-16|day|0"
DIAL_INS = (
    Missed(miss(Kind.DIAL_IN, f"{WEEKLY}|"), series=SERIES),
    Missed(miss(Kind.DIAL_IN, f"{WEEKLY}|842"), series=SERIES),
    Missed(miss(Kind.DIAL_IN, "gone|2026-11-16|hour|1|842")),
)
SHIFTS = tuple(
    Missed(miss(Kind.SHIFT, f"1101|{part}|2026-11-20T15:00:00+00:00")) for part in ("reminder", "remains")
)
HANDOVERS = tuple(
    Missed(miss(Kind.HANDOVER, f"handover_{part}|7|1101|1102")) for part in ("by", "to", "answer")
)
RETURNED = miss(Kind.FEEDBACK, f"{KEY}|1|842|2026-11-20T10:00:00+00:00", 4, KEY)
FEEDBACK = Missed(RETURNED, INCIDENT), Missed(RETURNED, replace(INCIDENT, restricted=True)), Missed(RETURNED)

AUDIT = [
    Case("audit/misses", "meetings", {"found": RECORDS, "rest": 0, "put_at": AT}),
    Case("audit/misses", "dial_ins", {"found": DIAL_INS, "rest": 0, "put_at": AT}),
    Case("audit/misses", "shifts", {"found": (*SHIFTS, *HANDOVERS), "rest": 0, "put_at": AT}),
    Case("audit/misses", "feedback", {"found": FEEDBACK, "rest": 0, "put_at": AT}),
    Case("audit/misses", "day", {"found": (STEP, *DIGESTS, *MEETINGS), "rest": 0, "put_at": AT}),
    Case("audit/misses", "", {"found": (STAGE, LATE, RESTRICTED), "rest": 0, "put_at": AT - hours(0.5)}),
    Case("audit/misses", "one", {"found": (LIST,), "rest": 0, "put_at": AT - hours(0.5)}),
    Case("audit/misses", "messages", {"found": (MESSAGE, PERSONAL), "rest": 3, "put_at": AT - hours(0.5)}),
    Case("audit/queue", "", {"found": (replace(RESTRICTED, open=True), RESTRICTED_LIST), "rest": 2}),
    Case("audit/queue", "empty", {"found": (), "rest": 0}),
]
