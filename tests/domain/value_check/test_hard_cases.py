"""The cases that a list of verbs alone gets wrong, each by name."""

from __future__ import annotations

import pytest

from okrboard.domain.records import DraftKeyResult, KeyResult
from okrboard.domain.value_check import check_key_result, check_written

HARD_CASES = {
    "a maintained metric": ("Keep p95 latency under 200 ms", "outcome"),
    "a decreasing metric": ("Reduce time to hire from 60 to 30 days", "outcome"),
    "a threshold without a verb": ("Error rate below 0.01 %", "outcome"),
    "a launch that is used": ("Launch X used by 80 % of Y", "outcome"),
    "a launch": ("Launch the new app in 3 countries", "task"),
    "a count of posts": ("Publish 12 posts", "task"),
    "a count of webinars": ("Run 5 webinars", "task"),
    "a count of hires": ("Hire 5 engineers", "task"),
    "a count of interviews": ("Conduct 20 customer interviews", "task"),
    "a lower bound on a count of doings": ("Conduct at least 20 interviews", "task"),
    "more of our own doings": ("Increase the number of blog posts from 4 to 12", "task"),
    "fewer of what nobody wants": ("Reduce the number of open bugs from 40 to 10", "outcome"),
    "from 2 to 5": ("Raise weekly active teams from 2 to 5", "outcome"),
    "an arrow": ("OEE 68 % → 78 %", "outcome"),
    "an arrow of a keyboard": ("Lead time: 9 d -> 4 d", "outcome"),
    "euros": ("Save €50k in energy", "outcome"),
    "dollars and millions": ("New business of $1.2M", "outcome"),
    "a currency behind the number": ("Negotiated savings of 1.5 M€", "outcome"),
    "percentage points": ("Improve conversion by 2 percentage points", "outcome"),
    "pp": ("Gross margin +3 pp", "outcome"),
    "a noun that is a verb too": ("Staff who open it from 0 to 60 %", "outcome"),
    "used by others": ("New handbook used by every clinic", "outcome_unmeasured"),
    "is used by others": ("The new handbook is used by every clinic", "outcome_unmeasured"),
    "used in all places": ("Checklist used in every clinic", "outcome_unmeasured"),
    "read by people": ("Handbook read by nurses", "outcome_unmeasured"),
    "used by a day": ("Handbook used by 31 March", "task"),
    "used by a month": ("Handbook used by March", "task"),
    "used, and no word by whom": ("Handbook used", "task"),
    "an unmeasured outcome": ("Improve NPS", "outcome_unmeasured"),
    "a date is no measure": ("Improve NPS by Q3 2026", "outcome_unmeasured"),
    "a day is no measure": ("Reduce churn by 30 June", "outcome_unmeasured"),
    "a name with a number is no measure": ("Improve p95 latency", "outcome_unmeasured"),
    "an auditor's certificate": ("ISO 27001 certificate issued by the auditor", "milestone"),
    "an approved manual": ("Quality manual approved", "milestone"),
    "a manual to write": ("Write the quality manual", "task"),
    "a passed audit": ("Pass the ISO 9001 audit", "milestone"),
    "a board's yes": ("The board approves the budget", "milestone"),
    "a heading of a count": ("SOP violations counted", "task"),
    "a heading of deliverables": ("3 SOPs and 1 quality manual", "task"),
    "audit accuracy": ("Raise audit accuracy from 80 % to 99.1 %", "outcome"),
    "a migration": ("Complete the migration", "task"),
    "versions": ("Upgrade PostgreSQL from 12 to 16", "task"),
    "customers act": ("Customers finish onboarding in under 10 minutes", "outcome"),
    "others pay": ("95 % of invoices paid within 30 days", "outcome"),
    "revenue": ("Increase revenue by 33 %", "outcome"),
    "deals need the other side": ("Close 40 deals", "outcome"),
    "tickets do not": ("Close 200 tickets", "task"),
    "tickets in time": ("Resolve 90 % of tickets within 4 hours", "outcome"),
    "a website in time": ("Launch the website within 6 weeks", "task"),
    "signups": ("Get 500 signups", "outcome"),
    "double a share": ("Double the share of users who come back", "outcome"),
    "double a count of doings": ("Double the number of webinars", "task"),
    "a share of our own work": ("Migrate 80 % of services to Kubernetes", "task"),
    "staff trained": ("100 % of staff trained", "task"),
    "a purpose with a number": ("Automate billing to cut errors by half", "outcome"),
    "a purpose without a number": ("Implement a CRM to improve satisfaction", "task"),
    "none": ("Zero data breaches", "outcome"),
    "no": ("No incident lasts longer than 30 minutes", "outcome"),
    "a share of people": ("6 of 10 trial users invite a colleague", "outcome"),
    "one in four": ("One in four free users upgrades", "outcome"),
    "a rating": ("CSAT of 4.6/5", "outcome"),
    "a report, not a metric": ("Write a report on error rates", "task"),
    "a noun that could be a verb": ("Test coverage above 80 %", "outcome"),
    "enabling a feature": ("Enable single sign-on", "task"),
    "enabling people": ("Enable 80 % of customers to help themselves", "outcome"),
    "ensure a deed": ("Ensure that all staff are trained", "task"),
    "ensure a level": ("Ensure 99.9 % uptime", "outcome"),
    "meeting people": ("Meet 20 customers", "task"),
    "meeting a level": ("Meet the delivery date for 95 % of orders", "outcome"),
    "reaching out": ("Reach out to 100 prospects", "task"),
    "reaching": ("Reach 1,000 daily active users", "outcome"),
}


@pytest.mark.parametrize("name", HARD_CASES)
def test_the_hard_case_of(name: str) -> None:
    text, verdict = HARD_CASES[name]
    answer = check_key_result(text)
    assert answer.verdict == verdict, answer


def test_a_target_beside_the_text_measures_it() -> None:
    assert check_key_result("Improve NPS", start=20, target=40).verdict == "outcome"
    assert check_key_result("Audit accuracy", start=80, target=99.1, unit="%").verdict == "outcome"
    assert check_key_result("Audit accuracy").verdict == "outcome_unmeasured"


def test_a_target_does_not_turn_a_task_into_a_value() -> None:
    assert check_key_result("Publish posts", start=0, target=12).verdict == "task"
    assert check_key_result("Webinars held", start=0, target=5, kind="metric").verdict == "task"


def test_the_numbers_beside_the_text_are_told() -> None:
    answer = check_key_result("Audit accuracy", start=80, target=99.1, unit="%")
    assert "A start and a target are set beside the text, in %." in answer.reasons
    assert answer.question == ""


def test_a_named_step_of_a_milestone_key_result_is_a_milestone() -> None:
    assert check_key_result("New plant in Brno", kind="milestones").verdict == "milestone"
    assert check_key_result("Write the manual", kind="milestones").verdict == "task"


MEASURED_CASES = {
    "fewer of a noun": ("Pages a week", 31, 8, "", "outcome"),
    "less time a noun": ("Seconds a request", 4, 1, "", "outcome"),
    "calls about one thing": ("Calls asking where the van is", 40, 5, "", "outcome"),
    "tests that fail": ("Tests that fail", 18, 2, "", "outcome"),
    "tickets that come back": ("Support tickets reopened", 60, 15, "", "outcome"),
    "a noun that is a verb too": ("Yield", 82, 91, "%", "outcome"),
    "violations found, rising": ("Number of SOP violations found", 200, 300, "", "task"),
    "violations found, falling": ("Number of SOP violations found", 300, 200, "", "outcome"),
    "violations, rising": ("SOP violations", 200, 300, "", "task"),
    "tickets closed": ("Tickets closed", 200, 400, "tickets", "task"),
    "deals won": ("Deals won", 8, 20, "", "outcome"),
    "visits that we pay": ("Site visits by our engineers", 4, 20, "", "task"),
    "a share of our own work": ("Processes documented", 20, 100, "%", "task"),
    "a share done well": ("Orders packed correctly", 80, 97, "%", "outcome"),
    "an input": ("Spend on advertising", 20, 50, "k€", "task"),
    "our own work left": ("SOPs still to write", 9, 0, "", "task"),
    "our own work undone": ("Undocumented endpoints", 40, 0, "", "task"),
    "what others wait for": ("Unanswered complaints", 60, 5, "", "outcome"),
    "a command with numbers": ("Publish posts", 0, 12, "", "task"),
    "a verb and a falling noun": ("Support calls", 900, 300, "", "outcome"),
    "bugs to fix": ("Fix open bugs", 40, 0, "", "task"),
    "hiring": ("Headcount", 40, 52, "", "task"),
    "a word no list has": ("Potholes", 400, 60, "", "outcome"),
    "how far something is": ("Falcon", 0, 100, "%", "unclear"),
    "a score of something": ("Score", 3, 8, "", "unclear"),
    "attention": ("App downloads", 400, 2000, "", "unclear"),
}


@pytest.mark.parametrize("name", MEASURED_CASES)
def test_the_numbers_beside_it_decide(name: str) -> None:
    text, start, target, unit, verdict = MEASURED_CASES[name]
    answer = check_key_result(text, start=start, target=target, unit=unit, kind="metric")
    assert answer.verdict == verdict, answer


@pytest.mark.parametrize(
    "text",
    [
        "Each team commits to a written work plan",
        "Customer service completes sales training",
        "Onboard 2 new contributors",
        "Customers receive a monthly newsletter",
        "Every project has a risk register",
        "SOP violations found from 200 to 300",
        "Increase the number of violations found from 200 to 300",
    ],
)
def test_own_work_is_a_task_whoever_the_sentence_begins_with(text: str) -> None:
    assert check_key_result(text).verdict == "task"


@pytest.mark.parametrize(("keep", "verdict"), [("above", "task"), ("below", "outcome")])
def test_the_side_that_a_threshold_keeps_to_decides(keep: str, verdict: str) -> None:
    answer = check_key_result("Posts a week", start=5, target=3, kind="threshold", keep=keep)
    assert answer.verdict == verdict


def test_a_key_result_on_the_board_is_judged_with_its_numbers() -> None:
    found = KeyResult(1, 1, "SOP violations found", start=200, target=300)
    assert check_written(found).verdict == "task"
    assert check_written(found._replace(start=300, target=200)).verdict == "outcome"
    kept = found._replace(kind="threshold", start=0, target=10)
    assert check_written(kept._replace(keep="below")).verdict == "outcome"
    assert check_written(kept._replace(keep="above")).verdict == "task"
    assert check_written(DraftKeyResult("SOP violations found", start=200, target=300)).verdict == (
        "task"
    )
