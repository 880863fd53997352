"""What the doctor may say, each with invented values."""

from typing import Any

from bot.domain.force import Unit, UnitKind
from bot.domain.people import Person

REES = Person("842", "", "Rees", "constable", "carmarthenshire")
POWYS = Unit("powys", {"en": "Powys", "cy": "Powys"}, UnitKind.BCU, "bcu-powys")
HERE = {"channel": "bcu-powys"}
SOMEBODY = {"member": "Guest Contractor", "account": "U0GUEST", "channels": "bcu-powys, control-room"}

DOCTOR: list[tuple[str, dict[str, Any]]] = [
    ("said", {"words": "roster.csv, line 12: rank should be one of staff, constable."}),
    ("no_roster", {}),
    ("no_sources", {}),
    ("source_twice", {"name": "storm", "one": "a.toml", "other": "b.toml"}),
    ("source_unfilled", {"file": "storm.toml", "line": 18, "words": "FILL IN"}),
    ("source_folder_missing", {"file": "storm.toml", "folder": "/srv/drop"}),
    ("database_unreachable", {}),
    ("nobody_may", {"action": "confirm", "row": "rape", "roles": "registrar, deputy_registrar"}),
    ("no_cover_at", {"unit": POWYS, "hours": 24, "since": "28/11 07:00"}),
    ("no_inspector_at", {"unit": POWYS, "hours": 56, "since": "mon 19:00"}),
    ("no_fim_at", {"hours": 1, "since": "sun 06:00"}),
    ("slack_refused", {"error": "invalid_auth"}),
    ("slack_unreachable", {}),
    ("scopes_missing", {"scopes": "chat:write, groups:read"}),
    ("scopes_spare", {"scopes": "files:write"}),
    ("channel_missing", HERE),
    ("channel_without_us", HERE),
    ("channel_archived", HERE),
    ("channel_shared", HERE),
    ("channel_public", {"channel": "restricted-incidents"}),
    ("sees_restricted", {"person": REES, "channel": "restricted-incidents"}),
    ("in_registrars_channel", {"person": REES, "channel": "force-registrar"}),
    ("no_account", {"person": REES}),
    ("account_unknown", {"person": REES, "account": "U0REES"}),
    ("account_closed", {"person": REES, "account": "U0REES"}),
    ("guest_in_channel", SOMEBODY),
    ("not_on_roster", SOMEBODY),
]
