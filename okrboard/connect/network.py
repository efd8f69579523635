"""Connections that end on time and only lead where they may: the transport under `http.fetch`.

Promises: every connect, read and write ends at one deadline; the address that was checked is the
address that is connected to, so a name cannot change its mind in between; link-local, metadata and
(unless allowed) loopback addresses are refused after resolution.
Imports httpx, so only `http` imports it, when something is fetched.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable
from functools import partial
from ipaddress import IPv4Address, IPv6Address, ip_address
from time import monotonic
from typing import Any

import httpcore
import httpx

from okrboard.errors import Unreachable

_METADATA = frozenset(
    ip_address(each) for each in ("100.100.100.200", "192.0.0.192", "fd00:ec2::254")
)
"""Addresses at which clouds hand out credentials, besides the link-local ones."""


def resolve(host: str, port: int) -> list[str]:
    """Return the IP addresses of a name, in the system's order."""
    places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in places))


def refused(address: str, *, loopback: bool) -> bool:
    """Whether nobody may be sent to an IP address by a shared board."""
    ip = ip_address(address.partition("%")[0])
    mapped = _embedded(ip)
    if mapped is not None:
        ip = mapped
    if ip.is_loopback:
        return not loopback
    return ip.is_link_local or ip.is_unspecified or ip.is_multicast or ip in _METADATA


def refused_name(host: str, *, loopback: bool) -> bool:
    """Whether a host is refused by its name alone, when a proxy is to resolve it."""
    try:
        return refused(host, loopback=loopback)
    except ValueError:
        here = host == "localhost" or host.endswith(".localhost") or host.isdecimal()
        return here and not loopback


def _embedded(ip: IPv4Address | IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address inside an IPv6 one (mapped, 6to4, NAT64, compatible)."""
    if isinstance(ip, IPv4Address):
        return None
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip.sixtofour is not None:
        return ip.sixtofour
    number = int(ip)
    if number >> 32 == 0x0064FF9B << 64 or (number >> 32 == 0 and number > 1):
        return IPv4Address(number & 0xFFFFFFFF)
    return None


class Guard(httpcore.NetworkBackend):
    """Opens TCP connections to allowed addresses, until a deadline."""

    def __init__(self, deadline: float, *, loopback: bool) -> None:
        self._deadline = deadline
        self._loopback = loopback
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a name that answers; all of them must be allowed."""
        try:
            addresses = resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("no such host") from error
        if any(refused(each, loopback=self._loopback) for each in addresses):
            raise Unreachable(
                "The address leads to this machine or to its network's inside: not fetched."
            )
        refusal: Exception = httpcore.ConnectError("no address")
        for address in addresses:
            try:
                stream = self._backend.connect_tcp(
                    address, port, left(self._deadline, timeout), local_address, socket_options
                )
                return _Stream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                refusal = error
        raise refusal


class _Stream(httpcore.NetworkStream):
    """A connection whose every step ends at the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        # In pieces: a peer that takes a byte a second would stretch the socket's timeout for ever.
        for start in range(0, len(buffer), 16_384):
            piece = buffer[start : start + 16_384]
            self._stream.write(piece, left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, left(self._deadline, timeout))
        return _Stream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def left(deadline: float, timeout: float | None = None) -> float:
    """Return the seconds to the deadline, at most `timeout`; raises ReadTimeout at its end."""
    remaining = deadline - monotonic()
    if remaining <= 0:
        raise httpcore.ReadTimeout("too slow")
    return remaining if timeout is None else min(remaining, timeout)


class Transport(httpx.BaseTransport):
    """What httpx sends through: one connection, guarded."""

    def __init__(
        self, guard: Guard, context: ssl.SSLContext | None, proxy: str | None = None
    ) -> None:
        connect = partial(httpcore.HTTPProxy, proxy) if proxy else httpcore.ConnectionPool
        self._pool = connect(ssl_context=context, network_backend=guard, max_connections=1)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; errors are httpcore's own."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        # What is not read to its end is closed with the connection.
        return httpx.Response(answer.status, headers=answer.headers, content=answer.iter_stream())

    def close(self) -> None:
        """Close the connection."""
        self._pool.close()
