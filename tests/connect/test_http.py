"""The one door to the network, against real servers on this machine."""

from __future__ import annotations

import gzip
import logging
import socket
import subprocess
import sys
import threading
import tracemalloc
from time import monotonic
from typing import Any

import pytest
from loopback import Exchange, serving

from okrboard.connect import network
from okrboard.connect.http import Request, Response, fetch, join, place
from okrboard.connect.secrets import Credential, origin
from okrboard.errors import OkrboardError, Unreachable, UsageError

CANARY = "s3cr3t-canary"


def get(url: str, **more: Any) -> Response:
    return fetch(Request(url, allow_loopback=True, seconds=3)._replace(**more))


def bound(*urls: str, user: str = "ada", header: str = "") -> Credential:
    return Credential(frozenset(origin(url) for url in urls), CANARY, user, header)


def test_an_answer_has_status_headers_and_body() -> None:
    with serving(lambda x: x.answer(207, b"hello", {"ETag": '"1"'})) as server:
        answer = get(f"{server.url}/a", method="PROPFIND", body=b"<x/>", headers=(("Depth", "0"),))
        assert (answer.status, answer.body, answer.headers["etag"]) == (207, b"hello", '"1"')
        assert answer.ok
        method, path, headers, body = server.seen[0]
        assert (method, path, headers["depth"], body) == ("PROPFIND", "/a", "0", b"<x/>")


def test_a_secret_goes_where_it_is_bound_and_nowhere_else() -> None:
    with serving(lambda x: x.answer(200)) as server, serving(lambda x: x.answer(200)) as other:
        get(server.url, credential=bound(server.url))
        assert server.seen[0][2]["authorization"].startswith("Basic ")
        get(server.url, credential=bound(server.url, user=""))
        assert server.seen[1][2]["authorization"] == f"Bearer {CANARY}"
        get(server.url, credential=bound(server.url, user="", header="PRIVATE-TOKEN"))
        assert server.seen[2][2]["private-token"] == CANARY
        get(other.url, credential=bound(server.url))
        get(other.url, headers=(("Authorization", CANARY), ("Cookie", CANARY)))
        assert CANARY not in other.log
        assert "authorization" not in other.log


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_another_origin_takes_no_secret(status: int) -> None:
    with serving(lambda x: x.answer(200, b"public")) as other:
        target = {"Location": f"{other.url}/there"}
        with serving(lambda x: x.answer(status, headers=target)) as server:
            for header in ("", "X-Api-Key"):
                credential = bound(server.url, user="" if header else "ada", header=header)
                answer = get(server.url, credential=credential)
                assert answer.body == b"public"
                assert answer.url == f"{other.url}/there"
            assert CANARY not in other.log
            assert "authorization" not in other.log
            with pytest.raises(Unreachable, match="redirects to"):
                get(server.url, method="PUT", body=b"mine", credential=bound(server.url))
            assert len(other.seen) == 2


def test_a_redirect_on_one_origin_keeps_method_body_and_secret() -> None:
    def reply(exchange: Exchange) -> None:
        if exchange.path == "/a":
            exchange.answer(302, headers={"Location": "/b"})
        else:
            exchange.answer(200, exchange.body)

    with serving(reply) as server:
        answer = get(f"{server.url}/a", method="PROPFIND", body=b"q", credential=bound(server.url))
        assert answer.body == b"q"
        assert server.seen[1][0] == "PROPFIND"
        assert "authorization" in server.seen[1][2]


def test_a_secret_bound_to_both_origins_goes_along() -> None:
    with serving(lambda x: x.answer(200)) as other:
        target = {"Location": other.url}
        with serving(lambda x: x.answer(307, headers=target)) as server:
            credential = bound(server.url, other.url)
            assert get(server.url, method="PUT", body=b"m", credential=credential).ok
            assert "authorization" in other.seen[0][2]


def test_redirects_end() -> None:
    with serving(lambda x: x.answer(302, headers={"Location": "/again"})) as server:
        with pytest.raises(Unreachable, match="more than 5"):
            get(server.url)
        assert len(server.seen) == 6


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "gopher://x/", "http://u:p@127.0.0.1/", "http://[bad"]
)
def test_a_redirect_to_what_is_no_address_is_refused(target: str) -> None:
    with (
        serving(lambda x: x.answer(302, headers={"Location": target})) as server,
        pytest.raises(OkrboardError),
    ):
        get(server.url)


def test_https_is_never_left() -> None:
    from okrboard.connect.http import _redirected

    with pytest.raises(Unreachable, match="not encrypted"):
        _redirected(Request("https://a.example/x"), "http://a.example/x")


def test_a_body_over_the_limit_is_not_read() -> None:
    with (
        serving(lambda x: x.answer(200, b"a" * 200_000)) as server,
        pytest.raises(Unreachable, match="more than 100000 bytes"),
    ):
        get(server.url, max_bytes=100_000)


def test_a_body_without_length_is_cut_at_the_limit() -> None:
    sent = []

    def reply(exchange: Exchange) -> None:
        exchange.send_response(200)
        exchange.send_header("Connection", "close")
        exchange.end_headers()
        for _ in range(2000):
            exchange.wfile.write(b"a" * 10_000)
            sent.append(1)

    with serving(reply) as server, pytest.raises(Unreachable, match="more than"):
        get(server.url, max_bytes=100_000)
    assert len(sent) < 2000


def test_a_compression_bomb_is_stopped_at_the_limit() -> None:
    bomb = gzip.compress(b"\0" * 30_000_000)
    with serving(lambda x: x.answer(200, bomb, {"Content-Encoding": "gzip"})) as server:
        tracemalloc.start()
        with pytest.raises(Unreachable, match="more than"):
            get(server.url, max_bytes=1_000_000)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 10_000_000
        assert len(get(server.url, max_bytes=40_000_000).body) == 30_000_000
    with (
        serving(lambda x: x.answer(200, b"x", {"Content-Encoding": "br"})) as server,
        pytest.raises(Unreachable, match="compressed"),
    ):
        get(server.url)


@pytest.mark.parametrize("part", ["head", "body", "nothing"])
def test_a_slow_drip_ends_at_the_deadline(part: str) -> None:
    stop = threading.Event()

    def reply(exchange: Exchange) -> None:
        if part == "body":
            exchange.send_response(200)
            exchange.send_header("Content-Length", "1000")
            exchange.end_headers()
        elif part == "head":
            exchange.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not stop.wait(0.05):
            if part != "nothing":
                exchange.wfile.write(b"a")

    with serving(reply) as server:
        begun = monotonic()
        with pytest.raises(Unreachable, match="does not answer"):
            get(server.url, seconds=0.5)
        assert monotonic() - begun < 1.5
        stop.set()


def test_a_server_that_speaks_no_http_is_told_in_one_line() -> None:
    listener = socket.create_server(("127.0.0.1", 0))

    def speak() -> None:
        peer, _ = listener.accept()
        with peer:
            peer.recv(1000)
            peer.sendall(b"220 smtp ready\r\n")

    thread = threading.Thread(target=speak)
    thread.start()
    with pytest.raises(Unreachable) as error:
        get(f"http://127.0.0.1:{listener.getsockname()[1]}/")
    thread.join()
    listener.close()
    assert "\n" not in str(error.value)


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(Unreachable, match="cannot be reached"):
        get(f"http://127.0.0.1:{port}/private/{CANARY}")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "169.254.169.254", "[::]",
        "[::ffff:127.0.0.1]", "[::ffff:169.254.169.254]", "[fe80::1]", "[fd00:ec2::254]",
        "100.100.100.200", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "127.1", "224.0.0.1", "0x7f.1",
        "localhost.",
    ],
)  # fmt: skip
def test_this_machine_and_its_inside_are_refused(host: str) -> None:
    with serving(lambda x: x.answer(200, b"inside")) as server:
        with pytest.raises(Unreachable):
            fetch(Request(f"http://{host}:{server.port}/", seconds=3))
        assert server.seen == []


def test_a_name_that_leads_here_is_refused_after_resolution(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for addresses in (["127.0.0.1"], ["203.0.113.9", "::1"]):
        monkeypatch.setattr(network, "resolve", lambda host, port, found=addresses: found)
        guard = network.Guard(monotonic() + 3, loopback=False)
        with pytest.raises(Unreachable):
            guard.connect_tcp("innocent.example", 80)


def test_loopback_allowed_does_not_allow_the_metadata_of_a_cloud() -> None:
    assert network.refused("169.254.169.254", loopback=True)
    assert not network.refused("127.0.0.1", loopback=True)
    assert not network.refused("10.1.2.3", loopback=False)
    assert not network.refused("2001:db8::1", loopback=False)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/", "file:///etc/passwd", "a.example", "", "http://", "javascript:alert(1)",
        f"https://ada:{CANARY}@a.example/", "https://a.example/\r\nX: y", "https://a.example/ü",
        "https://a.example:99999/", "http://[::1/", "https://a.example/" + "a" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_address_is_a_wrong_call(url: str) -> None:
    with pytest.raises(UsageError) as error:
        fetch(Request(url))
    assert CANARY not in str(error.value)
    assert "\n" not in str(error.value)


def test_an_error_names_the_host_and_nothing_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with serving(lambda x: x.answer(200, b"a" * 100)) as server:
        url = f"{server.url}/private/{CANARY}?token={CANARY}"
        with pytest.raises(Unreachable) as error:
            get(url, max_bytes=10, credential=bound(server.url))
        assert CANARY not in str(error.value)
        assert place(url) == server.url
        get(url)
    assert CANARY not in caplog.text
    assert CANARY not in repr(Request(server.url, credential=bound(server.url)))


def test_proxies_of_the_environment_are_obeyed_only_when_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with serving(lambda x: x.answer(200, b"by proxy")) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        with serving(lambda x: x.answer(200, b"direct")) as server:
            assert get(server.url).body == b"direct"
            answer = fetch(Request("http://a.example/x", seconds=3, trust_env=True))
            assert answer.body == b"by proxy"
            assert proxy.seen[0][1] == "http://a.example/x"
            with pytest.raises(Unreachable, match="inside"):
                fetch(Request(server.url, seconds=3, trust_env=True))


def test_addresses_are_joined() -> None:
    assert join("https://a.example/x/", "../y") == "https://a.example/y"
    assert join("https://a.example/x", "https://b.example/z") == "https://b.example/z"


def test_httpx_is_not_imported_before_something_is_fetched() -> None:
    script = (
        "import sys, okrboard.connect.http, okrboard.connect.secrets; print('httpx' in sys.modules)"
    )
    made = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert made.stdout.strip().endswith("False")
