"""From one page of an answer to the next, on the same server only."""

from typing import Any

from yarl import URL

from bot.sources.door import Http
from bot.sources.fetched import FeedFailed
from bot.sources.json_rows import reach


def first_url(http: Http) -> URL:
    """Where the first page is."""
    url = URL(http.url)
    if http.paging.style == "page_number":
        return url.update_query({http.paging.parameter: str(http.paging.first)})
    return url


def _follow(http: Http, link: URL | None) -> URL | None:
    if link is None:
        return None
    if link.origin() != URL(http.url).origin():
        raise FeedFailed("foreign_page")
    return link


def _linked(http: Http, url: URL, value: Any) -> URL | None:
    if not isinstance(value, str) or not value:
        return None
    try:
        return _follow(http, url.join(URL(value)))
    except ValueError:
        raise FeedFailed("foreign_page") from None


def next_url(http: Http, url: URL, link: URL | None, envelope: dict[str, Any], count: int) -> URL | None:
    """Where the next page is: `link` is the answer's Link header, `count` the records of this page."""
    paging = http.paging
    if paging.style == "link_header":
        return _follow(http, link)
    if paging.style == "link_field":
        return _linked(http, url, reach(envelope, paging.field))
    if paging.style == "cursor":
        cursor = reach(envelope, paging.field)
        known = isinstance(cursor, (str, int)) and not isinstance(cursor, bool) and cursor != ""
        return URL(http.url).update_query({paging.parameter: str(cursor)}) if known else None
    if paging.style == "page_number" and count:
        page = int(url.query[paging.parameter]) + 1
        return url.update_query({paging.parameter: str(page)})
    return None
