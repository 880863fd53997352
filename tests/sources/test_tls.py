"""Mutual TLS against a real HTTPS server: who may in, who may not, and how each refusal is told."""

import json
import ssl
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import trustme
from aiohttp import ClientSession
from cryptography.hazmat.primitives import serialization

from bot.sources.fetched import FeedFailed
from bot.sources.http_queue import HttpQueue
from bot.sources.mapping import AnyMapping
from bot.sources.mapping_file import MappingError, parse_mapping
from tests.sources.builders import AT, plain_text, record
from tests.sources.secure import Papers, Server, serving

OURS = 'client_cert = "client.pem"\nclient_key = "client.key"\nca = "ca.pem"'
CRIMES = """
[crime]
ref = "ref"
created_at = { column = "at", formats = ["iso"] }
"""
VERSIONS = [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]


@pytest.fixture
def papers(tmp_path: Path) -> Papers:
    return Papers(tmp_path)


@pytest.fixture(params=VERSIONS, ids=["1.2", "1.3"])
def server(request: pytest.FixtureRequest, papers: Papers) -> Iterator[Server]:
    with serving(papers, request.param) as server:
        server.body = json.dumps([record(1), record(2)]).encode()
        yield server


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


def mapping_of(server: Server, folder: Path, papers: str = OURS, crimes: bool = False) -> AnyMapping:
    text = plain_text("json", more=f'[http]\nurl = "{server.url}"\ntimeout = 5\n{papers}', kind="http_queue")
    if crimes:
        head, fields = text.split("[fields]")
        text = f'delivers = "crimes"\n{head.split("[reference]")[0]}{CRIMES}[http]{fields.split("[http]")[1]}'
    return parse_mapping(text, "queue.toml", origin=folder)


async def told(source: HttpQueue) -> str | int:
    """How many records came, or why none did."""
    try:
        return len(list((await source.fetch(AT, again=True)).reports))
    except FeedFailed as failed:
        return failed.reason


@pytest.mark.parametrize("crimes", [False, True], ids=["incidents", "crimes"])
async def test_a_good_certificate_is_let_in(
    server: Server, papers: Papers, session: ClientSession, crimes: bool
) -> None:
    papers.client()
    source = HttpQueue(mapping_of(server, papers.folder, crimes=crimes), session, {})
    assert (await told(source), len(server.serials)) == (2, 1)


async def test_without_a_certificate_nobody_is_let_in(
    server: Server, papers: Papers, session: ClientSession
) -> None:
    source = HttpQueue(mapping_of(server, papers.folder, 'ca = "ca.pem"'), session, {})
    assert await told(source) == "certificate_refused"


async def test_a_certificate_of_another_authority_is_refused(
    server: Server, papers: Papers, session: ClientSession
) -> None:
    papers.client(trustme.CA())
    assert await told(HttpQueue(mapping_of(server, papers.folder), session, {})) == "certificate_refused"


async def test_a_certificate_whose_time_is_over_is_told_as_such(
    server: Server, papers: Papers, session: ClientSession
) -> None:
    papers.expired()
    source = HttpQueue(mapping_of(server, papers.folder), session, {})
    assert await told(source) == "certificate_expired"


async def test_a_server_of_another_authority_is_not_trusted(
    server: Server, papers: Papers, session: ClientSession
) -> None:
    papers.client()
    trustme.CA().cert_pem.write_to_path(papers.folder / "ca.pem")
    assert await told(HttpQueue(mapping_of(server, papers.folder), session, {})) == "server_untrusted"
    without = HttpQueue(mapping_of(server, papers.folder, ""), session, {})
    assert await told(without) == "server_untrusted"
    assert server.serials == []


async def test_a_renewed_certificate_is_shown_at_the_next_poll(
    server: Server, papers: Papers, session: ClientSession
) -> None:
    papers.expired()
    source = HttpQueue(mapping_of(server, papers.folder), session, {})
    assert await told(source) == "certificate_expired"
    papers.client()
    assert await told(source) == 2
    papers.client()
    assert await told(source) == 2
    assert len(set(server.serials)) == 2


@pytest.fixture
def newest(papers: Papers) -> Iterator[Server]:
    with serving(papers) as server:
        server.body = json.dumps([record(1)]).encode()
        yield server


async def test_a_file_that_is_not_there_is_told_apart_from_one_that_is_no_certificate(
    newest: Server, papers: Papers, session: ClientSession
) -> None:
    source = HttpQueue(mapping_of(newest, papers.folder), session, {})
    assert await told(source) == "certificate_missing"
    papers.client()
    (papers.folder / "client.pem").write_text("no certificate")
    assert await told(source) == "certificate_unreadable"
    papers.client().private_key_pem.write_to_path(papers.folder / "client.key")
    assert await told(source) == 1


async def test_a_key_of_another_certificate_is_told(
    newest: Server, papers: Papers, session: ClientSession
) -> None:
    before = papers.client()
    papers.client()
    before.private_key_pem.write_to_path(papers.folder / "client.key")
    source = HttpQueue(mapping_of(newest, papers.folder), session, {})
    assert await told(source) == "certificate_unreadable"


async def test_key_and_certificate_may_stand_in_one_file(
    newest: Server, papers: Papers, session: ClientSession
) -> None:
    papers.client().private_key_and_cert_chain_pem.write_to_path(papers.folder / "both.pem")
    source = HttpQueue(
        mapping_of(newest, papers.folder, 'client_cert = "both.pem"\nca = "ca.pem"'), session, {}
    )
    assert await told(source) == 1


def locked(papers: Papers, password: str) -> None:
    """A certificate whose key is under a password."""
    key = serialization.load_pem_private_key(papers.client().private_key_pem.bytes(), None)
    under = serialization.BestAvailableEncryption(password.encode())
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, under)
    (papers.folder / "client.key").write_bytes(pem)


async def test_the_password_of_a_key_comes_from_the_environment_or_a_file(
    newest: Server, papers: Papers, session: ClientSession
) -> None:
    locked(papers, "hunter2")
    (papers.folder / "word").write_text("hunter2\n")
    mapping = mapping_of(newest, papers.folder, OURS + '\nclient_key_password_env = "WORD"')
    tries = [{"WORD": "hunter2"}, {"WORD_FILE": "word"}, {"WORD": "hunter3"}, {}]
    came = [await told(HttpQueue(mapping, session, env)) for env in tries]
    assert came == [1, 1, "certificate_unreadable", "credentials_missing"]
    open_key = HttpQueue(mapping_of(newest, papers.folder), session, {})
    assert await told(open_key) == "certificate_unreadable"


MISTAKES = [
    ('url = "http://127.0.0.1/x"\nclient_cert = "a.pem"', "certificate_in_clear"),
    ('url = "http://127.0.0.1/x"\nca = "a.pem"', "certificate_in_clear"),
    ('url = "https://127.0.0.1/x"\nclient_key = "a.key"', "certificate_incomplete"),
    ('url = "https://127.0.0.1/x"\nclient_key_password_env = "A"', "certificate_incomplete"),
]


@pytest.mark.parametrize(("http", "code"), MISTAKES, ids=lambda v: v[-24:])
def test_papers_that_could_never_be_shown_are_refused_in_the_mapping(http: str, code: str) -> None:
    with pytest.raises(MappingError) as caught:
        parse_mapping(plain_text("json", more=f"[http]\n{http}", kind="http_queue"), "queue.toml")
    assert [problem.code for problem in caught.value.problems] == [code]
