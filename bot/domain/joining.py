"""How people join a dial-in: an https link that hides nothing, or a line."""

from urllib.parse import urlsplit

LONGEST = 300
FORBIDDEN = frozenset('<>|"`\\^{}')


def is_link(joining: str) -> bool:
    """Whether it means to be a link."""
    return "://" in joining or joining.lower().startswith(("www.", "mailto:", "javascript:", "data:"))


def good_link(joining: str) -> bool:
    """Whether a link may be shown: https, a host with a dot in it, no password, no odd sign."""
    if len(joining) > LONGEST or not joining.isascii() or " " in joining:
        return False
    if set(joining) & FORBIDDEN or not joining.isprintable():
        return False
    try:
        parts = urlsplit(joining)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme == "https" and "." in host and "@" not in parts.netloc and port in (None, 443)
