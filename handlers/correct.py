"""Putting right later: `/reopen`, and `/cancel` of a recorded crime, C1 to C5."""

from bot.kit import Ask
from bot.services.decisions import corrections
from bot.services.incidents import finding
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed import code_meant, crime_ref_meant

story = Story("decisions")


@story.command("reopen", "REF")
async def reopen(ask: Ask) -> Answer:
    """Open a settled offence again, on its first deadline."""
    if not ask.words:
        return Form("decisions/ref", {}, metadata=ask.origin)
    outcome = await ask.decide(corrections.reopen, ask.request(), await ask.find(ask.words[0]))
    return Reply("decisions/reopened", {"done": outcome, "by": ask.person})


@story.command("cancel", "CRIME C1|C2|C3|C4|C5")
async def cancel(ask: Ask) -> Answer:
    """Cancel a recorded crime, as a designated decision maker."""
    if len(ask.words) < 2:
        crime = ask.words[0] if ask.words else ""
        return Form("decisions/cancel", {"codes": ask.kit.force.codes["cancel"], "crime": crime})
    return await _cancel(ask, ask.words[0], ask.words[1])


@story.form("decisions.cancel")
async def filled(ask: Ask) -> Answer:
    """Cancel what the form says."""
    return await _cancel(ask, ask.given("crime"), ask.given("code"), "crime")


async def _cancel(ask: Ask, typed: str, code: str, block_id: str = "") -> Answer:
    reason = code_meant(ask, "cancel", code)
    target = await ask.read(finding.by_crime, crime_ref_meant(typed, block_id), ask.person)
    outcome = await ask.decide(corrections.cancel, ask.request(), target, reason.code)
    return Reply("decisions/cancelled", {"done": outcome, "by": ask.person, "reason": reason})
