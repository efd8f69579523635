"""Tables laid out in other ways than a row a key result, and what stands around a table."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.making import draft, furnished

from okrboard.errors import Refused, UsageError
from okrboard.transfer import (
    ImportOptions,
    ImportReport,
    import_any,
    plan_tables,
    read_import,
)

HEAD = "Objective,Key Result,Start,Target,Current\n"

Tree = dict[str, list[tuple[str, float, float]]]

USUAL: Tree = {
    "Delight users": [("NPS", 20, 50), ("Churn", 5, 3)],
    "Grow": [("Revenue", 0, 100)],
}


def tree(text: str, **told: object) -> tuple[Tree, ImportReport]:
    made = draft(furnished().board)
    report = import_any(made, read_import(text.encode()), ImportOptions(**told))  # type: ignore[arg-type]
    found = {
        objective.title: [
            (one.title, one.start, one.target) for one in made.board.key_results_of(objective.id)
        ]
        for id, objective in made.board.objectives.items()
        if id > 1
    }
    return found, report


def refused(text: str, **told: object) -> str:
    with pytest.raises(Refused) as caught:
        tree(text, **told)
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "Type,Title,Start,Target\nObjective,Delight users,,\nKey Result,NPS,20,50\n"
        "KR,Churn,5,3\nO,Grow,,\nKR 1,Revenue,0,100\n",
        "Level,Goal,Start,Target\nObjective,Delight users,,\nKey Result,NPS,20,50\n"
        "Key Result,Churn,5,3\nObjective,Grow,,\nKey Result,Revenue,0,100\n",
        "#,Objectives & Key Results,Start,Target\nO1,Delight users,,\nKR1.1,NPS,20,50\n"
        "KR1.2,Churn,5,3\nO2,Grow,,\nKR2.1,Revenue,0,100\n",
        "ID,Title,Start,Target\n1,Delight users,,\n1.1,NPS,20,50\n1.2,Churn,5,3\n2,Grow,,\n"
        "2.1,Revenue,0,100\n",
        "OKR,Start,Target\nO1: Delight users,,\nKR1: NPS,20,50\nKR2 - Churn,5,3\n"
        "Objective 2 – Grow,,\nKR 1. Revenue,0,100\n",
        "OKR,Start,Target\n1 Delight users,,\n1.1 NPS,20,50\n1.2. Churn,5,3\n2) Grow,,\n"
        "2.1 Revenue,0,100\n",
        "Objective / Key Result,Start,Target\nDelight users,,\n  NPS,20,50\n  Churn,5,3\nGrow,,\n"
        "  Revenue,0,100\n",
        "Objective / Key Result,Start,Target\nDelight users,,\n- NPS,20,50\n- Churn,5,3\nGrow,,\n"
        "- Revenue,0,100\n",
        "Typ;Titel;Startwert;Zielwert\nZiel;Delight users;;\nSchlüsselergebnis;NPS;20;50\n"
        "Schlüsselergebnis;Churn;5;3\nZiel;Grow;;\nSchlüsselergebnis;Revenue;0;100\n",
        "Objective,KR1,KR1 start,KR1 target,KR 2,KR 2 start,KR 2 target\n"
        "Delight users,NPS,20,50,Churn,5,3\nGrow,Revenue,0,100,,,\n",
        "Objective,Key Result 1,Key Result 2\n"
        "Delight users,NPS from 20 to 50,Churn from 5 to 3\nGrow,Revenue from 0 to 100,\n",
        'Objective,Key Results\nDelight users,"1. NPS from 20 to 50\n2. Churn from 5 to 3"\n'
        "Grow,Revenue from 0 to 100\n",
        "Objective,Key Result,Start,Target\nDelight users,NPS,20,50\n,Churn,5,3\n"
        "Grow,Revenue,0,100\n",
        "Objective,Key Result,Start,Target\nDelight users,,,\n,NPS,20,50\n,Churn,5,3\nGrow,,,\n"
        ",Revenue,0,100\n",
        "| Objective | Key Result | Start | Target |\n|---|:--|--:|:-:|\n"
        "| **Delight users** | NPS | 20 | 50 |\n|  | `Churn` | 5 | 3 |\n"
        "| Grow | Revenue | 0 | 100 |",
        "Objective\tKey Result\tStart\tTarget\nDelight users\tNPS\t20\t50\n\tChurn\t5\t3\n"
        "Grow\tRevenue\t0\t100\n",
    ],
    ids=range(16),
)
def test_every_layout_says_the_same(text: str) -> None:
    found, report = tree(text)
    bare = {
        objective: [(title.partition(" from ")[0], start, target) for title, start, target in all]
        for objective, all in found.items()
    }
    assert bare == USUAL
    assert (report.skipped, report.questions) == ((), ())


def test_owners_of_items_are_their_own() -> None:
    text = "Type,Title,Owner,Target\nObjective,Grow,ana,\nKey Result,Revenue,ben,100\n"
    made = draft(furnished().board)
    import_any(made, read_import(text.encode()))
    assert (made.board.objectives[2].owner, made.board.key_results[4].owner) == (1, 2)


def test_what_is_no_goal_is_left_out_and_told() -> None:
    text = "Type,Title,Target\nObjective,Grow,\nKey Result,Revenue,9\nInitiative,Call ten,\n"
    found, report = tree(text)
    assert list(found) == ["Grow"]
    assert [str(row) for row in report.left_out] == ["line 4: Initiative, no goal"]
    text = "#,OKR,Target\nO1,Grow,\nKR1.1,Revenue,9\n1.1.1,Call ten,\n,Phone bill,7\n"
    _, report = tree(text)
    assert [row.line for row in report.left_out] == [4, 5]
    assert "“Phone bill” says neither objective nor key result" in report.questions[0]


def test_items_that_nothing_tells_apart_are_refused() -> None:
    assert "nothing tells objectives from key results" in refused("OKR,Target\nGrow,\nRevenue,9\n")


def test_an_objectives_own_sum_is_left_out_and_told() -> None:
    found, report = tree(f"{HEAD}Grow,,,,58%\n,Revenue,0,100,40\n")
    assert found == {"Grow": [("Revenue", 0, 100)]}
    assert "current of an objective left out" in report.notes[0]


@pytest.mark.parametrize(
    "total",
    ["Total,,,,58%", "Grand total:,,,,58%", "Gesamt,,,,58%", ",Average,,,1", "Ø Overall,,,,3"],
)
def test_totals_are_left_out_and_told(total: str) -> None:
    found, report = tree(f"{HEAD}Grow,Revenue,0,100,40\n{total}\n")
    assert found == {"Grow": [("Revenue", 0, 100)]}
    assert [row.line for row in report.left_out] == [3]


def test_a_goal_that_only_begins_like_a_total_stays() -> None:
    found, _ = tree(f"{HEAD}Total quality,Sum of errors,9,3,\nOverall calm,Average wait,9,3,5\n")
    assert [title for all in found.values() for title, _, _ in all] == [
        "Sum of errors",
        "Average wait",
    ]


def test_titles_and_the_header_again_are_left_out_and_told() -> None:
    text = f"OKRs,,,,\nmade by Ana,,,,\n{HEAD}Grow,Revenue,0,100,40\n{HEAD}Rest,Sleep,0,8,6\n"
    found, report = tree(text)
    assert list(found) == ["Grow", "Rest"]
    assert [row.line for row in report.left_out] == [1, 2, 5]


def test_units_may_stand_in_the_header() -> None:
    made = draft(furnished().board)
    text = "Objective,Key Result,Baseline (%),Target (%),Actual [%]\nA,B,80,99.1,84\n"
    import_any(made, read_import(text.encode()))
    key_result = made.board.key_results[4]
    assert (key_result.start, key_result.target, key_result.unit) == (80, 99.1, "%")


def test_german_headers_share_a_word_of_objective_and_target() -> None:
    found, _ = tree("Ziel;Kennzahl;Von;Ziel;Ist\nGrow;Revenue;0;100;40\n")
    assert found == {"Grow": [("Revenue", 0, 100)]}


def test_a_deadline_is_no_end_of_a_cycle() -> None:
    found, report = tree(
        "Objective,Key Result,Target,Due date\nA,B,5,2026-12-01\nA,C,5,next year\n"
    )
    assert len(found["A"]) == 2
    assert report.ignored == ("Due date",)


def test_of_several_tables_the_one_with_goals_is_read_and_named() -> None:
    table = "|Objective|Key Result|Target|\n|-|-|-|\n|{}|K|5|\n"
    other = "# People\n\n|Name|Room|\n|---|---|\n|Ana|4|\n\n"
    found, report = tree(f"{other}## Team A\n\n{table.format('Grow')}")
    assert (list(found), report.notes, report.questions) == (
        ["Grow"],
        ("sheet Team A was read",),
        (),
    )
    both = f"## Team A\n{table.format('Grow')}\n## Team B\n{table.format('Rest')}"
    found, report = tree(both)
    assert list(found) == ["Grow"]
    assert "other sheets have goals, too: Team B" in report.questions[0]
    found, report = tree(both, sheet="team b")
    assert (list(found), report.questions) == (["Rest"], ())
    with pytest.raises(UsageError, match="there is no sheet Team C; there is Team A, Team B"):
        tree(both, sheet="Team C")


def test_a_pipe_in_a_text_is_no_table() -> None:
    assert "the header has no column" in refused("a | b\nc | d\n")


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("Nowhere=target", "the table has no column Nowhere"),
        ("Target=nothing", "there is no field nothing: it is cycle, "),
        ("Target", "a mapping is written"),
    ],
)
def test_a_mapping_that_cannot_be_is_wrong_usage(told: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        tree(f"{HEAD}A,B,1,2,\n", mapping=(told,))


def test_two_columns_of_one_meaning_are_told_apart_by_a_mapping() -> None:
    text = "Objective,Key Result,Target,Goal value\nA,B,5,7\n"
    assert refused(text).startswith("two columns mean target: Target and Goal value")
    assert tree(text, mapping=("Target=",))[0] == {"A": [("B", 0, 7)]}


@pytest.mark.parametrize(("decimal", "target"), [(",", 1.234), (".", 1234)])
def test_a_lone_mark_is_what_a_person_says(decimal: str, target: float) -> None:
    text = "Objective\tKey Result\tTarget\nA\tB\t1,234\n"
    assert tree(text, decimal=decimal)[0] == {"A": [("B", 0, target)]}


def test_a_pasted_number_that_may_be_two_is_refused() -> None:
    made = draft(furnished().board)
    source = read_import(b"Objective\tKey Result\tTarget\nA\tB\t1.234\n")
    (row,) = plan_tables(made, source.tables, ImportOptions()).skipped
    assert "may be" in row.reason


def test_cells_that_a_layout_has_no_place_for_are_told() -> None:
    text = "Type,Title,Team,Target\nObjective,Grow,IT,7\nKey Result,Revenue,Sales,9\n"
    found, report = tree(text)
    assert found == {"Grow": [("Revenue", 0, 9)]}
    assert report.notes == (
        "line 2: target of an objective left out; its key results have that",
        "line 3: team of a key result left out; its objective has that",
    )
    _, report = tree("Objective,Target,KR1,KR2\nGrow,9,Revenue,Deals\n")
    assert report.notes[0] == "line 2: target of an objective left out; its key results have that"
    _, report = tree("Objective,Key Result,Score\nGrow,,0.4\n")
    assert "score of an objective left out" in report.notes[0]


def test_a_score_beside_items_is_that_of_its_key_result() -> None:
    made = draft(furnished().board)
    text = "Type,Title,Score\nObjective,Grow,0.5\nKey Result,Revenue,0.4\nKey Result,Deals,0.6\n"
    import_any(made, read_import(text.encode()))
    assert [c.value for c in made.board.check_ins.values()] == [40, 60]


@pytest.mark.parametrize(
    "text",
    [
        "Type,Title,Target\nObjective,Grow,\nKey Result,Revenue,9,10\n",
        "Objective,KR1,KR2\nGrow,Revenue,Deals,more\n",
    ],
)
def test_cells_beyond_the_header_are_refused_in_every_layout(text: str) -> None:
    assert "it has more cells than the header" in refused(text)


HEADERS = (
    *("Objective", "Key Result", "Owner", "Start", "Target", "Current", "Progress", "Score"),
    *("Confidence", "Last Update", "Unit", "Type", "Title", "#", "KR1", "KR1 Target", "Date", "By"),
)
CELLS = (
    *("", "", "A", "B", "0", "1", "0.4", "40%", "84 %", "1,234", "€ 3,5 Mio", "2/5", "High", "yes"),
    *(
        "2026-11-13",
        "11/06/2026",
        "#REF!",
        "=1+1",
        "Total",
        "Objective",
        "Key Result",
        "O1",
        "KR1.1",
    ),
    *("  x", "- y", "from 1 to 5", "1. a\n2. b", "1e999", "(3)", "\x1b[2J", "‮", "@zoe", "9" * 300),
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_row_of_a_key_result_is_lost_without_a_word(data: st.DataObject) -> None:
    more = data.draw(st.lists(st.sampled_from(HEADERS[2:]), unique=True, max_size=8))
    headers = ["Objective", "Key Result", *more]
    cells = st.lists(st.sampled_from(CELLS), min_size=len(headers), max_size=len(headers))
    rows = data.draw(st.lists(cells, max_size=6))
    text = io.StringIO()
    csv.writer(text).writerows([headers, *rows])
    made = draft(furnished().board)
    (table,) = read_import(text.getvalue().encode()).tables
    try:
        report = plan_tables(made, (table,), ImportOptions(skip_bad=True))
    except Refused:
        return
    told = {one.line for goal in report.goals for one in goal.key_results}
    told |= {row.line for row in (*report.skipped, *report.left_out)}
    asked = {row.line for row in table.rows[report.header :] if row.cells[1].strip()}
    assert asked <= told


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(HEADERS), min_size=1, max_size=9), st.data())
def test_any_table_is_understood_or_refused(headers: list[str], data: st.DataObject) -> None:
    cells = st.lists(st.sampled_from(CELLS), max_size=len(headers) + 1)
    rows = data.draw(st.lists(cells, max_size=6))
    text = io.StringIO()
    csv.writer(text).writerows([headers, *rows])
    made = draft(furnished().board)
    try:
        report = plan_tables(made, read_import(text.getvalue().encode()).tables, ImportOptions())
    except Refused:
        return
    assert report.summary
