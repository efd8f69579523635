"""What the reading commands say, and the JSON that other programs rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from okrboard.cells import width

if TYPE_CHECKING:
    from pathlib import Path

    from support.cli import Okr

SHOW_KEYS = [
    "ref",
    "title",
    "kind",
    "start",
    "target",
    "unit",
    "current",
    "progress",
    "pace",
    "gap",
    "health",
    "confidence",
    "forecast",
    "need_per_week",
    "made_per_week",
    "owner",
    "objective",
    "check_ins",
]
"""The design's contract, section 6; more may follow."""


def keys(value: Any) -> set[str]:
    """Return every key of a JSON value, however deep."""
    if isinstance(value, dict):
        return set(value).union(*map(keys, value.values()))
    return set().union(*map(keys, value)) if isinstance(value, list) else set()


def test_a_key_result_has_every_key_of_the_contract(okr: Okr, demo: Path) -> None:
    for one in okr("kr", "list", "--all", "--json").json:
        found = okr("show", one["ref"], "--json").json
        assert list(found)[: len(SHOW_KEYS)] == SHOW_KEYS


def test_a_metric_is_told_in_numbers(okr: Okr, demo: Path) -> None:
    found = okr("show", "Pages a week", "--json").json
    assert (found["ref"], found["kind"], found["unit"]) == ("KR19", "metric", "pages")
    assert (found["start"], found["target"], found["current"]) == (14.0, 5.0, 19.0)
    assert found["progress"] == pytest.approx((19 - 14) / (5 - 14))
    assert found["gap"] == pytest.approx((found["pace"] - found["progress"]) * 100)
    assert found["health"] == "off_track"
    assert (found["owner"], found["objective"]) == ("ben", "O10")
    days = [check_in["on"] for check_in in found["check_ins"]]
    assert days == sorted(days)
    assert found["check_ins"][-1]["value"] == 19.0
    assert found["forecast_low"] <= found["forecast"] <= found["forecast_high"]


@pytest.mark.parametrize(
    "words",
    [
        ("board",),
        ("show", "O10"),
        ("show", "KR19"),
        ("show", "KR10"),
        ("show", "KR31"),
        ("show", "A1"),
        ("due",),
        ("brief",),
        ("log",),
        ("objective", "list", "--all"),
        ("objective", "show", "O12"),
        ("kr", "list", "--all"),
        ("action", "list", "--all"),
        ("cycle", "list"),
        ("cycle", "show", "2026-T3"),
        ("member", "list"),
        ("member", "show", "ben"),
        ("team", "list"),
        ("team", "show", "IT"),
        ("config", "list"),
        ("config", "get", "timezone"),
        ("doctor",),
        ("report", "--format", "json"),
    ],
)
def test_every_reading_command_has_json_in_snake_case(
    okr: Okr, demo: Path, words: tuple[str, ...]
) -> None:
    said = okr(*words, "--json")
    assert (said.status, said.err) == (0, "")
    named = keys(said.json)
    assert named, words
    # Records by number or by table are data, not names of ours.
    for key in named:
        assert key == key.lower(), key
        assert key.replace("_", "").replace(".", "").isalnum(), key


@pytest.mark.parametrize("group", ["status", "owner", "team", "level"])
def test_each_grouping_has_every_objective_of_the_cycle_once(
    okr: Okr, demo: Path, group: str
) -> None:
    found = okr("board", "--group", group, "--json").json
    refs = [objective["ref"] for objective in found["objectives"]]
    assert sorted(refs) == sorted(f"O{n}" for n in range(6, 16))
    assert sorted(ref for column in found["groups"] for ref in column["objectives"]) == sorted(refs)
    text = okr("board", "--group", group).out
    for ref in refs:
        assert text.count(f"{ref}  ") == 1


def test_the_board_s_columns_by_status_are_those_of_the_screen(okr: Okr, demo: Path) -> None:
    found = okr("board", "--json").json
    assert [group["key"] for group in found["groups"]] == [
        "proposed",
        "off_track",
        "at_risk",
        "on_track",
        "done",
    ]
    assert (found["week"], found["weeks"]) == (12, 18)
    assert 0 < found["pace"] < 1
    assert found["cycle"]["name"] == "2026-T3"


def test_a_grouping_or_cycle_that_does_not_exist_is_said(okr: Okr, demo: Path) -> None:
    said = okr("board", "--group", "colour")
    assert (said.status, said.line) == (
        2,
        "a grouping is one of status, owner, team, level; not “colour”",
    )
    assert okr("board", "--cycle", "1999").status == 1
    assert "Win the lunch kitchens" in okr("board", "--cycle", "2026-T2").out


def test_a_unique_part_of_a_title_is_enough(okr: Okr, demo: Path) -> None:
    assert okr("show", "invoices PAID").out == okr("show", "KR26").out
    assert okr("show", "kr26").out == okr("show", "KR26").out


def test_an_ambiguous_name_lists_the_candidates(okr: Okr, demo: Path) -> None:
    said = okr("show", "days")
    assert said.status == 1
    assert "KR25 " in said.line
    assert "KR27 Days until paid" in said.line
    # Carried over from a cycle that is closed: the living one is meant.
    assert okr("show", "a manual that people open").out.startswith("O14 ")
    assert okr("show", "no such thing").status == 1
    assert okr("show", "KR999").line == "there is no KR999 on this board"


def test_an_objective_tells_its_key_results_and_its_override(okr: Okr, demo: Path) -> None:
    found = okr("show", "O12", "--json").json
    assert (found["health"], found["override"]) == ("at_risk", "at_risk")
    assert found["computed_health"] == "on_track"
    assert found["override_reason"]
    assert [one["ref"] for one in found["key_results"]] == ["KR26", "KR27"]
    text = okr("show", "O12").out
    assert "the numbers say on track, but: " in text
    assert "KR26" in text


def test_due_lists_what_is_mine_and_says_so_by_its_status(okr: Okr, demo: Path) -> None:
    said = okr("due", "--as", "dev", "--json")
    assert said.status == 1
    assert said.json["overdue"] is True
    late = [item["ref"] for item in said.json["items"] if item["overdue"]]
    assert late == ["A15", "KR31", "KR32"]
    assert okr("due", "--as", "dev").status == 1
    mine = okr("due", "--as", "ben", "--json")
    assert mine.status == 0
    assert {item["ref"] for item in mine.json["items"]} >= {"KR19"}


def test_a_check_in_settles_what_was_due(okr: Okr, demo: Path) -> None:
    assert "KR19" in okr("due").out
    okr("check-in", "KR19", "18")
    assert "KR19" not in okr("due").out


def test_somebody_unknown_can_look_and_is_asked_to_join(okr: Okr, demo: Path) -> None:
    for words in (("board",), ("show", "KR1"), ("brief",), ("log",)):
        assert okr(*words, "--as", "stranger").status == 0
    said = okr("check-in", "KR19", "3", "--as", "stranger")
    assert said.status == 1
    assert "okrboard member add stranger" in said.line


@pytest.mark.parametrize("flags", [(), ("--json",)])
def test_who_is_not_on_the_board_owes_nothing_knowable(
    okr: Okr, demo: Path, flags: tuple[str, ...]
) -> None:
    said = okr("due", *flags, "--as", "stranger")
    assert (said.status, said.out) == (2, "")
    assert said.line.startswith("stranger is not on this board; join with okrboard member add")
    okr("member", "remove", "finn")
    assert okr("due", *flags, "--as", "finn").status == 2


@pytest.mark.parametrize("noun", ["board", "objective", "kr", "action"])
def test_me_is_nobody_for_who_is_not_on_the_board(okr: Okr, demo: Path, noun: str) -> None:
    words = (noun,) if noun == "board" else (noun, "list")
    said = okr(*words, "--owner", "me", "--as", "stranger")
    assert (said.status, said.out) == (2, "")
    assert said.line == "“stranger” is not on this board; name a member instead of me"


def test_the_brief_is_twelve_plain_lines_of_72_columns(okr: Okr, demo: Path) -> None:
    said = okr("brief")
    lines = said.out.split("\n")
    assert len(lines) == 13
    assert lines[12] == ""
    assert all(len(line) <= 72 for line in lines)
    assert all(lines[:12])
    assert said.out == okr("brief", "--no-color").out
    assert okr("brief", "--json").json["lines"] == lines[:12]


def test_the_log_tells_who_did_what_newest_first(okr: Okr, demo: Path) -> None:
    okr("check-in", "KR19", "17")
    newest = okr("log", "-n", "1", "--json").json
    assert [(one["who"], one["what"]) for one in newest] == [("ben", "check-in KR19 17")]
    assert newest[0]["at"] == "2026-11-20T14:00:00Z"
    assert okr("log", "-n", "1").out == "2026-11-20 15:00  ben  check-in KR19 17\n"
    about = okr("log", "O10", "--all", "--json").json
    assert 0 < len(about) < len(okr("log", "--all", "--json").json)
    assert about[0] == newest[0]
    assert len(okr("log", "--json").json) == 50


def test_plain_characters_are_had_for_the_asking(okr: Okr, demo: Path) -> None:
    for words in (("board",), ("show", "O12"), ("show", "KR10"), ("due",), ("brief",), ("log",)):
        said = okr(*words, "--ascii")
        assert said.out.isascii(), words
        assert said.out


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("words", [("board",), ("objective", "list"), ("kr",), ("action",)])
def test_no_line_of_a_table_is_wider_than_the_terminal(
    okr: Okr, demo: Path, monkeypatch: pytest.MonkeyPatch, columns: int, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for line in okr(*words).out.splitlines():
        assert len(line) <= columns, line


def test_colours_are_asked_for_or_forbidden(
    okr: Okr, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b" not in okr("board").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31m" in okr("board").out
    assert "\x1b" not in okr("board", "--no-color").out
    assert "\x1b" not in okr("board", "--json").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in okr("board").out


def test_an_empty_board_says_what_to_do_next(okr: Okr, tmp_path: Path) -> None:
    okr("init", "b.json", "--timezone", "UTC")
    okr("cycle", "list", "--board", "b.json")
    for words, way in (
        (("board",), "okrboard cycle add"),
        (("brief",), "okrboard cycle add"),
        (("cycle",), "okrboard cycle add"),
        (("team",), "okrboard team add"),
        (("objective",), "okrboard objective propose"),
        (("kr",), "okrboard kr add"),
        (("action",), "okrboard action add"),
    ):
        said = okr(*words, "--board", "b.json")
        assert said.status == 0
        assert way in said.out
    assert okr("objective", "propose", "x", "--board", "b.json").line.endswith(
        "okrboard cycle add NAME --from DAY --to DAY"
    )


def test_what_is_proposed_is_called_so_wherever_printed(okr: Okr, demo: Path) -> None:
    shown = okr("show", "KR33", "--json").json
    assert (shown["health"], shown["gap"]) == ("proposed", None)
    board = okr("board", "--json").json
    (proposal,) = (one for one in board["objectives"] if one["stage"] == "proposed")
    assert (proposal["health"], proposal["computed_health"]) == ("proposed", "proposed")
    assert {one["health"] for one in proposal["key_results"]} == {"proposed"}
    (node,) = (o for o in okr("tree", "--json").json["objectives"] if o["ref"] == proposal["ref"])
    assert node["health"] == "proposed"
    assert "proposed" in okr("show", proposal["ref"]).out.splitlines()[3]
    assert "· KR33 | Deals by partners | 0 → 12 deals | 0 % | – |" in okr("report").out
    assert 'class="proposed" title="proposed">· KR33' in okr("report", "--format", "html").out
    (row,) = (r for r in okr("report", "--format", "csv").out.splitlines() if '"KR33"' in r)
    assert '"off_track"' not in row
    assert row.count('"proposed"') == 2


def test_people_read_a_minus_sign_and_programs_a_hyphen(okr: Okr, demo: Path) -> None:
    for words in (("board",), ("kr", "list"), ("show", "KR19"), ("report",)):
        assert "−56 %" in okr(*words).out, words
        assert "-56 %" in okr(*words, "--ascii").out, words
    assert ",-0.5" in okr("report", "--format", "csv").out
    assert "−" not in okr("show", "KR19", "--json").out
    # A number that was copied from there is understood.
    assert okr("check-in", "KR19", "=−3").status == 0
    assert okr("show", "KR19", "--json").json["current"] == -3.0


@pytest.mark.parametrize("columns", [48, 60, 80])
def test_what_is_read_on_a_narrow_terminal_breaks_between_words(
    okr: Okr, demo: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    whole = okr("show", "O10").out.split()
    monkeypatch.setenv("COLUMNS", str(columns))
    for words in (("show", "O10"), ("tree",), ("due",), ("check", "KR19"), ("board",)):
        for line in okr(*words).out.splitlines():
            assert width(line) <= columns or " " not in line.strip(), (words, line)
    assert {"phone", "that.", "A24"} <= set(whole) & set(okr("show", "O10").out.split())


def test_a_bar_gives_way_to_the_words_beside_it(
    okr: Okr, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for columns, has_bar in ((120, True), (80, True), (56, False)):
        monkeypatch.setenv("COLUMNS", str(columns))
        line = okr("show", "KR19").out.splitlines()[3]
        assert line.endswith(" behind") is (columns != 56)
        assert ("┃" in line) is has_bar


def listed(okr: Okr, *words: str) -> set[str]:
    found = okr(*words, "--json").json
    return {one["ref"] for one in (found["objectives"] if words[0] == "board" else found)}


@pytest.mark.parametrize("words", [("board",), ("objective", "list")])
def test_goals_are_filtered_as_on_the_board(okr: Okr, demo: Path, words: tuple[str, ...]) -> None:
    goals = okr("objective", "list", "--json").json
    everything = listed(okr, *words)
    for handle in ("ben", "eva"):
        owned = {
            one["objective"] for one in okr("kr", "list", "--json").json if one["owner"] == handle
        }
        owned |= {one["ref"] for one in goals if one["owner"] == handle}
        assert listed(okr, *words, "--owner", handle) == owned
        assert owned < everything
    assert listed(okr, *words, "--team", "sales") == {
        one["ref"] for one in goals if one["team"] == "Sales"
    }
    for typed in ("off_track", "off track", "OFF-TRACK", "off"):
        assert listed(okr, *words, "--status", typed) == {
            one["ref"] for one in goals if one["health"] == "off_track"
        }
    assert listed(okr, *words, "--status", "off track", "--team", "sales") == set()


def test_key_results_are_filtered_by_owner_team_and_status(okr: Okr, demo: Path) -> None:
    every = okr("kr", "list", "--json").json
    for status in ("off_track", "stale", "done"):
        assert listed(okr, "kr", "list", "--status", status) == {
            one["ref"] for one in every if one["health"] == status
        }
    assert listed(okr, "kr", "list", "--status", "proposed") == {"KR33", "KR34"}
    sales = listed(okr, "kr", "list", "--team", "sales")
    assert sales
    assert listed(okr, "kr", "list", "--team", "sales", "--status", "done") < sales


def test_overdue_is_what_due_calls_overdue(okr: Okr, demo: Path) -> None:
    late = set()
    for one in okr("member", "list", "--json").json:
        items = okr("due", "--as", one["handle"], "--json").json["items"]
        late |= {item["ref"] for item in items if item["overdue"] and item["ref"][0] == "K"}
        for item in items:
            if item["overdue"] and item["ref"][0] == "A":
                late.add(okr("show", item["ref"], "--json").json["key_result"])
    late.discard(None)
    assert late
    assert listed(okr, "kr", "list", "--status", "overdue") == late


def test_a_filter_that_lets_nothing_through_says_so(okr: Okr, demo: Path) -> None:
    said = okr("board", "--team", "it", "--status", "done", "--owner", "gita")
    assert said.status == 0
    assert said.out.endswith("no objective like that\n")
    for status in ("blue", ""):
        said = okr("board", "--status", status)
        assert said.status == 2
        assert "overdue" in said.line
    assert okr("board", "--owner", "stranger").status == 1
    assert okr("board", "--team", "stranger").status == 1
    told = okr("board", "--help").out
    assert "off track" in told
    assert "overdue" in told
