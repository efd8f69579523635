"""Digest authentication against a server on this machine that checks it by itself."""

from __future__ import annotations

import pytest
from loopback import Exchange, serving
from support.digest_server import PASSWORD, USER, Guarded

from okrboard.connect.http import Request, Response, fetch
from okrboard.connect.secrets import Credential, origin
from okrboard.errors import Unreachable


def fine(exchange: Exchange) -> None:
    exchange.answer(200, exchange.command.encode() + exchange.body)


def ask(url: str, credential: Credential, method: str = "GET", body: bytes = b"") -> Response:
    return fetch(Request(url, method, body=body, credential=credential, allow_loopback=True))


def credential_for(url: str, password: str = PASSWORD) -> Credential:
    return Credential(frozenset((origin(url),)), password, USER)


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_a_server_asking_for_digest_gets_it_with_method_and_body(algorithm: str) -> None:
    guard = Guarded(fine, algorithm)
    with serving(guard) as server:
        credential = credential_for(server.url)
        answer = ask(f"{server.url}/cal/a%40b.ics?x=1", credential, "PUT", b"some")
        assert (answer.status, answer.body) == (200, b"PUTsome")
        assert guard.counts == [("first", 1)]


def test_once_asked_the_next_requests_bring_it_along_and_count() -> None:
    guard = Guarded(fine)
    with serving(guard) as server:
        credential = credential_for(server.url)
        assert [ask(f"{server.url}/{name}", credential).status for name in "abc"] == [200] * 3
        assert len(server.seen) == 4
        assert guard.counts == [("first", 1), ("first", 2), ("first", 3)]
        assert not any("Basic" in seen[2].get("authorization", "") for seen in server.seen[1:])


def test_a_nonce_that_became_stale_is_replaced() -> None:
    guard = Guarded(fine)
    with serving(guard) as server:
        credential = credential_for(server.url)
        assert ask(server.url, credential).status == 200
        guard.nonce = "second"
        assert ask(server.url, credential).status == 200
        assert guard.counts == [("first", 1), ("second", 1)]


def test_a_wrong_password_is_asked_once_more_and_no_further() -> None:
    with serving(Guarded(fine)) as server:
        assert ask(server.url, credential_for(server.url, "wrong")).status == 401
        assert len(server.seen) == 2


def test_a_server_that_takes_basic_is_not_asked_twice() -> None:
    def reply(exchange: Exchange) -> None:
        exchange.answer(401, headers={"WWW-Authenticate": 'Basic realm="x", Digest realm="x"'})

    with serving(reply) as server:
        assert ask(server.url, credential_for(server.url)).status == 401
        assert len(server.seen) == 1


@pytest.mark.parametrize(
    "challenge",
    [
        'Digest realm="x"',
        'Digest realm="x", nonce="n", algorithm=KLINGON',
        'Digest realm="x", nonce="n", qop="auth-int"',
        'Digest realm="x", nonce="n", qop="pray"',
        "Digest ,,,",
        "Digest realm",
    ],
)
def test_a_challenge_that_is_not_known_is_one_line(challenge: str) -> None:
    def reply(exchange: Exchange) -> None:
        exchange.answer(401, headers={"WWW-Authenticate": challenge})

    with serving(reply) as server:
        with pytest.raises(Unreachable, match="kind of login") as error:
            ask(server.url, credential_for(server.url))
        assert PASSWORD not in str(error.value)


def test_a_long_refusal_is_not_read() -> None:
    def reply(exchange: Exchange) -> None:
        exchange.answer(401, b"x" * 3_000_000, {"WWW-Authenticate": 'Digest realm="x", nonce="n"'})

    with serving(reply) as server, pytest.raises(Unreachable, match="more than"):
        ask(server.url, credential_for(server.url))


def test_another_origin_that_asks_for_digest_gets_nothing() -> None:
    guard = Guarded(fine)
    with serving(guard) as other, serving(fine) as server:
        answer = ask(other.url, credential_for(server.url))
        assert answer.status == 401
        assert all("authorization" not in seen[2] for seen in other.seen)
