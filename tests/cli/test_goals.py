"""Objectives, key results and actions from the command line, from a proposal to the next cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from support.cli import Okr


def test_a_goal_s_whole_life(okr: Okr, empty: Path) -> None:
    assert okr("objective", "propose", "Sleep well").out == "O1 Sleep well: proposed\n"
    added = okr("kr", "add", "sleep", "Pages a week", "--start", "31", "--target", "8")
    assert added.out == "KR1 Pages a week: 31 → 8, for O1 Sleep well\n"
    assert okr("objective", "commit", "O1").out == "O1 Sleep well: committed\n"
    assert okr("check-in", "KR1", "20").status == 0
    assert okr("cycle", "add", "2027-T1").status == 0
    assert okr("objective", "carry", "O1", "2027-T1").out == (
        "O2 Sleep well: carried into 2027-T1 from O1\n"
    )
    old, new = okr("show", "O1", "--json").json, okr("show", "O2", "--json").json
    assert (old["stage"], old["outcome"]) == ("closed", "carried")
    assert (new["stage"], new["carried_from"], new["cycle"]) == ("proposed", "O1", "2027-T1")
    assert new["key_results"][0]["start"] == 20.0


def test_a_goal_is_carried_into_the_only_next_cycle_unnamed(okr: Okr, empty: Path) -> None:
    okr("objective", "add", "Sleep well")
    said = okr("objective", "carry", "O1")
    assert (said.status, said.line) == (
        2,
        "say into which cycle it is carried; make one: okrboard cycle add NAME",
    )
    okr("cycle", "add", "2027-T1")
    okr("cycle", "add", "2027-T2")
    assert okr("objective", "carry", "O1").line.endswith("name one of 2027-T1, 2027-T2")
    assert okr("objective", "carry", "O1", "T1").status == 0


def test_add_is_committed_and_mine_and_my_team_s(okr: Okr, empty: Path) -> None:
    okr("team", "add", "IT")
    okr("member", "edit", "ben", "--team", "IT")
    made = okr("objective", "add", "Sleep well", "--json").json
    assert (made["ref"], made["stage"], made["owner"], made["team"]) == (
        "O1",
        "committed",
        "ben",
        "IT",
    )
    company = okr(
        "objective", "add", "Grow", "--level", "company", "--owner", "none", "--json"
    ).json
    assert (company["owner"], company["team"], company["level"]) == (None, None, "company")


def test_every_field_of_an_objective_is_set_and_changed(okr: Okr, empty: Path) -> None:
    okr("objective", "add", "Grow", "--level", "company")
    options = (
        "--why=people sleep",
        "--company-gets=fewer fires",
        "--owner-gets=quiet nights",
        "--label=night",
        "--label=#ops",
        "--contributes-to=O1",
        "--supports=Grow",
        "--commitment=committed",
        "--level=ind",
        "--owner=me",
    )
    made = okr("objective", "add", "Sleep well", *options, "--json").json
    assert made["why"] == "people sleep"
    assert made["company_gets"] == "fewer fires"
    assert made["owner_gets"] == "quiet nights"
    assert made["labels"] == ["night", "ops"]
    assert (made["contributes_to"], made["supports"]) == ("O1", ["O1"])
    assert (made["commitment"], made["level"]) == ("committed", "individual")
    changed = okr(
        "objective",
        "edit",
        "O2",
        "--title=Sleep",
        "--contributes-to=none",
        "--supports=none",
        "--stands-alone=on purpose",
        "--json",
    ).json
    assert (changed["title"], changed["contributes_to"], changed["supports"]) == ("Sleep", None, [])
    assert changed["stands_alone"] == "on purpose"
    assert changed["why"] == "people sleep"


def test_an_override_is_shown_with_what_the_numbers_say(okr: Okr, demo: Path) -> None:
    said = okr("objective", "override", "O6", "off track", "-m", "the ferry strike")
    assert said.out == "O6 Nothing arrives warm: off track\n"
    found = okr("show", "O6", "--json").json
    assert (found["health"], found["computed_health"]) == ("off_track", "on_track")
    assert (found["override_reason"], found["override_by"]) == ("the ferry strike", "ben")
    assert okr("objective", "override", "O6", "at-risk").line == (
        "say why O6 is not what the numbers say"
    )
    okr("objective", "override", "O6", "none")
    assert okr("show", "O6", "--json").json["override"] is None


def test_closing_takes_the_score_of_the_numbers_unless_told(okr: Okr, demo: Path) -> None:
    progress = okr("show", "O6", "--json").json["progress"]
    said = okr("objective", "close", "O6", "partly", "--lesson", "start earlier", "--json").json
    assert (said["outcome"], said["score"]) == ("partly", round(progress, 2))
    assert said["lesson"] == "start earlier"
    assert okr("objective", "close", "O7", "miss", "--score", "0,3", "--json").json["score"] == 0.3
    assert okr("objective", "close", "O8", "reached", "--score", "1.5").status == 1
    assert okr("objective", "close", "O8", "reached", "--score", "lots").status == 2
    assert okr("objective", "close", "O8").line.startswith("OUTCOME is missing")
    assert okr("objective", "reopen", "O6", "--json").json["stage"] == "committed"


def test_objectives_are_put_before_and_after_each_other(okr: Okr, demo: Path) -> None:
    def order() -> list[str]:
        return [one["ref"] for one in okr("objective", "list", "--json").json]

    assert order()[:3] == ["O6", "O7", "O8"]
    okr("objective", "move", "O8", "--before", "O6")
    assert order()[:3] == ["O8", "O6", "O7"]
    okr("objective", "move", "O8", "--after", "O7")
    assert order()[:3] == ["O6", "O7", "O8"]
    assert okr("objective", "move", "O8").status == 2
    assert okr("objective", "move", "O8", "--before", "O8").status == 2
    assert okr("objective", "move", "O8", "--before", "O1").status == 2


def test_a_list_is_narrowed(okr: Okr, demo: Path) -> None:
    def refs(*options: str) -> list[str]:
        return [one["ref"] for one in okr("objective", "list", "--json", *options).json]

    assert refs("--owner", "hana") == ["O6", "O7"]
    assert refs("--owner", "ben") == refs("--owner", "me") == ["O10"]
    assert refs("--team", "audit") == ["O8", "O9"]
    assert refs("--stage", "proposed") == ["O15"]
    assert len(refs("--all")) > len(refs())
    owned = okr("kr", "list", "--owner", "eva", "--json").json
    assert {one["owner"] for one in owned} == {"eva"}
    assert [one["ref"] for one in okr("kr", "list", "--objective", "O6", "--json").json] == [
        "KR9",
        "KR10",
    ]


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        (("--start=31", "--target=8", "--unit=pages"), ("metric", 31.0, 8.0, "pages")),
        (("--start", "-5", "--target", "1,5"), ("metric", -5.0, 1.5, "")),
        (("--keep=above", "--target=99.9 %", "--unit=%"), ("threshold", 0.0, 99.9, "%")),
        (("--step=Backup", "--step=Release=2"), ("milestones", 0.0, 3.0, "")),
        (("--yes-no",), ("milestones", 0.0, 1.0, "")),
        (("--kind=threshold", "--keep=below", "--target=€11.80"), ("threshold", 0.0, 11.8, "€")),
    ],
)
def test_a_key_result_of_each_kind(
    okr: Okr, empty: Path, options: tuple[str, ...], kept: tuple[object, ...]
) -> None:
    okr("objective", "add", "Sleep well")
    made = okr("kr", "add", "O1", "x", *options, "--json").json
    assert (made["kind"], made["start"], made["target"], made["unit"]) == kept


@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        ((), 2, "a metric needs --start and --target"),
        (("--keep=above",), 2, "a threshold needs the bound to keep"),
        (("--start=3", "--target=3"), 1, "start and target are the same"),
        (("--target=many",), 2, "“many” is not a value"),
        (("--target=3", "--kind=magic"), 2, "a kind is one of metric, threshold, milestones"),
        (("--target=3", "--weight=-1"), 1, "a weight lies between"),
        (("--target=3", "--owner=nobody-known"), 1, "no member is called"),
        (("--target=3", "--checkpoint=soon"), 2, "write DAY=VALUE"),
        (("--target=3", "--checkpoint=2027-06-01=2"), 1, "lies outside 2026-T3"),
        (("--step==2",), 2, "is no step"),
    ],
)
def test_what_cannot_be_measured_is_refused(
    okr: Okr, empty: Path, options: tuple[str, ...], status: int, message: str
) -> None:
    okr("objective", "add", "Sleep well")
    said = okr("kr", "add", "O1", "x", *options)
    assert said.status == status
    assert message in said.line


def test_a_target_made_easier_asks_why_and_the_old_one_stays(okr: Okr, demo: Path) -> None:
    said = okr("kr", "edit", "KR19", "--target", "9")
    assert (said.status, said.line) == (
        1,
        "the new target of KR19 is easier to reach; say why (--reason)",
    )
    changed = okr("kr", "edit", "KR19", "--target", "9", "--reason", "new depot", "--json").json
    assert changed["target"] == 9.0
    assert changed["retargets"] == [
        {"on": "2026-11-20", "start": 14.0, "target": 5.0, "by": "ben", "reason": "new depot"}
    ]


def test_steps_keep_what_is_done_when_they_are_listed_anew(okr: Okr, demo: Path) -> None:
    names = [step["name"] for step in okr("show", "KR21", "--json").json["steps"]]
    options = [f"--step={name}" for name in (*names, "Audit")]
    changed = okr("kr", "edit", "KR21", *options, "--json").json
    assert [bool(step["done"]) for step in changed["steps"]] == [True, True, False, False]


def test_only_a_key_result_without_a_history_is_removed(okr: Okr, demo: Path) -> None:
    assert okr("kr", "remove", "KR19").line.startswith("KR19 has check-ins")
    okr("kr", "add", "O6", "Slip", "--target", "3")
    assert okr("kr", "remove", "Slip", "--json").json["removed"] is True


def test_an_action_from_its_plan_to_its_end(okr: Okr, demo: Path) -> None:
    made = okr("action", "add", "Freeze Fridays", "--kr", "KR19", "--expected", "-4", "--json").json
    assert (made["owner"], made["due"], made["expected"], made["state"]) == (
        "ben",
        "2026-11-26",
        -4.0,
        "open",
    )
    ref = made["ref"]
    assert okr("action", "edit", ref, "--due", "mon", "--json").json["due"] == "2026-11-23"
    carried = okr("action", "carry", ref, "--due", "+14", "-m", "no time")
    assert carried.out == f"{ref} Freeze Fridays: carried over to Fri 4 Dec, once now\n"
    assert ref in okr("action", "list", "--owner", "me").out
    assert okr("action", "done", "freeze fridays").out == f"{ref} Freeze Fridays: kept\n"
    assert okr("action", "done", ref).line == f"{ref} is kept already"
    assert okr("action", "reopen", ref, "--json").json["state"] == "open"
    assert okr("action", "drop", ref, "--reason", "moot", "--json").json["reason"] == "moot"
    assert ref not in okr("action", "list").out
    assert ref in okr("action", "list", "--all").out
    assert okr("show", ref, "--json").json["state"] == "dropped"


@pytest.mark.parametrize(
    "words",
    [
        ("objective", "edit", "O6"),
        ("kr", "edit", "KR19"),
        ("action", "edit", "A22"),
        ("member", "edit", "ben"),
        ("team", "edit", "IT"),
        ("cycle", "edit", "2026-T3"),
    ],
)
def test_an_edit_without_a_change_asks_what_changes(
    okr: Okr, demo: Path, words: tuple[str, ...]
) -> None:
    said = okr(*words)
    assert said.status == 2
    assert said.line.startswith("say what changes: --")


def test_a_key_result_that_reads_like_a_task_is_asked_about(okr: Okr, demo: Path) -> None:
    said = okr("kr", "add", "O6", "Count 300 SOP violations", "--target", "300")
    assert said.status == 0
    assert said.err.startswith("note: a task? “Count” is something we do.")
    calm = okr("kr", "add", "O6", "Audit accuracy", "--start", "80", "--target", "99.1")
    assert (calm.status, calm.err) == (0, "")
    ref = calm.out.split()[0]
    assert "a task?" in okr("kr", "edit", ref, "--title", "Write 3 reports").err
    vague = okr("kr", "add", "O6", "Score", "--start", "3", "--target", "8")
    assert vague.err.startswith("note: “Score” does not say what is counted. What is it")
    rising = okr("kr", "add", "O6", "SOP violations found", "--start", "200", "--target", "300")
    assert rising.err.startswith("note: a task? “SOP violations found” counts what we do or make.")
