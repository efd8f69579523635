"""Numbers with true minus signs, and what keeps its hyphen."""

from __future__ import annotations

import pytest

from okrboard.cells import to_ascii
from okrboard.report.format import change_text, share_text, typeset, value_text


@pytest.mark.parametrize(
    ("formatted", "shown"),
    [
        ("-3 → -5 pages", "−3 → −5 pages"),
        ("-€4", "−€4"),
        ("4 °C (keep ≥ -3 °C)", "4 °C (keep ≥ −3 °C)"),
        ("24 - 3 = 21 e-mails", "24 − 3 = 21 e-mails"),
        ("5 e-mails", "5 e-mails"),
        ("12 a-3", "12 a-3"),
        ("2 -", "2 -"),
    ],
)
def test_only_a_number_s_sign_is_a_minus(formatted: str, shown: str) -> None:
    assert typeset(formatted) == shown
    assert to_ascii(shown).replace(">=", "≥") == to_ascii(formatted).replace(">=", "≥")


def test_shares_changes_and_values_are_set_alike() -> None:
    assert (share_text(-0.56), share_text(None)) == ("−56 %", "–")
    assert (change_text(-2), change_text(2, "pages")) == ("−2", "+2 pages")
    assert value_text(-0.004, "%") == "−0.004 %"
