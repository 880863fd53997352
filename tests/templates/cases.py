"""Every occasion with invented values: tests/templates/approved shows a reader all that the bot says.

Add a case for every template: `Case("folder/occasion", "what is special", {...})`; then run
`pytest tests/templates --approve` and read what it wrote.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.incident import Incident, IncidentKey
from bot.domain.listing import Alert, AlertItem, Card, Line, Listing
from bot.domain.offence import Decision, Offence, State
from bot.domain.people import Person
from tests.templates.doctor_cases import DOCTOR

FORCE = "dyfed-powys"
DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)


def person(collar: str, surname: str, rank: str, *slack_ids: str) -> Person:
    """Somebody of the invented cast."""
    return Person(collar, "", surname, rank, "carmarthenshire", slack_ids=slack_ids)


REES = person("842", "Rees", "constable", "U0REES")
MORGAN = person("1101", "Morgan", "sergeant", "U0MORGAN")
HUGHES = person("2201", "Hughes", "inspector", "U0HUGHES")
VAUGHAN = person("3101", "Vaughan", "chief_inspector", "U0CHAIR")
WATKINS = person("9020", "Watkins", "staff", "U0WATKINS")
PEOPLE = {each.collar: each for each in (REES, MORGAN, HUGHES, VAUGHAN, WATKINS)}
KEY = IncidentKey(FORCE, DAY, "123")


def hours(count: float) -> timedelta:
    """A length of time."""
    return timedelta(hours=count)


LINE = Line(
    key=KEY,
    category="harassment",
    category_name="Harassment",
    age=hours(20.75),
    left=hours(3.25),
    due_at=AT + hours(3.25),
    stage="no_meeting_left",
    oic=None,
    state="open",
    open_offences=1,
    markers=("Domestic abuse", "Child"),
    version=3,
    can=frozenset({"allocate", "record", "negate", "add_offence", "why"}),
)
LATE = replace(
    LINE,
    key=IncidentKey(FORCE, date(2026, 11, 19), "871"),
    category_name="Burglary",
    age=hours(50),
    left=-timedelta(hours=2, minutes=5),
    due_at=AT - timedelta(hours=2, minutes=5),
    stage="overdue",
    oic=REES,
    open_offences=2,
    markers=(),
)
NEGATED = replace(
    LINE,
    key=replace(KEY, number="98"),
    state="negated",
    oic=REES,
    can=frozenset({"confirm", "return", "why"}),
)
SETTLED = replace(
    LINE, left=None, due_at=None, state="recorded", oic=REES, can=frozenset({"sign_off", "return"})
)
LISTING = Listing("carmarthenshire", "Carmarthenshire", DAY, (LATE, LINE, NEGATED), 12, 14, 2, AT)
OFFENCE = Offence(1, 1, AT - hours(20.75), AT + hours(3.25), offence_class="harassment")
RECORDED = replace(
    OFFENCE,
    n=2,
    state=State.RECORDED,
    decision=Decision.CRIME,
    decided_by="1101",
    decided_at=AT - hours(12),
    crime_ref="CR/2026/4411",
)
REFUSED = replace(RECORDED, state=State.NEGATED, reason_code="NNO", decision=Decision.NO_OFFENCE)
CONFIRMED = replace(REFUSED, state=State.CONFIRMED, checked_by="2201", checked_at=AT - hours(1))
INCIDENT = Incident(
    id=1,
    key=KEY,
    reported_at=AT - hours(20.75),
    reading="exact",
    category="harassment",
    opening_category="harassment",
    qualifiers=(),
    markers=("da", "child"),
    unit="carmarthenshire",
    route="999",
    grade="2",
    beat="",
    crime_refs=(),
    closing_code="",
    closed_at=None,
    source_url="https://storm.example.org/logs/123?day=2026-11-20&view=log_text",
    restricted=False,
    oic="842",
    allocated_by="1101",
    allocated_at=AT - hours(2),
    version=3,
)
MENTIONED = AlertItem(replace(LINE, oic=REES), 1, "no_meeting_left", ("2201",))
IN_HAND = replace(MENTIONED, got_by=HUGHES, got_at=AT)
LATE_ITEM = AlertItem(LATE, 2, "overdue", ("2201", "1101"))


@dataclass(frozen=True, slots=True)
class Case:
    """One template with values; `kind` is message, modal, home or line."""

    template: str
    name: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    kind: str = "message"

    @property
    def slug(self) -> str:
        """The start of its file's name."""
        return self.template.replace("/", ".") + (f".{self.name}" if self.name else "")


def refusal(message_id: str, name: str = "", **values: Any) -> Case:
    """A refusal, as a Refused would carry its values."""
    return Case(f"refusals/{message_id}", name, values, "line")


ALLOCATED = {"key": KEY, "officer": REES, "by": "1101", "due_at": AT + hours(14), "off_at": AT + hours(13)}
UNTIL = (HUGHES, AT + hours(17))
HELD = {"incident": INCIDENT, "offence": RECORDED}

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
    Case("alerts/alert", "no_meeting_left", {"alert": Alert((MENTIONED,), AT)}),
    Case("alerts/alert", "in_hand", {"alert": Alert((IN_HAND,), AT)}),
    Case("alerts/alert", "settled", {"alert": Alert((replace(MENTIONED, line=SETTLED),), AT)}),
    Case("alerts/alert", "urgent", {"alert": Alert((replace(MENTIONED, stage="urgent"),), AT)}),
    Case("alerts/alert", "several", {"alert": Alert((LATE_ITEM, MENTIONED, IN_HAND), AT)}),
    Case("allocations/form", "", {"line": replace(LINE, oic=REES)}, "modal"),
    Case("allocations/done", "", ALLOCATED),
    Case("allocations/done", "on_to_the_end", ALLOCATED | {"off_at": AT + hours(15)}),
    Case("allocations/done", "off_duty", ALLOCATED | {"off_at": None}),
    Case("allocations/log", "", ALLOCATED, "line"),
    Case("answers/refused", "", {"words": "Tom & <!channel> *said* so."}),
    Case("answers/done", "", {}, "modal"),
    Case("answers/not_yet"),
    refusal("already_allocated", incident=INCIDENT),
    refusal("already_decided", "recorded", offence=RECORDED),
    refusal("already_decided", "negated", offence=REFUSED),
    refusal("already_decided", "confirmed", offence=CONFIRMED),
    refusal("already_decided", "signed_off", offence=replace(CONFIRMED, state=State.SIGNED_OFF)),
    refusal("already_decided", "cancelled", offence=replace(CONFIRMED, state=State.CANCELLED)),
    refusal("already_decided", "open", offence=OFFENCE),
    refusal("already_in_hand", alert=IN_HAND),
    refusal("already_in_hand", "unknown", alert=None),
    refusal("already_open", offence=OFFENCE),
    refusal("crime_ref_taken", **HELD),
    refusal("four_eyes", "decider_confirms", **HELD, which="decider", action="confirm", other=UNTIL),
    refusal("four_eyes", "decider_signs_off", **HELD, which="decider", action="sign_off", other=None),
    refusal("four_eyes", "oic", offence=RECORDED, which="oic"),
    refusal("no_offence", incident=INCIDENT),
    refusal("not_a_reference", typed="12x`3 <@U0REES>"),
    refusal("not_negated", **HELD),
    refusal("not_on_roster", collar=""),
    refusal("not_on_roster", "somebody", collar="77"),
    refusal("not_permitted", action="allocate", other=UNTIL),
    refusal("not_permitted", "nobody", action="cancel", other=None),
    refusal("not_recorded", offence=OFFENCE),
    refusal("not_recorded_yet", **HELD),
    refusal("nothing_open", incident=INCIDENT),
    refusal("outside_force"),
    refusal("personal_data"),
    refusal("rationale_first", incident=INCIDENT, log_at=AT),
    refusal("recorded_stays", **HELD),
    refusal("registrars_ruling", **HELD),
    refusal("stale", incident=INCIDENT, state="recorded"),
    refusal("told_time", incident=INCIDENT, told_at=AT - hours(40)),
    refusal("unknown_incident", ref="123/20-11"),
    refusal("unknown_offence", incident=INCIDENT, n=4),
    refusal("which_offence", incident=INCIDENT, offences=(OFFENCE, RECORDED)),
    *(Case(f"doctor/{code}", "", values, "line") for code, values in DOCTOR),
]
