"""A server's side of Digest authentication (RFC 7616 3.4), worked out without the client's code."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import md5, sha256
from urllib.request import parse_http_list, parse_keqv_list

from loopback import Exchange

USER, PASSWORD, REALM = "ada", "s3cr3t-canary", "calendars of ä"

Reply = Callable[[Exchange], None]


class Guarded:
    """Lets who knows the password through to another reply."""

    def __init__(self, reply: Reply, algorithm: str = "SHA-256", more: str = "") -> None:
        self._reply = reply
        self._hash = {"MD5": md5, "SHA-256": sha256}[algorithm]
        self.algorithm = algorithm
        self.nonce = "first"
        self.more = more
        self.counts: list[tuple[str, int]] = []
        """Nonce and count of each request that was let through."""

    def __call__(self, exchange: Exchange) -> None:
        """Answer a request, or ask for Digest."""
        if self._known(exchange):
            self._reply(exchange)
            return
        challenge = (
            f'Digest realm="{REALM}", nonce="{self.nonce}", qop="auth", opaque="o",'
            f" algorithm={self.algorithm}{self.more}"
        )
        exchange.answer(401, b"who?", {"WWW-Authenticate": challenge.encode().decode("latin-1")})

    def _known(self, exchange: Exchange) -> bool:
        scheme, _, given = exchange.headers.get("Authorization", "").partition(" ")
        if scheme != "Digest":
            return False
        said = parse_keqv_list(parse_http_list(given.encode("latin-1").decode()))
        secret = self._of(USER, REALM, PASSWORD)
        asked = self._of(exchange.command, exchange.path)
        count = said["nc"]
        wanted = self._of(secret, self.nonce, count, said["cnonce"], "auth", asked)
        fine = said["username"] == USER and said["uri"] == exchange.path
        seen = (self.nonce, int(count, 16))
        if fine and said["response"] == wanted and seen not in self.counts:
            self.counts.append(seen)
            return True
        return False

    def _of(self, *parts: str) -> str:
        return self._hash(":".join(parts).encode()).hexdigest()
