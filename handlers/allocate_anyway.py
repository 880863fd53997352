"""Who could take an incident; and one who is off duty until after its deadline is asked for again."""

from bot.domain.refusal import Refused
from bot.kit import Ask
from bot.services import allocations, forms
from bot.services.case import Target
from bot.slack.story import Answer, Form, Options, Reply, Story
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


@story.choice("decider")
@story.choice("officer")
@story.choice("taker")
async def officers(ask: Ask) -> Answer:
    """Those who could take it, on duty first, as letters are typed."""
    found = await ask.read(forms.officers, ask.value, ask.person.unit)
    return Options(tuple((ask.say("allocations/candidate", candidate=c), c.person.collar) for c in found))
