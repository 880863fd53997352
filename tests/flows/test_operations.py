"""What whoever looks after the bot is told, in the operations channel."""

from bot.demo.stage import demonstration
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
