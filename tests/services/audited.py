"""A force at work beside its auditor: every job in turn, some of them left out, and what is found."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import update

from bot.domain.auditing import Patience
from bot.services.audit import auditor
from bot.services.dial_ins import rounds as dial_in_rounds
from bot.services.dial_ins import themes
from bot.services.digests import daily, weekly
from bot.services.ladder import climbing, stages
from bot.services.meetings import rounds
from bot.services.messages import live_lists
from bot.store.misses import Miss
from bot.store.tables import messages
from bot.store.work import Work
from jobs.handovers import STEPS
from tests.builders import Station

Fault = Callable[[Work], object]


def dial_ins(work: Work) -> None:
    """Whatever dial-ins have to do, in one transaction."""
    dial_in_rounds.plan(work)
    for call in dial_in_rounds.calls(work):
        dial_in_rounds.remind(work, call, themes.of(work, call.dial_in))
    while dial_in_rounds.go_on(work):
        pass


def hand_over(work: Work) -> None:
    """Whatever happens between two shifts, in one transaction."""
    for step in STEPS:
        step(work)


WRITES: Mapping[str, Callable[[Work], object]] = {
    "lists": live_lists.open_lists,
    "stages": stages.move_on,
    "meetings": rounds.keep,
    "digests": daily.send_due,
    "ladder": climbing.climb,
    "dial_ins": dial_ins,
    "hand_over": hand_over,
}


@dataclass
class Watched:
    """A station where time passes in steps; Slack shows all that it should, unless it is `away`."""

    station: Station
    minutes: float = 10
    left_out: Collection[str] = ()
    faults: tuple[Fault, ...] = ()
    away: bool = False
    found: list[Miss] = field(default_factory=list)

    @property
    def patience(self) -> Patience:
        """The auditor's, where it looks only every so many minutes."""
        return Patience(away=timedelta(minutes=3 * self.minutes))

    def step(self) -> None:
        """One step: the jobs, what Slack does, what goes wrong, an audit."""
        self.station = self.station.later(minutes=self.minutes)
        for name, service in WRITES.items():
            if name not in self.left_out:
                self.station.do(service)
        if "weekly" not in self.left_out:
            self.station.do(weekly.send, self.station.see(weekly.ready))
        for fault in (*self.faults, *(() if self.away else (show_all,))):
            self.station.do(fault)
        looked = self.station.see(auditor.look, self.patience)
        self.found += self.station.do(auditor.tell, looked)

    def until(self, at: datetime) -> list[Miss]:
        """Step until an instant; gives all that was found so far."""
        while self.station.at < at:
            self.step()
        return self.found

    def sleep(self, until: datetime) -> None:
        """Nobody is at work until an instant."""
        self.station = self.station.later(seconds=(until - self.station.at).total_seconds())


def show_all(work: Work) -> None:
    """Slack shows whatever it should."""
    waiting = messages.c.wanted > messages.c.shown
    shown = {"shown": messages.c.wanted, "ts": "1.1", "shown_at": work.at}
    work.conn.execute(update(messages).where(waiting).values(shown))
