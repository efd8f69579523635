"""The parts of the check: tokens, forms, measures, openings, and word lists that do not clash."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from okrboard.domain.value_check import lexicon
from okrboard.domain.value_check.language import noun, tokens, verb
from okrboard.domain.value_check.measures import Beside
from okrboard.domain.value_check.reading import opening, read


@pytest.mark.parametrize(
    ("word", "base", "form"),
    [
        ("reduces", "reduce", "s"),
        ("reducing", "reduce", "ing"),
        ("cutting", "cut", "ing"),
        ("written", "write", "ed"),
        ("optimised", "optimize", "ed"),
        ("analyse", "analyze", "base"),
        ("advertise", "advertise", "base"),
        ("verified", "verify", "ed"),
        ("renegotiate", "negotiate", "base"),
        ("fixes", "fix", "s"),
        ("xylophone", "", ""),
    ],
)
def test_a_form_leads_back_to_its_verb(word: str, base: str, form: str) -> None:
    assert verb(word) == (base, form)


def test_a_past_form_can_look_like_the_base() -> None:
    assert [token.is_past for token in tokens("cut written write")] == [True, True, False]


@pytest.mark.parametrize(
    ("word", "singular"),
    [("policies", "policy"), ("audits", "audit"), ("children", "child"), ("analyses", "analysis")],
)
def test_a_plural_leads_back_to_its_noun(word: str, singular: str) -> None:
    assert noun(word) == singular


def measures_of(text: str) -> list[tuple[str, str, bool]]:
    return [(m.relation, m.unit, m.strong) for m in read(text).measures]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("accuracy from 80 % to 99.1 %", [("change", "share", True)]),
        ("from 2 to 5", [("change", "", True)]),
        ("lead time 60 → 30 days", [("change", "time", True)]),
        ("in 3 days instead of 8", [("change", "time", True)]),
        ("errors below 0.01 %", [("upper", "share", True)]),
        ("no more than 5 minutes", [("upper", "time", True)]),
        ("not less than 5 %", [("lower", "share", True)]),
        ("latency ≤ 200ms", [("upper", "time", True)]),
        ("saved $1.2M", [("plain", "money", True)]),
        ("fell by a third", [("by", "share", True)]),
        ("half of all pupils", [("plain", "share", True)]),
        ("two thirds of pupils", [("plain", "share", True)]),
        ("rated 4.6/5", [("plain", "rating", True)]),
        ("8 out of 10 employees", [("plain", "share", True)]),
        ("twice the traffic", [("by", "times", True)]),
        ("12 posts", [("plain", "", False)]),
        ("at least 20 interviews", [("lower", "", False)]),
        ("within 30 days", [("within", "time", False)]),
        ("cut by one percentage point", [("by", "share", True)]),
    ],
)
def test_a_measure_is_found_with_its_meaning(text: str, found: list[object]) -> None:
    assert measures_of(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "ISO 27001 audit", "SOC 2 report", "p95 latency", "by Q3 2026", "by 30 June", "on June 30",
        "in 2027", "by 2026-06-30", "by 30.06.2026", "tier 1 support", "COVID-19 wave", "5S audits",
        "zero trust network", "a 1:1 meeting", "24/7 hotline", "the top 5 customers", "30-day plan",
        "every two weeks", "scope 1 and 2 emissions", "Python 3.12", "the 3G network",
        "the 2nd shift",
    ],
)  # fmt: skip
def test_a_name_or_a_date_is_no_measure(text: str) -> None:
    assert measures_of(text) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("KR2: publish posts", "publish"),
        ("1.2 Publish posts", "publish"),
        ("[Sales] publish posts", "publish"),
        ("@ana publish posts", "publish"),
        ("Marketing: publish posts", "publish"),
        ("By end of June, publish posts", "publish"),
        ("By Q3 we will publish posts", "publish"),
        ("Ana and Ben to publish posts", "publish"),
        ("We want to significantly improve quality", "improve"),
        ("Time to hire: 30 days", "time"),
        ("Time to hire from 60 to 30 days", "time"),
        ("Monthly report sent", "monthly"),
    ],
)
def test_a_goal_begins_behind_numbering_dates_and_owners(text: str, first: str) -> None:
    words = tokens(text)
    assert words[opening(words)].low == first


def test_no_word_is_called_foreign_that_english_rules_know() -> None:
    strange = lexicon.any_of("@foreign @foreign_deeds")
    assert {word for word in strange if verb(word)[0] or noun(word)} == set()
    assert strange & lexicon.any_of("@english") == set()


@pytest.mark.parametrize(("verb_and_particle", "kind"), lexicon.PHRASALS.items())
def test_a_verb_and_its_particle_command_together(
    verb_and_particle: tuple[str, str], kind: str
) -> None:
    assert read(" ".join(verb_and_particle) + " the thing").command == kind


FOLDER = Path(lexicon.__file__).parent
CODE = "".join(path.read_text() for path in FOLDER.parent.rglob("*.py"))
WORDS = {path.stem: path.read_text() for path in FOLDER.glob("*.txt")}


def test_every_file_of_words_is_read_and_every_class_is_used() -> None:
    headings = re.findall(r"^\[(\w+)\]\n(.)", "\n".join(WORDS.values()), re.MULTILINE)
    assert sorted(WORDS) == sorted(lexicon._FILES)
    assert sorted(name for name, _ in headings) == sorted(lexicon.CLASSES)
    listed = " ".join(re.findall(r'_class_of_each\("(.*)"\)', CODE)).split()
    for name, mark in headings:
        used = re.search(rf'@{name}\b|(CLASSES\[|_pairs\()"{name}"', CODE + "".join(WORDS.values()))
        assert used or name in listed, name
        assert mark == "#", f"{name} does not say what it is"
        assert lexicon.CLASSES[name], name


def test_every_class_that_a_rule_names_is_there() -> None:
    named = re.findall(r"(?<!“)@([a-z_]+)", "".join(re.findall(r'"[^"\n]*"', CODE)))
    assert len(named) > 100
    assert all(lexicon.any_of(f"@{name}") for name in named)


def test_a_comment_is_no_word() -> None:
    assert lexicon.any_of("@ensure") == {"assure", "ensure", "guarantee", "have"}


@pytest.mark.parametrize(
    ("text", "beside", "way"),
    [
        ("Pages", Beside(31, 8, "", "metric"), -1),
        ("Pages", Beside(8, 31, "", "metric"), 1),
        ("Pages", Beside(8, 8, "", "metric"), 0),
        ("Pages", Beside(None, 8, "", "metric"), 0),
        ("Pages", Beside(31, 8, "", "milestones"), 0),
        ("Pages", Beside(31, 8, "", "threshold", "above"), 1),
        ("Pages", Beside(31, 80, "", "threshold", "below"), -1),
        ("Pages from 31 to 8", Beside(), -1),
        ("Pages: 1,200 -> 3,400", Beside(), 1),
        ("Repair time from 4 h to 45 min", Beside(), 0),
        ("8 pages", Beside(), 0),
    ],
)
def test_the_way_a_number_is_to_go_is_known(text: str, beside: Beside, way: int) -> None:
    assert read(text, beside).direction == way


def test_every_noun_has_one_of_the_kinds() -> None:
    kinds = {"certificate", "deal", "item", "output", "people", "metric"}
    assert set(lexicon.THINGS.values()) == kinds
    assert set(lexicon.NOUN_PAIRS.values()) <= kinds
