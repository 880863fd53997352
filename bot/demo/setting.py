"""Where a demo takes place: a data folder that is thrown away, its settings, and its feed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.config import SHIPPED_FORCE, Settings
from bot.demo.drop import CRIMES, MAPPING, Exporter
from bot.demo.scenes import Scene
from bot.demo.world import World
from bot.force import load_force
from bot.migrations import upgrade

ROSTER = Path(__file__).with_name("roster.csv")


@dataclass(frozen=True, slots=True)
class Setting:
    """A folder with everything in it, and the invented world that its feed tells of."""

    folder: Path
    world: World
    exporter: Exporter

    def settings(self, api_url: str, bot_token: str, app_token: str) -> Settings:
        """The settings of the bot; nothing of the machine's own environment gets in."""
        return Settings.read(
            {
                "COFNOD_DATA": str(self.folder),
                "COFNOD_ROSTER": str(ROSTER),
                "COFNOD_SOURCES": str(self.folder / "sources"),
                "SLACK_API_URL": api_url,
                "SLACK_BOT_TOKEN": bot_token,
                "SLACK_APP_TOKEN": app_token,
            }
        )


@contextmanager
def setting(scene: Scene) -> Iterator[Setting]:
    """A folder for one demo, with its database and its first export; gone afterwards."""
    force = load_force(SHIPPED_FORCE)
    with TemporaryDirectory(prefix="cofnod-demo-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for part in ("sources", "drop"):
            (folder / part).mkdir()
        for mapping in (MAPPING, CRIMES):
            copyfile(mapping, folder / "sources" / mapping.name)
        world = World(scene, force)
        exporter = Exporter(world, folder / "drop", ZoneInfo(force.zone))
        exporter.write(scene.starts)
        upgrade(f"sqlite:///{folder / 'cofnod.db'}")
        yield Setting(folder, world, exporter)
