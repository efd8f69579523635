"""One set of rules: what a value may be, what is read in its place, and who says so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.making import draft, furnished
from support.spoiling import NUMBERS, TEXTS, fields_of, hostile_values

from okrboard.domain.changes import with_fields
from okrboard.domain.edit.people import edit_settings
from okrboard.domain.records import (
    TABLES,
    Cycle,
    KeyResult,
    Member,
    Objective,
    Proposal,
    Series,
    Settings,
    Step,
    Team,
)
from okrboard.domain.rules import Broken, broken, clashes, refuse_broken, usable
from okrboard.domain.schema import from_json, reader, types_of
from okrboard.domain.types import LAST_YEAR, RULES
from okrboard.errors import Refused

FIRST, LAST = date(2026, 9, 14), date(2027, 1, 17)
SERIES = Series(
    1, "check-in", "u", "OKR check-in", 4, "15:00", 30, "Europe/Berlin", FIRST, LAST, cycle=2
)
SOUND: tuple[Any, ...] = (
    SERIES,
    Settings(),
    Member(1, "ana"),
    Team(1, "IT"),
    Cycle(1, "2026-T3", FIRST, LAST),
    Objective(1, "x", 1),
    KeyResult(1, 1, "x", start=80.0, target=99.1),
    KeyResult(1, 1, "x", kind="milestones", target=3.0, steps=(Step("a"), Step("b", 2.0))),
)


@pytest.mark.parametrize("record", SOUND, ids=lambda record: type(record).__name__)
def test_a_sound_record_breaks_no_rule_and_is_read_as_it_is(record: Any) -> None:
    assert list(broken(record)) == []
    assert usable(record) is record


def decoded(record: Any) -> st.SearchStrategy[Any]:
    """A sound record with up to three of its fields spoiled by values of their own types."""
    kind = type(record)
    table = next(name for name in TABLES if TABLES[name] is kind)
    pairs = [
        (name, value)
        for name, declared in fields_of(table)
        for value in hostile_values(table, name, declared, [1])
        if _reads(kind, name, value)
    ]

    def spoil(chosen: list[tuple[str, Any]]) -> Any:
        read = {name: _reads(kind, name, value)[0] for name, value in chosen}
        return record._replace(**read)

    return st.lists(st.sampled_from(pairs), min_size=1, max_size=3).map(spoil)


def _reads(kind: Any, name: str, value: Any) -> list[Any]:
    """Return the value as its field has it, in a list; nothing when it is none of its type."""
    try:
        return [reader(types_of(kind)[name])(value)]
    except (TypeError, ValueError):
        return []


SPOILED = st.one_of([decoded(record) for record in SOUND])

ONLY_A_PERSON = {
    ("KeyResult", "target"): "start and target are the same",
    ("KeyResult", "steps"): "milestones have 1 to 200 steps",
    ("Series", "last"): "there is no such weekday",
}
"""What nobody but a person can put right, and does no harm."""


@given(SPOILED)
def test_what_is_read_keeps_every_rule_but_those_for_a_person(record: Any) -> None:
    taken = usable(record)
    assert usable(taken) == taken
    for each in broken(taken):
        known = ONLY_A_PERSON.get((type(record).__name__, each.field), "a title")
        assert known in each.words or "needs a title" in each.words


@given(SPOILED)
def test_what_is_broken_is_refused_in_the_same_words(record: Any) -> None:
    words = [each.sentence for each in broken(record)]
    if not words:
        refuse_broken(record)
        return
    with pytest.raises(Refused) as caught:
        refuse_broken(record)
    assert str(caught.value) == words[0]
    assert "\n" not in words[0]


@pytest.mark.parametrize("name", RULES)
def test_what_a_rule_gives_instead_keeps_the_rule(name: str) -> None:
    rule = RULES[name]
    kinds = {"int": int, "float": float, "str": str}
    values = [value for value in (*NUMBERS, *TEXTS) if type(value) is kinds.get(rule.base)]
    for value in values:
        # A title that is too long is no harm, and only a person can say what of it goes.
        if not rule.keeps(value) and not (name == "Title" and value):
            assert rule.keeps(rule.mend(value)), value


def test_editing_refuses_a_value_in_the_words_of_its_rule() -> None:
    key_result = KeyResult(1, 1, "x", start=1.0, target=2.0)
    with pytest.raises(Refused, match=r"^a weight lies between 0 \(left out\) and 1000, not -5"):
        with_fields(key_result, weight=-5)
    with pytest.raises(Refused, match="at_risk_gap is not above off_track_gap"):
        edit_settings(draft(), at_risk_gap=30.0, off_track_gap=20.0)


def test_no_edit_can_write_a_record_that_breaks_a_rule() -> None:
    made = draft()
    for record in (
        SERIES._replace(every=0),
        Cycle(1, "x", LAST, FIRST),
        KeyResult(1, 1, "x", weight=float("nan"), start=80.0, target=99.1),
        Objective(1, "x", 1, created=date(LAST_YEAR + 1, 1, 1)),
    ):
        with pytest.raises(Refused):
            made.put(record)
    assert made.finish().patches == ()


def test_a_nested_value_is_named_with_its_way() -> None:
    record = from_json(
        KeyResult,
        {"objective": 1, "title": "x", "kind": "milestones", "steps": [{"name": "a", "weight": 0}]},
        1,
    )
    assert list(broken(record)) == [
        Broken("steps: weight", "the weight of a step lies above 0, up to 1000", "0.0")
    ]


links = st.lists(st.lists(st.integers(0, 8), max_size=3), max_size=8)


@given(links)
def test_cutting_what_clashes_ends_and_leaves_no_circle(drawn: list[list[int]]) -> None:
    rows: dict[int, Any] = {
        id: Proposal(id, 1, "x", parents=tuple(parents))
        for id, parents in enumerate(drawn, start=1)
    }
    for _ in range(40):
        found = list(clashes(lambda name: rows if name == "proposals" else {}))
        if not found:
            break
        for clash in found:
            rows[clash.id] = rows[clash.id]._replace(parents=clash.value)
    assert not found
    # Whoever walks up from anywhere comes to an end.
    for start in rows:
        level, steps = {start}, 0
        while level:
            level = {up for id in level if id in rows for up in rows[id].parents if up}
            steps += 1
            assert steps <= len(rows) + 1


def test_names_that_clash_get_a_number_that_nobody_has() -> None:
    members = {
        1: Member(1, "ana"),
        2: Member(2, "Ana"),
        3: Member(3, "ana-2"),
        4: Member(4, "a" * 32),
        5: Member(5, "A" * 32),
    }
    found = {
        clash.id: clash.value
        for clash in clashes(lambda name: members if name == "members" else {})
    }
    assert found == {2: "Ana-3", 5: "A" * 30 + "-2"}
    board = furnished().board
    assert list(clashes(board.table)) == []
