"""Starting a meeting and taking its chair: by word, by button, and the form that offers the usual chair."""

from bot.kit import Ask
from bot.services.meetings import chairs, starting
from bot.slack.story import Answer, Form, Options, Reply, Story
from bot.typed import officer_meant
from bot.typed_meetings import unit_in

story = Story("meetings")


@story.button("dmm.start")
async def start(ask: Ask) -> Answer:
    """Start a unit's meeting: `start [unit] [@chair]`; without a chair, a form offers the usual one."""
    named = [word for word in ask.words if word.startswith(("@", "<@"))]
    unit = ask.value or unit_in(ask, " ".join(word for word in ask.words if word not in named))
    if named:
        return await _start(ask, unit, officer_meant(ask, named[0]).collar)
    offered = await ask.read(chairs.startable, ask.person, unit)
    return Form("meetings/start", {"offered": offered}, metadata=unit)


@story.form("meeting.start")
async def started(ask: Ask) -> Answer:
    """Start it with the chair that the form says."""
    return await _start(ask, ask.metadata, ask.given("chair"))


async def _start(ask: Ask, unit: str, chair: str) -> Answer:
    begun = await ask.decide(starting.start, ask.request(decider=chair), unit)
    return Reply("meetings/begun", {"begun": begun})


@story.choice("chair")
async def who_may(ask: Ask) -> Answer:
    """Those who may chair, on duty first, as letters are typed."""
    found = await ask.read(chairs.candidates, ask.value, ask.metadata or ask.person.unit)
    return Options(tuple((ask.say("meetings/candidate", candidate=c), c.person.collar) for c in found))


async def take(ask: Ask) -> Answer:
    """Take the chair of a meeting that runs: `chair [unit]`."""
    taken = await ask.decide(starting.take_chair, ask.request(), unit_in(ask, ask.text))
    return Reply("meetings/chairs", {"meeting": taken})
