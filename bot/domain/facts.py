"""What happened, in the past tense: the kinds of fact that make up the trail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Happened(StrEnum):
    """Each kind of fact; its words are the template `history/facts.j2`."""

    INCIDENT_RECEIVED = "incident_received"
    INCIDENT_CHANGED = "incident_changed"
    INCIDENT_ALLOCATED = "incident_allocated"
    OFFENCE_ADDED = "offence_added"
    CRIME_RECORDED = "crime_recorded"
    OFFENCE_NEGATED = "offence_negated"
    NEGATION_CONFIRMED = "negation_confirmed"
    RECORD_SIGNED_OFF = "record_signed_off"
    DECISION_RETURNED = "decision_returned"
    OFFENCE_REOPENED = "offence_reopened"
    CRIME_CANCELLED = "crime_cancelled"
    CRIME_REF_WAITING = "crime_ref_waiting"
    CRIME_REF_PLACED = "crime_ref_placed"  # it waits no longer: matched, cancelled, moved
    INCIDENT_SECLUDED = "incident_secluded"  # restricted from now on, since its crime is
    CRIME_CONFIRMED = "crime_confirmed"
    CLAIM_ENDED = "claim_ended"  # nobody polls a crime system any more: it stays recorded
    CLAIM_LAPSED = "claim_lapsed"
    CRIME_RECLASSIFIED = "crime_reclassified"
    CRIME_RESTORED = "crime_restored"
    CRIME_UNLINKED = "crime_unlinked"
    REGISTRAR_SHOWN = "registrar_shown"
    REGISTRAR_SAW = "registrar_saw"
    STAGE_CROSSED = "stage_crossed"
    PEOPLE_TOLD = "people_told"
    ALERT_ACKNOWLEDGED = "alert_acknowledged"
    FEEDBACK_ACKNOWLEDGED = "feedback_acknowledged"
    ALERT_SNOOZED = "alert_snoozed"
    ALERT_PASSED_ON = "alert_passed_on"
    NOBODY_TOLD = "nobody_told"  # a step of the ladder found nobody who could be told
    REQUEST_REFUSED = "request_refused"
    INCIDENT_HELD = "incident_held"
    HOLD_RELEASED = "hold_released"
    # meetings: on the trail `meeting:UNIT:DAY`, those about an incident on its own too
    MEETING_LISTED = "meeting_listed"
    MEETING_BEGUN = "meeting_begun"
    MEETING_CHAIRED = "meeting_chaired"  # somebody else took the chair
    MEETING_ATTENDED = "meeting_attended"
    ITEM_LISTED = "item_listed"  # what it had to look at, one by one: when it began, or was missed
    ITEM_REVIEWED = "item_reviewed"
    ITEM_DECIDED = "item_decided"
    ITEMS_READ_OUT = "items_read_out"
    PROMISE_MADE = "promise_made"
    PROMISE_KEPT = "promise_kept"
    RESOURCE_MOVED = "resource_moved"
    MEETING_ENDED = "meeting_ended"
    MEETING_MISSED = "meeting_missed"
    UNIT_OFFERED = "unit_offered"  # an incident, by one unit to another
    UNIT_ACCEPTED = "unit_accepted"
    UNIT_DECLINED = "unit_declined"
    UNIT_WITHDRAWN = "unit_withdrawn"
    # duty, on the trail of a day; handovers on those of their incidents too
    CAME_ON_DUTY = "came_on_duty"
    WENT_OFF_DUTY = "went_off_duty"
    COVER_DECLINED = "cover_declined"
    HANDOVER_OFFERED = "handover_offered"
    HANDOVER_ACCEPTED = "handover_accepted"
    HANDOVER_DECLINED = "handover_declined"
    HANDOVER_WITHDRAWN = "handover_withdrawn"
    HANDOVER_LAPSED = "handover_lapsed"
    UNDECIDED_LEFT = "undecided_left"  # a tour ended, and what was held was handed to nobody

    # on the trail of the installation, not of an incident
    COPIES_FORGOTTEN = "copies_forgotten"
    MEETINGS_FORGOTTEN = "meetings_forgotten"  # their rows; what their trails tell stays
    TRAIL_EXPORTED = "trail_exported"

    # audits
    MISS_FOUND = "miss_found"  # something was due and was told to nobody
    MISS_CLOSED = "miss_closed"  # it was told after all

    # dial-ins, rulings, words in confidence
    DIAL_IN_SCHEDULED = "dial_in_scheduled"  # a series is to be held from now on, or held otherwise
    DIAL_IN_MOVED = "dial_in_moved"
    DIAL_IN_CANCELLED = "dial_in_cancelled"
    DIAL_IN_REMINDED = "dial_in_reminded"
    DIAL_IN_REMINDER_SKIPPED = "dial_in_reminder_skipped"
    DIAL_IN_HELD = "dial_in_held"  # with how many came, by unit
    DIAL_IN_NOTED = "dial_in_noted"
    RULING_GIVEN = "ruling_given"
    CONFIDENCES_COUNTED = "confidences_counted"  # how many on a local day, and of nobody

    # digests, and who gets them
    DIGEST_MADE = "digest_made"  # with every figure in it
    DIGEST_TOLD = "digest_told"
    DIGEST_SKIPPED = "digest_skipped"
    SUBSCRIPTION_CHANGED = "subscription_changed"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened: when it did, and when it was entered (both UTC), by whom.

    `actor` is a collar number, or empty for the clock and the feed; `offence` is its number in the incident.
    """

    kind: Happened
    at: datetime
    entered_at: datetime
    actor: str = ""
    offence: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """The fact as the trail keeps it, with its schema version."""
        kept = {k: v for k, v in self.values.items() if v is not None}
        return {
            "v": 1,
            "kind": self.kind.value,
            "at": self.at,
            "entered": self.entered_at,
            "by": self.actor,
            "offence": self.offence,
            "values": kept,
        }
