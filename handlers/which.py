"""Short forms that ask what a command left out: which incident, which of its offences."""

from dataclasses import replace

from bot.domain.refusal import Refused
from bot.kit import Ask
from bot.slack.story import Answer, Story
from bot.typed import carried, offence_chosen, target_of

story = Story("decisions")


@story.form("decisions.which")
async def which_offence(ask: Ask) -> Answer:
    """Put to the same command or verb again what was asked, now with the offence named."""
    origin, _, asked = ask.metadata.partition("\n")
    n = offence_chosen(ask)
    if origin.startswith("incident."):
        handle = carried(replace(target_of(asked), n=n))
        return await _again(ask, origin, value=handle, metadata=handle)
    first, _, others = asked.partition(" ")
    return await _again(ask, origin, text=f"{first}.{n} {others}".strip())


@story.form("decisions.ref")
async def which_incident(ask: Ask) -> Answer:
    """Put to the command, and to a word of its own such as `dmm review`, what the form names."""
    origin, _, word = ask.metadata.partition(" ")
    return await _again(ask, origin, text=f"{word} {ask.given('ref')}".strip())


async def _again(ask: Ask, origin: str, **changes: str) -> Answer:
    part = ask.kit.parts.get(origin)
    if part is None:
        raise Refused("stale")
    return await part(replace(ask, origin=origin, **changes))  # type: ignore[arg-type]  # every change is text
