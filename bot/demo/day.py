"""`cofnod demo --once`: a day of the force without a browser, counted and verified."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.demo.playing import Player, Surprise
from bot.demo.script import Script
from bot.demo.stage import Demonstration, demonstration
from bot.demo.tally import Counts, tally
from bot.store.verify import Verdict, verify


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was played: its counts, the steps that surprised, and whether the trail is whole."""

    counts: Counts
    surprises: tuple[Surprise, ...]
    verdict: Verdict

    @property
    def well(self) -> bool:
        """Whether everything came out as written, Slack shows it, and the trail bears it out."""
        return self.verdict.whole and not self.surprises and not self.counts["undelivered"]


def untouched(demo: Demonstration) -> None:
    """Do nothing between the day and its verification."""


async def played(script: Script, meddle: Callable[[Demonstration], None] = untouched) -> Day:
    """Play a script; `meddle` comes between the day and its verification, to prove that it would be found."""
    async with demonstration(step=True, scene=script.scene) as demo:
        player = Player(demo, script)
        await player.play()
        counts = await demo.app.kit.store.read(tally, demo.clock.story(), script.scene.starts)
        meddle(demo)
        verdict = verify(demo.settings.database_url)
    return Day(
        {**counts, "refused": player.refused, "steps": len(script.steps)}, tuple(player.surprises), verdict
    )
