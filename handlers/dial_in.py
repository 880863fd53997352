"""Dial-ins: `/dial-in` shows the next ones; *Coming*, *Not coming*, *Send my deputy*, *I am here* answer."""

from bot.domain.dial_in import Reply as Replied
from bot.kit import Ask
from bot.services.dial_ins import answers, occurrences
from bot.slack.story import Answer, Form, Reply, Story, Words
from handlers import dial_in_ask, dial_in_schedule

story = Story("dial_ins")
WORDS: Words = {
    "schedule": dial_in_schedule.schedule,
    "ask": dial_in_ask.ask_form,
    "notes": dial_in_ask.notes_form,
}


@story.command("dial-in", "[ask]", WORDS, dial_in_ask.listed)
async def ahead(ask: Ask) -> Answer:
    """The next dial-ins and what one answered."""
    found = await ask.read(occurrences.ahead, ask.person)
    arranges = await ask.read(occurrences.arranges, ask.person)
    return Reply("dial_ins/mine", {"found": found, "arranges": arranges})


@story.button("dial_in.coming")
async def coming(ask: Ask) -> Answer:
    """Come."""
    return _noted(await ask.decide(answers.answer, ask.request(), ask.value, Replied.COMING))


@story.button("dial_in.not_coming")
async def not_coming(ask: Ask) -> Answer:
    """Not come."""
    return _noted(await ask.decide(answers.answer, ask.request(), ask.value, Replied.NOT_COMING))


@story.button("dial_in.here")
async def here(ask: Ask) -> Answer:
    """Be there."""
    return _noted(await ask.decide(answers.here, ask.request(), ask.value))


@story.button("dial_in.deputy")
async def deputy(ask: Ask) -> Answer:
    """Ask whom to send."""
    await ask.read(occurrences.one, ask.value)
    return Form("dial_ins/deputy", {}, metadata=ask.value)


@story.form("dial_in.deputy")
async def send(ask: Ask) -> Answer:
    """Send whom the form names."""
    return _noted(await ask.decide(answers.send, ask.request(), ask.metadata, ask.given("officer")))


def _noted(said: answers.Said) -> Answer:
    return Reply("dial_ins/answered", {"said": said})
