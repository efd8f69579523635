"""What a meeting has not revealed leaves the board by no door."""

from __future__ import annotations

from support.meetings import TERMINAL, Room

from okrboard.domain.meeting.blind import cast, covered
from okrboard.domain.meeting.cards import reveal_cards, write_card
from okrboard.domain.meeting.contributions import reveal_votes
from okrboard.domain.meeting.flow import start
from okrboard.domain.meeting.proposals import propose
from okrboard.report.minutes import minutes_of
from okrboard.service import zone_of
from okrboard.transfer import export_json, import_json


def test_votes_cards_and_proposals_leave_after_their_reveal_only() -> None:
    room = Room()
    room.starts()
    room.does("ana", lambda draft: start(draft, "goals", terminal=TERMINAL))
    room.does("ben", lambda draft: cast(draft, 1, "KR1", 3))
    room.does("ben", lambda draft: write_card(draft, 2, "voices", "They wait too long"))
    room.does("ben", lambda draft: propose(draft, 2, "Calm nights"))
    assert covered(room.board) == {("votes", 1), ("cards", 1), ("proposals", 1)}
    before = export_json(room.board)
    for secret in ("They wait", "Calm nights", '"votes":{'):
        assert secret not in before
        assert secret not in minutes_of(room.board, room.meeting(2), zone_of(room.board))
    room.does("ana", lambda draft: reveal_votes(draft, 1, "KR1"))
    room.does("ana", lambda draft: reveal_cards(draft, 2, "voices"))
    room.does("ana", lambda draft: reveal_cards(draft, 2, "proposals"))
    assert covered(room.board) == set()
    after = export_json(room.board)
    for told in ("They wait", "Calm nights", '"votes":{'):
        assert told in after


def test_an_export_without_secrets_comes_back_as_the_same_bytes() -> None:
    import json

    from okrboard.service import Service
    from okrboard.storage.store import MemoryStore

    room = Room()
    room.starts()
    room.does("ben", lambda draft: cast(draft, 1, "KR1", 3))
    text = export_json(room.board)
    empty = MemoryStore()
    Service(empty, "ana", lambda: room.now).change(
        "import", lambda draft: import_json(draft, json.loads(text))
    )
    assert export_json(empty.snapshot()) == text
