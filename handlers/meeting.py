"""The Daily Management Meeting by command: `/dmm` says what is due when, its words do what the board does."""

from bot.kit import Ask
from bot.services.meetings import times
from bot.slack.story import Answer, Reply, Story, Words
from handlers import (
    meeting_board,
    meeting_end,
    meeting_hand_over,
    meeting_moves,
    meeting_offers,
    meeting_pages,
    meeting_promises,
    meeting_record,
    meeting_start,
)

story = Story("meetings")
WORDS: Words = {
    "start": meeting_start.start,
    "end": meeting_end.end,
    "chair": meeting_start.take,
    "here": meeting_board.here,
    "review": meeting_board.review,
    "read-out": meeting_board.read_out,
    "promise": meeting_promises.promise,
    "done": meeting_promises.done,
    "move": meeting_moves.move,
    "offer": meeting_hand_over.offer,
    "accept": meeting_offers.accept,
    "decline": meeting_offers.decline,
    meeting_record.WORD: meeting_record.part,
}


@story.command("dmm", f"[{'|'.join(WORDS)}]", WORDS)
async def due(ask: Ask) -> Answer:
    """What is due when, and what can be typed."""
    return Reply("meetings/dmm", {"times": await ask.read(times.times)})


STORIES: tuple[Story, ...] = (
    story,
    meeting_start.story,
    meeting_board.story,
    meeting_pages.story,
    meeting_promises.story,
    meeting_moves.story,
    meeting_hand_over.story,
    meeting_offers.story,
    meeting_end.story,
)
