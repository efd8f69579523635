"""Passwords and tokens: from the user's own configuration, the environment or a command.

Promises: each secret is bound to the origins (scheme, host, port) that the user named and goes
nowhere else; it never appears in a repr, an error or a log; a file that others can read is refused.

    [[credential]]
    url = "https://cloud.example.org"        # the origin it may be sent to
    also = ["https://*.example.org"]         # further ones, when the server has several: `*.` is
                                             # any one name in front of a host of two names or more
    user = "ada"                             # with a user: a password; without: a bearer token
    password_command = "pass show cloud"     # or password = "...", or password_env = "NAME"
    header = "PRIVATE-TOKEN"                 # for a token that wants a header of its own
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from urllib.parse import urlsplit

from okrboard.errors import OkrboardError, UsageError
from okrboard.text import clean

Origin = tuple[str, str, int]
"""Scheme, host, port."""

_PORTS = {"http": 80, "https": 443}
_MAX_FILE = 200_000
_COMMAND_SECONDS = 60
_WAYS = ("password", "password_env", "password_command")
_ENVIRONMENT = ("OKRBOARD_CALDAV_URL", "OKRBOARD_CALDAV_USER", "OKRBOARD_CALDAV_PASSWORD")


class Credential:
    """A secret and where it may go; prints as stars."""

    def __init__(
        self, origins: frozenset[Origin], secret: str, user: str = "", header: str = ""
    ) -> None:
        self.origins = origins
        self.user = user
        self.header = header
        self._secret = secret
        self.challenges: dict[Origin, object] = {}
        """What keeps the count of each server that asks for Digest; for the module that sends."""

    def __repr__(self) -> str:
        """Say for whom it is, never what it is."""
        hosts = ", ".join(sorted(host for _, host, _ in self.origins))
        return f"Credential({hosts}, ***)"

    def __reduce__(self) -> str:
        """Refuse to be pickled: a secret is never written."""
        raise TypeError("a credential is not written anywhere")

    def reveal(self) -> str:
        """Return the secret itself, for the one module that sends it."""
        return self._secret

    def fits(self, url: str) -> bool:
        """Whether it may be sent to an address."""
        wanted = origin(url)
        return any(_covers(each, wanted) for each in self.origins)


def origin(url: str) -> Origin:
    """Return scheme, host and port of an http(s) address; raises UsageError for anything else."""
    try:
        parts = urlsplit(url)
        scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".").lower()
        port = parts.port or _PORTS.get(scheme, 0)
    except ValueError:
        scheme, host, port = "", "", 0
    if scheme not in _PORTS or not host:
        raise UsageError("An address must begin with https:// (or http://) and name a host.")
    return scheme, host, port


def _covers(named: Origin, wanted: Origin) -> bool:
    """Whether an origin is the one that was named, or has one name in front where `*.` stands."""
    scheme, host, port = named
    if not host.startswith("*."):
        return named == wanted
    name, dot, rest = wanted[1].partition(".")
    return (scheme, host[2:], port) == (wanted[0], rest, wanted[2]) and bool(name and dot)


def _named(url: str, *, wild: bool) -> Origin:
    """Return the origin of a [[credential]]; only `also` may stand for several."""
    named = origin(url)
    host = named[1].removeprefix("*.") if wild else named[1]
    short = host != named[1] and (host.count(".") < 1 or named[0] != "https")
    if "*" in host or short:
        raise OkrboardError(
            f"In a [[credential]], {clean(url, 100)} is too wide: name one host, or write"
            ' also = ["https://*.example.org"].'
        )
    return named


def find(
    url: str, path: str = "", environment: Mapping[str, str] | None = None
) -> Credential | None:
    """Return the credential bound to an address: from the environment, else from the file.

    `path` names the TOML file; a missing one has no credentials. A command runs only when its
    credential fits. Raises OkrboardError for a file that others can read, or that is no TOML.
    """
    wanted = origin(url)
    variables = os.environ if environment is None else environment
    there, user, password = (variables.get(name, "") for name in _ENVIRONMENT)
    if there and password and origin(there) == wanted:
        return Credential(frozenset((wanted,)), password, user)
    for entry in read_file(path) if path else ():
        also = entry.get("also", [])
        if not isinstance(also, list) or not all(isinstance(each, str) for each in also):
            raise OkrboardError("In a [[credential]], also must be a list of addresses.")
        own = _named(_word(entry, "url"), wild=False)
        origins = frozenset((own, *(_named(each, wild=True) for each in also)))
        if any(_covers(each, wanted) for each in origins):
            secret = _secret(entry, variables)
            return Credential(origins, secret, _word(entry, "user"), _word(entry, "header"))
    return None


def read_file(path: str) -> list[dict[str, object]]:
    """Return the credentials' entries of a TOML file that nobody else can read."""
    import tomllib

    name = clean(path, 200)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return []
    except OSError:
        raise OkrboardError(f"{name} cannot be read.") from None
    try:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode) or state.st_uid not in (os.getuid(), 0):
            raise OkrboardError(f"{name} is not a file of yours; secrets are read from no other.")
        if state.st_mode & 0o077:
            raise OkrboardError(f"{name} can be read by others; run: chmod 600 {name}")
        data = os.read(handle, _MAX_FILE)
    finally:
        os.close(handle)
    try:
        entries = tomllib.loads(data.decode("utf-8")).get("credential", [])
    except ValueError:
        # Without the parser's words: they would quote the file.
        raise OkrboardError(f"{name} is no valid TOML file.") from None
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise OkrboardError(f"{name}: write each credential under [[credential]].")
    return entries


def _word(entry: Mapping[str, object], name: str) -> str:
    value = entry.get(name, "")
    if not isinstance(value, str):
        raise OkrboardError(f"In a [[credential]], {name} must be a text in quotes.")
    return value


def _secret(entry: Mapping[str, object], variables: Mapping[str, str]) -> str:
    given = [name for name in _WAYS if entry.get(name)]
    where = clean(_word(entry, "url"), 100)
    if len(given) != 1:
        raise OkrboardError(f"The [[credential]] of {where} needs one of {', '.join(_WAYS)}.")
    value = _word(entry, given[0])
    if given[0] == "password":
        return value
    if given[0] == "password_command":
        return _from_command(value, where)
    if not variables.get(value):
        raise OkrboardError(f"The variable {clean(value, 60)} for {where} is not set.")
    return variables[value]


def _from_command(command: str, where: str) -> str:
    """Return the first line that a command prints; it runs without a shell."""
    import shlex
    import subprocess

    try:
        done = subprocess.run(
            shlex.split(command), capture_output=True, timeout=_COMMAND_SECONDS, check=True,
            text=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        # The output may hold half a secret: it is told to nobody.
        raise OkrboardError(f"The password_command for {where} failed; try it by hand.") from None
    line = done.stdout.partition("\n")[0].removesuffix("\r")
    if not line:
        raise OkrboardError(f"The password_command for {where} printed nothing.")
    return line
