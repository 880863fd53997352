"""Starts the workspace: `python -m workspace --cast FILE.toml --manifest FILE.json`."""

import argparse
import asyncio
import json
import signal
from pathlib import Path

from workspace import cast, manifest
from workspace.app import Served, Settings

HERE = Path(__file__).parent


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    made = argparse.ArgumentParser(prog="python -m workspace", description=__doc__)
    made.add_argument("--port", type=int, default=0, help="0 is any free one")
    made.add_argument("--cast", type=Path, default=HERE / "cast.toml", help="who works here")
    made.add_argument("--manifest", type=Path, required=True, help="the app's manifest")
    made.add_argument("--record", type=Path, help="write every call of the Web API here, as JSON Lines")
    made.add_argument("--request-url", help="deliver over signed HTTP instead of Socket Mode")
    made.add_argument("--rates", type=float, default=1.0, help="1 is Slack's pace, 10 ten times, 0 no limit")
    made.add_argument("--bot-token", default=Settings.bot_token)
    made.add_argument("--app-token", default=Settings.app_token)
    made.add_argument("--signing-secret", default=Settings.signing_secret)
    return made


async def serve(settings: Settings) -> None:
    """Serve until somebody says stop."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    served = Served(settings)
    await served.start()
    print(json.dumps({"url": served.url, "api_url": f"{served.url}api/"}), flush=True)
    await stop.wait()
    await served.stop()


def main() -> None:
    """Read the command line and serve."""
    given = vars(parser().parse_args())
    people, app = cast.read(given.pop("cast")), manifest.read(given.pop("manifest"))
    asyncio.run(serve(Settings(cast=people, manifest=app, **given)))


if __name__ == "__main__":
    main()
