"""Boards, cycles, members and teams from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from support.cli import Okr


def test_a_new_board_has_its_cycle_and_its_maker(okr: Okr, tmp_path: Path) -> None:
    said = okr(
        "init",
        "ours.json",
        "--name",
        "Ours",
        "--timezone",
        "Europe/Berlin",
        "--cycle",
        "Autumn",
        "--from",
        "1 Sep 2026",
        "--to",
        "2026-12-31",
        "--json",
    )
    assert said.json == {
        "board": str(tmp_path / "ours.json"),
        "name": "Ours",
        "timezone": "Europe/Berlin",
        "cycle": "Autumn",
        "member": "ben",
    }
    cycles = okr("cycle", "--board", "ours.json", "--json").json
    assert [(c["name"], c["first"], c["last"], c["state"]) for c in cycles] == [
        ("Autumn", "2026-09-01", "2026-12-31", "running")
    ]


def test_a_board_that_is_there_is_not_made_again(okr: Okr, demo: Path) -> None:
    before = demo.read_bytes()
    assert okr("init").status == 1
    assert okr("demo", "--write", str(demo)).status == 1
    assert demo.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("b.json", "--timezone", "Mars/Base"), 2),
        (("b.json", "--timezone", "../../etc/passwd"), 2),
        (("b.json", "--cycle", "Autumn"), 2),
        (("b.json", "--cycle", "Autumn", "--from", "2026-12-31", "--to", "2026-09-01"), 1),
        (("b.json", "--from", "mon", "--to", "fri"), 2),
        (("nowhere/b.json",), 1),
        (("postgresql://host/b",), 2),
    ],
)
def test_a_slip_leaves_no_half_a_board_behind(
    okr: Okr, tmp_path: Path, words: tuple[str, ...], status: int
) -> None:
    said = okr("init", *words)
    assert said.status == status
    assert said.line
    assert not (tmp_path / "b.json").exists()


def test_a_login_name_that_is_no_handle_does_not_join(okr: Okr, tmp_path: Path) -> None:
    said = okr("init", "b.json", "--timezone", "UTC", "--as", "not a handle")
    assert said.status == 0
    assert "okrboard member add HANDLE" in said.out
    assert okr("member", "list", "--board", "b.json", "--json").json == []


def test_the_zone_of_the_machine_serves_when_none_is_named(
    okr: Okr, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert okr("init", "b.json", "--json").json["timezone"] == "Asia/Tokyo"
    monkeypatch.setenv("TZ", "nonsense")
    assert okr("init", "c.json", "--json").json["timezone"] == "UTC"


def test_anybody_joins_and_brings_others(okr: Okr, empty: Path) -> None:
    said = okr("member", "add", "ana", "--name", "Ana Lind", "--as", "stranger")
    assert said.out == "ana (Ana Lind) is on the board\n"
    assert okr("member", "add", "ana", "--as", "stranger").line == "ana is on this board already"
    assert okr("member", "add", "stranger", "--as", "stranger").status == 0
    assert okr("team", "add", "IT", "--as", "stranger").status == 0


def test_who_is_there_already_joins_again_without_harm(okr: Okr, empty: Path) -> None:
    assert okr("member", "add", "ben").status == 0
    said = okr("member", "add", "@ben", "--name", "Ben Roth", "--json").json
    assert (said["handle"], said["name"]) == ("ben", "Ben Roth")
    assert len(okr("member", "list", "--json").json) == 1


def test_who_left_can_look_but_not_change_until_they_are_back(okr: Okr, empty: Path) -> None:
    okr("member", "add", "ana")
    assert okr("member", "remove", "ana", "--json").json["left"] == "2026-11-20"
    assert okr("board", "--as", "ana").status == 0
    assert "okrboard member add ana" in okr("team", "add", "x", "--as", "ana").line
    assert [one["handle"] for one in okr("member", "list", "--json").json] == ["ben"]
    assert len(okr("member", "list", "--all", "--json").json) == 2
    assert okr("member", "add", "ana", "--json").json["left"] is None


def test_members_and_teams_are_changed(okr: Okr, empty: Path) -> None:
    okr("team", "add", "IT", "--lead", "me")
    changed = okr(
        "member", "edit", "ben", "--handle=bernd", "--name=B", "--team=it", "--capacity=5", "--json"
    ).json
    assert changed == {
        "handle": "bernd",
        "name": "B",
        "team": "IT",
        "joined": "2026-11-20",
        "left": None,
        "capacity": 5,
    }
    team = okr("team", "edit", "IT", "--name=Ops", "--lead=none", "--json", "--as", "bernd").json
    assert team == {"name": "Ops", "lead": None, "members": ["bernd"]}
    assert "bernd" in okr("team", "show", "ops").out
    assert okr("member", "add", "two words", "--as", "bernd").status == 1


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("2026-T1", ("2026-01-01", "2026-04-30")),
        ("2027-t3", ("2027-09-01", "2027-12-31")),
        ("2027-Q1", ("2027-01-01", "2027-03-31")),
        ("2028-Q4", ("2028-10-01", "2028-12-31")),
    ],
)
def test_usual_names_of_cycles_know_their_days(
    okr: Okr, empty: Path, name: str, days: tuple[str, str]
) -> None:
    made = okr("cycle", "add", name, "--json").json
    assert (made["first"], made["last"]) == days


@pytest.mark.parametrize("name", ["2027-T4", "2027-Q5", "2027-Q", "27-Q1", "2027-T0", "Autumn"])
def test_other_names_of_cycles_need_their_days(okr: Okr, empty: Path, name: str) -> None:
    said = okr("cycle", "add", name)
    assert said.status == 2
    assert "--from DAY --to DAY" in said.line


def test_a_cycle_is_planned_changed_and_started(okr: Okr, empty: Path) -> None:
    made = okr("cycle", "add", "Spring", "--from=2027-01-01", "--to=2027-04-30", "--json").json
    assert made["state"] == "planning"
    assert okr("cycle", "edit", "spring", "--to=2027-05-31", "--json").json["last"] == "2027-05-31"
    assert okr("cycle", "start", "spring").out == "Spring runs\n"
    assert okr("cycle", "start", "spring").line == "Spring is running already"
    assert okr("cycle", "add", "Spring", "--from=2027-01-01", "--to=2027-04-30").status == 1
    assert okr("cycle", "add", "x", "--from=2027-01-01").status == 2
    assert "Spring: 2027-01-01 to 2027-05-31, running" in okr("cycle", "show", "spring").out


def test_who_joins_need_not_say_who(okr: Okr, empty: Path) -> None:
    assert okr("member", "add", "--as", "zoe").out == "zoe is on the board\n"
    assert okr("member", "add", "", "--as", "yan").status == 1


def test_the_team_that_a_part_of_a_name_meant_is_said(okr: Okr, empty: Path) -> None:
    okr("team", "add", "Audit")
    assert okr("member", "edit", "ben", "--team", "aud").out == "ben is changed, team Audit\n"
    assert okr("member", "edit", "ben", "--team", "none").out == "ben is changed, team none\n"


@pytest.mark.parametrize(("key", "value"), [("theme", "solarized"), ("preset", "emacs")])
def test_a_setting_takes_only_the_words_it_knows(okr: Okr, key: str, value: str) -> None:
    said = okr("config", "set", key, value)
    assert (said.status, f"{key} is one of " in said.line) == (2, True)
    assert okr("config", "get", key).status == 1


def test_settings_of_the_board_are_everybody_s(okr: Okr, empty: Path) -> None:
    assert okr("config", "set", "check-in-weekday", "thu").out == (
        "check_in_weekday = 3 (thursday) for everybody on this board\n"
    )
    assert okr("config", "set", "timezone", "Europe/Berlin").status == 0
    assert okr("config", "set", "cadence_days", "14").status == 0
    board = okr("config", "--json").json["board"]
    assert (board["check_in_weekday"], board["timezone"], board["cadence_days"]) == (
        3,
        "Europe/Berlin",
        14,
    )
    assert okr("config", "get", "cadence-days").out == "14\n"
    assert okr("config", "unset", "cadence_days").out == "cadence_days is 7 again\n"
    for key, value, status in (
        ("timezone", "Mars", 2),
        ("cadence_days", "1.5", 2),
        ("cadence_days", "0", 1),
        ("at_risk_gap", "80", 1),
        ("check_in_weekday", "someday", 2),
        ("name", " ", 1),
        ("nmae", "x", 2),
    ):
        said = okr("config", "set", key, value)
        assert (said.status, key) == (status, key)
        assert said.line
    assert okr("config", "set", "name", "x", "--as", "stranger").status == 1


def test_one_s_own_settings_need_no_board_and_no_membership(okr: Okr, home: Path) -> None:
    said = okr("config", "set", "theme", "beamer", "--as", "stranger")
    path = home / ".config/okrboard/config.toml"
    assert said.out == f"theme = beamer in {path}\n"
    assert okr("config", "set", "keys.undo", "ctrl+z").status == 0
    assert okr("config", "set", "keys.board.new", "N").status == 0
    assert okr("config", "set", "mouse", "off", "--json").json == {"key": "mouse", "value": False}
    assert (
        path.read_text()
        == 'theme = "beamer"\nmouse = false\n\n[keys]\nundo = "ctrl+z"\n"board.new" = "N"\n'
    )
    assert okr("config", "get", "keys.undo").out == "ctrl+z\n"
    assert okr("config", "--json").json["own"] == {
        "theme": "beamer",
        "mouse": False,
        "keys.undo": "ctrl+z",
        "keys.board.new": "N",
    }
    assert okr("config", "unset", "theme").status == 0
    assert okr("config", "get", "theme").status == 1
    assert okr("config", "path").out == f"{path}\n"
    assert okr("config", "set", "mouse", "maybe").status == 2
    assert okr("config", "set", "keys", "x").status == 2
    assert okr("config", "set", "theme.x", "x").status == 2


def test_a_member_and_a_team_are_shown_with_what_is_open_now(okr: Okr, demo: Path) -> None:
    said = okr("team", "show", "Sales").out
    assert "  O11 Grow where we are loved\n" in said
    assert "  O15 Partners sell for us (proposed)\n" in said
    assert "O13 " not in said
    mine = okr("member", "show", "ben").out
    assert "KR19 Pages a week" in mine
    assert "KR6 " not in mine
    (line,) = (one for one in okr("member").out.splitlines() if one.startswith("ben "))
    assert line.split()[2] == str(mine.count("  KR"))


def test_who_cannot_be_a_handle_is_not_told_to_join_as_one(okr: Okr, demo: Path) -> None:
    assert "okrboard member add zoe, or " in okr("--as", "zoe", "check-in", "KR19", "3").line
    for words in (("check-in", "KR19", "3"), ("due",)):
        said = okr("--as", "Zoe Z", *words)
        assert "okrboard member add HANDLE and say who you are" in said.out + said.err
