"""What the user's own configuration says of the network: credentials, certificates, a proxy.

Nothing of it is ever on the board or on the command line.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from okrboard.configuration import config_path, read_config
from okrboard.connect.http import Request
from okrboard.connect.secrets import Credential, find, origin
from okrboard.errors import OkrboardError, UsageError

_CREDENTIALS = "credentials.toml"


def credentials_path(environment: Mapping[str, str]) -> str:
    """Return the path of the file of credentials: beside the configuration."""
    return os.path.join(os.path.dirname(config_path(environment)), _CREDENTIALS)


def credential_for(environment: Mapping[str, str], url: str) -> Credential | None:
    """Return the credential that is bound to an address.

    Raises UsageError where it would go over the network for everybody to read.
    """
    credential = find(url, credentials_path(environment), environment)
    if credential is not None and origin(url)[0] == "http" and not _is_here(url):
        raise UsageError(
            "that address is not encrypted: write https:// so nobody reads the password"
        )
    return credential


def request_for(environment: Mapping[str, str], url: str, *, seconds: float) -> Request:
    """Return how to ask an address that the user has named: on this machine only if it says so."""
    table = read_config(environment).get("network", {})
    settings = table if isinstance(table, dict) else {}
    return Request(
        url,
        credential=credential_for(environment, url),
        seconds=seconds,
        allow_loopback=_is_here(url),
        trust_env=settings.get("proxy") is True,
        ca_file=os.path.expanduser(str(settings.get("ca_file", ""))),
    )


def _is_here(url: str) -> bool:
    """Whether an address names this machine itself."""
    try:
        host = origin(url)[1]
    except OkrboardError:
        return False
    return host in ("localhost", "::1") or (
        host.startswith("127.") and host.replace(".", "").isdigit()
    )
