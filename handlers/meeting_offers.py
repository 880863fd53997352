"""What the other unit says to an incident that it is offered: *Accept*, *Decline* and its form."""

from bot.kit import Ask
from bot.services.meetings import unit_offers
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed import number_carried

story = Story("meetings")


@story.button("offer.accept")
async def accept(ask: Ask) -> Answer:
    """Take what is offered: by its button, or `accept REF`."""
    ident = await _meant(ask, ask.text)
    return Reply("meetings/accepted", {"made": await ask.decide(unit_offers.accept, ask.request(), ident)})


@story.button("offer.decline")
async def decline(ask: Ask) -> Answer:
    """Leave it where it is, and say why: by its button and a form, or `decline REF why`."""
    ref, _, line = ask.text.partition(" ")
    ident = await _meant(ask, ref)
    if line:
        return await _decline(ask, ident, line)
    found, incident, _ = await ask.read(unit_offers.answerable, ask.person.collar, ident)
    return Form("meetings/decline", {"offered": found, "incident": incident}, metadata=str(ident))


@story.form("meeting.decline")
async def declined(ask: Ask) -> Answer:
    """Decline for the reason that the form says."""
    return await _decline(ask, number_carried(ask.metadata), ask.given("line"))


async def _decline(ask: Ask, ident: int, line: str) -> Answer:
    made = await ask.decide(unit_offers.decline, ask.request(), ident, line)
    return Reply("meetings/declined", {"made": made})


async def _meant(ask: Ask, ref: str) -> int:
    if not ask.value:
        return await ask.read(unit_offers.waiting_of, await ask.find(ref))
    return number_carried(ask.value)
