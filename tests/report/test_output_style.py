"""By which signs a place is taken for one that shows Unicode."""

from __future__ import annotations

import io

import pytest

from okrboard.report.output_style import speaks_unicode


@pytest.mark.parametrize(
    ("environment", "answer"),
    [
        ({}, True),
        ({"LANG": "en_IE.UTF-8"}, True),
        ({"LANG": "de_DE.utf8"}, True),
        ({"LANG": "en_IE.UTF-8", "LC_ALL": "C"}, False),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, False),
        ({"LANG": "de_DE.ISO-8859-1"}, False),
        ({"LC_CTYPE": "C.UTF-8"}, True),
        ({"LANG": "C", "LC_ALL": "C.UTF-8"}, True),
    ],
)
def test_a_locale_that_is_not_utf_8_is_drawn_in_ascii(
    environment: dict[str, str], answer: bool
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    assert speaks_unicode(environment, stream) is answer
    latin = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    assert not speaks_unicode(environment, latin)
