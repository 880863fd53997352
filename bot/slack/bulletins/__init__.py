"""Which message tells what: from a message's bulletin and subject to the words that stand in Slack now.

One file a noun; each bulletin has its line here.
"""

from collections.abc import Awaitable, Callable, Mapping

from bot.services.audit.auditor import MISSES
from bot.services.dial_ins.rounds import MISSED
from bot.services.dial_ins.telling import BULLETIN as DIAL_IN
from bot.services.digests.daily import DIGEST, SKIPPED
from bot.services.digests.weekly import SKIPPED as WEEKLY_SKIPPED
from bot.services.digests.weekly import WEEKLY
from bot.services.duty import shift_keys
from bot.services.duty.cover import COVER
from bot.services.duty.cover import DECLINED as COVER_DECLINED
from bot.services.handovers import messages as handover_messages
from bot.services.ladder.reach import TOLD
from bot.services.meetings import messages as meeting_messages
from bot.services.meetings import unit_offers
from bot.services.meetings.accounts import BULLETIN as MEETING_FIGURES
from bot.services.messages.outcomes import UNDELIVERED
from bot.services.silences import SILENCE
from bot.services.speaking_up import BULLETIN as CONFIDENCE
from bot.slack.bulletins import duty
from bot.slack.bulletins.alerts import alert, told
from bot.slack.bulletins.audits import misses
from bot.slack.bulletins.crimes import cancellation, lapsed
from bot.slack.bulletins.dial_ins import confidence, dial_in, missed
from bot.slack.bulletins.digests import digest, skipped
from bot.slack.bulletins.home import home
from bot.slack.bulletins.lists import live_list
from bot.slack.bulletins.meeting_figures import figures
from bot.slack.bulletins.meetings import board, meeting_list, offer_answer, record, unit_offer
from bot.slack.bulletins.operations import alarm, silence, undelivered
from bot.slack.bulletins.reading import Payload, Reading, Words
from bot.slack.bulletins.weekly import skipped as weekly_skipped
from bot.slack.bulletins.weekly import weekly
from bot.store.crime_notices import CANCELLATION, LAPSED
from bot.store.homes import HOME
from bot.store.outbox import Message

BULLETINS: Mapping[str, Callable[[Reading, Words, str, Message], Awaitable[Payload | None]]] = {
    "list": live_list,
    "alert": alert,
    TOLD: told,
    "alarm": alarm,
    HOME: home,
    meeting_messages.LIST: meeting_list,
    meeting_messages.BOARD: board,
    meeting_messages.RECORD: record,
    unit_offers.OFFER: unit_offer,
    unit_offers.ANSWER: offer_answer,
    LAPSED: lapsed,
    CANCELLATION: cancellation,
    UNDELIVERED: undelivered,
    SILENCE: silence,
    DIGEST: digest,
    WEEKLY: weekly,
    WEEKLY_SKIPPED: weekly_skipped,
    SKIPPED: skipped,
    DIAL_IN: dial_in,
    MISSED: missed,
    CONFIDENCE: confidence,
    MISSES: misses,
    COVER: duty.covers,
    COVER_DECLINED: duty.not_covered,
    handover_messages.TO: duty.offered,
    handover_messages.BY: duty.offering,
    handover_messages.ANSWER: duty.answered,
    shift_keys.REMINDER: duty.reminder,
    shift_keys.REMAINS: duty.remains,
    MEETING_FIGURES: figures,
}
