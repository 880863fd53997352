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
        await look_again(demo.app.client, kit.store, directory, kit.clock.story())
        await demo.app.dispatcher.settle()
        powys = await demo.workspace.person("U0PUGH").messages("#bcu-powys")
    assert (directory.accounts, directory.channels) == known
    assert [m.text for m in powys if "The feed x" in m.text]
