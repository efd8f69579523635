"""Two boards that differ in what is still covered only: no command tells which is which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.meetings import TERMINAL, FileRoom

from okrboard.cli.main import run
from okrboard.domain.meeting.blind import cast, give_dots
from okrboard.domain.meeting.cards import edit_card, reveal_cards, withdraw_card, write_card
from okrboard.domain.meeting.contributions import reveal_votes
from okrboard.domain.meeting.flow import start
from okrboard.domain.meeting.proposals import edit_proposal, propose, subject
from okrboard.domain.records import DraftKeyResult

if TYPE_CHECKING:
    from pathlib import Path

SECRETS = (("They wait too long", "Calm nights", 2), ("Nobody rings back", "Fast starts", 9))

COMMANDS = [
    ("board",),
    ("show", "KR1"),
    ("show", "O1"),
    *(("show", f"M{number}") for number in (1, 2, 3)),
    ("meetings",),
    *(("meetings", "minutes", f"M{number}") for number in (1, 2, 3)),
    ("log", "--all"),
    ("log", "KR1"),
    ("at", "today"),
    ("due",),
    ("brief",),
    ("tree",),
    ("report",),
    ("report", "--format", "csv"),
    ("report", "--format", "html"),
    ("export", "-", "--format", "json"),
    ("export", "-", "--format", "csv"),
    ("objective", "list"),
    ("kr", "list"),
    ("action", "list"),
    ("__complete", "2", "okrboard", "show", ""),
    ("__complete", "--described", "2", "okrboard", "show", ""),
    ("show", "They"),
    ("show", "Nobody"),
    ("vote", "KR1", "4"),
    ("undo",),
    ("undo", "--past"),
    ("redo",),
    ("log", "--all"),
]


def furnish(room: FileRoom, card: str, goal: str, value: int) -> None:
    """Vote, write, propose and give dots, as ben, with nothing of it revealed."""
    room.starts()
    room.does("ben", lambda draft: cast(draft, 1, "KR1", 5))
    room.does("ben", lambda draft: cast(draft, 1, "KR1", value))
    room.does("ana", lambda draft: start(draft, "reflect", terminal=TERMINAL))
    for rounds in ("glad", "voices"):
        room.does("ben", lambda draft, it=rounds: write_card(draft, 2, it, f"A {it} card"))  # type: ignore[misc]
    room.does("ana", lambda draft: reveal_cards(draft, 2, "glad"))
    room.does("ben", lambda draft: give_dots(draft, 2, "C1", 1 + value % 2))
    room.does("ben", lambda draft: edit_card(draft, 2, card))
    room.does("ben", lambda draft: write_card(draft, 2, "voices", card))
    room.does("ben", lambda draft: withdraw_card(draft, 3))
    room.does("ana", lambda draft: start(draft, "goals", terminal=TERMINAL))
    room.does("ben", lambda draft: propose(draft, 3, goal))
    room.does("ben", lambda draft: edit_proposal(draft, 1, title=f"{goal} and more", why=card))
    results = (DraftKeyResult(title=card),)
    room.does("ben", lambda draft: edit_proposal(draft, 1, key_results=results))
    room.does("ben", lambda draft: cast(draft, 3, subject(1, 0), value))


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_no_command_tells_what_is_covered(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    who: str,
) -> None:
    monkeypatch.setenv("OKRBOARD_USER", who)
    answers: list[list[tuple[object, ...]]] = []
    for number, secrets in enumerate(SECRETS):
        folder = tmp_path / str(number)
        folder.mkdir()
        room = FileRoom(folder / "okrboard.json")
        furnish(room, *secrets)
        monkeypatch.chdir(folder)
        monkeypatch.setenv("OKRBOARD_NOW", room.now.isoformat())
        monkeypatch.setenv("OKRBOARD_BOARD", "okrboard.json")
        answers.append([])
        for words in COMMANDS:
            for flags in ((), ("--json",)):
                status = run([*words, *flags])
                answers[-1].append((words, flags, status, *capsys.readouterr()))
    for one, other in zip(*answers, strict=True):
        assert one == other
    assert any("Releases" in str(answer) for answer in answers[0])


def test_what_is_revealed_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    room = FileRoom(tmp_path / "okrboard.json")
    furnish(room, *SECRETS[1])
    run(["meetings", "--json", "--board", str(room.path)])
    assert '"values":[9]' not in capsys.readouterr().out
    room.does("ana", lambda draft: reveal_votes(draft, 1, "KR1"))
    run(["meetings", "--json", "--board", str(room.path)])
    assert '"values":[9]' in capsys.readouterr().out
