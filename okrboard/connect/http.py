"""`fetch()`: the one door to the network.

Promises: http and https only; never more bytes than asked, compressed or not; one deadline over
everything; a secret goes only to the origins it is bound to, and a redirect never takes it, a body
or https elsewhere; an error names the host and no more of the address, which may itself be secret.
httpx is imported when something is fetched: it costs 55 ms.
"""

from __future__ import annotations

import logging
import ssl
import zlib
from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import cache
from time import monotonic
from urllib.parse import urljoin, urlsplit

from okrboard.connect.secrets import Credential, origin
from okrboard.domain.record import Record
from okrboard.errors import OkrboardError, Unreachable, UsageError
from okrboard.text import clean

MAX_REDIRECTS = 5
MAX_HEADERS = 64_000
_REDIRECTS = (301, 302, 303, 307, 308)
_SAFE_ANYWHERE = ("GET", "HEAD")
_REDACTED = frozenset(("authorization", "cookie", "proxy-authorization"))


class Request(Record):
    """What to fetch, and the limits of the answer."""

    url: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    """Without secrets: those come as `credential`."""
    body: bytes = b""
    credential: Credential | None = None
    max_bytes: int = 2_000_000
    seconds: float = 20.0
    """One deadline for names, connection, redirects and body."""
    allow_loopback: bool = False
    """For tests, and for who runs a server on this machine."""
    trust_env: bool = False
    """Whether the proxy variables of the environment are obeyed."""
    ca_file: str = ""
    """A certificate authority of one's own; never a way to check nothing."""
    follow: bool = True
    """Whether redirects are followed."""


class Response(Record):
    """What came back; `headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    """Where it came from after redirects."""

    @property
    def ok(self) -> bool:
        """Whether the status says that it was done."""
        return 200 <= self.status < 300


def place(url: str) -> str:
    """Return the part of an address that may be shown: scheme and host, no path, no secret."""
    try:
        scheme, host, port = origin(url)
    except OkrboardError:
        return "that address"
    shown = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[scheme]
    return clean(f"{scheme}://{shown}" + ("" if port == usual else f":{port}"), 200)


def fetch(request: Request) -> Response:
    """Return the answer to a request, redirects followed; any status is an answer.

    Raises UsageError for an address that cannot be fetched, Unreachable for everything that goes
    wrong on the way, each with one line that says where.
    """
    deadline = monotonic() + request.seconds
    here = request
    for _ in range(MAX_REDIRECTS + 1):
        _refuse_bad_address(here.url)
        answer = _send(here, deadline)
        challenge = _digest_asked(here, answer)
        if challenge:
            answer = _send(here, deadline, challenge)
        target = answer.headers.get("location", "")
        if answer.status not in _REDIRECTS or not target or not request.follow:
            return answer
        here = _redirected(here, target)
    raise Unreachable(f"{place(request.url)} redirects more than {MAX_REDIRECTS} times.")


def join(base: str, reference: str) -> str:
    """Return a reference made absolute; raises UsageError when the result is no http(s) address."""
    try:
        url = urljoin(base, reference)
    except ValueError:
        raise UsageError(f"{place(base)} names an address that cannot be read.") from None
    _refuse_bad_address(url)
    return url


def _refuse_bad_address(url: str) -> None:
    origin(url)
    if "@" in urlsplit(url).netloc:
        raise UsageError("Take user and password out of the address; put them into a credential.")
    if not url.isascii() or not url.isprintable() or " " in url or len(url) > 4000:
        raise UsageError("The address holds characters that no address has; encode them with %.")


def _redirected(request: Request, target: str) -> Request:
    """Return the request to follow a redirect with, or raise Unreachable (RFC 9110 15.4)."""
    url = join(request.url, target)
    where = f"{place(request.url)} redirects to {place(url)}"
    if request.url.lower().startswith("https:") and not url.lower().startswith("https:"):
        raise Unreachable(f"{where}, which is not encrypted: not followed.")
    if origin(url) == origin(request.url):
        return request._replace(url=url)
    credential = request.credential
    if credential is not None and credential.fits(url):
        return request._replace(url=url)
    if request.method not in _SAFE_ANYWHERE:
        raise Unreachable(f"{where}: use that address yourself if you trust it.")
    return request._replace(url=url, credential=None)


def _send(request: Request, deadline: float, challenge: str = "") -> Response:
    """Send one request and read its answer within the limits."""
    _quiet()
    import httpcore
    import httpx

    from okrboard.connect.network import Guard, Transport

    where = place(request.url)
    proxy = _proxy(request)
    # A proxy of the user's own environment may well run on this machine.
    guard = Guard(deadline, loopback=request.allow_loopback or proxy is not None)
    try:
        transport = Transport(guard, _context(request.ca_file), proxy)
        with (
            httpx.Client(transport=transport, trust_env=False, follow_redirects=False) as client,
            client.stream(
                request.method,
                request.url,
                headers=[(n.encode(), v.encode()) for n, v in _headers(request, challenge)],
                content=request.body or None,
                timeout=None,
            ) as answer,
        ):
            return Response(
                answer.status_code,
                _read_headers(answer.headers),
                _body(answer.headers, answer.iter_raw(), request),
                request.url,
            )
    except OkrboardError as error:
        raise type(error)(f"{where}: {error}") from None
    except (httpx.TimeoutException, httpcore.TimeoutException):
        raise Unreachable(f"{where} does not answer in {request.seconds:g} seconds.") from None
    except (httpx.HTTPError, httpx.InvalidURL, httpcore.NetworkError) as error:
        raise Unreachable(f"{where} cannot be reached{_why(error)}.") from None
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, httpcore.ProxyError, ValueError):
        raise Unreachable(f"{where} does not speak HTTP as it should.") from None
    except OSError:
        raise Unreachable(f"{where} cannot be reached.") from None


def _why(error: Exception) -> str:
    """Return a reason that holds no secret: only what we know to look for."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError) or "CERTIFICATE_VERIFY_FAILED" in str(seen):
            return ": its certificate is not valid (a CA of your own goes into ca_file)"
        seen = seen.__cause__ or seen.__context__
    return ""


def _quiet() -> None:
    """Keep addresses out of logs: at INFO httpx writes them whole, password and token included."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)


@cache
def _context(ca_file: str) -> ssl.SSLContext:
    """Return what certificates are checked with; reading the system's costs 25 ms of CPU."""
    try:
        if ca_file:
            return ssl.create_default_context(cafile=ca_file)
        context = ssl.create_default_context()
    except OSError:
        raise UsageError("The ca_file cannot be read.") from None
    if not context.get_ca_certs():
        import certifi

        context.load_verify_locations(cafile=certifi.where())
    return context


def _proxy(request: Request) -> str | None:
    if not request.trust_env:
        return None
    from urllib.request import getproxies, proxy_bypass

    from okrboard.connect.network import refused_name

    scheme, host, _ = origin(request.url)
    proxy = None if proxy_bypass(host) else getproxies().get(scheme)
    if proxy is not None and refused_name(host, loopback=request.allow_loopback):
        raise Unreachable(f"{place(request.url)} is this machine or its network's inside.")
    return proxy


def _headers(request: Request, challenge: str) -> list[tuple[str, str]]:
    """Return the headers of a request; the secret only where it is bound."""
    given = [(name, value) for name, value in request.headers if name.lower() not in _REDACTED]
    headers = [("User-Agent", "okrboard"), ("Accept-Encoding", "gzip"), *given]
    credential = request.credential
    if credential is None or not credential.fits(request.url):
        return headers
    secret = credential.reveal()
    if credential.user and (challenge or origin(request.url) in credential.challenges):
        return [*headers, ("Authorization", _digest(request, credential, challenge))]
    if credential.user:
        both = f"{credential.user}:{secret}".encode()
        return [*headers, ("Authorization", f"Basic {b64encode(both).decode('ascii')}")]
    if credential.header:
        return [*headers, (credential.header, secret)]
    return [*headers, ("Authorization", f"Bearer {secret}")]


def _digest_asked(request: Request, answer: Response) -> str:
    """Return the challenge of a server that takes Digest and no Basic (RFC 7616), else nothing."""
    credential = request.credential
    asked = answer.headers.get("www-authenticate", "")
    words = f", {asked.lower()}"
    fits = credential is not None and bool(credential.user) and credential.fits(request.url)
    wanted = answer.status == 401 and ", digest " in words and ", basic" not in words
    return asked if fits and wanted else ""


def _digest(request: Request, credential: Credential, challenge: str) -> str:
    """Return the Authorization for a request; httpx works it out and keeps the server's count."""
    import httpx

    auth = credential.challenges.get(origin(request.url))
    if not isinstance(auth, httpx.DigestAuth):
        auth = httpx.DigestAuth(credential.user, credential.reveal())
    # Its own way to ask again would read a refusal's body without a limit.
    probe = httpx.Request(request.method, request.url)
    probe.headers.encoding = "utf-8"
    flow = auth.auth_flow(probe)
    try:
        next(flow)
        if challenge:
            headers = [(b"www-authenticate", challenge.encode())]
            flow.send(httpx.Response(401, headers=headers, request=probe))
        credential.challenges[origin(request.url)] = auth
        return str(probe.headers["Authorization"])
    except (LookupError, NotImplementedError, StopIteration, ValueError, httpx.ProtocolError):
        raise Unreachable("it asks for a kind of login that is not known here.") from None


def _read_headers(headers: Mapping[str, str]) -> dict[str, str]:
    found = {name.lower(): clean(value, 4000) for name, value in headers.items()}
    if sum(len(name) + len(value) for name, value in found.items()) > MAX_HEADERS:
        raise Unreachable("the answer's headers are too long.")
    return found


def _body(headers: Mapping[str, str], chunks: Iterable[bytes], request: Request) -> bytes:
    """Read a body up to the limit, before and after decompression."""
    too_much = f"the answer has more than {request.max_bytes} bytes: not read."
    length = headers.get("content-length", "")
    if request.method != "HEAD" and length.isdecimal() and int(length[:18]) > request.max_bytes:
        raise Unreachable(too_much)
    parts: list[bytes] = []
    size = 0
    for part in chunks:
        size += len(part)
        if size > request.max_bytes:
            raise Unreachable(too_much)
        parts.append(part)
    raw = b"".join(parts)
    coding = headers.get("content-encoding", "identity").strip().lower()
    if coding in ("identity", "") or not raw:
        return raw
    if coding not in ("gzip", "x-gzip"):
        raise Unreachable("the answer is compressed in a way that was not asked for.")
    return _unpacked(raw, request.max_bytes, too_much)


def _unpacked(raw: bytes, limit: int, too_much: str) -> bytes:
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        body = unpacker.decompress(raw, limit + 1)
    except zlib.error:
        raise Unreachable("the answer's compression is damaged.") from None
    if len(body) > limit:
        raise Unreachable(too_much)
    return body
