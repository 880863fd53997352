"""What the demo says on the command line: words from the templates, shown by whoever owns the screen."""

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from bot.config import SHIPPED_FORCE
from bot.demo.day import Day
from bot.demo.stage import Demonstration
from bot.force import load_force
from bot.slack.render import Renderer
from templates import FOLDER

LANDMARKS = {"opening": "due at 04:10", "morning": "to hand over"}  # what the words to begin with speak of
FIRST = (
    "already_there", "incident_received", "clock_started", "incident_changed", "quarantined",
    "approaching", "no_meeting_left", "urgent", "overdue", "people_told",
)  # fmt: skip


class Screen(Protocol):
    """Where lines and tables are shown."""

    def say(self, text: str) -> None: ...
    def complain(self, sentence: str) -> None: ...
    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None: ...
    def working(self, label: str) -> AbstractContextManager[Callable[[int], None]]: ...


@dataclass(slots=True)
class Shown:
    """The demo's words, in the language of the machine's own settings."""

    screen: Screen
    words: Renderer
    lang: str

    def line(self, name: str, **values: Any) -> str:
        """One sentence."""
        return self.words.line(f"demo/{name}", self.lang, **values)

    def up(self, demo: Demonstration, speed: float) -> None:
        """Where to look, and what to try."""
        scene = demo.world.scene
        ref, at = demo.world.ref(LANDMARKS[scene.name]), scene.starts
        self.screen.say(self.line("up", at=at, speed=f"{speed:g}" if speed != 1 else 1))
        self.screen.say(demo.address)
        self.screen.say(self.line("try", ref=ref, scene=scene.name))
        self.screen.say(self.line("then", ref=ref, scene=scene.name))

    def day(self, day: Day) -> None:
        """What the day came to, and whatever is not as it should be."""
        rest = (code for code in day.counts if code not in FIRST)
        rows = [(self.line("count", code=code), str(day.counts[code])) for code in (*FIRST, *rest)]
        heads = [self.line("count", code=code) for code in ("what", "how_many")]
        self.screen.table(heads, rows)
        for surprise in day.surprises:
            said = {name: getattr(surprise, name) for name in ("step", "expected", "found")}
            self.screen.complain(self.line("surprise", at=surprise.step.at, **said))
        self._trail(day)

    def _trail(self, day: Day) -> None:
        verdict = day.verdict
        for doubt in verdict.doubts:
            self.screen.complain(self.words.line("verify/doubt", self.lang, doubt=doubt))
        count = len(verdict.doubts) + verdict.more
        self.screen.say(self.words.line("verify/verdict", self.lang, verdict=verdict, doubts=count))


def shown(screen: Screen) -> Shown:
    """The demo's words for a screen; Welsh where the machine speaks Welsh."""
    zone = load_force(SHIPPED_FORCE).zone
    spoken = next((v for name in ("LC_ALL", "LANG") if (v := os.environ.get(name))), "")
    return Shown(screen, Renderer(FOLDER, zone), "cy" if spoken.startswith("cy") else "en")
