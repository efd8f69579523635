"""Holiday calendars from an address."""

from __future__ import annotations

import pytest
from calendar_data import calendar, event
from loopback import Exchange, serving

from okrboard.calendar.holidays import fetch_calendar, is_address, web_address
from okrboard.connect.http import Request
from okrboard.errors import Unreachable, Unreadable

DATA = calendar(event("UID:1", "DTSTART;VALUE=DATE:20261225"))
HERE = Request("", allow_loopback=True, seconds=3)


@pytest.mark.parametrize(
    ("header", "value", "asked"),
    [
        ("ETag", '"abc"', "if-none-match"),
        ("ETag", 'W/"abc"', "if-none-match"),
        ("Last-Modified", "Sun, 01 Nov 2026 10:00:00 GMT", "if-modified-since"),
    ],
)
def test_it_is_read_once_and_then_asked_whether_it_changed(
    header: str, value: str, asked: str
) -> None:
    def reply(exchange: Exchange) -> None:
        if exchange.headers.get(asked) == value:
            exchange.answer(304)
        else:
            exchange.answer(200, DATA, {header: value})

    with serving(reply) as server:
        assert fetch_calendar(f"{server.url}/h.ics", settings=HERE) == (DATA, value)
        assert fetch_calendar(f"{server.url}/h.ics", value, settings=HERE) == (b"", value)


def test_a_login_page_is_no_calendar() -> None:
    with (
        serving(lambda x: x.answer(200, b"<html>Sign in</html>")) as server,
        pytest.raises(Unreadable, match="web page"),
    ):
        fetch_calendar(server.url, settings=HERE)


def test_an_error_and_a_file_that_is_too_large_are_told() -> None:
    with serving(lambda x: x.answer(404)) as server, pytest.raises(Unreachable, match="404"):
        fetch_calendar(server.url, settings=HERE)
    with (
        serving(lambda x: x.answer(200, DATA + b" " * 3_000_000)) as server,
        pytest.raises(Unreachable, match="more than"),
    ):
        fetch_calendar(server.url, settings=HERE)


def test_webcal_means_https() -> None:
    assert web_address("webcal://a.example/h.ics") == "https://a.example/h.ics"
    assert web_address("WEBCALS://a.example/h.ics") == "https://a.example/h.ics"
    assert web_address("http://a.example/h.ics") == "http://a.example/h.ics"
    assert is_address("Webcal://a.example")
    assert not is_address("/home/ada/holidays.ics")
