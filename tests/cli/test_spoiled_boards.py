"""Boards that a hand, an editor or a torn disk has spoiled: commands answer, the doctor mends."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.spoiling import fields_of, hostile_lists, hostile_values, spoiled

from okrboard.cli.main import run
from okrboard.domain.lookup import REFERENCES
from okrboard.domain.records import TABLES
from okrboard.domain.rules import broken
from okrboard.domain.schema import from_json
from okrboard.storage.repair import examine

if TYPE_CHECKING:
    from pathlib import Path

    from support.cli import Okr

SECONDS = 10.0
"""No reading command takes longer; most take a tenth of one."""

READING = (
    ("board",),
    ("due",),
    ("brief",),
    ("report",),
    ("log",),
    ("tree",),
    ("show", "O10"),
    ("show", "KR19", "--json"),
    ("meetings", "list"),
    ("meetings", "minutes", "M5"),
    ("calendar", "list"),
    ("calendar", "export", "-o", "-"),
    ("at", "2026-11-01"),
    ("export", "-", "--format", "csv"),
)


def tree_of(board: Path) -> Any:
    return json.loads(board.read_text())


def spoil(board: Path, table: str, id: str, **fields: Any) -> None:
    tree = tree_of(board)
    tree[table][id].update(fields)
    board.write_text(json.dumps(tree))


def tables_of(board: Path) -> Any:
    tree = tree_of(board)
    del tree["_meta"]
    return tree


# Values that break a rule.

SPOILED = (
    ("series", "1", {"every": 0}, "S1: every: a meeting repeats every 1 to 53 weeks, not 0"),
    ("series", "1", {"first": "0001-01-01", "last": "9999-12-31"}, "S1: first: a day lies between"),
    ("series", "1", {"first": "2027-01-17", "last": "2026-09-21"}, "S1: last: there is no such"),
    ("series", "1", {"at": "25:99"}, "S1: at: a time of day is written like 15:00, not 25:99"),
    ("cycles", "2", {"first": "2027-01-17", "last": "2026-09-14"}, "a cycle ends after it begins"),
    ("cycles", "2", {"last": "2199-01-01"}, "is longer than five years; check the year"),
    ("key_results", "9", {"weight": -5}, "KR9: weight: a weight lies between 0 (left out)"),
    ("changes", "251", {"at": "9999-12-31T23:59:59-14:00"}, "changes 251: at: a time lies between"),
    ("settings", "1", {"cadence_days": 2**53}, "settings 1: cadence_days: check-ins are at least"),
    ("members", "3", {"handle": "cleo"}, "members 4: there are two members cleo"),
    ("objectives", "10", {"title": ""}, "O10: title: an objective needs a title"),
    ("votes", "45", {"value": 54}, "votes 45: value: a vote is a whole number from 0 to 10"),
    ("check_ins", "9", {"confidence": 11}, "check_ins 9: confidence: confidence is a number"),
)


@pytest.mark.slow
@pytest.mark.parametrize(("table", "id", "fields", "says"), SPOILED)
def test_the_doctor_names_a_broken_rule_and_mends_it(
    okr: Okr, demo: Path, table: str, id: str, fields: dict[str, Any], says: str
) -> None:
    sound = tables_of(demo)
    spoil(demo, table, id, **fields)
    found = okr("doctor")
    assert found.status == 4
    assert "rule: " in found.out
    assert says in found.out
    mended = okr("doctor", "--repair")
    assert mended.status == 0
    assert "changed: " in mended.out
    assert okr("doctor", "--json").json["rules"] == []
    # Nothing else was touched.
    after = tables_of(demo)
    named = "4" if table == "members" else id
    sound[table].pop(named), after[table].pop(named)
    sound[table].pop(id, None), after[table].pop(id, None)
    assert after == sound


@pytest.mark.slow
@pytest.mark.parametrize(("table", "id", "fields", "says"), SPOILED)
def test_every_reading_command_answers_on_such_a_board(
    okr: Okr, demo: Path, table: str, id: str, fields: dict[str, Any], says: str
) -> None:
    spoil(demo, table, id, **fields)
    for words in READING:
        began = time.monotonic()
        said = okr(*words)
        assert time.monotonic() - began < SECONDS, words
        # Whose name the spoiling took away is asked to join first.
        stranger = said.status == 2 and "ben is not on this board" in said.err
        assert said.status in (0, 1) or stranger, words
        assert "bug" not in said.err, words


def test_what_was_read_otherwise_is_said_beside_the_answer(okr: Okr, demo: Path) -> None:
    spoil(demo, "key_results", "9", weight=-5)
    said = okr("board")
    assert said.status == 0
    (line,) = [each for each in said.err.splitlines() if "KR9" in each]
    assert line.startswith("note: KR9: weight: a weight lies between 0 (left out) and 1000")
    assert "KR9" not in okr("show", "KR19").err, "it was not read for that"


def test_no_calendar_is_told_of_days_that_nobody_meant(okr: Okr, demo: Path) -> None:
    spoil(demo, "series", "1", every=0)
    for words in (("calendar", "list"), ("calendar", "export", "-o", "all.ics")):
        said = okr(*words)
        assert said.status == 1
        line = said.err.splitlines()[-1]
        assert line.startswith("okrboard: S1: a meeting repeats every 1 to 53 weeks, not 0; ")
    assert not (demo.parent / "all.ics").exists()


def test_a_series_of_impossible_days_gets_those_of_its_cycle(okr: Okr, demo: Path) -> None:
    spoil(demo, "series", "1", first="0001-01-01", last="9999-12-31")
    assert okr("doctor", "--repair").status == 0
    tree = tree_of(demo)
    cycle = tree["cycles"][str(tree["series"]["1"]["cycle"])]
    mended = tree["series"]["1"]
    assert (mended["first"], mended["last"]) == (cycle["first"], cycle["last"])


def test_a_rule_that_only_a_person_can_mend_stays_and_is_named(okr: Okr, demo: Path) -> None:
    spoil(demo, "key_results", "19", kind="metric", start=3, target=3)
    said = okr("doctor", "--repair")
    assert said.status == 4
    assert "edit what is named" in said.out
    assert "rule: KR19: target: start and target are the same" in said.out
    assert okr("board").status == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "field", "links"),
    [
        ("objectives", "contributes_to", {"8": 9, "9": 10, "10": 8}),
        ("objectives", "carried_from", {"8": 8}),
        ("key_results", "carried_from", {"19": 20, "20": 19}),
        ("series", "follows", {"1": 2, "2": 1}),
        ("proposals", "parents", {"1": [2], "2": [1]}),
        ("proposals", "merged_into", {"1": 2, "2": 1}),
        ("cards", "group", {"1": 2, "2": 1}),
    ],
)
def test_a_circle_of_references_is_found_cut_and_bounded(
    okr: Okr, demo: Path, table: str, field: str, links: dict[str, Any]
) -> None:
    tree = tree_of(demo)
    for id, value in links.items():
        tree[table][id][field] = value
    demo.write_text(json.dumps(tree))
    for words in READING:
        said = okr(*words)
        assert said.status in (0, 1), words
        assert "bug" not in said.err, words
    assert f"it leads back to itself by its {field}" in okr("doctor").out
    assert okr("doctor", "--repair").status == 0
    left = [id for id in links if tree_of(demo)[table][id].get(field)]
    assert len(left) == len(links) - 1, "one link is cut, and no more"


def test_goals_in_a_circle_are_still_in_the_tree(okr: Okr, demo: Path) -> None:
    spoil(demo, "objectives", "9", contributes_to=10)
    spoil(demo, "objectives", "10", contributes_to=9)
    listed = [each["ref"] for each in okr("tree", "--json").json["objectives"]]
    assert {"O9", "O10"} <= set(listed)
    assert len(listed) == len(set(listed))


CASES = [(table, *field) for table in TABLES for field in fields_of(table)]


@st.composite
def spoilings(draw: st.DrawFn, tree: Any) -> tuple[str, str, str, Any, bool]:
    """A record of the demo, one of its fields, a hostile value, and whether the check is right."""
    table, field, annotation = draw(st.sampled_from(CASES))
    ids = list(tree[table])
    id = draw(st.sampled_from(ids[-30:]))
    targets = next((target for name, target in REFERENCES.get(table, ()) if name == field), "")
    there = tree[table][id].get(field)
    if isinstance(there, list) and there and draw(st.booleans()):
        values = list(hostile_lists(there))
    else:
        values = hostile_values(table, field, annotation, list(map(int, tree.get(targets, ()))))
    return table, id, field, draw(st.sampled_from(values)), draw(st.booleans())


@pytest.mark.slow
def test_no_value_of_any_field_stops_a_command_or_the_doctor(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = tree_of(demo)
    # Of all tables, the demo has nothing only where a calendar was published.
    tree["publications"] = {"1": {"calendar": "0f3a", "uid": tree["series"]["1"]["uid"]}}

    @settings(
        max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(spoilings(tree), st.lists(st.sampled_from(READING), min_size=3, max_size=3, unique=True))
    def answers(case: tuple[str, str, str, Any, bool], commands: list[tuple[str, ...]]) -> None:
        table, id, field, value, ours = case
        demo.write_bytes(spoiled(tree, table, id, field, value, ours=ours))
        for words in commands:
            capsys.readouterr()
            began = time.monotonic()
            status = run(list(words))
            assert time.monotonic() - began < SECONDS
            told = capsys.readouterr().err
            stranger = status == 2 and "ben is not on this board" in told
            assert status in (0, 1, 4) or stranger
            assert "bug" not in told
        try:
            record = from_json(TABLES[table], {**tree[table][id], field: value}, int(id))
            wrong = any(broken(record))
        except ValueError:
            wrong = True
        found = examine(str(demo))
        named = {(problem.table, problem.id) for problem in found.problems}
        named |= {(fault.problem.table, fault.problem.id) for fault in found.faults}
        assert not wrong or (table, id) in named

    answers()


# Damage.


def test_a_record_that_names_nobody_is_damage_and_no_bug(okr: Okr, demo: Path) -> None:
    demo.write_bytes(spoiled(tree_of(demo), "key_results", "32", "objective", 999, ours=True))
    said = okr("member", "list")
    assert said.status == 4
    assert "KR32: objective: there is no O999; okrboard doctor --repair mends it" in said.err


def test_a_table_that_is_there_twice_is_named_and_read_once(okr: Okr, demo: Path) -> None:
    sound = tables_of(demo)
    text = demo.read_text()
    start = text.index('"members":{')
    end = text.index('"teams":{')
    demo.write_text(text[:end] + text[start:end] + text[end:])
    assert okr("due").status == 4
    found = okr("doctor")
    assert found.status == 4
    assert "problem: members: the table is there twice; both are read" in found.out
    assert okr("doctor", "--repair").status == 0
    assert tables_of(demo) == sound


def torn(board: Path) -> dict[str, int]:
    """Cut a board in the midst of its check-ins; return how many records each table lost."""
    tree = tree_of(board)
    text = board.read_text()
    table = text.index('"check_ins":{\n')
    kept = 140
    cut = text.index('\n"141":', table) + 20
    board.write_text(text[:cut])
    names = list(tree)
    lost = {name: len(tree[name]) for name in names[names.index("check_ins") + 1 :]}
    return {"check_ins": len(tree["check_ins"]) - kept, **lost}


def test_a_torn_board_says_what_is_missing_by_table(okr: Okr, demo: Path) -> None:
    lost = torn(demo)
    before = okr("doctor", "--json")
    assert before.status == 4
    assert before.json["missing"] == lost
    done = okr("doctor", "--repair")
    assert done.status == 0
    total = sum(lost.values())
    assert f"missing: up to {total} records that the board's header knows of" in done.out
    assert f"check_ins {lost['check_ins']} of " in done.out
    # It is not forgotten with the torn file.
    assert okr("doctor", "--json").json["missing"] == lost
    assert f" records\nmissing: up to {total} records" in okr("doctor").out


def test_numbers_that_a_torn_file_had_are_not_given_out_again(okr: Okr, demo: Path) -> None:
    highest = max(map(int, tree_of(demo)["actions"]))
    torn(demo)
    okr("doctor", "--repair")
    assert okr("action", "add", "Ring them", "--kr", "KR19", "--json").json["ref"] == (
        f"A{highest + 1}"
    )


def test_a_record_takes_its_own_along_and_they_come_back(okr: Okr, demo: Path) -> None:
    tree = tree_of(demo)
    key_results = {id for id, one in tree["key_results"].items() if one["objective"] == 10}
    check_ins = {
        id for id, one in tree["check_ins"].items() if str(one["key_result"]) in key_results
    }
    sound = tables_of(demo)
    os.chmod(demo, 0o640)
    spoil(demo, "objectives", "10", cycle="the third")
    before = okr("doctor", "--json").json["taken_out"]
    assert before["objectives"] == ["O10"]
    assert set(before["key_results"]) == {f"KR{id}" for id in key_results}
    assert set(before["check_ins"]) == check_ins
    done = okr("doctor", "--repair")
    assert done.status == 0
    assert f"taken out: 1 objectives (O10), {len(key_results)} key_results (KR" in done.out
    rejected = demo.parent / f"{demo.name}.rejected.json"
    assert os.stat(rejected).st_mode & 0o777 == 0o640
    assert okr("show", "O10").status == 1

    unmended = okr("doctor", "--put-back", str(rejected))
    assert unmended.status == 1
    assert "nothing was put back" in unmended.out
    assert "O10: cycle: expected a whole number, found 'the third'" in unmended.out

    rejected.write_text(rejected.read_text().replace('"the third"', "2"))
    back = okr("doctor", "--put-back", str(rejected))
    assert (back.status, back.err) == (0, "")
    assert f"1 objectives (O10), {len(key_results)} key_results" in back.out
    assert tables_of(demo) == sound
    assert okr("doctor").status == 0
    again = okr("doctor", "--put-back", str(rejected))
    assert (again.status, again.out) == (0, "nothing was put back\n")


def test_what_changed_since_a_repair_stays_at_the_putting_back(okr: Okr, demo: Path) -> None:
    spoil(demo, "key_results", "9", weight=-5, owner=999)
    okr("doctor", "--repair")
    okr("kr", "edit", "KR9", "--weight", "3")
    rejected = demo.parent / f"{demo.name}.rejected.json"
    rejected.write_text(rejected.read_text().replace("999", "3").replace("-5", "5"))
    assert okr("doctor", "--put-back", str(rejected)).status == 0
    key_result = tree_of(demo)["key_results"]["9"]
    assert (key_result["weight"], key_result["owner"]) == (3, 3)


@pytest.mark.parametrize("text", ["", "{}", "[1]", "[" * 100_000, '[{"table":1,"id":"1"}]'])
def test_only_the_file_of_a_repair_is_put_back(okr: Okr, demo: Path, text: str) -> None:
    before = demo.read_bytes()
    (demo.parent / "x.json").write_text(text)
    for name in ("x.json", "nowhere.json"):
        said = okr("doctor", "--put-back", name)
        assert said.status == 1
        assert name in said.line
    assert demo.read_bytes() == before
    assert okr("doctor", "--repair", "--put-back", "x.json").status == 2
