"""Giving an incident to an officer: `/allocate`, the *Allocate* button, and its form."""

from bot.kit import Ask
from bot.services import allocations
from bot.services.case import Target
from bot.services.forms import allocation_form
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed import officer_meant, target_of

story = Story("allocations")


@story.command("allocate", "REF… @officer [for @decider]")
async def said(ask: Ask) -> Answer:
    """Allocate one incident or several; without words, ask for them."""
    if not ask.words:
        return Form("allocations/form", await _choices(ask, None))
    words, decider = _for_whom(ask)
    *typed, officer = words
    to = officer_meant(ask, officer)
    done = []
    for place, ref in enumerate(typed):
        target = await ask.find(ref)
        request = ask.request(f":{place}", decider)
        done.append(await ask.decide(allocations.allocate, request, target, to.collar))
    return Reply("allocations/done", {"done": done})


def _for_whom(ask: Ask) -> tuple[list[str], str | None]:
    """The words before `for`, and the collar number of the decider behind it."""
    if len(ask.words) > 2 and ask.words[-2] == "for":
        return ask.words[:-2], officer_meant(ask, ask.words[-1]).collar
    return ask.words, None


@story.verb("allocate")
async def pressed(ask: Ask) -> Answer:
    """Open the form for the incident whose button was pressed."""
    return Form("allocations/form", await _choices(ask, target_of(ask.value)), metadata=ask.value)


@story.form("incident.allocate")
async def filled(ask: Ask) -> Answer:
    """Allocate what the form says."""
    target = target_of(ask.metadata) if ask.metadata else await ask.find(ask.values["ref"] or "")
    request = ask.request(decider=ask.values.get("decider"))
    done = await ask.decide(allocations.allocate, request, target, ask.values["officer"])
    return Reply("allocations/done", {"done": [done]})


async def _choices(ask: Ask, target: Target | None) -> dict[str, object]:
    return {"choices": await ask.read(allocation_form, target, ask.person.unit)}
