"""Whole reflections on real terminals: alone, five at once, and one killed."""

from __future__ import annotations

import json
import signal
from functools import partial
from typing import TYPE_CHECKING

import pytest
from support.table import NUMBER, Table, leave_when_closed, sit_down_with_ana, writes

from okrboard.domain.meeting.deciding import undecided

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.pty_session import PtySession

pytestmark = pytest.mark.slow

WRITING = "What drove us, held us back"
DOTS = "What is worth talking about?"
OTHERS = ("ben", "cleo", "dev", "eva")


@pytest.fixture
def reflect(tmp_path: Path) -> Iterator[Table]:
    with Table(tmp_path, "reflect") as table:
        yield table


def fills_in(session: PtySession, title: str, *keys: str) -> None:
    """Type into a form that is open, and wait until it is gone."""
    session.wait_for(title)
    session.feed(*keys)
    session.wait_until_gone(title)


def told_anywhere(table: Table) -> str:
    """Return all that commands tell somebody who is not to know."""
    told = exported(table)
    for words in (("meetings", "--json"), ("meetings", "minutes", "M6"), ("log", "--json")):
        told += table.says("hana", *words).stdout
    return told


def exported(table: Table) -> str:
    """Return the board as somebody exports it."""
    out = table.folder / "out.json"
    out.unlink(missing_ok=True)
    done = table.says("hana", "export", str(out))
    assert done.returncode == 0, done.stderr
    return out.read_text()


def test_a_whole_reflection_alone_on_a_real_terminal(reflect: Table) -> None:
    table = reflect
    ana = table.sits_down("ana")
    ana.wait_for("week 1 of")
    ana.feed("right", "right")
    ana.wait_for("week 3 of")
    ana.feed("left")
    ana.wait_for("week 2 of")
    table.goes_on(ana)
    ana.wait_for("covered")
    ana.feed("e")
    ana.wait_for("its numbers say")
    fills_in(ana, "its numbers say", "0.2", "enter", "half was luck", "enter")
    ana.wait_for("by hand: half was")
    ana.feed("right")
    ana.wait_until_gone("covered")
    table.goes_on(ana, "right")
    ana.wait_for(WRITING)
    writes(ana, "1", "ana: drove us", "Quiet Fridays")
    writes(ana, "2", "ana: held us back", "Nobody asked us", "Too many goals")
    ana.wait_for("3 cards")
    assert b"Quiet Fridays" not in ana.raw
    assert b"Nobody asked" not in ana.raw
    ana.feed("right")
    ana.wait_for("Quiet Fridays", "Nobody asked us", "Too many goals")
    table.goes_on(ana, "right")
    ana.wait_for("Which of these belong together?")
    ana.feed("j", "j", "enter", "k", "enter")
    second = table.board.cards_in(NUMBER)[1].id
    table.wait_until(
        lambda: [c.group for c in table.board.cards_in(NUMBER)] == [0, 0, second], "grouped"
    )
    table.goes_on(ana, "right")
    ana.wait_for(DOTS)
    ana.feed("1", "j", "2")
    ana.wait_for("all dots are given here")
    ana.feed("right")
    ana.wait_for("●● 2", "● 1")
    table.goes_on(ana, "right")
    ana.wait_for("What follows from it?", "Nobody asked us")
    writes(ana, "D", "Decision", "Ask the night shift first")
    writes(ana, "A", "What do we agree on", "We start with the numbers")
    ana.feed("a")
    ana.wait_for("ctrl+s")
    ana.feed("Visit the depot", "ctrl+s")
    ana.wait_until_gone("ctrl+s")
    ana.wait_for("What follows", "Ask the night shift", "We start with", "Visit the depot")
    table.goes_to(ana, "decide")
    ana.wait_for("Keep, change, drop or put off?")

    def fewer_than(left: int) -> bool:
        return len(undecided(table.board, table.held)) < left

    for left in range(len(undecided(table.board, table.held)), 0, -1):
        ana.feed("y")
        table.wait_until(partial(fewer_than, left), "kept")
    ana.wait_for("all decided")
    table.goes_on(ana, "right")
    writes(ana, "w", "nobody else reads it", "I can say no now")
    ana.wait_for("1 of your own notes")
    table.goes_to(ana, "close")
    told = leave_when_closed(table, ana)
    for line in (
        "# Rest and reflect M6 · Fri 2026-11-20",
        "scored by hand: half was luck",
        "- Nobody asked us (held us back), 2 dots",
        "  - Too many goals",
        "- Quiet Fridays (drove us), 1 dot",
        "- Ask the night shift first — ana",
        "- We start with the numbers — ana",
        "Visit the depot — ana",
        ": keep — ana",
    ):
        assert line in told, line
    assert "say no" not in told + told_anywhere(table)


def test_five_write_at_once_in_silence_and_nothing_is_lost(reflect: Table) -> None:
    table = reflect
    ana, others = sit_down_with_ana(table, *OTHERS)
    table.goes_to(ana, "writing")
    said = {who: (f"Drive of {who}", f"Hold of {who}") for who in OTHERS}
    for session in others.values():
        session.wait_for("nobody else sees these yet")
        session.feed("1")
        session.wait_for("Drove us")
    for who, session in others.items():
        session.feed(said[who][0], "enter", "enter", "2", said[who][1], "enter", "enter")
    table.wait_until(lambda: len(cards(table)) == 8, "every card is there")
    ana.wait_for(*(f"{who:16}     2 cards" for who in OTHERS))
    for who, session in others.items():
        session.wait_for(*said[who])
    seen, told = ana.raw.decode(), told_anywhere(table)
    for who, mine in said.items():
        for text in mine:
            assert text not in seen + told
            assert not any(text.encode() in others[x].raw for x in OTHERS if x != who)
    ana.feed("right")
    for session in (ana, *others.values()):
        session.wait_for(*(texts[0] for texts in said.values()), patience=30)
    every = [text for texts in said.values() for text in texts]
    told = told_anywhere(table)
    assert all(text in told for text in every)
    assert sorted(cards(table)) == sorted(every)
    table.goes_to(ana, "dots")
    for session in others.values():
        session.wait_for("3 of 3 dots left")
    for session in (ana, *others.values()):
        session.feed("1", "j", "2")
    table.wait_until(lambda: sum(dots(table)) == 15, "every dot is there")
    ana.wait_for("all dots are given here")
    assert "●" not in ana.screen.text
    assert not dots_exported(table)
    ana.feed("right")
    for session in (ana, *others.values()):
        session.wait_for("●●●●●●●●● 10", "●●●●● 5")
    assert sum(dots_exported(table)) == 15


def cards(table: Table) -> list[str]:
    """Return what this meeting's cards say."""
    return [card.text for card in table.board.cards.values() if card.meeting == NUMBER]


def dots(table: Table) -> list[int]:
    """Return the dots that the file holds for this meeting's cards."""
    return [v.value or 0 for v in table.board.votes.values() if v.meeting == NUMBER]


def dots_exported(table: Table) -> list[int]:
    """Return the dots for this meeting's cards as somebody who exports the board gets them."""
    votes = json.loads(exported(table))["tables"].get("votes", {}).values()
    return [vote["value"] for vote in votes if vote["meeting"] == NUMBER]


def test_whoever_is_killed_comes_back_to_where_they_stood(reflect: Table) -> None:
    table = reflect
    ana, others = sit_down_with_ana(table, *OTHERS)
    ben = others["ben"]
    table.goes_to(ana, "writing")
    ben.wait_for("nobody else sees these yet")
    writes(ben, "2", "Held us back", "Nobody asked us")
    ben.feed("2")
    ben.wait_for("Held us back")
    ben.feed("Half a thou")
    ben.wait_for("Half a thou")
    drafts = table.folder / "ben"
    table.wait_until(
        lambda: any("Half a thou" in f.read_text() for f in drafts.rglob("drafts/*")), "a draft"
    )
    for session in (ana, ben):
        session.signal(signal.SIGKILL)
        session.wait_for_exit()
    ana = table.sits_down("ana")
    ana.wait_for("ana leads")
    ben = table.sits_down("ben", size=(80, 24))
    ben.wait_for("Nobody asked us", "nobody else sees these yet")
    ben.feed("2")
    ben.wait_for("You were typing this", "Half a thou")
    ben.feed("enter", "ght", "enter", "enter")
    table.wait_until(lambda: len(cards(table)) == 2, "both are there")
    assert cards(table) == ["Nobody asked us", "Half a thought"]
    assert table.item() == "writing"
    assert table.held.state == "running"
    assert len(table.held.attendance) == 5
    assert b"Nobody asked" not in ana.raw
    ana.feed("right")
    for session in (ana, ben, others["cleo"]):
        session.wait_for("Nobody asked us", "Half a thought")
