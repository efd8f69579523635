"""What is typed survives a real terminal: a dropped line, a kill, an editor, a second person."""

from __future__ import annotations

import signal
import stat
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support.cli import NOW
from support.dead import dead_process
from support.kept import draft_on_disk, drafts_on_disk
from support.making import furnished
from support.pty_session import PATIENCE, PtySession, clean_environment, python

from okrboard.service import Service
from okrboard.storage.file_store import FileStore
from okrboard.transfer.whole import copy_board
from okrboard.tui.drafts import Drafts

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a board of ana and ben."""
    board = furnished().board
    store = FileStore.create(str(tmp_path / "okrboard.json"), board.settings)
    service = Service(store, "ana", lambda: datetime.fromisoformat(NOW))
    service.change("", lambda draft: copy_board(draft, board))
    return tmp_path


def okrboard(home: Path, **more: str) -> PtySession:
    environment = clean_environment(
        HOME=str(home), PYTHONPATH=str(ROOT), OKRBOARD_NOW=NOW, TZ="UTC", **more
    )
    return PtySession(python("-m", "okrboard"), environment, size=(100, 36), cwd=home)


def kept(home: Path) -> dict[str, str]:
    found = draft_on_disk(home / ".local/state/okrboard", "check-in", 1)
    return found.texts if found else {}


def typing(session: PtySession) -> None:
    """Open the check-in from the card, and type into it."""
    session.wait_for("Releases stop", "check in")
    session.feed("c")
    session.wait_for("Check-in   KR1")
    session.feed("26", "enter", "7", "tab", "+4 load")
    session.wait_for("+4 load", "26 pages")


def test_a_dropped_line_keeps_what_was_typed_and_offers_it_again(home: Path) -> None:
    with okrboard(home) as session:
        typing(session)
        session.hang_up()
        session.wait_for_exit()
    assert kept(home) == {"value": "26", "confidence": "7", "drivers": "+4 load"}
    with okrboard(home) as session:
        session.wait_for("Releases stop", "check in")
        session.feed("c")
        session.wait_for("You were typing this on", "go on with it", "+4 load")
        session.feed("enter", "ctrl+s")
        session.wait_for("KR1 Pages a week: ", "→ 26 pages")
        session.feed("escape")
        session.wait_until_gone("Check-in   KR2")
        session.feed("q")
        assert session.wait_for_exit() == 0
    assert kept(home) == {}
    latest = FileStore(str(home / "okrboard.json")).snapshot().latest(1)
    assert latest is not None
    assert [driver.text for driver in latest.drivers] == ["load"]


def test_a_kill_in_the_middle_costs_no_more_than_the_last_pause(home: Path) -> None:
    with okrboard(home) as session:
        typing(session)
        until(session, lambda: kept(home).get("drivers") == "+4 load")
        session.signal(signal.SIGKILL)
        session.wait_for_exit()
    assert kept(home)["drivers"] == "+4 load"


def test_a_draft_is_readable_by_its_owner_only(home: Path) -> None:
    with okrboard(home) as session:
        typing(session)
        session.signal(signal.SIGTERM)
        assert session.wait_for_exit() == 128 + signal.SIGTERM
        assert session.terminal_is_restored
    folder = home / ".local/state/okrboard/drafts"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()] == [0o600]


def test_two_terminals_of_one_person_keep_each_others_words(home: Path) -> None:
    first, second = "A goal typed before the link drops", "Second one"

    def new_objective(session: PtySession, text: str) -> None:
        session.wait_for("Releases stop")
        session.feed("n", "o")
        session.wait_for("New objective")
        session.feed(text)
        session.wait_for(text)

    def on_disk() -> set[str]:
        state = home / ".local/state/okrboard"
        return {kept.texts["title"] for kept in drafts_on_disk(state, "objective", 0)}

    with okrboard(home) as one, okrboard(home) as two:
        new_objective(one, first)
        until(one, lambda: on_disk() == {first})
        new_objective(two, second)
        assert "You were typing this" not in two.screen.text
        until(two, lambda: on_disk() == {first, second})
        one.hang_up()
        one.wait_for_exit()
        two.feed("ctrl+s")
        two.wait_for(f"O2 {second}")
        assert on_disk() == {first}
    with okrboard(home) as three:
        three.wait_for("a draft waits from", "New objective")
        three.feed("n", "o")
        three.wait_for("You were typing this on", first, "go on with it")
        three.feed("enter", "ctrl+s")
        three.wait_for(f"O3 {first}")
    assert on_disk() == set()


def test_every_draft_can_be_reached_and_one_thrown_away(home: Path) -> None:
    state = home / ".local/state/okrboard"
    for hour, text in enumerate(("oldest", "middle", "newest")):
        drafts = Drafts(state / "drafts", str(home / "okrboard.json"))
        at = datetime.fromisoformat(NOW) + timedelta(hours=hour)
        drafts.keep("objective", 0, {"title": text}, at)
        drafts.close()
    with okrboard(home) as session:
        session.wait_for("Releases stop")
        session.feed("n", "o")
        session.wait_for("newest", "ctrl+n 2 more", "ctrl+t throw it away")
        session.feed("ctrl+n")
        session.wait_for("middle", "ctrl+n 1 more")
        session.feed("ctrl+t")
        session.wait_for("oldest", "ctrl+n start afresh")
        session.feed("ctrl+n")
        session.wait_until_gone("You were typing this on")
        session.feed("a new one")
        session.wait_for("a new one")
        session.feed("ctrl+s")
        session.wait_for("O2 a new one")
    left = {kept.texts["title"] for kept in drafts_on_disk(state, "objective", 0)}
    assert left == {"newest", "oldest"}


def test_a_long_text_goes_to_the_own_editor_and_comes_back(home: Path) -> None:
    editor = home / "editor.py"
    editor.write_text(
        "import sys\npath = sys.argv[-1]\nprint('THE EDITOR', flush=True)\n"
        "text = open(path).read()\nopen(path, 'w').write('from the editor\\nsecond ' + text)\n"
    )
    with okrboard(home, EDITOR=f"{sys.executable} {editor}") as session:
        typing(session)
        session.feed("tab", "tab", "tab", "typed here", "ctrl+e")
        session.wait_for("from the editor", "second typed here")
        session.feed("ctrl+s")
        session.wait_for("KR1 Pages a week: ", "→ 26 pages")
        session.feed("escape")
        session.wait_until_gone("Check-in   KR2")
        session.feed("q")
        assert session.wait_for_exit() == 0
        assert session.terminal_is_restored
    latest = FileStore(str(home / "okrboard.json")).snapshot().latest(1)
    assert latest is not None
    assert latest.note == "from the editor\nsecond typed here"
    assert not list((home / ".local/state/okrboard/edit").iterdir())


def test_an_editor_that_is_not_there_is_one_line_in_the_form(home: Path) -> None:
    with okrboard(home, EDITOR="no-such-editor --wait") as session:
        typing(session)
        session.feed("tab", "typed here", "ctrl+e")
        session.wait_for("no-such-editor: No such file or directory; nothing was changed")
        session.wait_for("typed here")


def test_what_a_killed_editor_left_is_gone_at_the_next_start(home: Path) -> None:
    left = home / ".local/state/okrboard/edit" / f"{dead_process()}-abc"
    left.mkdir(parents=True)
    (left / "text.md").write_text("secret")
    with okrboard(home) as session:
        session.wait_for("Releases stop")
        until(session, lambda: not left.exists())


def until(session: PtySession, reached: Callable[[], bool]) -> None:
    """Read until something is so that no screen shows."""
    deadline = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < deadline
        session.quiet(0.05)


def test_a_typed_key_costs_few_bytes_and_waiting_costs_none(home: Path) -> None:
    with okrboard(home) as session:
        session.wait_for("Releases stop", "check in")
        session.feed("c")
        session.wait_for("Check-in   KR1")
        session.feed("26", "enter", "7", "enter", "+4 load")
        for field in ("drivers", "blocker", "note"):
            session.settle(0.5)
            costs = []
            for letter in "because":
                before = len(session.raw)
                session.feed(letter)
                session.settle(0.2)
                costs.append(len(session.raw) - before)
            assert 0 < max(costs) <= 350, (field, costs)
            session.feed("tab")
        session.settle(1.0)
        assert session.quiet(1.0) == 0


def test_keys_typed_with_the_one_that_opens_a_form_go_into_it(home: Path) -> None:
    with okrboard(home) as session:
        session.wait_for("Releases stop", "check in")
        session.feed("no", "Clinics act", "enter", "tab", "enter", "enter", "enter", "enter")
        session.feed("Nobody waits", "ctrl+s")
        session.wait_for("Clinics act", "O2 ·")
    board = FileStore(str(home / "okrboard.json")).snapshot()
    assert (board.objectives[2].title, board.objectives[2].why) == ("Clinics act", "Nobody waits")
