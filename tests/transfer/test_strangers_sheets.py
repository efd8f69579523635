"""Sheets that strangers had: each comes in with the numbers that it means, or with the reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from support.making import TODAY, draft, furnished

from okrboard.domain.board import Board
from okrboard.domain.records import KeyResult
from okrboard.errors import Refused
from okrboard.transfer import (
    ImportOptions,
    ImportReport,
    import_any,
    plan_tables,
    read_import,
)

CASES = Path(__file__).parent / "cases"


class Goal(NamedTuple):
    """What a key result came out as."""

    objective: str
    title: str
    start: float
    target: float
    unit: str
    current: float | None
    on: date | None = TODAY


def taken(text: str | bytes, **told: object) -> tuple[Board, ImportReport]:
    """Return a board of ana, ben and three key results after an import, and what it reports."""
    made = draft(furnished().board)
    data = text.encode() if isinstance(text, str) else text
    report = import_any(made, read_import(data), ImportOptions(**told))  # type: ignore[arg-type]
    return made.board, report


def planned(text: str) -> ImportReport:
    made = draft(furnished().board)
    return plan_tables(made, read_import(text.encode()).tables, ImportOptions())


def goals(board: Board) -> list[Goal]:
    """Return what an import added."""
    return [goal_of(board, one) for id, one in board.key_results.items() if id > 3]


def goal_of(board: Board, key_result: KeyResult) -> Goal:
    latest = board.latest(key_result.id)
    return Goal(
        board.objectives[key_result.objective].title,
        key_result.title,
        key_result.start,
        key_result.target,
        key_result.unit,
        None if latest is None else latest.value,
        None if latest is None else latest.on,
    )


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("01_magnitude_word", [Goal("Grow", "Revenue", 0, 3_500_000, "€", 1_250_000)]),
        ("02_million", [Goal("Grow", "Revenue", 0, 1_500_000, "$", 250_000)]),
        ("03_k_users", [Goal("Grow", "Users", 0, 500_000, "users", 120_000)]),
        ("06_progress_column", [Goal("Fitness", "Run 5 km under 25 min", 0, 100, "%", 40)]),
        ("07_score_per_kr", [Goal("A", "K1", 0, 100, "%", 30), Goal("A", "K2", 0, 100, "%", 70)]),
        ("08_mixed_percent", [Goal("Trust", "Accuracy", 80, 99, "%", 84)]),
        ("09_us_dates", [Goal("A", "Fix", 1, 2, "", 1, date(2026, 11, 13))]),
        ("10_title_rows", [Goal("A", "Fix", 1, 2, "", 1)]),
        (
            "11_from_to_title",
            [Goal("Trust", "Raise accuracy from 80% to 99.1%", 80, 99.1, "%", None, None)],
        ),
        ("12_german_points", [Goal("A", "Revenue", 0, 1200, "€", 900)]),
        ("13_confidence_words", [Goal("A", "Fix", 1, 2, "", 1)]),
        ("14_trailing_total", [Goal("A", "Fix", 1, 2, "", 1)]),
    ],
)
def test_a_stranger_s_sheet_means_what_it_says(case: str, expected: list[Goal]) -> None:
    data = (CASES / f"{case}.csv").read_bytes()
    board, report = taken(data)
    assert goals(board) == expected
    assert report.questions == ()
    again = draft(board)
    assert not import_any(again, read_import(data)).changes
    assert again.finish().patches == ()


def test_a_value_without_a_target_is_refused_with_the_reason() -> None:
    with pytest.raises(Refused, match=r"line 2: target: it is empty, but there is a value of 33"):
        taken((CASES / "04_current_without_target.csv").read_bytes())


def test_a_log_of_a_goal_nobody_has_is_refused_with_a_reason() -> None:
    report = planned((CASES / "05_checkin_log.csv").read_text())
    assert [row.line for row in report.skipped] == [2, 3]
    assert "NPS needs a target, here or on the board" in report.skipped[0].reason


def test_a_log_is_check_ins_of_one_key_result_of_the_board() -> None:
    goal = "Objective,Key result,Start,Target,Unit\nDelight users,NPS,20,50,points\n"
    board, _ = taken(goal)
    data = (CASES / "05_checkin_log.csv").read_bytes()
    made = draft(board)
    report = import_any(made, read_import(data))
    assert report.layout == "a log of check-ins, one row each"
    assert report.summary == "1 member and 2 check-ins added"
    board = made.board
    sam = board.member_named("sam")
    assert sam is not None
    assert [
        (c.on, c.value, c.confidence, c.note, c.author) for c in board.check_ins_of(4)
    ] == [
        (date(2026, 10, 2), 33, 6, "Start", sam.id),
        (date(2026, 10, 9), 36, 7, "Next", sam.id),
    ]  # fmt: skip
    again = draft(board)
    assert not import_any(again, read_import(data)).changes


def test_a_log_names_key_results_by_reference_or_whole_title() -> None:
    text = "Date,Key result,Value\n2026-10-09,kr1,25\n2026-10-02,pages a week,28\n"
    board, report = taken(text)
    assert [(c.on.day, c.value) for c in board.check_ins_of(1)] == [(2, 28), (9, 25)]
    assert report.summary == "2 check-ins added"
    with pytest.raises(Refused, match="no key result is called “Pages”"):
        taken("Date,Key result,Value\n2026-10-09,Pages,25\n")


def test_a_log_adds_what_is_older_than_the_newest_check_in() -> None:
    board, _ = taken("Date,Key result,Value\n2026-10-09,KR1,25\n")
    made = draft(board)
    import_any(made, read_import(b"Date,Key result,Value\n2026-10-02,KR1,28\n2026-10-09,KR1,25\n"))
    assert [c.value for c in made.board.check_ins_of(1)] == [28, 25]
    latest = made.board.latest(1)
    assert latest is not None
    assert latest.value == 25


def test_an_older_row_of_a_log_leaves_the_steps_as_they_are() -> None:
    board, _ = taken("Date,Key result,Value\n2026-10-09,KR3,2/3\n")
    made = draft(board)
    import_any(made, read_import(b"Date,Key result,Value\n2026-10-02,KR3,1/3\n"))
    assert [c.value for c in made.board.check_ins_of(3)] == [1, 2]
    assert [bool(step.done) for step in made.board.key_results[3].steps] == [True, True, False]


def test_a_log_with_targets_makes_its_key_result_once() -> None:
    board, report = taken(
        "Date,Objective,Key result,Start,Target,Value\n"
        "11/06/2026,Delight users,NPS,20,50,30\n11/13/2026,Delight users,NPS,20,50,33\n"
    )
    assert [one.title for one in goals(board)] == ["NPS"]
    assert [(c.on.day, c.value) for c in board.check_ins_of(4)] == [(6, 30), (13, 33)]
    assert report.summary == "1 objective, 1 key result and 2 check-ins added"


def test_days_of_one_file_have_one_order() -> None:
    text = "Objective,Key Result,Target,Current,Last Update\nA,B,5,1,{}\nA,C,5,1,{}\n"
    board, _ = taken(text.format("11/06/2026", "11/13/2026"))
    assert [one.on for one in goals(board)] == [date(2026, 11, 6), date(2026, 11, 13)]
    board, _ = taken(text.format("06/11/2026", "13/11/2026"))
    assert [one.on for one in goals(board)] == [date(2026, 11, 6), date(2026, 11, 13)]
    with pytest.raises(Refused, match="may be either day"):
        taken(text.format("11/06/2026", "11/07/2026"))


def test_all_reasons_of_a_bad_row_are_told_at_once() -> None:
    report = planned(
        "Objective,Key Result,Start,Target,Confidence,Last Update,Level\n"
        "A,Fix,x,100,17,12/11/2026,planet\n"
    )
    (row,) = report.skipped
    for part in ("level: “planet”", "confidence is a", "start: “x”", "either day"):
        assert part in row.reason


@pytest.mark.parametrize(
    ("rows", "question"),
    [
        ("A,Fix,0,100,99125", "line 2: 99125 is far outside of 0 → 100"),
        ("A,Fix,80 %,99 %,84000 %", "line 2: 84000 % is far outside of 80 → 99 %"),
    ],
)
def test_a_value_far_from_its_goal_is_a_question(rows: str, question: str) -> None:
    report = planned(f"Objective,Key Result,Start,Target,Current\n{rows}\n")
    assert report.skipped == ()
    assert report.questions[0].startswith(question)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A,B,0.8,99,84%", "fractions or per cent?"),
        ("A,B,0,500,40%", "write the value itself"),
        ("A,B,€5,$10,", "write them in one unit"),
        ("A,B,1 m,5 m,", "may be =1000000 or =1"),
        ("A,B,0,10,3/12", "does not fit its target"),
        ("A,B,,1.200,", "may be"),
    ],
)
def test_numbers_that_may_be_two_or_on_two_scales_are_refused(row: str, reason: str) -> None:
    (bad,) = planned(f"Objective,Key Result,Start,Target,Current\n{row}\n").skipped
    assert reason in bad.reason


@pytest.mark.parametrize(
    ("row", "current"),
    [
        ("10,50,,40%", 26),
        ("50,10,,40 %", 34),
        ("10,50,,0.4", 26),
        ("10,50,,2/5", 26),
        ("10,50,,2 of 5", 26),
        ("10,50,,done", 50),
        ("10,50,30,", 30),
    ],
)
def test_a_share_of_the_way_is_the_value_that_it_is(row: str, current: float) -> None:
    board, report = taken(f"Objective,Key Result,Start,Target,Current,% Complete\nA,B,{row}\n")
    assert goals(board)[0].current == current
    assert report.questions == ()


def test_per_cent_in_a_column_are_no_fractions() -> None:
    board, _ = taken("Objective,Key Result,% Complete\nA,B,1\nA,C,40\nA,D,100\n")
    assert [one.current for one in goals(board)] == [1, 40, 100]
    board, _ = taken("Objective,Key Result,% Complete\nA,B,1\nA,C,0.4\n")
    assert [one.current for one in goals(board)] == [100, 40]


def test_progress_that_may_be_a_value_is_asked_until_mapped() -> None:
    text = "Objective,Key Result,Target,Progress\nA,Deals,50,33\n"
    board, report = taken(text)
    assert goals(board)[0].current == 16.5
    assert "--map" in report.questions[0]
    board, report = taken(text, mapping=("Progress=current",))
    assert (goals(board)[0].current, report.questions) == (33, ())
    board, report = taken(text, mapping=("progress=% complete",))
    assert (goals(board)[0].current, report.questions) == (16.5, ())


def test_progress_that_contradicts_the_numbers_is_told() -> None:
    board, report = taken("Objective,Key Result,Target,Current,Progress\nA,B,50,10,60%\n")
    assert goals(board)[0].current == 10
    assert any("progress says 60 %, its numbers say 20 %" in note for note in report.notes)


def test_scores_beside_how_goals_ended_are_the_objectives() -> None:
    board, _ = taken("Objective,Key Result,Target,Outcome,Stage,Score\nA,B,50,partly,closed,0.4\n")
    assert board.objectives[2].score == 0.4
    assert goals(board)[0].current is None


@pytest.mark.parametrize("score", ["7", "1.2", "-0.1"])
def test_a_score_that_is_none_is_refused(score: str) -> None:
    (bad,) = planned(f"Objective,Key Result,Score\nA,B,{score}\n").skipped
    assert "score: " in bad.reason


@pytest.mark.parametrize(
    ("title", "start", "target", "unit"),
    [
        ("Raise accuracy from 80 % to 99.1 %", 80, 99.1, "%"),
        ("Cut churn from 5% to 3% by December", 5, 3, "%"),
        ("Umsatz von 1 Mio auf 3 Mio €", 1_000_000, 3_000_000, "€"),
        ("Revenue €1M → €2M", 1_000_000, 2_000_000, "€"),
    ],
)
def test_a_way_in_a_title_is_used(title: str, start: float, target: float, unit: str) -> None:
    board, report = taken(f"Objective,Key Result\nA,{title}\n")
    assert goals(board) == [Goal("A", title, start, target, unit, None, None)]
    assert any("is read out of the title" in note for note in report.notes)


def test_columns_say_more_than_a_title() -> None:
    board, _ = taken("Objective,Key Result,Start,Target\nA,From 80 to 99 words,10,50\n")
    assert (goals(board)[0].start, goals(board)[0].target) == (10, 50)


@pytest.mark.parametrize(
    ("cells", "confidence"),
    [
        (["High", "medium", "LOW"], [8, 5, 2]),
        (["hoch", "mittel", "niedrig"], [8, 5, 2]),
        (["70%", "7/10", "4/5"], [7, 7, 8]),
        (["0.7", "1", "0"], [7, 10, 0]),
        (["10", "1", "0"], [10, 1, 0]),
    ],
)
def test_confidence_is_read_in_words_and_scales(cells: list[str], confidence: list[int]) -> None:
    rows = "".join(f"A,K{at},5,1,{cell}\n" for at, cell in enumerate(cells))
    board, _ = taken(f"Objective,Key Result,Target,Current,Confidence\n{rows}")
    assert [c.confidence for c in board.check_ins.values()] == confidence


def test_one_s_own_words_for_columns_are_mapped() -> None:
    text = "Aim,Sign,From here,To there,Status\nA,B,10,50,ok\n"
    told = ("Aim=objective", "sign = Key Result", "From here=start", "To there=target")
    board, report = taken(text, mapping=told)
    assert goals(board) == [Goal("A", "B", 10, 50, "", None, None)]
    assert report.ignored == ("Status",)
    board, _ = taken("Objective,Key result,Target,Owner\nA,B,5,zoe\n", mapping=("Owner=",))
    assert board.member_named("zoe") is None


def test_points_in_money_group_in_a_file_without_other_numbers() -> None:
    board, report = taken("Objective,Key Result,Start,Target\nA,B,€1.200,€3.500\n")
    assert goals(board) == [Goal("A", "B", 1200, 3500, "€", None, None)]
    assert len(report.notes) == 2


def test_closed_goals_of_one_title_keep_their_own_scores() -> None:
    board, _ = taken(
        "Objective,Objective no,Key Result,Target,Stage,Outcome,Score\n"
        "A,1,B,5,closed,partly,0.4\nA,2,B,5,closed,missed,0.1\n"
    )
    assert [one.score for one in board.objectives.values()][1:] == [0.4, 0.1]


@pytest.mark.parametrize("steps", ["1 of 2", "1/2", "50%"])
def test_steps_are_counted_in_several_ways(steps: str) -> None:
    board, _ = taken(f"Objective,Key Result,Steps,Current\nA,B,One;Two,{steps}\n")
    assert [bool(step.done) for step in board.key_results[4].steps] == [True, False]


@pytest.mark.parametrize(
    ("unit", "ends", "cell", "value"),
    [
        ("%", "80,99", "84%", 84),
        ("%", "80,99", "84", 84),
        ("pages", "30,10", "40%", 22),
        ("hours", "10,2", "90 min", 1.5),
        ("k€", "100,900", "€500k", 500),
        ("€", "100,900000", "500k", 500_000),
        ("", "100,900", "1,234", 1234),
    ],
)
def test_a_value_alone_is_on_the_scale_of_its_key_result(
    unit: str, ends: str, cell: str, value: float
) -> None:
    board, _ = taken(f"Objective,Key Result,Start,Target,Unit\nA,B,{ends},{unit}\n")
    for text in (
        f'Objective,Key Result,Current\nA,B,"{cell}"\n',
        f'Date,Key Result,Value\n2026-11-13,B,"{cell}"\n',
    ):
        made = draft(board)
        import_any(made, read_import(text.encode()))
        assert goal_of(made.board, made.board.key_results[4]).current == value
        assert made.board.key_results[4] == board.key_results[4]


def test_a_value_in_another_unit_than_its_key_result_is_refused() -> None:
    board, _ = taken("Objective,Key Result,Start,Target,Unit\nA,B,0,9,pages\n")
    per_cent, _ = taken("Objective,Key Result,Start,Target\nA,B,80 %,99 %\n")
    for there, row in (
        (board, "Current\nA,B,5 €"),
        (board, "Current,Unit\nA,B,5,calls"),
        (per_cent, "Current\nA,B,5 €"),
        (per_cent, "Current\nA,B,0.84"),
    ):
        made = draft(there)
        with pytest.raises(Refused, match="counts in"):
            import_any(made, read_import(f"Objective,Key Result,{row}\n".encode()))


def test_a_log_changes_nothing_but_check_ins() -> None:
    board, _ = taken("Objective,Key Result,Start,Target\nA,B,0,9\n")
    made = draft(board)
    text = "Date,Objective,Key Result,Target,Value\n2026-11-06,A,B,20,3\n2026-11-13,A,B,30,4\n"
    report = import_any(made, read_import(text.encode()))
    assert made.board.key_results[4] == board.key_results[4]
    assert report.summary == "2 check-ins added"
    assert "target of a log left out" in report.notes[0]
