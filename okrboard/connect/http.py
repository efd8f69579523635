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
from time import monotonic
from urllib.parse import urljoin, urlsplit

from okrboard.connect.secrets import Credential, origin
from okrboard.domain.record import Record
from okrboard.errors import OkrboardError, Unreachable, UsageError
from okrboard.text import clean

_MAX_REDIRECTS = 5
_MAX_HEADERS = 64_000
_REDIRECTS = (301, 302, 303, 307, 308)
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
    for _ in range(_MAX_REDIRECTS + 1):
        _refuse_bad_address(here.url)
        answer = _send(here, deadline)
        if _asks_for_digest(here, answer):
            answer = _send(here, deadline, answer.headers["www-authenticate"])
        target = answer.headers.get("location", "")
        if answer.status not in _REDIRECTS or not target:
            return answer
        here = _redirected(here, target)
    raise Unreachable(f"{place(request.url)} redirects more than {_MAX_REDIRECTS} times.")


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
    credential = request.credential
    goes_along = credential is not None and credential.fits(url)
    if origin(url) == origin(request.url) or goes_along:
        return request._replace(url=url)
    if request.method not in ("GET", "HEAD"):
        raise Unreachable(f"{where}: use that address yourself if you trust it.")
    return request._replace(url=url, credential=None)


def _send(request: Request, deadline: float, challenge: str = "") -> Response:
    """Send one request and read its answer within the limits."""
    for name in ("httpx", "httpcore"):
        # At INFO they log whole addresses, password and token included.
        logging.getLogger(name).setLevel(logging.WARNING)
    import httpcore
    import httpx

    from okrboard.connect.network import Guard, Transport

    where, proxy = place(request.url), _proxy(request)
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
            headers = _read_headers(answer.headers)
            body = _body(headers, answer.iter_raw(), request)
            return Response(answer.status_code, headers, body, request.url)
    except OkrboardError as error:
        raise type(error)(f"{where}: {error}") from None
    except httpcore.TimeoutException:
        raise Unreachable(f"{where} does not answer in {request.seconds:g} seconds.") from None
    except (httpcore.NetworkError, httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise Unreachable(f"{where} cannot be reached{_why(error)}.") from None
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, httpcore.ProxyError, ValueError):
        raise Unreachable(f"{where} does not speak HTTP as it should.") from None


def _why(error: Exception) -> str:
    """Return a reason that holds no secret: only what we know to look for."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError) or "CERTIFICATE_VERIFY_FAILED" in str(seen):
            return ": its certificate is not valid (a CA of your own goes into ca_file)"
        seen = seen.__cause__ or seen.__context__
    return ""


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
    if not credential.user:
        named = (credential.header, secret) if credential.header else None
        return [*headers, named or ("Authorization", f"Bearer {secret}")]
    if challenge or origin(request.url) in credential.challenges:
        return [*headers, ("Authorization", _digest(request, credential, challenge))]
    both = b64encode(f"{credential.user}:{secret}".encode()).decode("ascii")
    return [*headers, ("Authorization", f"Basic {both}")]


def _asks_for_digest(request: Request, answer: Response) -> bool:
    """Whether a server asks for a password by Digest and takes no Basic (RFC 7616)."""
    credential = request.credential
    if answer.status != 401 or credential is None or not credential.user:
        return False
    ways = f", {answer.headers.get('www-authenticate', '').lower()}"
    return ", digest " in ways and ", basic" not in ways and credential.fits(request.url)


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
    read = {name.lower(): clean(value, 4000) for name, value in headers.items()}
    if sum(len(name) + len(value) for name, value in read.items()) > _MAX_HEADERS:
        raise Unreachable("the answer's headers are too long.")
    return read


def _body(headers: Mapping[str, str], chunks: Iterable[bytes], request: Request) -> bytes:
    """Read a body up to the limit, before and after decompression."""
    too_much = Unreachable(f"the answer has more than {request.max_bytes} bytes: not read.")
    length = headers.get("content-length", "")
    if request.method != "HEAD" and length.isdecimal() and int(length[:18]) > request.max_bytes:
        raise too_much
    body = bytearray()
    for part in chunks:
        body += part
        if len(body) > request.max_bytes:
            raise too_much
    coding = headers.get("content-encoding", "identity").strip().lower()
    if coding in ("identity", "") or not body:
        return bytes(body)
    if coding not in ("gzip", "x-gzip"):
        raise Unreachable("the answer is compressed in a way that was not asked for.")
    try:
        unpacked = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body, request.max_bytes + 1)
    except zlib.error:
        raise Unreachable("the answer's compression is damaged.") from None
    if len(unpacked) > request.max_bytes:
        raise too_much
    return unpacked
