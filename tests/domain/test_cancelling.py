"""Who may have cancelled a crime in the crime system, and whom the Registrar must look at."""

from dataclasses import replace

import pytest

from bot.domain.cancelling import doubt
from bot.domain.offence import Decision, Offence, State
from tests.builders import AT, DDM, FORCE, OFFICER, REGISTRAR, ROSTER, SERGEANT, hours

THEFT, RAPE = FORCE.rule("theft", (), ()), FORCE.rule("rape", (), ())
OFFENCE = Offence(1, 1, AT, AT + hours(24), State.RECORDED, decision=Decision.CRIME, decided_by=OFFICER)


def of(collar: str, offence: Offence = OFFENCE, rule: object = THEFT, oic: str | None = None) -> str:
    """The doubt about a cancellation by somebody."""
    return doubt(ROSTER.by_collar(collar), FORCE, rule, offence, oic)  # type: ignore[arg-type]  # a Rule


def test_a_designated_decision_maker_is_beyond_doubt_except_for_rape() -> None:
    assert (of(DDM), of(DDM, rule=RAPE), of(REGISTRAR, rule=RAPE)) == ("", "not_permitted", "")


def test_whom_nobody_knows_is_in_doubt() -> None:
    assert of("4444") == "unknown"


@pytest.mark.parametrize("who", [DDM, REGISTRAR])
def test_the_officer_in_the_case_is_in_doubt_whoever_that_is(who: str) -> None:
    assert of(who, oic=who) == "oic"
    assert of(who, replace(OFFENCE, oic_then=who)) == "oic"


def test_whoever_recorded_or_entered_it_is_in_doubt() -> None:
    assert of(DDM, replace(OFFENCE, decided_by=DDM)) == "decider"
    assert of(DDM, replace(OFFENCE, entered_by=DDM)) == "decider"
    assert of(SERGEANT, replace(OFFENCE, entered_by=SERGEANT)) == "decider"


def test_nobody_but_the_registrar_cancels_what_the_registrar_ruled_on() -> None:
    ruled = replace(OFFENCE, ruled_by=REGISTRAR)
    assert (of(DDM, ruled), of(REGISTRAR, ruled)) == ("ruled", "")
