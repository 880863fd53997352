"""What the stories of dial-ins have in common: time that passes, what people are told, the calendar files."""

from datetime import timedelta
from typing import Any

from icalendar import Calendar

from jobs.dial_ins import dial_ins
from tests.flows.rig import Place, say
from workspace.click import Answer, Form, Message, Person


def registrar(place: Place) -> Person:
    """Whose dial-in it is."""
    return place.workspace.person("U0PROBERT")


async def later(place: Place, **length: float) -> None:
    """Move the clock on and let the dial-ins do what is due."""
    place.clock.hands.at += timedelta(**length)
    await dial_ins(place.app.kit)
    await place.settle()


async def told(place: Place, person: Person, *words: str) -> Message:
    """The newest message of the bot to somebody that has these words."""
    await place.settle()
    return await person.expect_message("dm", *words)


async def hears(place: Place, person: Person, *words: str) -> int:
    """How many messages with these words somebody has from the bot."""
    await place.settle()
    try:
        rows = await person.dm()
    except AssertionError:  # nobody has written there yet
        return 0
    return sum(all(word in row.text or word in row.said for word in words) for row in rows)


async def form_of(person: Person, text: str) -> Form:
    """The form that a command opens."""
    answer: Answer = await say(person, text)
    assert answer.form is not None, answer.text
    return answer.form


async def sent(form: Form, **values: Any) -> str:
    """Fill in a form by its labels and send it; gives what it says then."""
    await form.fill({label.replace("_", " "): value for label, value in values.items()})
    result = await form.submit()
    assert result.ok, result.errors or result.error
    assert result.form is not None
    return result.form.text


async def calendars(place: Place, message: Message) -> list[Calendar]:
    """The calendar files in the thread of a message, oldest first."""
    await place.settle()
    files = [file for reply in await message.thread() for file in reply.raw.get("files", [])]
    read = []
    for file in files:
        async with message.link.session.get(file["url_private"]) as answer:
            read.append(Calendar.from_ical(await answer.read()))
    return read
