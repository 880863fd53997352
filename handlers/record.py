"""Recording an offence: `/record`, the *Record* button, and its form."""

from bot.domain.offence import Decision
from bot.kit import Ask
from bot.services.case import Target
from bot.services.decisions import deciding, forms
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed import carried, code_meant, crime_ref_meant, target_in_form, target_of, with_offence

story = Story("decisions")


@story.command("record", "REF CRIME-REF|N100 REASON|INC|AR|TR REF [offence]")
async def said(ask: Ask) -> Answer:
    """Record an offence of an incident; without more than a reference, ask for the rest."""
    target = await ask.find(ask.words[0]) if ask.words else None
    if target is None or len(ask.words) < 2:
        return await _form(ask, carried(target) if target else "")
    target, words = with_offence(target, ask.words[1:])
    kinds = ask.kit.force.codes["record"]
    kind = kinds.get(words[0].upper())
    if kind and len(words) < 2 and kind.decision != Decision.TRANSFERRED:
        return await _form(ask, carried(target), kind.code)
    detail = words[-1] if kind is None or len(words) > 1 else ""
    return await _record(ask, target, Decision(kind.decision) if kind else Decision.CRIME, detail)


@story.verb("record")
async def pressed(ask: Ask) -> Answer:
    """Open the form for the incident whose button was pressed."""
    return await _form(ask, ask.value)


async def _form(ask: Ask, handle: str, kind: str = "CR") -> Answer:
    target = target_of(handle) if handle else None
    found = await ask.read(forms.choices, target, ask.person, deciding.RECORDABLE)
    codes = ask.kit.force.codes
    values = {"choices": found, "kinds": codes["record"], "reasons": codes["n100"], "kind": kind}
    return Form("decisions/record", values, metadata=handle)


@story.form("decisions.record")
async def filled(ask: Ask) -> Answer:
    """Record what the form says."""
    decision = Decision(code_meant(ask, "record", ask.given("kind"), "kind").decision)
    detail = ask.values.get("reason") if decision is Decision.N100 else ask.values.get("crime")
    return await _record(ask, await target_in_form(ask), decision, detail or "", "crime")


async def _record(ask: Ask, target: Target, decision: Decision, detail: str, block_id: str = "") -> Answer:
    if decision is Decision.N100:
        values = {"reason_code": code_meant(ask, "n100", detail, block_id and "reason").code}
    else:
        optional = decision is Decision.TRANSFERRED and not detail
        values = {} if optional else {"crime_ref": crime_ref_meant(detail, block_id)}
    outcome = await ask.decide(deciding.record, ask.request(), target, decision, **values)
    return Reply("decisions/recorded", {"done": outcome, "by": ask.person})
