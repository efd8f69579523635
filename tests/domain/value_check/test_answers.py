"""What the check says: it names the words, asks the next question, or says that it cannot tell."""

from __future__ import annotations

import pytest
from support.value_check_examples import other_languages

from okrboard.domain.value_check import Verdict, check_key_result, check_objective


def test_a_task_names_deed_and_count_and_asks_for_the_value() -> None:
    answer = check_key_result("Publish 12 posts")
    assert answer.reasons == (
        "“Publish” is something we do.",
        "“12 posts” counts what we do or make.",
    )
    assert "create value for customers or the company" in answer.question
    assert "what is the work that has real value" in answer.question


def test_an_outcome_names_its_measure_and_asks_nothing_if_whole() -> None:
    answer = check_key_result("Raise audit accuracy from 80 % to 99.1 %")
    assert "“from 80 % to 99.1 %” says how much." in answer.reasons
    assert answer.question == ""


def test_an_outcome_without_a_start_is_asked_where_it_stands() -> None:
    assert "today" in check_key_result("Increase revenue by 33 %").question


def test_a_measured_effect_is_named_once() -> None:
    answer = check_key_result("Launch X used by 80 % of Y")
    assert answer.reasons == ("“used by 80 %” measures what the work brings about.",)


def test_an_unmeasured_outcome_is_asked_for_its_number() -> None:
    answer = check_key_result("Improve NPS")
    assert "No number says how much." in answer.reasons
    assert "number" in answer.question


def test_a_milestone_is_asked_what_it_changes() -> None:
    answer = check_key_result("Quality manual approved")
    assert answer.reasons == ("“Quality manual approved” is reached or not, nothing in between.",)
    assert "different" in answer.question


def test_a_purpose_without_a_number_is_named() -> None:
    answer = check_key_result("Implement a CRM to improve customer satisfaction")
    assert any("to improve customer satisfaction" in reason for reason in answer.reasons)


def test_a_weak_objective_is_asked_whose_life_gets_better() -> None:
    answer = check_objective("Launch the new website")
    assert answer.verdict == "weak"
    assert "“Launch” is something we do." in answer.reasons
    assert "Whose life" in answer.question


def test_a_strong_objective_is_praised_in_words_and_not_asked() -> None:
    answer = check_objective("Make onboarding effortless for small clinics")
    assert answer.verdict == "strong"
    assert any("“effortless”" in reason for reason in answer.reasons)
    assert answer.question == ""


@pytest.mark.parametrize("text", other_languages())
def test_of_another_language_it_cannot_tell(text: str) -> None:
    unclear = Verdict("unclear", ("It does not look like English, so the check cannot tell.",), "")
    assert check_key_result(text) == unclear
    assert check_objective(text) == unclear


@pytest.mark.parametrize("text", ["", "   ", "42", "...", "%", "KR1:", "🎯🎯"])
def test_of_no_words_it_cannot_tell(text: str) -> None:
    assert check_key_result(text).verdict == "unclear"
    assert check_objective(text).verdict == "unclear"


def test_people_who_do_something_are_no_work_beside_numbers() -> None:
    verdict = check_key_result("Staff who open it", start=0, target=60, unit="%")
    assert verdict.verdict == "outcome"


@pytest.mark.parametrize("text", ["Reach 100 %", "Hit the target", "Score above 80"])
def test_what_does_not_say_what_is_counted_is_asked(text: str) -> None:
    answer = check_key_result(text)
    assert answer.verdict == "unclear"
    assert answer.reasons == (f"“{text}” does not say what is counted.",)
    assert "who is better off" in answer.question


def test_a_count_that_falls_names_what_becomes_less() -> None:
    answer = check_key_result("Pages a week", start=31, target=8, unit="pages")
    assert answer.reasons[0] == "“Pages a week” is to become less: somebody has less of it."
    assert answer.question == ""


def test_two_nouns_that_no_list_has_are_judged_by_their_numbers() -> None:
    assert check_key_result("Forklift collisions", start=17, target=4).verdict == "outcome"
    assert check_key_result("Kundenzufriedenheit", start=17, target=40).verdict == "unclear"
    assert check_key_result("Durchlaufzeit Angebot", start=9, target=3).verdict == "unclear"
