"""Reads an app manifest: which commands, shortcuts, scopes and events the app asked for."""

import importlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from workspace.kinds import Json


@dataclass
class Manifest:
    """What the workspace needs to know of an app."""

    name: str
    scopes: frozenset[str]
    commands: dict[str, Json] = field(default_factory=dict)
    shortcuts: list[Json] = field(default_factory=list)
    events: frozenset[str] = frozenset()

    def escapes(self, command: str) -> bool:
        """Say whether people and channels arrive as ids in this command's text."""
        return bool(self.commands[command].get("should_escape"))


def read(path: Path) -> Manifest:
    """Read a manifest file, JSON or (where a YAML reader is installed) YAML."""
    text = path.read_text(encoding="utf-8")
    if path.suffix in (".yaml", ".yml"):
        return build(importlib.import_module("yaml").safe_load(text))
    return build(json.loads(text))


def build(data: Json) -> Manifest:
    """Pick out of a manifest what matters here."""
    features, settings = data.get("features", {}), data.get("settings", {})
    name = features.get("bot_user", {}).get("display_name") or data["display_information"]["name"]
    return Manifest(
        name=name,
        scopes=frozenset(data.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
        commands={c["command"]: c for c in features.get("slash_commands", [])},
        shortcuts=list(features.get("shortcuts", [])),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
    )
