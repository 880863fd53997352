"""Duty: what a change of it means, and what those who cover are told."""

from dataclasses import replace
from typing import Any

from bot.domain.duty import DutyChange, Span
from bot.domain.listing import Card
from bot.services.decisions.forms import Candidate
from bot.services.duty.changes import Entered
from bot.services.duty.cover import Cover
from tests.templates.look_cases import queue
from tests.templates.things import (
    AT,
    HUGHES,
    INCIDENT,
    LATE,
    MORGAN,
    OFFENCE,
    PAGE,
    REES,
    VAUGHAN,
    WATKINS,
    Case,
    hours,
    refusal,
)

LONGER = DutyChange("842", True, AT, AT + hours(8), 1)
AWAY = DutyChange("2201", False, AT, AT + hours(200), 2, "3101")
ON = Entered(REES, REES, LONGER, None, 0, mark="5f1c02aa91")
BACK = Span(AT + hours(205), AT + hours(214))
OFF = Entered(HUGHES, HUGHES, AWAY, BACK, 3, VAUGHAN, "5f1c02aa91")
OFF_UNTIL = {"incident": INCIDENT, "officer": REES, "due": AT + hours(3), "back": AT + hours(20)}
OFF_LINE = replace(LATE, off=True, back=AT + hours(20))
SEEN_TO = replace(INCIDENT, supervisor="3101")
COVER = Cover(2, HUGHES, VAUGHAN, AWAY.begins, AWAY.ends, "standing")


def entered(name: str, done: Entered, **changes: Any) -> Case:
    """What somebody is told of a change."""
    return Case("duty/entered", name, {"done": replace(done, **changes)})


def cover(state: str) -> Case:
    """What a cover is told."""
    return Case("duty/cover", state, {"cover": replace(COVER, state=state)})


DUTY = [
    entered("on", ON),
    entered("on_for_another", ON, by=MORGAN),
    entered("on_outside_the_units", ON, person=replace(WATKINS, unit=""), by=replace(WATKINS, unit="")),
    entered("on_outside_for_another", ON, person=replace(WATKINS, unit=""), by=MORGAN),
    entered("off", OFF),
    entered("off_uncovered", OFF, cover=None, until=AT + hours(205), uncovered=(VAUGHAN,)),
    entered("off_for_another", OFF, by=VAUGHAN),
    entered("off_nothing_held", OFF, holds=0, cover=None, back=None),
    entered("off_later", OFF, change=replace(AWAY, begins=AT + hours(30)), holds=1),
    entered("off_later_for_another", OFF, change=replace(AWAY, begins=AT + hours(30)), by=VAUGHAN, holds=1),
    Case(
        "duty/sure",
        "",
        {"hours": 18, "begins": AT, "ends": AT + hours(18), "again": "until 08:05 sure"},
    ),
    *map(cover, ("asked", "standing", "declined", "over")),
    Case("duty/cover_declined", "", {"cover": replace(COVER, state="declined")}),
    Case("duty/declined", "", {"cover": replace(COVER, state="declined")}),
    Case("allocations/warned", "", {**OFF_UNTIL, "reasons": PAGE.codes["override"]}, "modal"),
    Case(
        "allocations/warned",
        "for_good",
        {**OFF_UNTIL, "back": None, "reasons": PAGE.codes["override"]},
        "modal",
    ),
    refusal("off_until_due", **OFF_UNTIL, codes=tuple(PAGE.codes["override"].values())),
    Case("allocations/candidate", "back", {"candidate": Candidate(REES, None, 2, AT + hours(20))}, "line"),
    queue("off_duty", "mine", lines=(OFF_LINE, replace(OFF_LINE, key=INCIDENT.key, back=None)), rest=0),
    Case("incidents/card", "off_duty", {"card": Card(OFF_LINE, SEEN_TO, "Powys", (OFFENCE,))}),
    Case(
        "incidents/card",
        "off_for_good",
        {"card": Card(replace(OFF_LINE, back=None), INCIDENT, "Powys", (OFFENCE,))},
    ),
    refusal("already_on_duty", until=AT + hours(8)),
    refusal("already_off_duty", next=BACK),
    refusal("already_off_duty", "for_good", next=None),
    refusal("on_until_when", next=BACK),
    refusal("on_until_when", "for_good", next=None),
    refusal("ends_before_it_begins", ends=AT - hours(30)),
    refusal("away_too_long", days=183),
    refusal("not_yours_to_enter", officer=REES),
    refusal("cover_not_needed", officer=REES),
    refusal("cover_cannot", officer=REES, away=HUGHES),
    refusal("cover_over"),
    refusal("cover_whom"),
    refusal("long_stretch", hours=18, begins=AT, ends=AT + hours(18)),
]
