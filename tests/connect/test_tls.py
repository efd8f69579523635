"""Certificates are always checked; an authority of one's own is a file."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

import okrboard
from okrboard.connect.http import Request, fetch
from okrboard.errors import Unreachable, UsageError


class Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


class Quiet(HTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A refused handshake is what the test wants."""


@contextmanager
def served(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """Serve with a certificate for `name`; yields the address and the certificate's file."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=test", "-addext", f"subjectAltName={name}", "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server = Quiet(("127.0.0.1", 0), Hello)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"https://localhost:{server.server_address[1]}/", str(cert)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def get(url: str, ca_file: str = "") -> bytes:
    return fetch(Request(url, allow_loopback=True, seconds=5, ca_file=ca_file)).body


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs the program openssl")
def test_only_a_trusted_certificate_of_the_right_name_is_taken(tmp_path: Path) -> None:
    with served(tmp_path, "DNS:localhost") as (url, cert):
        assert get(url, cert) == b"hello"
        with pytest.raises(Unreachable, match="certificate"):
            get(url)
    with (
        served(tmp_path, "DNS:elsewhere.example") as (url, cert),
        pytest.raises(Unreachable, match="certificate"),
    ):
        get(url, cert)


def test_a_missing_authority_is_told() -> None:
    with pytest.raises(UsageError, match="ca_file"):
        get("https://localhost:1/", "/does/not/exist")


def test_there_is_no_way_to_check_nothing() -> None:
    folder = Path(okrboard.__file__).parent
    words = ("verify=False", "CERT_NONE", "_create_unverified_context", "check_hostname = False")
    for path in folder.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not [word for word in words if word in text], path
