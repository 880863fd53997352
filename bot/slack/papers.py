"""What meetings leave on paper: a record or the figures of a time as a PDF, as a table, and as a picture."""

from typing import Any

from bot.domain.force import Force
from bot.domain.meeting_record import Paper
from bot.reports import meeting_tables, meeting_view, paper
from bot.services.meetings.accounts import Account
from bot.slack.files import Attachment
from bot.slack.render import Renderer


def of_record(words: Renderer, lang: str, force: Force, record: Paper) -> tuple[Attachment, Attachment]:
    """One meeting's record as a PDF and as a table: the same bytes whenever it is made."""
    present = {"at": record.meeting.ended_at or record.meeting.due_end, "force": force, "record": record}
    sheet = paper.sheet_of(lang, words.data("meetings/_record_paper", lang, **present))
    name, title = f"dmm-{record.meeting.unit}-{record.meeting.day}", f"{sheet.title}, {sheet.subtitle}"
    return (
        Attachment(f"{name}.pdf", f"{title} (PDF)", paper.pdf(sheet)),
        Attachment(f"{name}.csv", f"{title} (CSV)", meeting_tables.record_csv(record, force.zone)),
    )


def of_account(words: Renderer, lang: str, force: Force, account: Account) -> tuple[Attachment, ...]:
    """The figures of a time: the plot, which stands inside a message, the PDF and the table."""
    present = {"at": account.at, "force": force}
    picture = _plot(words, lang, account, present)
    values = meeting_view.values(account) | {"alt": picture.alt}
    sheet = paper.sheet_of(lang, words.data("meetings/_figures_paper", lang, **present, **values))
    period = account.period
    name, title = f"dmm-{period.unit}-{period.since}-{period.until}", f"{sheet.title}, {sheet.subtitle}"
    return (
        picture,
        Attachment(f"{name}.pdf", f"{title} (PDF)", paper.pdf(sheet, {picture.name: picture.content})),
        Attachment(f"{name}.csv", f"{title} (CSV)", meeting_tables.account_csv(account, force.zone)),
    )


def _plot(words: Renderer, lang: str, account: Account, present: dict[str, Any]) -> Attachment:
    weekly = meeting_view.weekly(account)
    said = words.data("meetings/_plot_words", lang, weekly=weekly, **present)
    labels = {name: text for each in said for name, text in each.items()}
    alt = words.line("meetings/plot_alt", lang, **present, **meeting_view.shown(account))
    return Attachment(meeting_view.PLOT, alt, meeting_view.plot(account, labels), alt, inline=True)
