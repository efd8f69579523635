"""`okrboard check-in`: whatever was typed is understood, said back, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from support.cli import Okr


def newest(okr: Okr, ref: str) -> dict[str, object]:
    found: dict[str, object] = okr("show", ref, "--json").json["check_ins"][-1]
    return found


@pytest.mark.parametrize(
    ("typed", "value", "said"),
    [
        ("18", 18.0, "19 → 18 pages"),
        ("=18", 18.0, "19 → 18 pages (understood from =18: 18 pages)"),
        ("+2", 21.0, "19 → 21 pages (understood from +2: 19 + 2 = 21 pages)"),
        ("-3", 16.0, "19 → 16 pages (understood from -3: 19 − 3 = 16 pages)"),
        ("=-3", -3.0, "19 → −3 pages (understood from =-3: −3 pages)"),
        ("50%", 9.5, "(understood from 50%: 50 % of the way from 14 to 5 = 9.5 pages)"),
        ("=1,234.5", 1234.5, "19 → 1234 pages (understood from =1,234.5: 1,234.5 pages)"),
        ("=1.234,5", 1234.5, "(understood from =1.234,5: 1,234.5 pages)"),
        ("18 pages", 18.0, "19 → 18 pages"),
        ("=1.5k", 1500.0, "1500 pages (understood from =1.5k"),
    ],
)
def test_a_value_is_said_back_as_it_was_understood(
    okr: Okr, demo: Path, typed: str, value: float, said: str
) -> None:
    answer = okr("check-in", "KR19", typed)
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.startswith("KR19 Pages a week: ")
    assert said in answer.out
    assert newest(okr, "KR19")["value"] == value


def test_everything_about_a_check_in_is_kept(okr: Okr, demo: Path) -> None:
    said = okr(
        "check-in",
        "KR19",
        "17",
        "-c",
        "6",
        "-m",
        "a quiet week",
        "--driver",
        "holidays=-3:outside",
        "--driver=retry budget=+1",
        "--blocker",
        "Friday releases",
        "--fix",
        "none after noon",
        "--on",
        "yesterday",
        "--json",
    )
    assert said.status == 0
    assert {**newest(okr, "KR19"), "understood": said.json["understood"]} == said.json
    assert said.json["drivers"] == [
        {"text": "holidays", "share": -3.0, "kind": "outside", "author": "ben"},
        {"text": "retry budget", "share": 1.0, "kind": "action", "author": "ben"},
    ]
    kept = {key: said.json[key] for key in ("confidence", "note", "blocker", "fix", "on", "author")}
    assert kept == {
        "confidence": 6,
        "note": "a quiet week",
        "blocker": "Friday releases",
        "fix": "none after noon",
        "on": "2026-11-19",
        "author": "ben",
    }
    assert (said.json["source"], said.json["at"]) == ("hand", "2026-11-20T14:00:00Z")


def test_steps_are_done_by_name_or_by_number(okr: Okr, demo: Path) -> None:
    said = okr("check-in", "KR21", "--step", "restore", "--as", "eva")
    assert said.out == "KR21 Three SOPs in daily use: 2 → 3 of 3\n"
    said = okr("check-in", "KR21", "1/3", "--as", "eva")
    assert said.out.startswith("KR21 Three SOPs in daily use: 3 → 1 of 3 (understood from 1/3")
    done = [step["done"] for step in okr("show", "KR21", "--json").json["steps"]]
    assert [bool(day) for day in done] == [True, False, False]
    assert okr("check-in", "KR21", "yes", "--as", "eva").out.startswith("KR21 ")
    assert okr("show", "KR21", "--json").json["progress"] == 1.0


def test_what_is_noted_late_moves_from_where_it_stood_then(okr: Okr, demo: Path) -> None:
    assert okr("check-in", "KR19", "30", "--as", "ben").out.startswith("KR19 Pages a week: 19 →")
    found = okr("show", "KR19", "--json").json["check_ins"]
    then = next(each["value"] for each in found if each["on"] == "2026-11-06")
    late = okr("check-in", "KR19", "+2", "--on", "2026-11-07", "--as", "ben").out
    assert late.startswith(f"KR19 Pages a week: {then:g} → {then + 2:g} pages")


def test_a_day_outside_of_the_cycle_is_taken_and_said(
    okr: Okr, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = okr("check-in", "KR19", "31", "--on", "2026-08-30", "--as", "ben")
    assert (early.status, early.out.count("\n")) == (0, 1)
    assert early.err == "note: 2026-08-30 is before 2026-T3 begins (2026-08-31)\n"
    assert okr("check-in", "KR19", "31", "--on", "2026-08-31", "--as", "ben").err == ""
    monkeypatch.setenv("OKRBOARD_NOW", "2027-01-04T09:00:00+01:00")
    late = okr("check-in", "KR19", "9", "--as", "ben", "--json")
    assert (late.status, late.json["on"]) == (0, "2027-01-04")
    assert late.err == "note: 2027-01-04 is after 2026-T3 ended (2027-01-03)\n"
    assert okr("check-in", "KR19", "9", "--on", "2027-01-03", "--as", "ben").err == ""


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (("KR21", "Restore"), 2, "write how many steps are done, as 1/3, or yes for all"),
        (("KR18", "perhaps"), 2, "“perhaps” is not a value: write yes or no"),
        (("KR19",), 2, "VALUE is missing: okrboard check-in KR19 VALUE"),
        (("KR21",), 2, "okrboard check-in KR21 VALUE or --step NAME"),
        (("KR19", "soon"), 2, "“soon” is not a value"),
        (("KR19", "nan"), 2, "“nan” is not a value"),
        (("KR19", "1e400"), 2, "is not a value"),
        (("KR19", "9" * 30), 2, "larger than a board can hold"),
        (("KR19", "3", "-c", "11"), 2, "confidence lies between 0 and 10; 11 does not"),
        (("KR19", "3", "-c", "-1"), 2, "confidence is a whole number from 0 to 10"),
        (("KR19", "3", "--driver", "luck"), 2, "write TEXT=+N"),
        (("KR19", "3", "--driver", "x=+1:magic"), 2, "is no kind of driver"),
        (("KR19", "3", "--on", "someday"), 2, "is not a day"),
        (("KR19", "3", "--on", "2026-11-21"), 1, "2026-11-21 is still to come"),
        (("KR19", "--step", "x"), 2, "KR19 has no steps; give its value"),
        (("KR21", "2", "--step", "Restore"), 2, "not both"),
        (("KR21", "--step", "e"), 1, "may be several steps"),
        (("KR21", "--step", "qq"), 1, "is no step of it"),
        (("O10", "3"), 2, "O10 is an objective; name a key result"),
        (("KR6", "3"), 1, "KR6 is closed with its objective"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    okr: Okr, demo: Path, words: tuple[str, ...], status: int, message: str
) -> None:
    before = demo.read_bytes()
    said = okr("check-in", *words)
    assert (said.status, said.out) == (status, "")
    assert message in said.line
    assert demo.read_bytes() == before


def test_undo_and_redo_go_to_and_fro(okr: Okr, demo: Path) -> None:
    okr("check-in", "KR19", "17")
    assert okr("undo").out == "undone: check-in KR19 17\n"
    assert okr("show", "KR19", "--json").json["current"] == 19.0
    assert okr("redo").out == "done again: check-in KR19 17\n"
    assert okr("show", "KR19", "--json").json["current"] == 17.0
    assert okr("redo").line.startswith("nothing to redo")
    assert okr("undo", "--as", "stranger").line.startswith("nothing to undo")


def test_a_value_of_an_earlier_day_says_it_is_not_the_newest(okr: Okr, demo: Path) -> None:
    assert okr("check-in", "KR19", "12").out == "KR19 Pages a week: 19 → 12 pages\n"
    said = okr("check-in", "KR19", "15", "--on", "yesterday").out
    assert said.endswith("→ 15 pages, on 2026-11-19; 12 pages of 2026-11-20 stays the newest\n")


def test_the_same_value_again_is_unchanged(okr: Okr, demo: Path) -> None:
    assert okr("check-in", "KR19", "19").out == "KR19 Pages a week: 19 pages, unchanged\n"
    assert okr("check-in", "KR19", "+0").out.startswith("KR19 Pages a week: 19 pages, unchanged (")
