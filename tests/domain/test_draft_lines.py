"""Key results jotted down in a line: understood where they say it, kept as a title elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.hostile import HOSTILE

from okrboard.domain.draft_lines import draft_line, goal_of, read_draft, read_drafts
from okrboard.domain.records import DraftKeyResult
from okrboard.text import clean


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Pages a week from 31 to 8 pages", ("Pages a week", "metric", 31, 8, "pages")),
        ("Pages a week: 31 -> 8", ("Pages a week", "metric", 31, 8, "")),
        ("Accuracy 80→99.1 %", ("Accuracy", "metric", 80, 99.1, "%")),
        ("Revenue from €1.2M to €2M", ("Revenue", "metric", 1.2e6, 2e6, "€")),
        ("Margin from -2% to 4%", ("Margin", "metric", -2, 4, "%")),
        ("Uptime >= 99.9 %", ("Uptime", "threshold", None, 99.9, "%")),
        ("Errors ≤ 1 % of calls", ("Errors", "threshold", None, 1, "% of calls")),
        ("Accuracy from 80 % to 99.1 %", ("Accuracy", "metric", 80, 99.1, "%")),
        ("Raise accuracy from 80% to 99.1%", ("Raise accuracy", "metric", 80, 99.1, "%")),
        ("Errors from 0.8 to 0.5 %", ("Errors", "metric", 0.8, 0.5, "%")),
        ("Umsatz von € 3,5 Mio auf € 5 Mio", ("Umsatz", "metric", 3.5e6, 5e6, "€")),
        ("Users from 2 to 3.5 million", ("Users", "metric", 2e6, 3.5e6, "")),
        ("Users from 500 to 2k users", ("Users", "metric", 500, 2000, "users")),
        ("Uptime Q4: 99 % → 99.9 %", ("Uptime Q4", "metric", 99, 99.9, "%")),
        ("Pages from 31 pages to 8 pages", ("Pages", "metric", 31, 8, "pages")),
        ("Cost from €5 to €8/month", ("Cost", "metric", 5, 8, "€/month")),
        ("Load from 1.200 to 1.500", ("Load from 1.200 to 1.500", "metric", None, None, "")),
        ("Uptime >= 99,9 %", ("Uptime", "threshold", None, 99.9, "%")),
        ("Hire 3 drivers", ("Hire 3 drivers", "metric", None, None, "")),
        ("from 2 to 5", ("from 2 to 5", "metric", None, None, "")),
        ("Letters from A to B", ("Letters from A to B", "metric", None, None, "")),
        ("Same from 3 to 3", ("Same from 3 to 3", "metric", None, None, "")),
    ],
)
def test_what_a_line_says_is_understood(line: str, wanted: tuple[object, ...]) -> None:
    found = read_draft(line)
    assert (found.title, found.kind, found.start, found.target, found.unit) == wanted


@pytest.mark.parametrize("answer", ["yes", "yes/no", "Yes or no "])
def test_what_is_reached_or_not_is_a_step_of_its_own_name(answer: str) -> None:
    found = read_draft(f"Quality manual live: {answer}")
    assert (found.title, found.kind) == ("Quality manual live", "milestones")
    assert [step.name for step in found.steps] == ["Quality manual live"]
    assert goal_of(found, "→", "≥", "≤") == "yes or no"
    assert read_draft(draft_line(found)) == found


@pytest.mark.parametrize("line", [": yes", "Calls answered with yes", "Pagers at night: no"])
def test_another_yes_is_a_word_of_a_title(line: str) -> None:
    assert read_draft(line) == DraftKeyResult(line)


numbers = (st.integers(-9999, 9999) | st.integers(-(10**7), 10**7).map(lambda n: n / 1000)).map(
    float
)


@given(numbers, numbers, st.sampled_from(["", "%", "pages", "€"]))
@settings(max_examples=100)
def test_a_written_line_is_read_as_it_was(start: float, target: float, unit: str) -> None:
    if start != target:
        draft = DraftKeyResult("Pages a week", "metric", start, target, unit)
        assert read_draft(draft_line(draft)) == draft


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_a_key_result_or_none(text: str) -> None:
    for draft in read_drafts(text):
        assert clean(draft.title) == draft.title
        assert draft.title
