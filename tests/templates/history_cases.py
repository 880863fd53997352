"""One entry of the trail of each kind, as it is read back from the trail."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.clock import Stage, crossings
from bot.domain.facts import Fact, Happened
from bot.services.incidents.histories import Arithmetic, Climbed, Entry, Why
from bot.store.trail import canonical
from tests.templates.things import AT, DAY, INCIDENT, OFFENCE, PAGE, RECORDED, Case, hours

MARK = "a1b2c3d4e5"


PROMISED = {"who": "842", "line": "take the statement"}
BEGUN = {"chair": "2201", "delegated": True, "late": True, "items": 12}
HANDED = {"before": "carmarthenshire", "to": "powys"}


def entry(kind: Happened, by: str = "", n: int | None = None, late: float = 0, **values: Any) -> Entry:
    """A fact that was entered at `AT`, and happened `late` hours before; as the trail gives it back."""
    fact = Fact(kind, AT - hours(late), AT, by, n, values)
    body = json.loads(canonical(fact.body()))
    return Entry(
        body["kind"], fact.at, fact.entered_at, body["by"], body["offence"], body["values"], "a1b2c3d4e5"
    )


RECEIVED = {"category": "harassment", "unit": "carmarthenshire", "source": "storm", "reading": "exact"}
CHANGES = {
    "category": ("other", "harassment"),
    "unit": ("powys", "carmarthenshire"),
    "reported_at": (AT, AT - timedelta(minutes=20)),
    "crime_refs": ((), ("CR/1/26", "CR/2/26")),
    "source_url": ("https://a.example/1", "https://a.example/2"),
}
TOLD = {"stage": Stage.URGENT.code, "channel": "bcu-carmarthenshire", "slack": "1763676600.000100"}
DIRECT = {"channel": "@1101", "stage": "supervisor", "passed": ["1101:capped"]}
NOBODY = {"stage": "overdue", "tell": "superintendent", "passed": ["superintendent:off_duty", "2201:quiet"]}
CRIME = {"decision": "crime", "crime": "CR/1/26"}
RENAMED = {"crime": "CR/1/26", "before": "theft", "now": "burglary"}
GONE = {"code": "C3", "crime": "CR/1/26", "source": "feed"}
SPAN = {"begins": AT, "ends": AT + hours(8)}
LOG = {"log_at": AT - hours(1), "victim_told": "owed"}

PASSED = ("inspector:off_duty", "2201:quiet")
CLIMBED = (
    Climbed("approaching", AT - hours(9), "oic", "listed"),
    Climbed("supervisor", AT - hours(3), "sergeant", "told", "1101"),
    Climbed(
        "no_meeting_left", AT - hours(2), "inspector", "nobody", None, ("inspector:off_duty", "2201:quiet")
    ),
    Climbed("no_meeting_left", AT - hours(1), "@2201", "after_quiet", "2201", ("2201:quiet",)),
    Climbed("urgent", AT + hours(1.25), "fim", "waiting"),
)

KINDS: dict[str, Entry] = {
    "came_on": entry(Happened.CAME_ON_DUTY, "1101", collar="842", **SPAN),
    "went_off": entry(Happened.WENT_OFF_DUTY, "2201", collar="2201", cover="3101", **SPAN),
    "does_not_cover": entry(Happened.COVER_DECLINED, "3101", collar="2201", cover="3101"),
    "offered": entry(Happened.HANDOVER_OFFERED, "842", giver="842", to="1101"),
    "taken_over": entry(Happened.HANDOVER_ACCEPTED, "1101", giver="842", to="1101", oic="1101"),
    "not_taken": entry(Happened.HANDOVER_DECLINED, "1101", giver="842", to="1101", line="Off at four."),
    "not_taken_silently": entry(Happened.HANDOVER_DECLINED, "1101", giver="842", to="1101"),
    "withdrawn": entry(Happened.HANDOVER_WITHDRAWN, "842", giver="842", to="1101"),
    "offer_lapsed": entry(Happened.HANDOVER_LAPSED, giver="842", to="1101"),
    "left_undecided": entry(Happened.UNDECIDED_LEFT, collar="842", count=3),
    "received": entry(Happened.INCIDENT_RECEIVED, late=20, **RECEIVED, clock=True),
    "watched": entry(Happened.INCIDENT_RECEIVED, **(RECEIVED | {"category": "new code"}), clock=False),
    "changed": entry(Happened.INCIDENT_CHANGED, changes=CHANGES),
    "allocated": entry(Happened.INCIDENT_ALLOCATED, "1101", oic="842"),
    "allocated_off_duty": entry(Happened.INCIDENT_ALLOCATED, "1101", oic="842", override="KNO"),
    "passed_on": entry(Happened.INCIDENT_ALLOCATED, "2201", oic="842", before="1101", **{"for": "1101"}),
    "added": entry(Happened.OFFENCE_ADDED, "1101", 2, 3, offence_class="burglary_other"),
    "on_the_clock": entry(Happened.OFFENCE_ADDED, n=1, category="harassment"),
    "recorded": entry(Happened.CRIME_RECORDED, "1101", 1, **CRIME, **{"for": "842"}),
    "recorded_n100": entry(Happened.CRIME_RECORDED, "1101", 1, decision="n100", code="NYS"),
    "recorded_by_the_feed": entry(Happened.CRIME_RECORDED, n=1, **CRIME, source="feed"),
    "negated": entry(Happened.OFFENCE_NEGATED, "1101", 1, decision="no_offence", code="NNO", **LOG),
    "confirmed": entry(Happened.NEGATION_CONFIRMED, "2201", 1, ruling="2201"),
    "signed_off": entry(Happened.RECORD_SIGNED_OFF, "2201", 1),
    "returned": entry(Happened.DECISION_RETURNED, "2201", 1, code="LOG", to="1101", decision="no_offence"),
    "understood": entry(Happened.FEEDBACK_ACKNOWLEDGED, "842", code="LOG"),
    "reopened": entry(Happened.OFFENCE_REOPENED, "9020", 1, was="confirmed", decision="no_offence"),
    "cancelled": entry(Happened.CRIME_CANCELLED, "9020", 1, code="C4", crime="CR/1/26"),
    "waiting": entry(Happened.CRIME_REF_WAITING, crime="CR/3/26", open=2),
    "waiting_for_none": entry(Happened.CRIME_REF_WAITING, crime="CR/3/26", open=0),
    "waiting_elsewhere": entry(Happened.CRIME_REF_WAITING, crime="CR/3/26", open=1, why="elsewhere"),
    "waiting_since_before": entry(Happened.CRIME_REF_WAITING, crime="CR/3/26", open=1, why="before"),
    "claimed": entry(Happened.CRIME_RECORDED, "1101", 1, **CRIME, claimed=True),
    "crime_confirmed": entry(Happened.CRIME_CONFIRMED, n=1, late=2, crime="CR/1/26"),
    "claim_ended": entry(Happened.CLAIM_ENDED, n=1, crime="CR/1/26"),
    "lapsed": entry(Happened.CLAIM_LAPSED, n=1, crime="CR/1/26", why="unseen", hours="4"),
    "lapsed_elsewhere": entry(Happened.CLAIM_LAPSED, n=1, crime="CR/1/26", why="elsewhere", hours="4"),
    "lapsed_for_another": entry(Happened.CLAIM_LAPSED, n=1, crime="CR/1/26", why="another"),
    "lapsed_of_another_kind": entry(Happened.CLAIM_LAPSED, n=1, crime="CR/1/26", why="other_kind"),
    "lapsed_since_before": entry(Happened.CLAIM_LAPSED, n=1, crime="CR/1/26", why="before"),
    "lapsed_of_a_cancelled_one": entry(Happened.CLAIM_LAPSED, n=1, crime="CR/1/26", why="cancelled"),
    "reclassified": entry(Happened.CRIME_RECLASSIFIED, n=1, late=1, **RENAMED),
    "reclassified_and_restricted": entry(Happened.CRIME_RECLASSIFIED, **(RENAMED | {"now": "rape"})),
    "placed": entry(Happened.CRIME_REF_PLACED, crime="CR/1/26"),
    "secluded": entry(Happened.INCIDENT_SECLUDED),
    "restored": entry(Happened.CRIME_RESTORED, n=1, crime="CR/1/26"),
    "unlinked": entry(Happened.CRIME_UNLINKED, n=1, crime="CR/1/26", to="dyfed-powys:2026-11-20:98"),
    "cancelled_there": entry(Happened.CRIME_CANCELLED, n=1, **GONE, maker="9020"),
    "cancelled_by_nobody": entry(Happened.CRIME_CANCELLED, n=1, **(GONE | {"code": ""})),
    "registrar_shown": entry(Happened.REGISTRAR_SHOWN, n=1, crime="CR/1/26", why="nobody"),
    "registrar_saw": entry(Happened.REGISTRAR_SAW, "9020", 1, crime="CR/1/26", why="oic", ruling="9020"),
    "crossed": entry(Happened.STAGE_CROSSED, n=1, late=0.5, stage=Stage.NO_MEETING_LEFT.code),
    "told": entry(Happened.PEOPLE_TOLD, n=1, people=["1101", "2201"], **TOLD),
    "told_nobody": entry(Happened.PEOPLE_TOLD, n=1, people=[], **TOLD),
    "told_of_a_lapse": entry(
        Happened.PEOPLE_TOLD, n=1, people=["1101"], **(TOLD | {"stage": None, "crime": "CR/1/26"})
    ),
    "told_directly": entry(Happened.PEOPLE_TOLD, n=1, people=["1101"], **(TOLD | DIRECT)),
    "nobody_told": entry(Happened.NOBODY_TOLD, n=1, **NOBODY),
    "put_off": entry(Happened.ALERT_SNOOZED, "2201", 1, stage="urgent", until=AT + hours(1)),
    "passed_to": entry(Happened.ALERT_PASSED_ON, "1101", 1, stage="supervisor", instead=["2201"]),
    "passed_to_nobody": entry(Happened.ALERT_PASSED_ON, "1101", 1, stage="supervisor", instead=[]),
    "in_hand": entry(Happened.ALERT_ACKNOWLEDGED, "2201", 1, stage=Stage.URGENT.code),
    "held": entry(Happened.INCIDENT_HELD, "9020", code="CPIA"),
    "released": entry(Happened.HOLD_RELEASED, "9020", code="CPIA"),
    "held_at_the_command_line": entry(Happened.INCIDENT_HELD, "9020", code="CPIA", source="command"),
    "released_at_the_command_line": entry(Happened.HOLD_RELEASED, "9020", code="CPIA", source="command"),
    "forgotten": entry(Happened.COPIES_FORGOTTEN, incidents=3, entries=40, door="hourly"),
    "refused": entry(Happened.REQUEST_REFUSED, "1101", 1, rule="four_eyes", asked="incident.confirm"),
    "not_their_meeting": entry(Happened.REQUEST_REFUSED, "842", rule="not_your_meeting", asked="add-offence"),
    "not_allowed": entry(Happened.REQUEST_REFUSED, "842", rule="not_permitted", asked="add-offence"),
    "missed": entry(Happened.MISS_FOUND, missed="list", what="powys|2026-11-20"),
    "told_after_all": entry(Happened.MISS_CLOSED, missed="list", what="powys|2026-11-20"),
    "dial_in_scheduled": entry(Happened.DIAL_IN_SCHEDULED, "9020", series="force", name="Force"),
    "dial_in_moved": entry(Happened.DIAL_IN_MOVED, "9020", to="2026-11-27T10:00:00Z"),
    "dial_in_cancelled": entry(Happened.DIAL_IN_CANCELLED, "9020"),
    "dial_in_reminded": entry(Happened.DIAL_IN_REMINDED, reminder="week", asked=12, now=8, later=3, off=1),
    "dial_in_reminder_skipped": entry(Happened.DIAL_IN_REMINDER_SKIPPED, due="2026-11-27T10:00:00Z"),
    "dial_in_held": entry(Happened.DIAL_IN_HELD, offered=12),
    "dial_in_noted": entry(Happened.DIAL_IN_NOTED, "9020"),
    "ruling_given": entry(Happened.RULING_GIVEN, "9020", ruling=7),
    "ruling_superseded": entry(Happened.RULING_GIVEN, "9020", ruling=8, supersedes=7),
    "exported": entry(Happened.TRAIL_EXPORTED, account="cofnod"),
    "digest_made": entry(Happened.DIGEST_MADE, collar="2201"),
    "digest_told": entry(Happened.DIGEST_TOLD, collar="2201", to="1101", slack="1795269900.000100"),
    "digest_skipped": entry(Happened.DIGEST_SKIPPED, collar="2201", why="skipped"),
    "digest_unreachable": entry(Happened.DIGEST_SKIPPED, collar="2201", why="unreachable"),
    "subscribed": entry(Happened.SUBSCRIPTION_CHANGED, "2201", digest="daily", wanted=True),
    "unsubscribed": entry(Happened.SUBSCRIPTION_CHANGED, "2201", digest="weekly", wanted=False),
    "confidences_counted": entry(Happened.CONFIDENCES_COUNTED, count=2),
    "meeting_listed": entry(Happened.MEETING_LISTED, due="2026-11-20T09:00:00Z", items=12),
    "meeting_begun": replace(entry(Happened.MEETING_BEGUN, "2201"), values=BEGUN),
    "meeting_chaired": entry(Happened.MEETING_CHAIRED, "2201", chair="2201", before="1101", delegated=False),
    "meeting_attended": entry(Happened.MEETING_ATTENDED, "842"),
    "item_listed": entry(Happened.ITEM_LISTED, incident="a", place=3, due="2026-11-20T14:00:00Z"),
    "meetings_forgotten": entry(Happened.MEETINGS_FORGOTTEN, meetings=2),
    "meeting_reviewed": entry(Happened.ITEM_REVIEWED, "1101", unit="powys", line="statement booked"),
    "decided_there": entry(Happened.ITEM_DECIDED, "1101", what="incident_allocated"),
    "decided_by_the_feed": entry(Happened.ITEM_DECIDED, what="crime_recorded", source="feed"),
    "meeting_read_out": entry(Happened.ITEMS_READ_OUT, "2201", incidents=["a", "b"]),
    "promised": entry(Happened.PROMISE_MADE, "1101", **PROMISED, due="2026-11-20T14:00:00Z"),
    "promise_kept": entry(Happened.PROMISE_KEPT, "842", **PROMISED),
    "meeting_moved": entry(
        Happened.RESOURCE_MOVED, "2201", who="842", line="the van", to="powys", until="2026-11-20T18:00:00Z"
    ),
    "meeting_ended": entry(Happened.MEETING_ENDED, "2201", no_meeting=["a"], code="OUT", line="by phone"),
    "meeting_ended_by_the_clock": entry(Happened.MEETING_ENDED, no_meeting=[]),
    "meeting_missed": entry(Happened.MEETING_MISSED, due="2026-11-20T09:00:00Z", listed=True, items=3),
    "unit_offered": entry(Happened.UNIT_OFFERED, "1101", **HANDED, line="it was on their side"),
    "unit_accepted": entry(Happened.UNIT_ACCEPTED, "2201", **HANDED),
    "unit_declined": entry(Happened.UNIT_DECLINED, "2201", **HANDED, answer="the scene is yours"),
    "unit_withdrawn": entry(Happened.UNIT_WITHDRAWN, "1101", **HANDED),
    "confidence_lost": entry(Happened.CONFIDENCES_COUNTED, count=0, lost=1),
    "ruled": entry(Happened.REQUEST_REFUSED, "842", rule="registrars_ruling", asked="decisions.negate"),
}
PATH = crossings(OFFENCE.told_at, PAGE.units["carmarthenshire"].dmm, PAGE.zone, PAGE.stages)
RULES = PAGE.edition(DAY)
ENTRIES = tuple(KINDS.values())
WHY = Why(
    INCIDENT,
    "Carmarthenshire",
    "08:30",
    (Arithmetic(OFFENCE, PATH, RULES, CLIMBED), Arithmetic(RECORDED, PATH, RULES)),
    ENTRIES,
)
LINES = [Case("history/line", name, {"entry": each, "why": WHY}, "line") for name, each in KINDS.items()]
