"""Who is refused, what is too late, and what two do at once: told in words, and nothing changes."""

import asyncio
from typing import Any

import pytest

from tests.flows.rig import CARMS, Place, say

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_guest_is_refused_and_learns_nothing(shared: Place) -> None:
    await shared.receive("301")
    before = shared.rows()
    guest = shared.workspace.person("U0GUEST")
    await shared.workspace.change_channel("C0CARMS", members=["U0GUEST", "U0MORGAN", "U0HUGHES", "U0REES"])
    for text in ("/queue", "/incident 301", "/record 301 47/301/26", "/cofnod whoami"):
        answer = await say(guest, text)
        assert "only members of the force" in answer
        assert "301" not in answer.text
    assert shared.rows() == before


async def test_a_member_who_is_on_no_roster_is_refused(shared: Place) -> None:
    roster = shared.app.kit.store.roster
    shared.app.kit.store.roster = type(roster)(tuple(p for p in roster.people if p.collar != "1101"))
    before = shared.rows()
    try:
        answer = await say(shared.sergeant, "/queue")
        assert "roster" in answer
    finally:
        shared.app.kit.store.roster = roster
    assert shared.rows() == before


def payload(place: Place, **changed: Any) -> dict[str, Any]:
    """A slash command as Slack delivers it."""
    told = {
        "token": "local", "team_id": place.app.listeners.directory.team_id, "channel_id": "C0CARMS",
        "channel_name": "bcu-carmarthenshire", "user_id": "U0MORGAN", "command": "/record",
        "text": "302 47/302/26", "trigger_id": "1.2.3", "response_url": "http://127.0.0.1:9/none",
    }  # fmt: skip
    return told | changed


@pytest.mark.parametrize(
    "changed",
    [
        {"team_id": "T0STRANGERS"},
        {"channel_id": "C0GENERAL"},
        {"channel_id": "C0UNHEARDOF"},
        {"user_id": "U0STRANGER"},
        {"user_id": "U0GUEST"},
        {"user_id": ""},
    ],
)
async def test_another_team_an_unlisted_channel_or_an_unknown_person_changes_nothing(
    shared: Place, changed: dict[str, Any]
) -> None:
    await shared.receive("302")
    before = shared.rows()
    await shared.workspace.deliver("slash_commands", payload(shared, **changed))
    assert shared.rows() == before


async def test_the_same_command_from_its_own_team_and_channel_takes_effect(shared: Place) -> None:
    await shared.receive("302")
    await shared.workspace.deliver("slash_commands", payload(shared, trigger_id="9.9.9"))
    assert shared.state("302") == "recorded"


async def test_the_bots_own_conversation_is_as_good_as_a_channel(shared: Place) -> None:
    await shared.receive("303")
    answer = await say(shared.sergeant, "/record 303 47/303/26", "dm")
    assert "Recorded" in answer
    assert shared.state("303") == "recorded"


async def test_a_stale_button_is_refused_with_the_state_as_it_is_now(shared: Place) -> None:
    await shared.receive("304")
    seen = await shared.list()
    await say(shared.inspector, "/record 304 47/304/26")
    said = await seen.click("Record", near="304/20-11")
    assert "PS 1101" not in said.text
    assert "Insp 2201 Hughes" in said.text or "Hughes recorded" in said.text, said.text
    assert shared.state("304") == "recorded"


async def test_a_form_that_was_overtaken_says_who_was_first(shared: Place) -> None:
    await shared.receive("305")
    form = await (await shared.list()).click("Allocate", near="305/20-11", expect="form")
    await say(shared.inspector, "/allocate 305 @price")
    before = shared.rows()
    result = await (await form.fill({"Officer": "Rees"})).submit()
    told = result.form.text + " ".join(result.errors.values())
    assert "Price" in told
    assert shared.station("305").incident().oic == "917"
    assert {k: v for k, v in shared.rows().items() if k != "messages"} == {
        k: v for k, v in before.items() if k != "messages"
    }


async def test_of_two_who_record_at_once_one_hears_who_and_when(shared: Place) -> None:
    await shared.receive("306")
    answers = await asyncio.gather(
        say(shared.sergeant, "/record 306 47/306/26"), say(shared.inspector, "/record 306 47/9306/26")
    )
    lost = [a.text for a in answers if "Recorded." not in a.text]
    assert len(lost) == 1
    assert "22:10" in lost[0]
    assert "recorded it" in lost[0], lost[0]
    assert len(shared.station("306").facts("crime_recorded")) == 1


async def test_an_answer_is_seen_by_the_asker_alone(shared: Place) -> None:
    await shared.receive("307")
    answer = await say(shared.sergeant, "/record 307 47/307/26")
    assert answer.message is not None
    assert answer.message.ephemeral
    assert not any("47/307/26" in m.text for m in await shared.inspector.messages(CARMS))


@pytest.mark.parametrize(
    "text",
    [
        "/record 308 07700 900123",
        "/allocate 308 @rees SA31 1AB",
        "/negate 308 NNO 22:05 dob 3 May",
        "/negate 308 NNO 22:05 the victim Gwen Jones does not want it",
        "/return 308 ENQ Gwen Jones, 42, was not asked",
        "/return 308 ENQ ring 07700 900123",
    ],
)
async def test_what_looks_personal_is_refused_with_where_it_belongs_and_kept_nowhere(
    shared: Place, text: str
) -> None:
    await shared.receive("308")
    before = shared.rows()
    answer = await say(shared.sergeant, text)
    assert "a phone number or a date of birth belongs on the log" in answer.text
    assert shared.rows() == before


async def test_a_free_text_in_the_form_of_a_negation_is_refused_in_the_same_words(shared: Place) -> None:
    await shared.receive("309")
    form = (await say(shared.sergeant, "/negate 309")).form
    assert form is not None
    said = {"Why it is no crime": "NNO", "Has the victim been told?": "Not yet"}
    filled = await form.fill({**said, "Time of the log entry": "07700900123"})
    errors = (await filled.submit()).errors
    assert "belongs on the log" in errors["Time of the log entry"]


async def test_what_looks_personal_in_a_form_stands_under_its_input(shared: Place) -> None:
    await shared.receive("309")
    form = (await say(shared.sergeant, "/record 309")).form
    assert form is not None
    result = await (await form.fill({"Crime reference": "07700900123"})).submit()
    assert list(result.errors) == ["Crime reference"]
    assert shared.state("309") == "open"


async def test_a_restricted_incident_is_not_there_for_whoever_may_not_see_it(shared: Place) -> None:
    await shared.receive("310", "rape")
    for text in ("/incident 310", "/why 310", "/incident 31099"):
        answer = await say(shared.officer, text)
        assert "ape" not in answer.text
    known, unknown = [
        (await say(shared.officer, f"/incident {n}")).text.replace(n, "N") for n in ("310", "31099")
    ]
    assert known == unknown, "a refusal does not tell that it is there"
    assert "310/20-11" in await say(shared.inspector, "/incident 310")


async def test_a_command_with_the_word_payload_in_it_is_a_command(over_http: Place) -> None:
    await over_http.receive("311")
    answer = await say(over_http.sergeant, "/record 311 payload")
    assert "payload" in answer.text.lower()
    assert over_http.state("311") == "open"
    answer = await say(over_http.sergeant, "/record 311 PAYLOAD/1/26")
    assert over_http.state("311") == "recorded"


NONSENSE = ["/record", "/record nonsense x", "/confirm 99999", "/negate 1 2 3 4 5 6", "/allocate 9 9 9 9 9 9"]


@pytest.mark.parametrize("text", NONSENSE)
async def test_nonsense_is_answered_and_never_an_error(shared: Place, text: str) -> None:
    before = shared.rows()
    answer = await say(shared.sergeant, text)
    assert answer.text or answer.form
    assert shared.rows() == before
