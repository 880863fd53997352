"""The figures of some meetings that somebody asked for: a picture inside, a PDF and a table below."""

import asyncio
from datetime import date

from bot.reports import meeting_view
from bot.services.meetings import accounts
from bot.services.meetings import papers as meeting_papers
from bot.slack import papers
from bot.slack.bulletins.reading import Payload, Reading, Words, present
from bot.slack.files import Attachment
from bot.store.outbox import Message


async def figures(read: Reading, words: Words, lang: str, message: Message) -> Payload:
    """What stood when they were asked for."""
    account = await read(accounts.asked, message.subject)
    now = {**await read(present), "at": account.at}
    values = meeting_view.values(account)
    made = await asyncio.to_thread(papers.of_account, words, lang, now["force"], account)
    payload = words.message("meetings/figures", lang, **now, **values | {"alt": made[0].alt})
    return {**payload, "attachments": made}


async def record_papers(
    read: Reading, words: Words, lang: str, unit: str, day: date
) -> tuple[Attachment, ...]:
    """The record of a meeting as a PDF and as a table, for the message that tells of its end."""
    found, now = await read(meeting_papers.of, unit, day), await read(present)
    if found is None:
        return ()
    return await asyncio.to_thread(papers.of_record, words, lang, now["force"], found)
