"""Giving an incident to an officer: `/allocate`, the *Allocate* button, and its form."""

from bot.kit import Ask
from bot.services import allocations, cards, forms
from bot.slack.story import Answer, Form, Options, Reply, Story
from bot.typed import carried, officer_meant, one_by_one, target_in_form, target_of

story = Story("allocations")


@story.command("allocate", "REF… @officer [for @decider]")
async def said(ask: Ask) -> Answer:
    """Allocate one incident or several; without an officer, ask for one."""
    words, decider = _for_whom(ask)
    if len(words) < 2:
        return await _form(ask, carried(await ask.find(words[0])) if words else "")
    officer = next((word for word in words if word.startswith(("@", "<@"))), words[-1])
    to, typed = officer_meant(ask, officer), [word for word in words if word != officer]

    async def one(place: int, ref: str) -> allocations.Allocated:
        return await ask.decide_on(ref, allocations.allocate, ask.request(f":{place}", decider), to.collar)

    done, refused = await one_by_one(ask, typed, one)
    return Reply("allocations/done", {"done": done, "by": ask.person, "refused": refused})


def _for_whom(ask: Ask) -> tuple[list[str], str | None]:
    """The words before `for`, and the collar number of the decider behind it."""
    if len(ask.words) > 2 and ask.words[-2] == "for":
        return ask.words[:-2], officer_meant(ask, ask.words[-1]).collar
    return ask.words, None


@story.verb("allocate")
async def pressed(ask: Ask) -> Answer:
    """Open the form for the incident whose button was pressed."""
    return await _form(ask, ask.value)


async def _form(ask: Ask, handle: str) -> Answer:
    key = target_of(handle).key if handle else None
    card = await ask.read(cards.card, key, ask.person, ask.lang) if key else None
    return Form("allocations/form", {"line": card.line if card else None}, metadata=handle)


@story.form("incident.allocate")
async def filled(ask: Ask) -> Answer:
    """Allocate what the form says."""
    target, request = await target_in_form(ask), ask.request(decider=ask.values.get("decider"))
    done = await ask.decide(allocations.allocate, request, target, ask.given("officer"))
    return Reply("allocations/done", {"done": [done], "by": ask.person, "refused": []})


@story.choice("decider")
@story.choice("officer")
async def officers(ask: Ask) -> Answer:
    """Those who could take it, on duty first, as letters are typed."""
    found = await ask.read(forms.officers, ask.value, ask.person.unit)
    return Options(tuple((ask.say("allocations/candidate", candidate=c), c.person.collar) for c in found))
