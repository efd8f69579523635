"""Secrets: where they come from, where they may go, and that they are never told."""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path

import pytest

from okrboard.connect.secrets import find, origin, read_file
from okrboard.errors import OkrboardError, UsageError

CANARY = "s3cr3t-canary"
URL = "https://cloud.example.org/dav/"


def write(folder: Path, text: str, mode: int = 0o600) -> str:
    path = folder / "secrets.toml"
    path.write_text(text)
    path.chmod(mode)
    return str(path)


def entry(*lines: str) -> str:
    return "\n".join(
        ["[[credential]]", 'url = "https://cloud.example.org"', 'user = "ada"', *lines]
    )


def test_a_password_is_found_for_its_origin_only(tmp_path: Path) -> None:
    path = write(
        tmp_path, entry(f'password = "{CANARY}"', 'also = ["https://dav.example.org:8443"]')
    )
    found = find(URL, path, {})
    assert found is not None
    assert (found.user, found.reveal()) == ("ada", CANARY)
    assert find("https://dav.example.org:8443/x", path, {}) is not None
    for other in (
        "http://cloud.example.org/", "https://cloud.example.org:444/", "https://evil.example/",
        "https://cloud.example.org.evil.example/", "https://dav.example.org/",
    ):  # fmt: skip
        assert find(other, path, {}) is None
        assert not found.fits(other)
    assert found.fits("https://CLOUD.example.org.:443/any?x")


def test_it_prints_as_stars_and_is_never_pickled(tmp_path: Path) -> None:
    found = find(URL, write(tmp_path, entry(f'password = "{CANARY}"')), {})
    assert CANARY not in repr(found) + str(found)
    with pytest.raises(TypeError):
        pickle.dumps(found)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = write(tmp_path, entry(f'password = "{CANARY}"'), mode)
    with pytest.raises(OkrboardError, match="chmod 600"):
        find(URL, path, {})


def test_a_missing_file_has_no_secrets_a_pipe_is_no_file(tmp_path: Path) -> None:
    assert read_file(str(tmp_path / "none")) == []
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o600)
    with pytest.raises(OkrboardError):
        read_file(str(pipe))
    with pytest.raises(OkrboardError):
        read_file(str(tmp_path))


def test_the_environment_holds_one_bound_to_its_own_address(tmp_path: Path) -> None:
    variables = {
        "OKRBOARD_CALDAV_URL": URL, "OKRBOARD_CALDAV_USER": "bo", "OKRBOARD_CALDAV_PASSWORD": CANARY
    }  # fmt: skip
    found = find(URL, "", variables)
    assert found is not None
    assert (found.user, found.reveal()) == ("bo", CANARY)
    assert find("https://evil.example/", "", variables) is None
    del variables["OKRBOARD_CALDAV_URL"]
    assert find(URL, "", variables) is None


def test_a_variable_may_be_named(tmp_path: Path) -> None:
    path = write(tmp_path, entry('password_env = "MY_PASSWORD"'))
    found = find(URL, path, {"MY_PASSWORD": CANARY})
    assert found is not None
    assert found.reveal() == CANARY
    with pytest.raises(OkrboardError, match="MY_PASSWORD"):
        find(URL, path, {})


def test_a_command_prints_it_and_runs_without_a_shell(tmp_path: Path) -> None:
    script = tmp_path / "say.py"
    script.write_text("import sys; print(sys.argv[1]); print('more')")
    path = write(tmp_path, entry(f"password_command = '{sys.executable} {script} \"$HOME;x\"'"))
    found = find(URL, path, {})
    assert found is not None
    assert found.reveal() == "$HOME;x"


def test_a_command_runs_only_for_its_own_address(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    path = write(tmp_path, entry(f'password_command = "touch {mark}"'))
    assert find("https://evil.example/", path, {}) is None
    assert not mark.exists()


@pytest.mark.parametrize(
    "lines",
    [
        (f"password_command = '{sys.executable} -c \"print(1/0, {CANARY!r})\"'",),
        ("password_command = '/does/not/exist'",),
        ("password_command = 'true'",),
        ('password_command = "unclosed \'"',),
        (f'password = "{CANARY}"', 'password_env = "X"'),
        (),
        ("password = 5",),
        (f'password = "{CANARY}"', "also = 5"),
        (f'password = "{CANARY}',),
    ],
)
def test_what_goes_wrong_is_told_without_the_secret(tmp_path: Path, lines: tuple[str, ...]) -> None:
    with pytest.raises(OkrboardError) as error:
        find(URL, write(tmp_path, entry(*lines)), {})
    assert CANARY not in str(error.value)
    assert "\n" not in str(error.value)
    assert error.value.__cause__ is None


def test_an_origin_is_scheme_host_and_port() -> None:
    assert origin("https://A.example/x?y") == ("https", "a.example", 443)
    assert origin("http://a.example:8080") == ("http", "a.example", 8080)
    for bad in ("ftp://a", "a.example", "https://", "https://a:b"):
        with pytest.raises(UsageError):
            origin(bad)


def test_also_may_stand_for_the_hosts_of_one_domain(tmp_path: Path) -> None:
    path = write(tmp_path, entry(f'password = "{CANARY}"', 'also = ["https://*.icloud.example"]'))
    found = find(URL, path, {})
    assert found is not None
    for fits in ("https://p42-caldav.icloud.example/1/", "https://P7.ICLOUD.example./"):
        assert found.fits(fits)
        assert find(fits, path, {}) is not None
    for other in (
        "https://icloud.example/",
        "https://a.b.icloud.example/",
        "https://eviliCloud.example/",
        "https://p42.icloud.example.evil.example/",
        "https://p42.icloud.example:8443/",
        "http://p42.icloud.example/",
        "https://.icloud.example/",
    ):
        assert not found.fits(other)
        assert find(other, path, {}) is None


@pytest.mark.parametrize(
    "wide",
    ["https://*", "https://*.com", "http://*.example.org", "https://p*.example.org",
     "https://*.*.example.org", "https://cloud.*.org", "https://*.*"],
)  # fmt: skip
def test_a_name_that_stands_for_too_much_is_refused(tmp_path: Path, wide: str) -> None:
    path = write(tmp_path, entry(f'password = "{CANARY}"', f'also = ["{wide}"]'))
    with pytest.raises(OkrboardError, match="too wide") as error:
        find(URL, path, {})
    assert CANARY not in str(error.value)
    path = write(tmp_path, f'[[credential]]\nurl = "{wide}"\nuser = "a"\npassword = "{CANARY}"\n')
    with pytest.raises(OkrboardError, match="too wide"):
        find(URL, path, {})
