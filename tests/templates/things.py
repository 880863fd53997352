"""The invented people, incidents and offences that the words are tried with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.config import SHIPPED_FORCE
from bot.domain.hold import Hold
from bot.domain.incident import Incident, IncidentKey
from bot.domain.listing import AlertItem, Line, Listing
from bot.domain.offence import Decision, Offence, State
from bot.domain.people import Person, Roster
from bot.force import load_force

FORCE = "dyfed-powys"
DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)
ALERT_KEY = "alert:bcu-carmarthenshire:5f1c02aa91d3"


def person(collar: str, surname: str, rank: str, *slack_ids: str) -> Person:
    """Somebody of the invented cast."""
    return Person(collar, "", surname, rank, "carmarthenshire", slack_ids=slack_ids)


REES = person("842", "Rees", "constable", "U0REES")
MORGAN = person("1101", "Morgan", "sergeant", "U0MORGAN")
HUGHES = person("2201", "Hughes", "inspector", "U0HUGHES")
VAUGHAN = person("3101", "Vaughan", "chief_inspector", "U0CHAIR")
WATKINS = person("9020", "Watkins", "staff", "U0WATKINS")
PEOPLE = {each.collar: each for each in (REES, MORGAN, HUGHES, VAUGHAN, WATKINS)}
PAGE = load_force(SHIPPED_FORCE)
PRESENT = {"at": AT, "people": Roster(tuple(PEOPLE.values())), "force": PAGE}
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
FED = replace(RECORDED, decided_by="feed", entered_by="feed")
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
HOLD = Hold(1, "CPIA", "9020", AT - hours(5))
MENTIONED = AlertItem(replace(LINE, oic=REES), 1, "no_meeting_left", ("2201",))
IN_HAND = replace(MENTIONED, got_by=HUGHES, got_at=AT)
PUT_OFF = replace(MENTIONED, snoozed_by=HUGHES, snoozed_until=AT + hours(1))
PASSED_ON = replace(MENTIONED, cannot=HUGHES, instead=MORGAN)
FOR_THE_SERGEANT = AlertItem(LINE, 1, "supervisor", ())
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
