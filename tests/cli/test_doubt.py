"""What may be two things, or is hard to believe: asked at a terminal, refused elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.cli import NOW
from support.pty_session import PtySession, clean_environment, python

if TYPE_CHECKING:
    from support.cli import Okr

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
PRINTED = re.compile(
    rf"(?:(?:{'|'.join(DAYS)}) )?(?:\d+ (?:{MONTHS})\b(?: \d{{4}})?|\d{{4}}-\d\d-\d\d)"
)
ROOT = Path(__file__).parents[2]


def at_a_terminal(home: Path, demo: Path, *words: str) -> PtySession:
    environment = clean_environment(
        HOME=str(home), PYTHONPATH=str(ROOT), OKRBOARD_NOW=NOW, OKRBOARD_USER="ben"
    )
    argv = python("-m", "okrboard", *words)
    return PtySession(argv, environment, size=(120, 30), cwd=demo.parent)


def value_of(okr: Okr, ref: str) -> float:
    current: float = okr("show", ref, "--json").json["current"]
    return current


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("90m", "90,000,000 pages is far from all that is known, 5 to 20: write =90000000 if"),
        ("200T", "is far from all that is known, 5 to 20: write =200000000000000 if"),
        ("1.500k", "1,500 pages is far from"),
        ("+5000", "5,019 pages is far from all that is known, 5 to 20: write =5019 if"),
        ("-12%", "may be =16.72 (12 % less than now) or =20.08 (12 % of the way): write which"),
        ("1.500", "“1.500” may be =1.5 or =1500: write which"),
        ("1,500", "“1,500” may be =1.5 or =1500: write which"),
    ],
)
def test_a_value_in_doubt_is_refused_where_nobody_can_answer(
    okr: Okr, demo: Path, typed: str, says: str
) -> None:
    said = okr("check-in", "KR19", typed)
    assert (said.status, said.out) == (1, "")
    assert says in said.line
    assert value_of(okr, "KR19") == 19


def test_a_number_in_another_unit_is_refused(okr: Okr, demo: Path) -> None:
    said = okr("check-in", "KR19", "3 hours")
    assert said.status == 2
    assert said.line.startswith("“3 hours” is not in pages: write 12")


def test_what_is_written_with_an_equals_sign_is_meant(okr: Okr, demo: Path) -> None:
    assert okr("check-in", "KR19", "=90000000").status == 0
    assert value_of(okr, "KR19") == 90_000_000


def test_json_carries_what_was_understood(okr: Okr, demo: Path) -> None:
    said = okr("check-in", "KR19", " +2 pages", "--json").json
    assert said["understood"] == {
        "text": "+2 pages",
        "value": 21.0,
        "unit": "pages",
        "echo": "19 + 2 = 21 pages",
    }


def test_an_answer_takes_one_of_two_values(home: Path, okr: Okr, demo: Path) -> None:
    with at_a_terminal(home, demo, "check-in", "KR19", "1,500", "-m", "1,500") as session:
        session.wait_for("1  =1.5", "2  =1500", "Which one?")
        session.feed("1", "enter")
        assert session.wait_for_exit() == 0
    assert value_of(okr, "KR19") == 1.5
    assert okr("show", "KR19", "--json").json["check_ins"][-1]["note"] == "1,500"


@pytest.mark.parametrize(("answer", "status", "value"), [("y", 0, 1900), ("n", 1, 19)])
def test_a_value_that_is_far_off_is_asked_about(
    home: Path, okr: Okr, demo: Path, answer: str, status: int, value: float
) -> None:
    with at_a_terminal(home, demo, "check-in", "KR19", "1900") as session:
        session.wait_for("Take =1900? [y/N]")
        session.feed(answer, "enter")
        assert session.wait_for_exit() == status
    assert value_of(okr, "KR19") == value


def test_a_day_in_doubt_is_asked_about_in_every_command(home: Path, okr: Okr, demo: Path) -> None:
    said = okr("action", "add", "Call them", "--due", "11/12/2026")
    assert said.status == 1
    assert said.line.endswith("may be either day: write 2026-12-11 or 2026-11-12")
    with at_a_terminal(home, demo, "action", "add", "Call them", "--due", "11/12/2026") as session:
        session.wait_for("1  2026-12-11", "Which one?")
        session.feed("1", "enter")
        assert session.wait_for_exit() == 0
        assert "due Fri 11 Dec" in session.screen.text


def test_a_due_day_that_is_over_is_said_and_taken(okr: Okr, demo: Path) -> None:
    said = okr("action", "add", "Call them", "--due", "Fri 13 Nov")
    assert said.status == 0
    assert said.err == "note: 2026-11-13 was 7 days ago; the action is overdue from the start\n"
    ref = said.out.split()[0]
    assert "yesterday" in okr("action", "edit", ref, "--due", "yesterday").err
    assert okr("action", "edit", ref, "--due", "tomorrow").err == ""


def test_a_key_result_is_read_on_one_scale(okr: Okr, demo: Path) -> None:
    def added(start: str, target: str) -> tuple[object, ...]:
        said = okr("kr", "add", "O10", "Accuracy", "--start", start, "--target", target, "--json")
        if said.status:
            return (said.status, said.line)
        return tuple(said.json[name] for name in ("start", "target", "unit"))

    assert added("0.80", "99.1%") == (80, 99.1, "%")
    assert added("0.80", "99%") == (80, 99, "%")
    assert added("€ 3,5 Mio", "€5 Mio") == (3.5e6, 5e6, "€")
    assert added("1.200", "1.500,50") == (1200, 1500.5, "")


def test_a_target_far_from_all_that_was_is_refused(okr: Okr, demo: Path) -> None:
    said = okr("kr", "edit", "KR19", "--target", "5k")
    assert (said.status, "write =5000 if it is right" in said.line) == (1, True)
    assert okr("kr", "edit", "KR19", "--target", "=5000", "-m", "new").status == 0


def test_a_part_of_a_step_is_refused(okr: Okr, demo: Path) -> None:
    for typed in ("50%", "0.6"):
        said = okr("check-in", "KR21", typed, "--as", "eva")
        assert said.status == 2
        assert "is no whole step: write how many steps are done, as 1/3" in said.line
    assert okr("check-in", "KR21", "1/3 steps", "--as", "eva").status == 0


def test_a_day_that_the_calendar_lists_is_read_as_that_day(okr: Okr, demo: Path) -> None:
    meetings = okr("calendar", "list", "--json").json
    lines = okr("calendar", "list").out.splitlines()[1:]
    listed = [line[:10].strip() for line in lines if line[:3] in DAYS]
    assert len(listed) == len(meetings)
    for text, meeting in zip(listed, meetings, strict=True):
        said = okr("action", "add", "Prepare", "--due", text, "--json")
        assert said.json["due"] == meeting["start"][:10]


@pytest.mark.parametrize(
    "words", [("brief",), ("cycle", "list"), ("show", "KR19"), ("action", "list"), ("show", "O10")]
)
def test_every_day_in_what_is_printed_can_be_typed_back(
    okr: Okr, demo: Path, words: tuple[str, ...]
) -> None:
    printed = PRINTED.findall(okr(*words).out)
    assert printed
    for day in printed:
        said = okr("action", "add", "Look", "--due", day, "--json")
        assert (said.status, day) == (0, day)
