"""A real Radicale on this machine, stopped at the end."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import httpx

USER, PASSWORD = "ada", "correct horse"


@contextmanager
def radicale(folder: Path, *options: str) -> Iterator[str]:
    """Yield the address of a server with one user and no calendar."""
    (folder / "users").write_text(f"{USER}:{PASSWORD}\nbo:other\n")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        sys.executable, "-W", "ignore", "-m", "radicale", "--config", "",
        "--server-hosts", f"127.0.0.1:{port}", "--auth-type", "htpasswd",
        "--auth-htpasswd-filename", str(folder / "users"), "--auth-htpasswd-encryption", "plain",
        "--auth-delay", "0", "--storage-filesystem-folder", str(folder / "data"),
        "--logging-level", "error", *options,
    ]  # fmt: skip
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            _wait(port, server, folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(10)


def make_calendar(address: str, name: str, component: str = "VEVENT") -> str:
    """Make a calendar and return its address."""
    url = f"{address}/{USER}/{name}/"
    body = (
        '<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>'
        f"<D:displayname>{name.title()}</D:displayname><C:supported-calendar-component-set>"
        f'<C:comp name="{component}"/></C:supported-calendar-component-set>'
        "</D:prop></D:set></C:mkcalendar>"
    )
    answer = httpx.request(
        "MKCALENDAR", url, content=body, auth=(USER, PASSWORD), trust_env=False, verify=False
    )
    assert answer.status_code == 201, answer.text
    return url


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = monotonic() + 20
    while monotonic() < deadline:
        assert server.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            sleep(0.05)
        else:
            return
    raise AssertionError(log.read_text())
