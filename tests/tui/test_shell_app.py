"""What every screen has: how changes reach it, what is told in its foot, its keys and colours."""

from __future__ import annotations

import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, ClassVar

import pytest
from support.fingers import Fingers
from support.hostile import HOSTILE
from support.making import NOW
from support.stores import make_store
from textual.content import Content
from textual.widgets import Input, Static

from okrboard.domain.edit.objectives import edit_objective
from okrboard.errors import Refused, StoreBusy, StoreCorrupt, StoreError
from okrboard.storage.presence import Peer, Presence, new_terminal
from okrboard.storage.store import MemoryStore
from okrboard.text import clean
from okrboard.tui import actions, live
from okrboard.tui.app import OkrApp
from okrboard.tui.options import Options
from okrboard.tui.paint.frame import paint_keys
from okrboard.tui.paint.line import line_width
from okrboard.tui.paint.palette import COLOURLESS, PALETTES
from okrboard.tui.screens.base import OkrScreen
from okrboard.tui.session import Session
from okrboard.tui.themes import Inks, textual_themes
from okrboard.tui.widgets.frame import FootLine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable
    from pathlib import Path

    from textual.widget import Widget

    from okrboard.domain.board import Board
    from okrboard.storage.store import Store


class Probe(OkrScreen):
    """Writes down what it is told."""

    KEYS = "board"

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[tuple[int, int]] = []
        self.met: list[list[str]] = []
        self.done: list[str] = []
        self.themes = 0

    def parts(self) -> Iterable[Widget]:
        yield Static(Content("probe"))

    def on_board_changed(self, old: Board, new: Board) -> None:
        self.changes.append((old.rev, new.rev))

    def on_peers_changed(self, peers: list[Peer]) -> None:
        self.met.append([peer.handle for peer in peers])

    def on_theme_changed(self) -> None:
        self.themes += 1

    def on_mount(self) -> None:
        # As a subclass may write it, though Textual calls the base's method anyway.
        super().on_mount()

    def action_move(self, where: str) -> None:
        self.done.append(where)

    def action_group(self) -> None:
        self.done.append("group")


class Typing(OkrScreen):
    """Somebody types here."""

    KEYS = "form"
    AUTO_FOCUS: ClassVar[str] = "Input"

    def parts(self) -> Iterable[Widget]:
        yield Input()

    def action_save(self) -> None:
        self.tell("saved")


@pytest.fixture(autouse=True)
def _quick_looks_and_our_screens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live.Watch.__init__, "__kwdefaults__", _quicker())
    here = __name__
    monkeypatch.setitem(sys.modules, here, sys.modules[__name__])
    screens = {
        "board": (here, "Probe"),
        "typing": (here, "Typing"),
        "help": actions.SCREENS["help"],
    }
    monkeypatch.setattr(actions, "SCREENS", screens)


def _quicker() -> dict[str, object]:
    usual: dict[str, object] = dict(live.Watch.__init__.__kwdefaults__ or {})
    return {**usual, "every": 0.02}


@asynccontextmanager
async def running(
    store: Store, options: Options | None = None, presence: Presence | None = None
) -> AsyncIterator[tuple[OkrApp, Fingers, Probe]]:
    session = Session(store, "ana", lambda: NOW, options or Options(theme="okr-dark"), presence)
    app = OkrApp(session)
    async with app.run_test(size=(100, 24)):
        pilot = Fingers(app)
        await pilot.pause()
        probe = app.screen
        assert isinstance(probe, Probe)
        yield app, pilot, probe


async def until(pilot: Fingers, reached: Callable[[], bool]) -> None:
    for _ in range(500):
        if reached():
            return
        await pilot.pause(0.01)
    raise AssertionError("it does not happen")


def told(app: OkrApp) -> str:
    return app.screen.query_one(FootLine).message


def retitle(store: Store, title: str, who: str = "ben") -> None:
    other = Session(store, who, lambda: NOW, Options())
    other.service.change("title", lambda draft: edit_objective(draft, 1, title=title))


# Changes.


@pytest.mark.parametrize("kind", ["file", "memory"])
async def test_a_change_from_elsewhere_reaches_every_stacked_screen(
    kind: str, tmp_path: Path
) -> None:
    path = str(tmp_path / "board.json")
    store = make_store(kind, path)
    async with running(store) as (app, pilot, probe):
        before = probe.board.rev
        app.show("typing")
        await pilot.press("x", "y")
        other = make_other(kind, store, path)
        retitle(other, "Changed elsewhere")
        await until(pilot, lambda: bool(probe.changes))
        assert probe.changes == [(before, before + 1)]
        assert probe.board.objectives[1].title == "Changed elsewhere"
        assert app.screen.query_one(Input).value == "xy"


def make_other(kind: str, store: Store, path: str) -> Store:
    """Another terminal's store of the same board."""
    if kind == "memory":
        return store
    from okrboard.storage.file_store import FileStore

    return FileStore(path)


async def test_a_change_of_ones_own_is_there_when_the_call_returns(tmp_path: Path) -> None:
    async with running(make_store("memory", "")) as (_, pilot, probe):
        done = probe.change("title", lambda draft: edit_objective(draft, 1, title="Mine"))
        assert done is not None
        assert probe.board.objectives[1].title == "Mine"
        assert len(probe.changes) == 1
        await pilot.pause(0.1)
        assert len(probe.changes) == 1, "the watch thread told it a second time"


async def test_reading_the_store_on_a_screen_hides_no_change_from_it(tmp_path: Path) -> None:
    store = make_store("memory", "")
    async with running(store) as (_, pilot, probe):
        retitle(store, "Before a look")
        # What a stamp reads is no news to the store any more.
        probe.session.service.stamp()
        await until(pilot, lambda: bool(probe.changes))


async def test_undo_and_redo_say_what_they_did(tmp_path: Path) -> None:
    async with running(make_store("memory", "")) as (app, pilot, probe):
        probe.change("title of O1", lambda draft: edit_objective(draft, 1, title="Mine"))
        await pilot.press("u")
        assert told(app).startswith("undone: ")
        assert probe.board.objectives[1].title != "Mine"
        await pilot.press("U")
        assert told(app).startswith("done again: ")
        assert probe.board.objectives[1].title == "Mine"


@pytest.mark.parametrize("error", [StoreBusy("it is busy"), Refused("a rule says no")])
async def test_what_goes_wrong_is_told_and_the_screen_stays(error: Exception) -> None:
    async with running(make_store("memory", "")) as (app, pilot, probe):

        def fail(_: object) -> None:
            raise error

        assert probe.change("nothing", fail) is None
        assert told(app) == str(error)
        await pilot.press("j")
        assert told(app) == ""
        assert not probe.changes


async def test_somebody_who_only_looks_changes_nothing() -> None:
    store = make_store("memory", "")
    async with running(store, Options(theme="okr-dark", read_only=True)) as (app, pilot, probe):
        before = store.snapshot()
        probe.change("title", lambda draft: edit_objective(draft, 1, title="Mine"))
        assert "only" in told(app)
        await pilot.press("u")
        assert store.snapshot() is before
        assert not probe.session.writable


# Trouble.


class Troubled(MemoryStore):
    """A store that can be broken."""

    trouble: StoreError | OSError | None = None

    def snapshot(self) -> Board:
        if self.trouble is not None:
            raise self.trouble
        return super().snapshot()


@pytest.mark.parametrize("trouble", [StoreCorrupt("the file is damaged"), OSError(5, "I/O error")])
async def test_a_board_that_cannot_be_read_is_told_until_it_can_again(
    trouble: StoreError | OSError,
) -> None:
    store = Troubled(make_store("memory", "").snapshot())
    async with running(store) as (_, pilot, probe):
        good = probe.board
        store.trouble = trouble
        await until(pilot, lambda: probe.session.trouble != "")
        assert probe.board is good
        assert probe.session.trouble in ("the file is damaged", "I/O error")
        store.trouble = None
        await until(pilot, lambda: probe.session.trouble == "")
        assert not probe.changes


async def test_a_record_found_damaged_leaves_the_last_good_board() -> None:
    store = make_store("memory", "")
    async with running(store) as (_, pilot, probe):
        good, seen = probe.board, probe.on_board_changed

        def paint(old: Board, new: Board) -> None:
            seen(old, new)
            if new is not good:
                raise StoreCorrupt("objective 1 is damaged")

        probe.on_board_changed = paint  # type: ignore[method-assign]
        retitle(store, "Damaged")
        await until(pilot, lambda: probe.session.trouble == "objective 1 is damaged")
        assert probe.board is good
        assert probe.changes[-1] == (good.rev + 1, good.rev)


# Presence.


async def test_who_is_here_is_told_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "BEAT_EVERY", 0.02)
    presence = Presence(str(tmp_path / "okrboard.json"))
    async with running(make_store("memory", ""), presence=presence) as (app, pilot, probe):
        await until(pilot, lambda: probe.met[-1:] == [["ana"]])
        presence.announce(Peer(new_terminal(), "ben"))
        await until(pilot, lambda: probe.met[-1:] == [["ana", "ben"]])
        assert [peer.handle for peer in probe.peers] == ["ana", "ben"]
        app.announce(meeting=7, looking_at="KR3")
        await until(pilot, lambda: any(peer.meeting == 7 for peer in presence.peers()))
        await until(pilot, lambda: any(peer.meeting == 7 for peer in probe.peers))
        seen = len(probe.met)
        await pilot.pause(0.2)
        assert len(probe.met) == seen, "nothing changed, and yet it was told"
    assert [peer.handle for peer in presence.peers()] == ["ben"]


# Keys.


async def test_keys_do_what_the_keymap_says() -> None:
    options = Options(theme="okr-dark", keys={"board.group": "G", "move.down": "ctrl+n"})
    async with running(make_store("memory", ""), options) as (_, pilot, probe):
        await pilot.press("G", "g", "ctrl+n", "j", "down", "k", "l")
        assert probe.done == ["group", "down", "up", "right"]


async def test_an_action_runs_once_however_often_its_screen_mounted() -> None:
    async with running(make_store("memory", "")) as (_, pilot, probe):
        await pilot.press("g")
        assert probe.done == ["group"]


async def test_letters_are_text_where_one_types_and_form_keys_work() -> None:
    async with running(make_store("memory", "")) as (app, pilot, _):
        app.show("typing")
        await pilot.press("q", "u", "question_mark", "t", "ctrl+s")
        assert app.screen.query_one(Input).value == "qu?t"
        assert told(app) == "saved"
        await pilot.press("escape")
        assert isinstance(app.screen, Probe)


async def test_escape_never_closes_the_first_screen() -> None:
    async with running(make_store("memory", "")) as (app, pilot, probe):
        await pilot.press("escape", "escape")
        assert app.screen is probe


async def test_ctrl_c_ends_nothing_and_says_what_does() -> None:
    async with running(make_store("memory", "")) as (app, pilot, _):
        await pilot.press("ctrl+c")
        assert told(app) == "q leaves okrboard"
        assert not app._exit


# What is told.


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_is_told_is_one_literal_clean_line(text: str) -> None:
    async with running(make_store("memory", "")) as (app, pilot, probe):
        probe.tell(text)
        await pilot.pause()
        line = probe.query_one(FootLine)
        strip = line.render_line(0)
        assert strip.cell_length == 100
        assert clean(strip.text) == strip.text
        probe.session.trouble = text
        probe.forget()
        assert clean(line.render_line(0).text) == line.render_line(0).text
        await pilot.press("j")
        assert app.is_running


async def test_the_first_note_is_told_and_all_are_in_the_help() -> None:
    options = Options(theme="okr-dark", notes=("first note", "second note"), keys={"x.y": "z"})
    async with running(make_store("memory", ""), options) as (app, pilot, _):
        assert told(app) == "first note (+2 more in the help)"
        await pilot.press("question_mark")
        await pilot.pause()
        rows = [strip.text for strip in app.screen._compositor.render_strips()]
        text = "\n".join(rows)
        assert "second note" in text
        assert "there is no action x.y" in text


def test_the_foot_keeps_to_its_place_and_drops_whole_keys() -> None:
    keys = [("enter", "open"), ("c", "check in"), ("漢", "wide"), ("?", "help")]
    for room in range(80):
        line = paint_keys(keys, room)
        assert line_width(line) <= max(room, 1)
        text = "".join(part for part, _ in line)
        for key, word in keys:
            assert (f"{key} {word}" in text) == (key in text.split())
        assert ("? help" in text) == (room >= 8)


# Colours.


def test_every_palette_is_a_theme_and_every_style_can_be_drawn() -> None:
    themes = {theme.name: theme for theme in textual_themes()}
    for palette in (*PALETTES.values(), COLOURLESS):
        theme = themes[palette.name]
        assert theme.ansi == palette.terminal
        assert theme.dark == palette.dark
        assert theme.to_color_system().generate()
        inks = Inks(palette)
        for name in (*palette.inks, "nobody knows this"):
            assert str(inks.style(name)) is not None


def test_without_colour_no_style_names_one() -> None:
    inks = Inks(COLOURLESS)
    for name in COLOURLESS.inks:
        assert inks.style(name).color is None
        assert inks.style(name).bgcolor is None


async def test_t_goes_through_every_theme_and_tells_each_screen(tmp_path: Path) -> None:
    options = Options(theme="okr-dark", state=str(tmp_path))
    async with running(make_store("memory", ""), options) as (app, pilot, probe):
        seen = []
        for _ in PALETTES:
            await pilot.press("t")
            seen.append(app.theme)
            assert app.inks.palette.name == app.theme
        assert sorted(seen) == sorted(PALETTES)
        assert probe.themes == len(PALETTES)
