"""A team's own sheet onto a board: what it may look like, what is told when it is wrong."""

from __future__ import annotations

from datetime import date

import pytest
from support.making import TODAY, draft, furnished

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.cycles import add_cycle
from okrboard.domain.edit.objectives import close_objective
from okrboard.errors import Refused
from okrboard.transfer import ImportOptions, ImportReport, import_any, read_import

HEADER = "cycle,objective,key_result,start,target,unit,current\n"


def with_cycle() -> Draft:
    made = draft(member=0)
    add_cycle(made, "2026-T3", date(2026, 9, 1), date(2026, 12, 31), running=True)
    return made


def took(text: str, made: Draft | None = None) -> tuple[Board, ImportReport]:
    made = made or with_cycle()
    report = import_any(made, read_import(text.encode()))
    return made.board, report


def refused(text: str, made: Draft | None = None) -> str:
    with pytest.raises(Refused) as caught:
        took(text, made)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_objective_and_key_result_are_enough() -> None:
    board, report = took("objective,key_result\nSleep well,Fewer pages\nSleep well,SOP written\n")
    assert [o.title for o in board.objectives.values()] == ["Sleep well"]
    assert [kr.title for kr in board.key_results_of(1)] == ["Fewer pages", "SOP written"]
    assert {kr.kind for kr in board.key_results.values()} == {"milestones"}
    assert board.objectives[1].stage == "committed"
    assert report.summary == "1 objective and 2 key results added"


def test_everything_that_a_sheet_may_say_is_taken() -> None:
    board, report = took(
        "Quarter;Level;Team;Goal;Objective owner;Commitment;Stage;Why;Tags;Key Result;Type;"
        "Baseline;Target;Unit;Weight;KR owner;Actual;Confidence;Last update;Comment;Status\r\n"
        'Q4 2026;Team;Audit;"Catch what\ncosts us";Ana Ferreira;Committed;Active;"One.\nTwo.";'
        'night, #cold;Accuracy;number;"80,5";"99,1";%;2;@ben;"1.091,5";7/10;06.11.2026;fine;ok\r\n',
        draft(member=0),
    )
    objective, key_result = board.objectives[1], board.key_results[1]
    assert board.cycles[1].name == "Q4 2026"
    assert (board.cycles[1].first, board.cycles[1].last) == (date(2026, 10, 1), date(2026, 12, 31))
    assert board.cycles[1].state == "running"
    assert objective.title == "Catch what costs us"
    assert objective.why == "One.\nTwo."
    assert objective.labels == ("night", "cold")
    assert (objective.level, objective.commitment, objective.stage) == (
        "team",
        "committed",
        "committed",
    )
    assert [(m.handle, m.name) for m in board.members.values()] == [
        ("ana", "Ana Ferreira"),
        ("ben", ""),
    ]
    assert board.teams[objective.team].name == "Audit"
    assert (key_result.start, key_result.target, key_result.unit) == (80.5, 99.1, "%")
    assert (key_result.weight, key_result.owner) == (2.0, 2)
    (check_in,) = board.check_ins.values()
    assert (check_in.value, check_in.confidence, check_in.on) == (1091.5, 7, date(2026, 11, 6))
    assert (check_in.note, check_in.source) == ("fine", "import")
    assert report.ignored == ("Status",)
    assert report.notes == ("new members: ana (Ana Ferreira), ben",)


@pytest.mark.parametrize(
    ("cells", "kind", "start", "target"),
    [
        ("Pages,31,8,,", "metric", 31, 8),
        ("Pages,,8,,", "metric", 0, 8),
        ("Pages,,8,,12", "metric", 12, 8),
        ("Uptime,,≥ 99.9,%,", "threshold", 0, 99.9),
        ("Uptime,,>=99.9%,,", "threshold", 0, 99.9),
        ("Manual,,,,40%", "metric", 0, 100),
        ("Manual,,,,", "milestones", 0, 1),
        ('Revenue,€1.2M,"€2,500,000",,', "metric", 1_200_000, 2_500_000),
        ("Loss,-5,−2.5,,", "metric", -5, -2.5),
        ("Orders,12k,20k,,", "metric", 12_000, 20_000),
    ],
)
def test_a_kind_is_found_in_the_cells(cells: str, kind: str, start: float, target: float) -> None:
    board, _ = took(f"objective,key_result,start,target,unit,current\nO,{cells}\n")
    key_result = board.key_results[1]
    assert (key_result.kind, key_result.start, key_result.target) == (kind, start, target)


def test_units_stand_beside_numbers_or_in_their_column() -> None:
    board, _ = took(
        "objective,key_result,start,target,unit\n"
        'O,A,80 %,99.1%,\nO,B,"€1,200","€2,400",\nO,C,31 pages,8 pages,Pages\nO,D,1 km,5 km,\n'
    )
    assert [kr.unit for kr in board.key_results.values()] == ["%", "€", "Pages", "km"]
    assert board.key_results[4].target == 5
    assert refused("objective,key_result,target,unit\nO,A,5 €,%\n").startswith("line 2: ")
    assert "may be =1000000 or =1" in refused("objective,key_result,start,target\nO,D,1 m,5 m\n")


def test_steps_are_named_in_a_cell_with_or_without_marks() -> None:
    board, _ = took(
        "objective,key_result,steps,current\n"
        'O,A,Release; Incident; Restore,1\nO,B,"[x 2026-10-02] Plan\n[ *2.5] Write; print",\n'
        "O,C,One;Two,2/2\nO,D,,yes\nO,E,One;Two,50%\n"
    )
    done = [[bool(step.done) for step in kr.steps] for kr in board.key_results.values()]
    assert done == [[True, False, False], [True, False], [True, True], [True], [True, False]]
    assert [step.name for step in board.key_results[2].steps] == ["Plan", "Write; print"]
    assert board.key_results[2].target == 3.5
    assert board.key_results[2].steps[0].done == date(2026, 10, 2)


def test_a_row_without_an_objective_belongs_to_the_one_above() -> None:
    board, _ = took("cycle,objective,key_result\n2026-T3,One,A\n,,B\n2026-T3,Two,C\n,,D\n")
    titles = {
        o.title: [k.title for k in board.key_results_of(o.id)] for o in board.objectives.values()
    }
    assert titles == {"One": ["A", "B"], "Two": ["C", "D"]}


def test_one_owner_column_owns_the_key_results() -> None:
    board, _ = took("objective,key_result,owner\nO,A,ana\nO,B,ben\n")
    assert [kr.owner for kr in board.key_results.values()] == [1, 2]
    assert board.objectives[1].owner == 1


def test_members_are_found_by_handle_and_by_name() -> None:
    text = "objective,key_result,owner\nO,A,Ana Ferreira\nP,B,ANA\nQ,C,@ana\nR,D,ana ferreira\n"
    board, _ = took(text)
    assert len(board.members) == 1


def test_what_is_there_is_changed_and_not_doubled() -> None:
    made = furnished()
    board, report = took(
        "objective,key_result,target,current,level\n"
        "releases stop WAKING people,pages a week,6,20,company\n",
        made,
    )
    assert len(board.objectives) == 1
    assert len(board.key_results) == 3
    assert board.objectives[1].level == "company"
    assert board.objectives[1].owner == 1
    assert board.key_results[1].target == 6
    assert board.key_results[1].retargets[0].target == 8
    assert report.summary == "1 check-in added, 2 changed"


def test_a_plain_list_of_steps_takes_no_mark_away() -> None:
    made = furnished()
    took("objective,key_result,current\nReleases stop waking people,SOPs live,2\n", made)
    board, _ = took(
        "objective,key_result,steps\n"
        "Releases stop waking people,SOPs live,Release;Backup;Incident;New\n",
        made,
    )
    steps = [(step.name, step.weight, bool(step.done)) for step in board.key_results[3].steps]
    assert steps == [
        ("Release", 1, True),
        ("Backup", 1, True),
        ("Incident", 2, False),
        ("New", 1, False),
    ]


def test_easing_a_target_asks_for_a_reason() -> None:
    row = "objective,key_result,target,reason\nReleases stop waking people,Pages a week,20,{}\n"
    assert "say why" in refused(row.format(""), furnished())
    board, _ = took(row.format("two depots more"), furnished())
    assert board.key_results[1].retargets[0].reason == "two depots more"


def test_an_older_check_in_than_the_board_s_is_left_out() -> None:
    made = furnished()
    header = "objective,key_result,current,last_check_in\n"
    row = header + "Releases stop waking people,Pages a week,{},{}\n"
    took(row.format(20, "2026-11-13"), made)
    board, report = took(row.format(30, "2026-11-06"), made)
    assert [c.value for c in board.check_ins.values()] == [20]
    assert report.summary.startswith("nothing new")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2026-T3,O,K,abc,5,,", "line 3: start: “abc” is no number"),
        ("2026-T3,O,,1,5,,", "line 3: key_result is empty, but start is not"),
        ("2026-T3,O,K,5,5,,", "line 3: start and target are the same"),
        ("2026-T3,O,K,5,,,", "line 3: target: it is empty, but start is not"),
        ("2026-T3,O,K,1,5,,abc", "line 3: current: “abc” is no number"),
        ("2026-T3,O,K,1,1e999,,", "line 3: target: "),
        ("2026-T3,O,K,1,12 of 40,,", "line 3: target: “12 of 40” is no number"),
        ("2026-T3,O,K,1,nan,,", "line 3: target: “nan” is no number"),
        ("2026-T3,O,K,1,5,,1e16", "line 3: that value is too large"),
        ("Sometime,O,K,1,5,,", "line 3: there is no cycle Sometime"),
        ("2026-T3,O,K,1,5,,7,8", "line 3: it has more cells than the header"),
        (f"2026-T3,{'x' * 10_001},K,1,5,,", "line 3: that title has more than"),
    ],
)
def test_a_wrong_row_is_named_by_line_and_reason(row: str, reason: str) -> None:
    made = with_cycle()
    before = made.finish()
    message = refused(f"{HEADER}2026-T3,Good,K,1,5,,\n{row}\n", made)
    assert message.startswith(reason)
    assert message.endswith("nothing was imported: mend it or use --skip-bad")
    del before


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("level", "planet", "line 2: level: “planet” is none of company, team, individual"),
        ("commitment", "maybe", "line 2: commitment: “maybe” is none of"),
        ("stage", "closed", "line 2: say how O1 ended"),
        ("kind", "magic", "line 2: kind: “magic” is none of"),
        ("kind", "metric", "line 2: target: a metric needs one"),
        ("kind", "milestones", "line 2: steps: milestones need them"),
        ("confidence", "11", "line 2: confidence is a number from 0 to 10"),
        ("confidence", "certain", "line 2: confidence: “certain” is no whole number"),
        ("last_check_in", "2026-11-21", "line 2: 2026-11-21 is still to come"),
        ("last_check_in", "3/4/2026", "line 2: last_check_in: “3/4/2026” may be either day"),
        ("weight", "-1", "line 2: a weight lies between"),
        ("owner", "!?", "line 2: owner: no handle can be made of"),
        ("contributes_to", "Nobody", "line 2: contributes_to: no objective is called “Nobody”"),
        ("contributes_to", "O", "line 2: contributes_to: no objective is called “O”"),
        ("steps", "[x 2026-13-40] A", "line 2: steps: “2026-13-40” is no day"),
        ("steps", "[ *two] A", "line 2: steps: “*two” is no weight"),
        ("steps", ";", "line 2: steps: it names no step"),
    ],
)
def test_a_wrong_cell_is_named_by_its_column(column: str, cell: str, reason: str) -> None:
    assert refused(f"objective,key_result,{column}\nO,K,{cell}\n").startswith(reason)


def test_several_wrong_rows_are_counted() -> None:
    rows = "".join(f"2026-T3,O,K{n},x,5,,\n" for n in range(8))
    assert "(and 7 more, line 3, 4, 5, 6, 7 …)" in refused(HEADER + rows)


def test_rows_of_one_objective_that_contradict_are_named() -> None:
    text = "objective,key_result,team\nO,A,IT\nO,B,Sales\n"
    assert refused(text).startswith("line 3: team: line 2 says another one for the same objective")


def test_skipping_bad_rows_takes_all_others_and_nothing_of_them() -> None:
    made = with_cycle()
    text = (
        "objective,key_result,start,target,owner,stage,contributes_to\n"
        "Good,A,1,5,ana,,\n"
        "Good,B,x,5,ana,,\n"
        "Bad,C,1,1,ben,,\n"
        "Ended,D,1,5,cleo,closed,\n"
        "Ended,E,1,5,cleo,closed,\n"
        "Late,F,1,5,dev,,Bad\n"
    )
    report = import_any(made, read_import(text.encode()), ImportOptions(skip_bad=True))
    board = made.board
    assert [o.title for o in board.objectives.values()] == ["Good"]
    assert [kr.title for kr in board.key_results.values()] == ["A"]
    assert [m.handle for m in board.members.values()] == ["ana"]
    assert [row.line for row in report.skipped] == [3, 4, 5, 6, 7]
    assert str(report.skipped[1]).startswith("line 4: start and target are the same")
    assert report.summary.endswith("5 rows skipped")
    assert made.finish().counters["objectives"] == 1


def test_what_stood_on_a_skipped_row_is_skipped_with_it() -> None:
    made = with_cycle()
    rows = "".join(f"O{n},K,,O{n + 1}\n" for n in range(10))
    text = f"objective,key_result,target,contributes_to\n{rows}O10,K,x,\nAlone,K,5,\n"
    report = import_any(made, read_import(text.encode()), ImportOptions(skip_bad=True))
    assert [o.title for o in made.board.objectives.values()] == ["Alone"]
    assert [row.line for row in report.skipped] == list(range(2, 13))


def test_a_row_that_is_wrong_twice_is_told_once() -> None:
    text = "objective,key_result,start,target,contributes_to\nO,K,5,5,Nobody\nO,L,1,5,\n"
    report = import_any(with_cycle(), read_import(text.encode()), ImportOptions(skip_bad=True))
    assert [row.line for row in report.skipped] == [2]


def test_lines_are_the_files_with_breaks_in_cells_and_blanks() -> None:
    text = 'objective,key_result,target\n\n"a\n\nb",K,5\n\nO,L,x\n'
    assert refused(text).startswith("line 7: target")


def test_parents_are_found_wherever_they_stand() -> None:
    board, _ = took(
        "objective,key_result,contributes_to\nLow,A,high\nHigh,B,\nSame,C,Same\nSame,D,\n".replace(
            "Same,C,Same", "Other,C,Low"
        )
    )
    parents = {o.title: o.contributes_to for o in board.objectives.values()}
    assert parents == {"Low": 2, "High": 0, "Other": 1, "Same": 0}


def test_a_circle_of_parents_is_refused() -> None:
    text = "objective,key_result,contributes_to\nA,K,B\nB,L,A\n"
    assert "a circle moves no number" in refused(text)


def test_a_closed_objective_keeps_its_ending() -> None:
    made = furnished()
    close_objective(made, 1, "partly", score=0.5)
    row = "objective,key_result,outcome,score\nReleases stop waking people,Pages a week,{}\n"
    assert took(row.format("partly,0.5"), made)[1].summary.startswith("nothing new")
    assert "closed with another one" in refused(row.format("reached,1"), made)


def test_a_cycle_that_is_over_comes_in_closed() -> None:
    board, _ = took(
        "cycle,cycle_from,cycle_to,objective,key_result,stage,outcome,score,lesson\n"
        "Old,2026-05-01,2026-08-31,O,K,closed,missed,20%,Ask first.\n"
    )
    assert (board.cycles[2].state, board.cycles[2].closed_on) == ("closed", date(2026, 8, 31))
    closed = board.objectives[1]
    assert (closed.stage, closed.outcome, closed.score) == ("closed", "missed", 0.2)
    assert (closed.lesson, closed.closed_on) == ("Ask first.", TODAY)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2027-T1", date(2027, 1, 1), date(2027, 4, 30)),
        ("T3 2027", date(2027, 9, 1), date(2027, 12, 31)),
        ("Q1/2028", date(2028, 1, 1), date(2028, 3, 31)),
        ("2027 h2", date(2027, 7, 1), date(2027, 12, 31)),
        ("2027", date(2027, 1, 1), date(2027, 12, 31)),
    ],
)
def test_a_usual_name_of_a_cycle_says_its_days(name: str, first: date, last: date) -> None:
    board, _ = took(f"cycle,objective,key_result\n{name},O,K\n")
    assert (board.cycles[2].first, board.cycles[2].last) == (first, last)
    assert board.cycles[2].state == "planning"


def test_rows_without_a_cycle_go_into_the_one_that_is_told() -> None:
    made = with_cycle()
    add_cycle(made, "Next", date(2027, 1, 1), date(2027, 4, 30))
    import_any(made, read_import(b"objective,key_result\nO,K\n"), ImportOptions(cycle=2))
    assert made.board.objectives[1].cycle == 2


def test_without_any_cycle_the_way_out_is_told() -> None:
    assert "okrboard cycle add" in refused("objective,key_result\nO,K\n", draft(member=0))


@pytest.mark.parametrize("text", ["objective\nO\n", "key_result\nK\n", "a,b\n1,2\n"])
def test_a_header_without_the_needed_columns_is_refused(text: str) -> None:
    assert "the header has no column" in refused(text)


def test_two_columns_of_one_meaning_are_refused() -> None:
    text = "objective,key_result,target,Goal value\nO,K,1,2\n"
    assert refused(text).startswith("two columns mean target: target and Goal value")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('objective,key_result\nO,"K\n', "line 2: a quotation mark is opened and never closed"),
        ('objective,key_result\nO,"K"x\n', "line 2: a quotation mark stands inside a cell"),
        (f"objective,key_result\nO,{'x' * (2**20 + 1)}\n", "line 2: a cell has more than"),
        ("objective,key_result\n" + "O,K\n" * 5001, "the table has more than 5,000 rows"),
        ("objective,key_result\nO,\0\n", "the file is no text: it holds zero bytes"),
    ],
)
def test_what_is_no_table_is_told(text: str, reason: str) -> None:
    assert refused(text).startswith(reason)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("start", ["", "\ufeff", "sep={}\r\n"])
def test_delimiters_are_found(delimiter: str, start: str) -> None:
    text = start.format(delimiter) + "Objective,Key result,Target\r\nO,K,5\r\n".replace(
        ",", delimiter
    )
    board, _ = took(text)
    assert board.key_results[1].target == 5


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ('objective,key_result,target\nO,K,"1,234"\n', 1234),
        ("objective;key_result;target\nO;K;1,234\n", 1.234),
        ("objective;key_result;target\nO;K;1.234\n", 1234),
        ("objective;key_result;target\nO;K;1.234\nO;L;99.1\n", 1.234),
        ("objective\tkey_result\ttarget\nO\tK\t1,234\nO\tL\t99,1\n", 1.234),
        ("objective\tkey_result\ttarget\nO\tK\t1.234.567\n", 1_234_567),
    ],
)
def test_the_decimal_mark_is_that_of_the_file(text: str, target: float) -> None:
    assert took(text)[0].key_results[1].target == target


def test_a_guess_at_a_number_is_told() -> None:
    _, report = took('objective,key_result,target\nO,K,"1,234"\n')
    assert report.notes == ("line 2: target 1,234 read as 1234",)
