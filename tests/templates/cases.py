"""Every occasion with invented values: tests/templates/approved shows a reader all that the bot says.

Add a case for every template: `Case("folder/occasion", "what is special", {...})`; then run
`pytest tests/templates --approve` and read what it wrote.
"""

from dataclasses import replace
from datetime import date

from bot.domain.listing import Alert, AlertItem, Card
from tests.templates.audit_cases import AUDIT
from tests.templates.crime_cases import CRIMES
from tests.templates.decision_cases import DECISIONS
from tests.templates.demo_cases import DEMO
from tests.templates.dial_in_cases import DIAL_INS
from tests.templates.digest_cases import DIGESTS
from tests.templates.doctor_cases import DOCTOR
from tests.templates.duty_cases import DUTY
from tests.templates.handover_cases import HANDOVERS
from tests.templates.look_cases import LOOKING
from tests.templates.meeting_cases import MEETINGS
from tests.templates.meeting_record_cases import MEETING_RECORDS
from tests.templates.operation_cases import OPERATIONS
from tests.templates.refusal_cases import REFUSALS
from tests.templates.things import (
    ALERT_KEY,
    AT,
    CONFIRMED,
    FOR_THE_SERGEANT,
    HOLD,
    IN_HAND,
    INCIDENT,
    LATE_ITEM,
    LINE,
    LISTING,
    MENTIONED,
    OFFENCE,
    PASSED_ON,
    PUT_OFF,
    RECORDED,
    SETTLED,
    Case,
)
from tests.templates.verify_cases import VERIFY
from tests.templates.weekly_cases import WEEKLY_CASES


def alert(name: str, items: tuple[AlertItem, ...], rest: tuple[AlertItem, ...] = ()) -> Case:
    """An alert of these items, and of others for which there was no room."""
    return Case("alerts/alert", name, {"alert": Alert(ALERT_KEY, items, AT), "rest": rest})


def summary(why: str, items: tuple[AlertItem, ...]) -> Case:
    """A summary for one person, and why it is one."""
    return Case("alerts/alert", why, {"alert": Alert(ALERT_KEY, items, AT, why), "rest": ()})


CASES = [
    Case("listings/live", "", {"listing": LISTING}),
    Case("listings/live", "empty", {"listing": replace(LISTING, lines=(), rest=0, watched=1, restricted=0)}),
    Case("listings/live", "restricted", {"listing": replace(LISTING, unit_code="restricted", rest=1)}),
    Case("listings/over", "", {"day": date(2026, 11, 19), "listing": LISTING}),
    Case(
        "incidents/card",
        "",
        {"card": Card(LINE, INCIDENT, "Carmarthenshire", (OFFENCE, RECORDED, CONFIRMED))},
    ),
    Case(
        "incidents/card",
        "unallocated",
        {"card": Card(LINE, replace(INCIDENT, oic=None, source_url=""), "Powys", (OFFENCE,))},
    ),
    Case(
        "incidents/card",
        "taken_over",
        {"card": Card(LINE, replace(INCIDENT, feed_unit="carmarthenshire"), "Powys", (OFFENCE,))},
    ),
    Case("incidents/card", "held", {"card": Card(LINE, INCIDENT, "Powys", (OFFENCE,), (), (HOLD,))}),
    alert("no_meeting_left", (MENTIONED,)),
    alert("in_hand", (IN_HAND,)),
    alert("put_off", (PUT_OFF,)),
    alert("passed_on", (PASSED_ON,)),
    alert("passed_on_to_nobody", (replace(PASSED_ON, instead=None),)),
    summary("summed_up", (LATE_ITEM, FOR_THE_SERGEANT)),
    summary("after_quiet", (FOR_THE_SERGEANT,)),
    summary("late", (LATE_ITEM, FOR_THE_SERGEANT)),
    Case(
        "alerts/alert",
        "settled",
        {"alert": Alert(ALERT_KEY, (replace(MENTIONED, line=SETTLED),), AT), "rest": ()},
    ),
    Case(
        "alerts/alert",
        "urgent",
        {"alert": Alert(ALERT_KEY, (replace(MENTIONED, stage="urgent"),), AT), "rest": ()},
    ),
    Case(
        "alerts/alert",
        "several",
        {"alert": Alert(ALERT_KEY, (LATE_ITEM, MENTIONED, IN_HAND), AT), "rest": ()},
    ),
    Case("answers/refused", "", {"words": "Tom & <!channel> *said* so."}),
    Case("answers/done", "", {}, "modal"),
    Case("answers/refused_form", "", {}, "modal"),
    Case("answers/not_yet"),
    Case("answers/failed"),
    Case("answers/unsure_form", "", {}, "modal"),
    Case(
        "alerts/alert",
        "a_great_many",
        {"alert": Alert(ALERT_KEY, (LATE_ITEM,), AT), "rest": (MENTIONED,) * 40},
    ),
    *REFUSALS,
    *DECISIONS,
    *LOOKING,
    *OPERATIONS,
    *AUDIT,
    *VERIFY,
    *MEETINGS,
    *WEEKLY_CASES,
    *CRIMES,
    *DEMO,
    *DIGESTS,
    *DIAL_INS,
    *DUTY,
    *HANDOVERS,
    *MEETING_RECORDS,
    *(Case(f"doctor/{code}", "", values, "line") for code, values in DOCTOR),
]
