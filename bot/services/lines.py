"""A line of free text: it is about the work and never about a person, else it is refused."""

from bot.domain.personal import about_somebody
from bot.domain.refusal import Refused

LONGEST = 150  # characters: one line on a telephone is read, a paragraph is not


def about_work(text: str, block_id: str = "", longest: int = LONGEST) -> str:
    """A line as it may be kept: one line, without spaces at its ends; empty where nothing was written.

    Raises Refused `line_too_long` or `about_a_person`, which advises to put it on the log.
    """
    line = " ".join(text.split())
    if len(line) > longest:
        raise Refused("line_too_long", block_id=block_id, longest=longest, length=len(line))
    if about_somebody(line):
        raise Refused("about_a_person", block_id=block_id)
    return line
