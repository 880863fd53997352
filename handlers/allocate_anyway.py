"""Giving an incident to somebody who is off duty until after its deadline: asked for again, with a reason."""

from bot.domain.refusal import Refused
from bot.kit import Ask
from bot.services.case import Target
from bot.services.decisions import allocations
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed import carried, code_meant, target_of

story = Story("allocations")


def warned(ask: Ask, refused: Refused, officer: str, decider: str | None) -> Form:
    """The warning, as a form that asks for the reason; raises any other refusal again."""
    if refused.message_id != "off_until_due":
        raise refused
    incident = refused.values["incident"]
    handle = carried(Target(incident.key, None, incident.version))
    reasons = ask.kit.force.codes["override"]
    values = {**refused.values, "reasons": reasons}
    return Form("allocations/warned", values, metadata="\n".join((handle, officer, decider or "")))


@story.form("allocations.anyway")
async def anyway(ask: Ask) -> Answer:
    """Allocate it all the same, for a reason."""
    parts = ask.metadata.split("\n")
    if len(parts) != 3:
        raise Refused("stale")
    handle, officer, decider = parts
    code = code_meant(ask, "override", ask.given("override"), "override").code
    request = ask.request(decider=decider or None)
    done = await ask.decide(allocations.allocate, request, target_of(handle), officer, code)
    return Reply("allocations/done", {"done": [done], "by": ask.person, "refused": []})
