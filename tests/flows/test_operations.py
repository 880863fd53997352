"""What whoever looks after the bot is told, in the operations channel, and what mends itself."""

from bot.demo.stage import demonstration
from bot.directory import look_again
from bot.store import outbox

LOOKS_AFTER_IT = "U0PROBERT"


async def test_a_message_that_slack_will_not_take_is_told_in_the_operations_channel() -> None:
    async with demonstration(step=True) as demo:
        kit = demo.app.kit
        await demo.workspace.faults(
            {"method": "chat.postMessage", "kind": "error", "error": "restricted_action", "times": 1}
        )
        await kit.store.write(outbox.put, kit.clock.story(), "alarm:x", "bcu-powys", "alarm", "x|feed_late")
        await demo.app.dispatcher.settle()
        told = await demo.workspace.person(LOOKS_AFTER_IT).messages("#cofnod-operations")
    assert [m.text for m in told if "bcu-powys" in m.text and "restricted_action" in m.text]


async def test_who_left_is_out_and_a_channel_that_is_back_gets_what_it_missed() -> None:
    async with demonstration(step=True) as demo:
        kit, directory = demo.app.kit, demo.app.listeners.directory
        known = set(directory.accounts), dict(directory.channels)
        directory.accounts.add("U0GONE")
        directory.channels = {i: name for i, name in directory.channels.items() if name != "bcu-powys"}
        await kit.store.write(outbox.put, kit.clock.story(), "alarm:x", "bcu-powys", "alarm", "x|feed_late")
        await demo.app.dispatcher.settle()
        await look_again(demo.app.client, kit, directory)
        await demo.app.dispatcher.settle()
        powys = await demo.workspace.person("U0PUGH").messages("#bcu-powys")
    assert (directory.accounts, directory.channels) == known
    assert [m.text for m in powys if "The feed x" in m.text]


async def test_a_channel_that_becomes_shared_hears_and_shows_nothing_more() -> None:
    async with demonstration(step=True) as demo:
        await demo.workspace.change_channel("C0POWYS", shared=True)
        await look_again(demo.app.client, demo.app.kit, demo.app.listeners.directory)
        before = await demo.workspace.calls("chat.update")
        await demo.move(hours=1)
        told = [
            call["args"]["channel"] for call in (await demo.workspace.calls("chat.update"))[len(before) :]
        ]
        answer = await demo.workspace.person("U0PUGH").command("#bcu-powys", "/queue")
    assert set(told) & {"C0CARMS", "C0PEMBS"}
    assert "C0POWYS" not in told
    assert "only members of the force" in answer.text


async def test_who_is_taken_off_the_roster_is_refused_though_slack_still_knows_them() -> None:
    async with demonstration(step=True) as demo:
        kit, directory = demo.app.kit, demo.app.listeners.directory
        kit.read_roster = lambda: tuple(p for p in directory.people if p.collar != "1104")
        await look_again(demo.app.client, kit, directory)
        answer = await demo.workspace.person("U0PUGH").command("#bcu-powys", "/queue")
        kit.read_roster = lambda: 1 / 0  # type: ignore[assignment, return-value]  # the planted answer is no more than what is asked of it
        await look_again(demo.app.client, kit, directory)
        other = await demo.workspace.person("U0JONES").command("#bcu-powys", "/queue")
    assert "roster" in answer.text
    assert "Powys" in other.text


async def test_a_restricted_channel_that_everybody_may_read_is_not_used() -> None:
    async with demonstration(step=True) as demo:
        await demo.workspace.change_channel("G0RESTRICTED", private=False)
        await look_again(demo.app.client, demo.app.kit, demo.app.listeners.directory)
        assert "G0RESTRICTED" not in demo.app.listeners.directory.channels


async def test_an_address_in_slack_gives_nobody_an_account_that_the_roster_gives_to_another() -> None:
    async with demonstration(step=True) as demo:
        await demo.workspace.change_person("U0PUGH", email="catrin.jones@example.org")
        await look_again(demo.app.client, demo.app.kit, demo.app.listeners.directory)
        found = demo.app.kit.store.roster.by_slack("U0PUGH")
    assert found is not None
    assert found.collar == "1104"
