"""The Registrar's dial-in: reminders with its agenda, answers, moves, notes that become rulings."""

from datetime import timedelta

from jobs.dial_ins import dial_ins
from tests.flows.rig import Place
from workspace.click import Message, Person


def registrar(place: Place) -> Person:
    """Whose dial-in it is."""
    return place.workspace.person("U0PROBERT")


async def later(place: Place, **length: float) -> None:
    """Move the clock on and let the dial-ins do what is due."""
    place.clock.hands.at += timedelta(**length)
    await dial_ins(place.app.kit)
    await place.settle()


async def reminder(place: Place, person: Person, *words: str) -> Message:
    """What the bot told somebody."""
    await place.settle()
    return await person.expect_message("dm", *words)


async def test_who_is_on_duty_hears_at_once_and_answers_by_a_button(place: Place) -> None:
    await later(place, minutes=1)
    shown = await reminder(place, place.sergeant, "Dial-in", "Wednesday 25 November", "14:00")
    answer = await shown.click("Coming", expect="answer")
    assert "you are coming" in answer.text
    await place.settle()
    now = await shown.becomes("You are coming.")
    assert now.buttons == ["Not coming", "Send my deputy"]
