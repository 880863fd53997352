"""Forms and Home tabs: opened, put on top of each other, changed in place, closed."""

import secrets
from typing import Any

from workspace.blocks.surface import check_view
from workspace.cast import APP_ID, BOT_ID
from workspace.kinds import Json, OpenView, SlackError
from workspace.state import state_of
from workspace.world import World

DEEPEST = 3
WORDS = ("private_metadata", "callback_id", "external_id")
BUTTONS = ("title", "submit", "close")


class Views:
    """The views of everybody, on the world they belong to."""

    def __init__(self, world: World) -> None:
        self.world = world

    def open(self, user: str, view: Any) -> OpenView:
        """Open a form; it becomes the bottom of a new stack."""
        made = self._made(user, check_view(view, "modal"), [])
        self.world.stacks[user] = [made]
        self.world.told(user, "views")
        return made

    def push(self, user: str, view: Any) -> OpenView:
        """Put a form on top of those that are open."""
        stack = self.world.stacks.get(user, [])
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= DEEPEST:
            raise SlackError("push_limit_reached")
        made = self._made(user, check_view(view, "modal"), stack)
        self.world.stacks[user] = [*stack, made]
        self.world.told(user, "views")
        return made

    def publish(self, user: str, view: Any, expected: str = "") -> OpenView:
        """Put a Home tab before a person."""
        checked = check_view(view, "home")
        before = self.world.homes.get(user)
        if expected and before is not None and before.body["hash"] != expected:
            raise SlackError("hash_conflict")
        made = self._made(user, checked, [], before)
        self.world.homes[user] = made
        self.world.told(user, "home")
        return made

    def update(self, found: OpenView, view: Any, expected: str = "") -> OpenView:
        """Change an open view in place; a hash that is no longer true is refused."""
        checked = check_view(view, found.body["type"])
        if expected and found.body["hash"] != expected:
            raise SlackError("hash_conflict")
        stack = self.world.stacks.get(found.user, [])
        found.body = self._made(found.user, checked, stack, found).body
        self.world.told(found.user, "home" if found.body["type"] == "home" else "views")
        return found

    def find(self, view_id: str, external_id: str = "") -> OpenView:
        """Find an open view by one of its ids."""
        for view in self._all():
            named = external_id and view.body["external_id"] == external_id
            if view.id == view_id or named:
                return view
        raise SlackError("not_found")

    def pop(self, view: OpenView) -> None:
        """Take a form off its stack."""
        rest = [one for one in self.world.stacks.get(view.user, []) if one is not view]
        self.world.stacks[view.user] = rest
        self.world.told(view.user, "views")

    def clear(self, user: str) -> list[OpenView]:
        """Close all of a person's forms."""
        closed = self.world.stacks.pop(user, [])
        self.world.told(user, "views")
        return closed

    def _all(self) -> list[OpenView]:
        open_ones = [view for stack in self.world.stacks.values() for view in stack]
        return [*open_ones, *self.world.homes.values()]

    def _made(self, user: str, view: Json, stack: list[OpenView], same: OpenView | None = None) -> OpenView:
        self._external_id_is_free(view.get("external_id", ""), same)
        view_id = same.id if same else f"V{secrets.token_hex(5).upper()}"
        team = self.world.team["id"]
        body: Json = {"id": view_id, "team_id": team, "type": view["type"], "blocks": view["blocks"]}
        body |= {name: view.get(name, "") for name in WORDS}
        body |= {name: view.get(name) for name in BUTTONS}
        body |= {name: view.get(name, False) for name in ("clear_on_close", "notify_on_close")}
        body |= self._place(view_id, stack)
        body |= {"hash": f"{self.world.stamps.next()}.{secrets.token_hex(4)}"}
        body |= {"app_id": APP_ID, "bot_id": BOT_ID, "app_installed_team_id": team}
        body["state"] = {"values": state_of(view["blocks"], same.body["state"]["values"] if same else {})}
        return OpenView(user, body)

    def _place(self, view_id: str, stack: list[OpenView]) -> Json:
        below = [view.id for view in stack if view.id != view_id]
        at = next((n for n, view in enumerate(stack) if view.id == view_id), len(stack))
        return {
            "root_view_id": stack[0].id if stack else view_id,
            "previous_view_id": below[at - 1] if at else None,
        }

    def _external_id_is_free(self, external_id: str, same: OpenView | None) -> None:
        taken = [v for v in self._all() if v is not same and v.body["external_id"] == external_id]
        if external_id and taken:
            raise SlackError("duplicate_external_id")
