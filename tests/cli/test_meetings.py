"""Meetings, votes, the tree and the past, from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.meetings import FileRoom

from okrboard.cli.main import run
from okrboard.domain.edit.actions import (
    add_action,
    carry_action,
    drop_action,
    edit_action,
    keep_action,
)
from okrboard.domain.edit.objectives import edit_objective
from okrboard.domain.meeting.contributions import reveal_votes, say_action, say_win
from okrboard.domain.meeting.flow import close
from okrboard.report.minutes import minutes_of
from okrboard.service import zone_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from okrboard.domain.changes import Draft
    from okrboard.domain.records import Meeting

    Says = Callable[..., tuple[int, str, str]]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileRoom:
    room = FileRoom(tmp_path / "okrboard.json")
    monkeypatch.setenv("OKRBOARD_NOW", room.now.isoformat())
    monkeypatch.setenv("OKRBOARD_BOARD", str(room.path))
    return room


@pytest.fixture
def says(capsys: pytest.CaptureFixture[str]) -> Says:
    def call(*words: str) -> tuple[int, str, str]:
        status = run(list(words))
        out, err = capsys.readouterr()
        return status, out, err

    return call


def test_without_a_meeting_the_list_says_how_to_start_one(room: FileRoom, says: Says) -> None:
    assert says("meetings") == (0, "no meeting yet; start one: okrboard meet check-in\n", "")
    status, _, err = says("vote", "KR1", "7", "--as", "ben")
    assert (status, err) == (
        1,
        "okrboard: no meeting is running; one starts with okrboard meet check-in\n",
    )


@pytest.mark.parametrize("value", ["11", "-1", "x", "7.5", "१"])
def test_a_vote_is_a_whole_number_to_ten(room: FileRoom, says: Says, value: str) -> None:
    room.starts()
    status, _, err = says("vote", "KR1", value, "--as", "ben")
    assert status == 2
    assert err.count("\n") == 1


def test_a_vote_is_told_by_nobody_before_the_reveal(room: FileRoom, says: Says) -> None:
    room.starts()
    assert says("vote", "pages", "9", "--as", "ben")[0] == 0
    for words in (("meetings", "--json"), ("log", "--json"), ("show", "KR1", "--json")):
        status, out, _ = says(*words)
        assert status == 0
        assert '"value": 9' not in out
    (meeting,) = json.loads(says("meetings", "--json")[1])
    assert meeting["votes"] == [{"about": "KR1", "voters": ["ben"], "values": None}]
    assert meeting["here"] == ["ana", "ben"]
    room.does("ana", lambda draft: reveal_votes(draft, 1, "KR1"))
    (meeting,) = json.loads(says("meetings", "--json")[1])
    assert meeting["votes"][0]["values"] == [9]


def test_the_minutes_of_a_closed_meeting_stay(room: FileRoom, says: Says) -> None:
    room.starts()
    room.does("ana", lambda draft: say_win(draft, 1, "Quiet week"))
    room.does("ana", lambda draft: close(draft, 1, lambda b, m: minutes_of(b, m, zone_of(b))))
    status, first, _ = says("meetings", "minutes", "M1")
    assert status == 0
    assert "- Quiet week — ana" in first
    says("kr", "edit", "KR1", "--title", "Another name", "--as", "ana")
    assert says("meetings", "minutes", "m1")[1] == first
    assert json.loads(says("meetings", "minutes", "M1", "--json")[1])["markdown"] == first
    assert says("show", "M1") == (0, first, "")
    assert json.loads(says("show", "m1", "--json")[1])["markdown"] == first
    assert says("show", "M9") == (1, "", "okrboard: there is no M9 on this board\n")
    assert says("meetings", "minutes", "M9")[0] == 1
    assert says("meetings", "minutes", "check-in")[0] == 2


def test_the_tree_names_who_serves_no_other_goal(room: FileRoom, says: Says) -> None:
    status, out, _ = says("tree")
    assert status == 0
    assert "serves no other goal" in out
    found = json.loads(says("tree", "--json")[1])
    assert [node["orphan"] for node in found["objectives"]] == [True]


def test_the_board_of_a_day_gone_by(
    room: FileRoom, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.passes(3 * 86400)
    room.does("ana", lambda draft: draft.put(draft.board.objectives[1]._replace(title="Renamed")))
    monkeypatch.setenv("OKRBOARD_NOW", room.now.isoformat())
    assert "Renamed" in says("at", "today")[1]
    assert "Releases stop waking people" in says("at", "-2")[1]
    assert says("at", "whenever")[0] == 2


def test_a_forgotten_meeting_is_closed_by_whoever_looks(
    room: FileRoom, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.starts()
    room.does("ana", lambda draft: say_win(draft, 1, "Nobody was woken"))
    room.passes(4 * 3600)
    monkeypatch.setenv("OKRBOARD_NOW", room.now.isoformat())
    (onlooker,) = json.loads(says("meetings", "--json", "--as", "stranger")[1])
    assert onlooker["state"] == "running"
    (meeting,) = json.loads(says("meetings", "--json", "--as", "ben")[1])
    assert (meeting["state"], meeting["ended"]) == ("closed", meeting["started"])
    assert says("meetings", "minutes", "M1")[1].startswith("# Friday check-in M1")


def test_undoing_the_end_of_a_meeting_says_that_it_is_open_again(
    room: FileRoom, says: Says
) -> None:
    meeting = room.starts()
    room.does(
        "ana", lambda draft: close(draft, meeting.id, lambda b, m: minutes_of(b, m, zone_of(b)))
    )
    said = "undone: close check-in M1 (reopened check-in M1)\n"
    assert says("--as", "ana", "undo") == (0, said, "")
    assert says("--as", "ana", "redo") == (0, "done again: close check-in M1\n", "")
    assert json.loads(says("--as", "ana", "undo", "--json")[1]) == {"undone": "close check-in M1"}


def test_undo_passes_by_what_others_went_on_with_when_told_to(room: FileRoom, says: Says) -> None:
    room.does("ana", lambda draft: add_action(draft, "Rota", key_result=1))
    for who in ("ana", "ben"):
        room.does(who, lambda draft, who=who: edit_objective(draft, 1, title=f"by {who}"))  # type: ignore[misc]
    status, _, error = says("--as", "ana", "undo")
    assert status == 1
    assert "O1 was changed since by ben (edit O1 title)" in error
    assert "okrboard undo --past takes back the one before it" in error
    status, out, note = says("--as", "ana", "undo", "--past")
    assert (status, out) == (0, "undone: add A1 Rota\n")
    assert "O1 was changed since by ben" in note
    assert room.board.objectives[1].title == "by ben"


def test_minutes_without_a_name_are_those_of_the_last_meeting(room: FileRoom, says: Says) -> None:
    assert says("meetings", "minutes")[2].startswith("okrboard: no meeting yet")
    for number in (1, 2):
        room.starts()
        room.does("ana", closing(number))
        room.passes(60)
    room.starts()
    assert says("meetings", "minutes") == says("meetings", "minutes", "M2")


def closing(meeting: int) -> Callable[[Draft], Meeting]:
    return lambda draft: close(draft, meeting, lambda b, m: minutes_of(b, m, zone_of(b)))


def test_minutes_as_data_have_their_actions_as_they_were(
    room: FileRoom, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in ("Rota", "Runbook", "Alarm"):
        room.does("ana", lambda draft, it=title: add_action(draft, it, key_result=1, owner=2))  # type: ignore[misc]
    room.passes(86400)
    room.starts()
    room.passes(60)
    room.does("ana", lambda draft: keep_action(draft, 1))
    room.does("ana", lambda draft: carry_action(draft, 2))
    room.does("ana", lambda draft: say_action(draft, 1, "Call them", owner=1))
    during = json.loads(says("meetings", "minutes", "M1", "--json")[1])
    room.passes(60)
    room.does("ana", closing(1))
    room.passes(60)
    room.does("ana", lambda draft: drop_action(draft, 4))
    room.does("ana", lambda draft: edit_action(draft, 3, title="Another alarm"))
    after = json.loads(says("meetings", "minutes", "M1", "--json")[1])
    for found in (during, after):
        assert [(one["ref"], one["outcome"]) for one in found["reviewed"]] == [
            ("A1", "kept"),
            ("A2", "carried over"),
        ]
        assert [
            (one["ref"], one["title"], one["owner"], one["state"]) for one in found["actions"]
        ] == [
            ("A2", "Runbook", "ben", "open"),
            ("A3", "Alarm", "ben", "open"),
            ("A4", "Call them", "ana", "open"),
        ]
    assert all(f"{one['ref']} {one['title']}" in after["markdown"] for one in after["actions"])
