"""What each of Slack's refusals means for a message: wait, look, join, post anew, or give up aloud."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from aiohttp import ClientConnectionError, ClientConnectorError, ClientError, ConnectionTimeoutError
from slack_sdk.errors import SlackApiError

PROBLEMS = (SlackApiError, ClientError, TimeoutError, OSError)
LONGEST_WAIT = 600.0
A_MOMENT = 1.0
NOT_A_PICTURE = "invalid_slack_file"  # our own name for what Slack says among `invalid_blocks`
DAY_LIMIT_WAIT = LOOK_AGAIN = 60.0


class Kind(Enum):
    """What to do next."""

    WAIT = auto()  # Slack certainly did not take it: try again in a while
    UNKNOWN = auto()  # Slack may have taken it: look before trying again
    STOP = auto()  # no message can be sent until somebody mends the app
    JOIN = auto()  # enter the channel first
    FIND_CHANNEL = auto()  # the channel's id may be another one now
    POST_ANEW = auto()  # what was to be changed no longer stands there
    TOP_LEVEL = auto()  # the thread no longer stands there
    GIVE_UP = auto()  # Slack will never take this message
    PUZZLED = auto()  # nothing that we know: a few more tries


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do next, Slack's code for what was wrong, and how long to wait."""

    kind: Kind
    code: str
    seconds: float = A_MOMENT


class Trouble(Exception):
    """A try that failed; `known` says that Slack certainly has not got the message."""

    def __init__(self, remedy: Remedy, known: bool) -> None:
        super().__init__(remedy.code)
        self.remedy, self.known = remedy, known


def _of(kind: Kind, *codes: str) -> dict[str, Kind]:
    return dict.fromkeys(codes, kind)


KINDS: Mapping[str, Kind] = {
    **_of(Kind.WAIT, "ratelimited", "rate_limited", "message_limit_exceeded", "request_timeout"),
    **_of(Kind.UNKNOWN, "internal_error", "fatal_error", "service_unavailable", "file_update_failed"),
    **_of(Kind.STOP, "token_revoked", "token_expired", "invalid_auth", "not_authed", "account_inactive"),
    **_of(Kind.STOP, "missing_scope", "not_allowed_token_type", "org_login_required"),
    **_of(Kind.STOP, "no_permission", "team_access_not_granted", "accesslimited", "access_denied"),
    **_of(Kind.JOIN, "not_in_channel"),
    **_of(Kind.FIND_CHANNEL, "channel_not_found", "is_archived", "is_inactive"),
    **_of(Kind.POST_ANEW, "message_not_found"),
    **_of(Kind.TOP_LEVEL, "thread_not_found", "restricted_action_thread_locked", "cannot_reply_to_message"),
    **_of(Kind.TOP_LEVEL, "restricted_action_non_threadable_channel"),
    **_of(Kind.GIVE_UP, "msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format"),
    **_of(Kind.GIVE_UP, "no_text", "too_many_attachments", "invalid_arguments", "invalid_arg_name"),
    **_of(Kind.GIVE_UP, "metadata_too_large", "invalid_metadata_format", "invalid_metadata_schema"),
    **_of(Kind.GIVE_UP, "restricted_action", "restricted_action_read_only_channel", "ekm_access_denied"),
    **_of(Kind.GIVE_UP, "restricted_action_thread_only_channel", "messages_tab_disabled"),
    **_of(Kind.GIVE_UP, "cant_update_message", "edit_window_closed", "cant_delete_message"),
    **_of(Kind.GIVE_UP, "file_uploads_disabled", "file_uploads_except_images_disabled"),
    **_of(Kind.GIVE_UP, "file_type_not_allowed", "file_upload_size_restricted", "storage_limit_reached"),
    **_of(Kind.GIVE_UP, "posting_to_channel_denied"),
    **_of(Kind.GIVE_UP, "cant_delete_file", "delete_not_allowed", "file_deleting_disabled"),
    **_of(Kind.GIVE_UP, "user_not_found", "user_disabled", "cannot_dm_bot", "app_access_restricted"),
}


def remedy_for(problem: BaseException) -> Remedy:
    """What to do about an error of the client, the network or Slack."""
    if isinstance(problem, SlackApiError):
        return _for_answer(problem.response)
    name = type(problem).__name__
    if isinstance(problem, ClientConnectorError | ConnectionTimeoutError):
        return Remedy(Kind.WAIT, name)  # never connected, so nothing was sent
    if isinstance(problem, ClientConnectionError | ClientError | TimeoutError | OSError):
        return Remedy(Kind.UNKNOWN, name)
    return Remedy(Kind.PUZZLED, name)


def while_looking(remedy: Remedy) -> Remedy:
    """The same where we only looked: as long as we cannot see, we neither send again nor give up."""
    if remedy.kind in (Kind.GIVE_UP, Kind.PUZZLED, Kind.UNKNOWN) or remedy.code == "missing_scope":
        return Remedy(Kind.WAIT, remedy.code, LOOK_AGAIN if remedy.kind is not Kind.UNKNOWN else A_MOMENT)
    return remedy


def _for_answer(response: Any) -> Remedy:
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    data = getattr(response, "data", None)
    code = _code(data) if isinstance(data, dict) else ""
    if status == 429 or KINDS.get(code) is Kind.WAIT:
        seconds = DAY_LIMIT_WAIT if code == "message_limit_exceeded" else _retry_after(response)
        return Remedy(Kind.WAIT, code or "ratelimited", seconds)
    if status >= 500 or (status == 200 and not code):
        return Remedy(Kind.UNKNOWN, code or f"http_{status}")
    return Remedy(KINDS.get(code, Kind.PUZZLED), code or f"http_{status}")


def _code(data: Mapping[str, Any]) -> str:
    """Slack's code; a picture that is not ready yet is not the same as blocks that never will be taken."""
    code = str(data.get("error") or "")
    unready = code in ("invalid_blocks", "invalid_arguments") and "invalid slack file" in str(data)
    return NOT_A_PICTURE if unready else code


def _retry_after(response: Any) -> float:
    headers = getattr(response, "headers", None) or {}
    said = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        return min(max(float(said), 0.0), LONGEST_WAIT)
    except ValueError:
        return A_MOMENT
