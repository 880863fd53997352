"""Every command, with words and without, in English and in Welsh, by its own name and by /cofnod's."""

import pytest

from handlers import STORIES
from tests.builders import FORCE
from tests.flows.rig import CARMS, Place, say

pytestmark = pytest.mark.asyncio(loop_scope="module")
NAMES = [command.name for story in STORIES for command in story.commands]
ANSWERS_AT_ONCE = {"dmm", "on-duty", "off-duty", "handover", "digest", "dial-in", "ruling", "queue", "cofnod"}
LIFE = [  # what is typed about one incident, by whom, what the answer holds, and the state it leaves
    ("allocate {n} @rees", "sergeant", "to PC 842 Rees", "open"),
    ("incident {n}", "sergeant", "PC 842 Rees", "open"),
    ("negate {n} NNO 22:05 told yes", "sergeant", "clock runs until somebody else confirms", "negated"),
    ("return {n} ENQ", "inspector", "eturned", "returned"),
    ("negate {n} nno 22:06 told na", "sergeant", "clock runs until somebody else confirms", "negated"),
    ("confirm {n}", "inspector", "Confirmed", "confirmed"),
    ("reopen {n}", "sergeant", "eopened", "open"),
    ("record {n} 47/{n}/26", "sergeant", "Recorded", "recorded"),
    ("sign-off {n}", "inspector", "igned off", "signed_off"),
    ("why {n}", "sergeant", "+ 24 h", "signed_off"),
]
CHANNEL = {"U0MORGAN": CARMS, "U0EVANS": "#bcu-ceredigion"}
FORMS = {
    "allocate": ["Incident", "Officer"],
    "record": ["Incident", "How it is recorded"],
    "negate": ["Incident", "Why it is no crime", "Time of the log entry"],
    "return": ["Incident", "Why it goes back"],
    "cancel": ["Crime reference", "Why it is cancelled"],
    "add-offence": ["Incident", "What it is"],
    "speak-up": ["What you want to say"],
}


async def test_there_are_at_most_twenty_five_commands_in_the_whole_product() -> None:
    assert 13 <= len(NAMES) <= 25


@pytest.mark.parametrize("who", ["U0MORGAN", "U0EVANS"])
@pytest.mark.parametrize("name", NAMES)
async def test_a_command_without_words_answers_or_opens_a_short_form(
    shared: Place, name: str, who: str
) -> None:
    answer = await say(shared.workspace.person(who), f"/{name}", CHANNEL[who])
    if name in ANSWERS_AT_ONCE:
        assert answer.message is not None
        assert answer.message.ephemeral
        return
    assert answer.form is not None, answer.text
    if who == "U0MORGAN":
        assert answer.form.fields[: len(FORMS.get(name, ["Incident"]))] == FORMS.get(name, ["Incident"])
    await answer.form.close()


@pytest.mark.parametrize("by_name", ["/", "/cofnod "])
async def test_a_whole_life_is_typed_from_allocating_to_the_history(shared: Place, by_name: str) -> None:
    number = "201" if by_name == "/" else "202"
    await shared.receive(number)
    for text, who, holds, state in LIFE:
        answer = await say(getattr(shared, who), by_name + text.format(n=number))
        assert holds in answer.text, (text, answer.text)
        assert answer.message is not None
        assert answer.message.ephemeral
        assert shared.state(number) == state, text


async def test_several_references_at_once_are_told_of_one_by_one(shared: Place) -> None:
    for number in ("211", "212"):
        await shared.receive(number)
    answer = await say(shared.sergeant, "/allocate 211 9999 212 842")
    assert "211/20-11" in answer
    assert "212/20-11" in answer
    assert "9999" in answer
    assert [shared.station(n).incident().oic for n in ("211", "212")] == ["842", "842"]


@pytest.mark.parametrize("typed", ["221", "#221", "221/20-11", "221/20/11", "dyfed-powys:2026-11-20:221"])
async def test_a_reference_may_be_written_in_many_ways(shared: Place, typed: str) -> None:
    if "221" not in (await shared.list()).text:
        await shared.receive("221")
    assert "221/20-11" in await say(shared.sergeant, f"/incident {typed}")


async def test_a_pasted_link_of_the_log_finds_its_incident(shared: Place) -> None:
    await shared.receive("222")
    url = FORCE.links["storm"].format(date="2026-11-20", number="222")
    assert "222/20-11" in await say(shared.sergeant, f"/incident {url}")


@pytest.mark.parametrize("typed", ["@rees", "842", "<@U0REES>", "Rees"])
async def test_an_officer_may_be_written_in_many_ways(shared: Place, typed: str) -> None:
    number = f"23{['@rees', '842', '<@U0REES>', 'Rees'].index(typed)}"
    await shared.receive(number)
    assert "PC 842 Rees" in await say(shared.sergeant, f"/allocate {number} {typed}")


async def test_an_officer_is_found_in_the_form_by_the_first_letters(shared: Place) -> None:
    await shared.receive("240")
    form = (await say(shared.sergeant, "/allocate 240")).form
    assert form is not None
    result = await (await form.fill({"Officer": "Rees"})).submit()
    assert "PC 842 Rees" in result.form.text
    assert shared.station("240").incident().oic == "842"


async def test_it_is_entered_for_the_officer_who_decided(shared: Place) -> None:
    await shared.receive("241")
    answer = await say(shared.workspace.person("U0GRIFFITHS"), "/allocate 241 842 for 1101")
    assert "PC 842 Rees" in answer
    assert shared.station("241").incident().allocated_by == "1101"
    assert shared.station("241").facts("incident_allocated")[0]["by"] == "2301"


async def test_with_several_open_a_short_form_asks_which_and_goes_on(shared: Place) -> None:
    await shared.receive("242")
    await say(shared.sergeant, "/add-offence 242 told 22:05 harassment")
    form = (await say(shared.sergeant, "/record 242 47/242/26")).form
    assert form is not None
    assert "several offences" in form.text
    result = await (await form.fill({"Which offence": "2: harassment"})).submit()
    assert "Recorded" in result.form.text
    assert [shared.state("242", n) for n in (1, 2)] == ["open", "recorded"]


async def test_a_named_offence_need_not_be_asked_for(shared: Place) -> None:
    await shared.receive("243")
    await say(shared.sergeant, "/add-offence 243 told 22:05 harassment")
    await say(shared.sergeant, "/record 243.2 47/243/26")
    await say(shared.sergeant, "/negate 243 NNO 22:06 1")
    assert [shared.state("243", n) for n in (1, 2)] == ["negated", "recorded"]


@pytest.mark.parametrize("word", ["", "mine", "overdue", "unallocated", "powys", "Sir Gaerf", "#bcu-powys"])
async def test_the_queue_shows_a_unit_ones_own_or_a_kind(shared: Place, word: str) -> None:
    answer = await say(shared.sergeant, f"/queue {word}".strip())
    assert answer.message is not None
    assert answer.message.ephemeral


@pytest.mark.parametrize("word", ["help", "whoami", "feed", "language en"])
async def test_cofnod_helps_and_says_who_one_is(shared: Place, word: str) -> None:
    answer = await say(shared.sergeant, f"/cofnod {word}")
    assert answer.message is not None
    if word == "help":
        assert all(f"/{name}" in answer.text for name in NAMES)
    if word == "whoami":
        assert "PS 1101 Morgan" in answer


async def test_a_word_that_is_no_command_is_refused_kindly(shared: Place) -> None:
    answer = await say(shared.sergeant, "/cofnod makeitso 123")
    assert "makeitso" in answer


async def test_a_message_that_speaks_of_an_incident_leads_to_it(shared: Place) -> None:
    await shared.receive("244")
    await shared.inspector.say(CARMS, "What about 244/20-11?")
    message = await shared.sergeant.expect_message(CARMS, "What about 244/20-11?")
    found = await shared.sergeant.shortcut("incident.find", message)
    assert "244/20-11" in found.text
