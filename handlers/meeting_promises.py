"""Who does what by when: the menu's *Promise*, its form, `/dmm promise`, and *Done*."""

from bot.domain.people import Person
from bot.kit import Ask
from bot.services.case import Target
from bot.services.meetings import promises
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed import carried, number_carried, officer_meant, target_of, time_after
from bot.typed_meetings import as_a_form_has_it, instant_ahead

story = Story("meetings")


async def promise(ask: Ask) -> Answer:
    """Note a promise: `promise REF @officer by 14:00 what`; without them, a form asks."""
    if not ask.words:
        return Form("decisions/ref", {}, metadata=f"{ask.origin} promise")
    target = await ask.find(ask.words[0])
    until, words = time_after(ask.words[1:], "by")
    to, line = officer_meant(ask, words[0]) if words else None, " ".join(words[1:])
    if not (until and to and line):
        return _form(carried(target), to, line, *as_a_form_has_it(ask, until))
    return await _promise(ask, target, to.collar, line, until)


@story.verb("promise")
async def pressed(ask: Ask) -> Answer:
    """Ask who does what by when."""
    return _form(ask.value)


def _form(handle: str, to: Person | None = None, line: str = "", day: str = "", time: str = "") -> Answer:
    said = {"key": target_of(handle).key, "to": to, "line": line, "day": day, "time": time}
    return Form("meetings/promise", said, metadata=handle)


@story.form("meeting.promise")
async def filled(ask: Ask) -> Answer:
    """Note what the form says."""
    until = f"{ask.values.get('day') or ''} {ask.given('until')}".strip()
    return await _promise(ask, target_of(ask.metadata), ask.given("officer"), ask.given("line"), until)


async def _promise(ask: Ask, target: Target, collar: str, line: str, until: str) -> Answer:
    due_at = instant_ahead(ask, until, "until")
    made = await ask.decide(promises.promise, ask.request(), target, collar, line, due_at)
    return Reply("meetings/promised", {"made": made, "due_at": due_at, "line": line})


@story.button("promise.done")
async def done(ask: Ask) -> Answer:
    """Say that a promise is kept: by its button, or `done REF`, which means the asker's own first."""
    ident = number_carried(ask.value) if ask.value else await _meant(ask)
    return Reply("meetings/kept", {"promise": await ask.decide(promises.keep, ask.request(), ident)})


async def _meant(ask: Ask) -> int:
    return await ask.read(promises.meant, await ask.find(ask.text), ask.person)
