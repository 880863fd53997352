"""Judging what Slack showed against force.toml and the roster; nothing here asks Slack."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.doctor.finding import Finding
from bot.domain.force import Force
from bot.domain.people import Person, Roster, may
from bot.domain.rights import REGISTRAR_ROLES

Object = Mapping[str, Any]
OUTSIDE = ("is_restricted", "is_ultra_restricted", "is_stranger")
REGISTRARS_OWN = REGISTRAR_ROLES | {"auditor"}
SHARED = ("is_ext_shared", "is_pending_ext_shared", "is_org_shared")


def judge_scopes(granted: frozenset[str], wanted: frozenset[str]) -> Iterator[Finding]:
    """The scopes should be exactly the manifest's."""
    if missing := wanted - granted:
        yield Finding("scopes_missing", {"scopes": ", ".join(sorted(missing))})
    if spare := granted - wanted:
        yield Finding("scopes_spare", {"scopes": ", ".join(sorted(spare))})


def judge_channels(
    channels: Mapping[str, Object], names: Iterable[str], private: Collection[str]
) -> Iterator[Finding]:
    """Every channel is there, ours only, and we are in it; what should be private is."""
    for name in names:
        if fault := _fault(channels.get(name), name in private):
            yield Finding(fault, {"channel": name})


def _fault(channel: Object | None, private: bool) -> str:
    """The gravest thing that is wrong with a channel; empty where nothing is."""
    if channel is None:
        return "channel_missing"
    if any(channel.get(flag) for flag in SHARED):
        return "channel_shared"
    if channel.get("is_archived"):
        return "channel_archived"
    if private and not channel.get("is_private"):
        return "channel_public"
    return "" if channel.get("is_member") else "channel_without_us"


def judge_people(users: Iterable[Object], people: Iterable[Person]) -> Iterator[Finding]:
    """Everybody on the roster is found in Slack, by id where there is one, else by e-mail."""
    by_id = {user["id"]: user for user in users}
    by_email = {email: user for user in by_id.values() if (email := _email(user))}
    for person in people:
        accounts = person.slack_ids or ((person.email,) if person.email else ())
        if not accounts:
            yield Finding("no_account", {"person": person})
        for account in accounts:
            user = by_id.get(account) or by_email.get(account)
            if user is None or user.get("deleted"):
                code = "account_unknown" if user is None else "account_closed"
                yield Finding(code, {"person": person, "account": account})


def judge_members(
    members: Mapping[str, Sequence[str]], users: Iterable[Object], people: Iterable[Person]
) -> Iterator[Finding]:
    """Everybody in our channels is on the roster, and nobody is a guest; bots do not count."""
    roster = Roster(tuple(people))
    emails = {person.email for person in roster.people if person.email}
    known = {user["id"]: user for user in users}
    for member in sorted({member for ids in members.values() for member in ids}):
        user = known.get(member, {"id": member})
        if user.get("is_bot") or user.get("deleted") or member == "USLACKBOT":
            continue
        outside = any(user.get(flag) for flag in OUTSIDE)
        if outside or not (roster.by_slack(member) or _email(user) in emails):
            where = ", ".join(name for name, ids in members.items() if member in ids)
            code = "guest_in_channel" if outside else "not_on_roster"
            yield Finding(code, {"member": _name(user), "account": member, "channels": where})


def judge_restricted(members: Iterable[str], people: Iterable[Person], force: Force) -> Iterator[Finding]:
    """Everybody in the restricted channel may see what is told there."""
    roster, rows = Roster(tuple(people)), force.permissions["see_restricted"]
    for member in members:
        person = roster.by_slack(member)
        if person and not may(person, rows, frozenset()):
            yield Finding("sees_restricted", {"person": person, "channel": force.restricted_channel})


def judge_registrars(members: Iterable[str], people: Iterable[Person], channel: str) -> Iterator[Finding]:
    """Everybody in the Registrar's channel works for the Registrar."""
    roster = Roster(tuple(people))
    for member in members:
        person = roster.by_slack(member)
        if person and not person.roles & REGISTRARS_OWN:
            yield Finding("in_registrars_channel", {"person": person, "channel": channel})


def _email(user: Object) -> str:
    return str(user.get("profile", {}).get("email") or "").lower()


def _name(user: Object) -> str:
    return str(user.get("profile", {}).get("real_name") or user.get("real_name") or user["id"])
