"""Every refusal, with the values that a Refused carries."""

from dataclasses import replace
from datetime import date

from bot.domain.offence import State
from tests.templates.crime_cases import SHOWN
from tests.templates.things import (
    AT,
    CONFIRMED,
    FED,
    HOLD,
    HUGHES,
    IN_HAND,
    INCIDENT,
    MORGAN,
    OFFENCE,
    PAGE,
    RECORDED,
    REES,
    REFUSED,
    hours,
    refusal,
)

UNTIL = (HUGHES, AT + hours(17))
HELD = {"incident": INCIDENT, "offence": RECORDED}
CODES = tuple(PAGE.codes["negation"].values())

CANCELLED_THERE = replace(CONFIRMED, state=State.CANCELLED, checked_by="feed")
REFUSALS = [
    refusal("already_allocated", incident=INCIDENT),
    refusal("already_decided", "recorded", offence=RECORDED),
    refusal("already_decided", "negated", offence=REFUSED),
    refusal("already_decided", "confirmed", offence=CONFIRMED),
    refusal("already_decided", "signed_off", offence=replace(CONFIRMED, state=State.SIGNED_OFF)),
    refusal("already_decided", "cancelled", offence=replace(CONFIRMED, state=State.CANCELLED)),
    refusal(
        "already_decided",
        "cancelled_there",
        offence=CANCELLED_THERE,
    ),
    refusal("already_decided", "open", offence=OFFENCE),
    refusal("already_in_hand", alert=IN_HAND),
    refusal("already_in_hand", "unknown", alert=None),
    refusal("already_open", offence=OFFENCE),
    refusal("crime_ref_taken", **HELD),
    refusal("crime_elsewhere", crime="CR/1/26", other="98/20-11", incident=INCIDENT),
    refusal("crime_elsewhere", "unnamed", crime="CR/1/26", other=None, incident=INCIDENT),
    refusal("crime_cancelled", crime="CR/1/26", at=AT - hours(3), incident=INCIDENT),
    refusal("registrars_only"),
    refusal("already_seen", notice=replace(SHOWN.notice, seen_by="9020", seen_at=AT)),
    refusal("already_seen", "put_right", notice=replace(SHOWN.notice, seen_by="feed", seen_at=AT)),
    refusal("four_eyes", "decider_confirms", **HELD, which="decider", action="confirm", other=UNTIL),
    refusal("four_eyes", "decider_signs_off", **HELD, which="decider", action="sign_off", other=None),
    refusal("four_eyes", "oic", offence=RECORDED, which="oic"),
    refusal("four_eyes", "oic_then", offence=RECORDED, which="oic_then"),
    refusal("no_offence", incident=INCIDENT),
    refusal("not_a_reference", typed="12x`3 <@U0REES>"),
    refusal("not_negated", **HELD),
    refusal("not_on_roster", collar=""),
    refusal("not_on_roster", "somebody", collar="77"),
    refusal("not_permitted", action="allocate", other=UNTIL),
    refusal("restricted_only"),
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
    refusal("already_decided", "by_the_crime_system", offence=FED),
    refusal("stale", "unknown"),
    refusal("not_a_crime_ref", typed="maybe", block_id="crime"),
    refusal("not_a_crime_ref", "empty", typed="", block_id="crime"),
    refusal("not_a_time", typed="25:99", block_id=""),
    refusal("not_a_time", "empty", typed="", block_id="log_time"),
    refusal("nothing_spoken_of"),
    refusal("unknown_code", typed="XYZ", codes=CODES),
    refusal("unknown_code", "empty", typed="", codes=CODES),
    refusal("unknown_command", typed="queu"),
    refusal("unknown_crime", crime="CR/2026/9"),
    refusal("unknown_language", languages=("en", "cy")),
    refusal("unknown_person", typed="Smith"),
    refusal("unknown_unit", typed="gwent", units=tuple(PAGE.units.values())),
    refusal("unknown_category", typed="burgalry"),
    refusal("crime_in_several", crime="NC/4471/26", keys=(INCIDENT.key, INCIDENT.key)),
    refusal("which_person", people=(REES, MORGAN)),
    refusal("already_held", incident=INCIDENT, hold=HOLD),
    refusal("not_held", incident=INCIDENT, code=""),
    refusal("not_held", "for_another_reason", incident=INCIDENT, code="LIT"),
    refusal("which_hold", incident=INCIDENT, holds=(HOLD, replace(HOLD, code="LIT"))),
    refusal(
        "which_incident", number="123", keys=(INCIDENT.key, replace(INCIDENT.key, day=date(2025, 11, 20)))
    ),
]
