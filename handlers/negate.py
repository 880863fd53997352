"""Deciding that a report is no crime: `/negate`, the menu's *Negate*, and its form."""

from bot.domain.offence import UNDECIDED, Decision
from bot.domain.refusal import Refused
from bot.kit import Ask
from bot.services.case import Target
from bot.services.decisions import deciding, forms
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed import carried, code_meant, instant_meant, target_in_form, target_of, with_offence

VICTIM_TOLD = ("yes", "owed", "na")
story = Story("decisions")


@story.command("negate", "REF CODE LOG-TIME [told yes|owed|na] [offence]")
async def said(ask: Ask) -> Answer:
    """Negate an offence; without a code and the time of the log entry, ask for them."""
    target = await ask.find(ask.words[0]) if ask.words else None
    if target is None or len(ask.words) < 3:
        return await _form(ask, carried(target) if target else "")
    words = ask.words[1:]
    told = "owed"
    if "told" in words[:-1]:
        place = words.index("told")
        told, words = words[place + 1].lower(), words[:place] + words[place + 2 :]
    if told not in VICTIM_TOLD:
        return await _form(ask, carried(target))
    target, (code, *time) = with_offence(target, words)
    return await _negate(ask, target, code, " ".join(time), told)


@story.verb("negate")
async def pressed(ask: Ask) -> Answer:
    """Open the form for the incident whose menu it was."""
    return await _form(ask, ask.value)


async def _form(ask: Ask, handle: str) -> Answer:
    target = target_of(handle) if handle else None
    found = await ask.read(forms.choices, target, ask.person, UNDECIDED)
    values = {"choices": found, "codes": ask.kit.force.codes["negation"]}
    return Form("decisions/negate", values, metadata=handle)


@story.form("decisions.negate")
async def filled(ask: Ask) -> Answer:
    """Negate what the form says."""
    target, time = await target_in_form(ask), str(ask.values.get("log_time") or "")
    return await _negate(ask, target, ask.given("code"), time, ask.given("victim_told"), "log_time")


async def _negate(ask: Ask, target: Target, code: str, time: str, told: str, block_id: str = "") -> Answer:
    if told not in VICTIM_TOLD:
        raise Refused("stale")
    reason = code_meant(ask, "negation", code)
    log_at = instant_meant(ask, time, block_id)
    outcome = await ask.decide(
        deciding.negate, ask.request(), target, Decision(reason.decision), reason.code, log_at, told
    )
    return Reply("decisions/negated", {"done": outcome, "by": ask.person, "reason": reason})
