"""What crossed a stage."""

from dataclasses import replace

from bot.services import cards
from bot.slack.bulletins.reading import LINES_BLOCKS, LINES_BUDGET, Payload, Reading, Words
from bot.slack.render import page
from bot.store.outbox import Message


async def alert(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """What crossed a stage, whom it concerns, and who has it in hand; settled items say so.

    None where nothing of it may be told in its channel any more.
    """
    view = await read(cards.alert, message.key, lang)
    if not view.items:
        return None
    shown, _ = page(
        view.items,
        lambda item: words.blocks("alerts/_item", lang, at=view.at, item=item),
        budget=LINES_BUDGET,
        max_blocks=LINES_BLOCKS,
    )
    rest, some = view.items[len(shown) :], replace(view, items=shown)
    return dict(words.message("alerts/alert", lang, at=view.at, alert=some, rest=rest))
