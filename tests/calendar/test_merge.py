"""Three versions of an event made into one: laws that hold for whatever was changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrboard.calendar.meaning import USUAL, day_of, pack, unpack
from okrboard.calendar.merge import Base, agreed, merge, settled

DAYS = [(date(2026, 9, 4) + timedelta(weeks=week)).isoformat() for week in range(6)]
KEYS = [*DAYS, "at", "minutes", "summary", "location", "description", "zone", "alarm"]
CONTESTABLE = [key for key in KEYS if key not in ("description", "zone", "alarm")]

facts = st.dictionaries(st.sampled_from(KEYS), st.sampled_from((USUAL, "a", "b", "c")))
bases = st.builds(Base, facts, facts) | st.none()


def plain(said: dict[str, str]) -> Base:
    return Base(said, said)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "whose"),
    [
        ("a", "a", "a", "nobody's"),
        ("a", "b", "a", "ours"),
        ("a", "a", "b", "theirs"),
        ("a", "b", "b", "nobody's"),
        ("a", "b", "c", "both"),
        ("", "", "b", "theirs"),
        ("a", "", "a", "ours"),
        ("a", "", "b", "both"),
        ("a", "b", "", "both"),
    ],
)
def test_whose_a_difference_is(base: str, ours: str, theirs: str, whose: str) -> None:
    found = merge({"summary": ours}, {"summary": theirs}, plain({"summary": base}))
    names = {"ours": found.ours, "theirs": found.theirs, "both": found.both}
    assert [name for name, keys in names.items() if keys] == (
        [] if whose == "nobody's" else [whose]
    )


@given(facts, facts, bases)
def test_every_difference_is_somebodys_and_only_once(
    ours: dict[str, str], theirs: dict[str, str], base: Base | None
) -> None:
    found = merge(ours, theirs, base)
    groups = [found.ours, found.theirs, found.both]
    everything = [key for group in groups for key in group]
    assert len(everything) == len(set(everything))
    differing = {key for key in KEYS if ours.get(key, "") != theirs.get(key, "")}
    assert set(everything) <= differing
    declined = {
        key
        for key in KEYS
        if base
        and (ours.get(key, ""), theirs.get(key, ""))
        == (base.said.get(key, ""), base.kept.get(key, ""))
    }
    assert differing - set(everything) <= {"zone", "alarm"} | declined
    assert "description" not in found.both


@given(facts, facts)
def test_what_only_one_side_changed_is_contested_by_nobody(
    base: dict[str, str], now: dict[str, str]
) -> None:
    mine = merge(now, base, plain(base))
    assert not mine.left
    assert merge(base, now, plain(base)).theirs >= {
        key for key in CONTESTABLE if base.get(key, "") != now.get(key, "")
    }
    assert not merge(base, now, plain(base)).ours


@given(facts, facts)
def test_without_a_base_every_difference_waits_for_a_person(
    ours: dict[str, str], theirs: dict[str, str]
) -> None:
    found = merge(ours, theirs, None)
    assert not found.ours
    assert found.both == {key for key in CONTESTABLE if ours.get(key, "") != theirs.get(key, "")}


@given(facts, facts, bases)
def test_publishing_again_says_the_same_and_writes_nothing(
    ours: dict[str, str], theirs: dict[str, str], base: Base | None
) -> None:
    found = merge(ours, theirs, base)
    after = {key: (ours if key not in found.left else theirs).get(key, "") for key in KEYS}
    again = merge(ours, after, agreed(ours, after, base, found.left))
    assert not again.ours
    assert again.left == found.left


@given(facts, facts, facts, bases)
def test_a_server_that_keeps_something_else_has_changed_nothing(
    ours: dict[str, str], kept: dict[str, str], theirs: dict[str, str], base: Base | None
) -> None:
    told = agreed(ours, kept, base, ())
    assert merge(ours, kept, told).left == set()
    assert merge(ours, kept, told).ours == set()
    assert merge(ours, theirs, told).left <= {
        key for key in KEYS if theirs.get(key, "") != kept.get(key, "")
    } | {"description"}


@given(facts, facts, facts, bases, st.sets(st.sampled_from(CONTESTABLE)))
def test_what_was_declined_is_not_offered_until_a_side_changes(
    ours: dict[str, str],
    theirs: dict[str, str],
    later: dict[str, str],
    base: Base | None,
    keys: set[str],
) -> None:
    declined = settled(ours, theirs, base, keys, taken=False)
    found = merge(ours, theirs, declined)
    assert not (found.left | found.ours) & keys
    # Ours are written only where the board changed them after that.
    changed = {key for key in keys if later.get(key, "") != ours.get(key, "")}
    assert merge(later, theirs, declined).ours & keys <= changed
    assert merge(ours, later, declined).theirs & keys == {
        key for key in keys if later.get(key, "") not in (theirs.get(key, ""), ours.get(key, ""))
    }


@given(facts, facts, bases, st.sets(st.sampled_from(CONTESTABLE)))
def test_what_was_taken_is_ours_to_say_from_then_on(
    ours: dict[str, str], theirs: dict[str, str], base: Base | None, keys: set[str]
) -> None:
    taken = settled(ours, theirs, base, keys, taken=True)
    after = {**ours, **{key: theirs.get(key, "") for key in keys}}
    found = merge(after, theirs, taken)
    assert not (found.left | found.ours) & keys
    # Where the board holds it otherwise than the calendar, its form is written.
    assert merge(ours, theirs, taken).ours >= {
        key for key in keys if ours.get(key, "") != theirs.get(key, "")
    }


@given(facts, st.sets(st.dates(date(1990, 1, 1), date(2090, 1, 1)), max_size=60))
def test_the_short_form_holds_the_same_facts(words: dict[str, str], days: set[date]) -> None:
    whole = {**words, **{day.isoformat(): USUAL for day in days}}
    assert unpack(pack(whole)) == whole


def test_a_year_of_fridays_is_short() -> None:
    days = [(date(2026, 1, 2) + timedelta(weeks=week)).isoformat() for week in range(52)]
    assert pack(dict.fromkeys(days, USUAL)) == {"days": "2026-01-02/7/52"}


@pytest.mark.parametrize(
    "broken", ["x", "2026-01-02/7", "2026-01-02/7/x", "9999-12-30/7/9", "2026-13-01/1/1", "//"]
)
def test_a_short_form_broken_by_hand_is_read_as_far_as_it_goes(broken: str) -> None:
    found = unpack({"days": f"{broken} 2026-09-04/7/2", "minutes": 30, "at": "15:00"})
    assert {"2026-09-04", "2026-09-11", "at"} <= set(found)
    assert "minutes" not in found
    assert len(unpack({"days": "2026-09-04/1/999999999"})) <= 1500
    assert [day_of(key) for key in ("abcd-ef-gh", "2026-13-01", "2026-10-02 minutes", "at")] == [
        "", "", "2026-10-02", ""
    ]  # fmt: skip
