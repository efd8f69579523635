"""Keys as data: presets without clashes, a person's keymap checked, tables made from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrboard.text import clean
from okrboard.tui.actions import ACTIONS, BY_ID, FEET, PRESETS, SHARED, TITLES, TYPING
from okrboard.tui.keys import (
    Keymap,
    actions_of,
    canonical,
    foot,
    key_table,
    make_keymap,
    preset_keys,
    show,
    typed,
    working_keys,
)
from okrboard.tui.screens.base import bindings


def clashes(keymap: Keymap) -> list[tuple[str, str]]:
    """Every key that two actions of one screen would share, found without the code under test."""
    found = []
    for screen in SHARED:
        seen: set[str] = set()
        for action in actions_of(screen):
            for key in working_keys(screen, action, keymap):
                if key in seen:
                    found.append((screen, key))
                seen.add(key)
    return found


# The table.


def test_no_id_is_there_twice() -> None:
    assert len(BY_ID) == len(ACTIONS)


def test_every_action_has_a_screen_with_a_title_and_a_sentence() -> None:
    for action in ACTIONS:
        assert action.screen in TITLES
        assert action.name
        assert action.label
        assert action.tooltip[0].isupper()
        assert not action.tooltip.endswith(".")


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_has_no_clash_on_any_screen(preset: str) -> None:
    keymap = make_keymap(preset)
    assert clashes(keymap) == []
    assert keymap.problems == ()


@pytest.mark.parametrize("preset", PRESETS)
def test_every_key_of_a_preset_is_one_that_arrives_everywhere(preset: str) -> None:
    for keys in preset_keys(preset).values():
        assert [canonical(key) for key in keys] == list(keys)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_action_of_a_preset_has_a_key_on_its_screen(preset: str) -> None:
    keymap = make_keymap(preset)
    for screen in SHARED:
        for action in actions_of(screen):
            if action.screen == screen:
                assert working_keys(screen, action, keymap), action.id


def test_the_foot_lines_name_actions_of_their_own_screens() -> None:
    for screen, hints in FEET.items():
        for hint in hints:
            for id in hint.ids:
                assert BY_ID[id] in actions_of(screen)


def test_the_keys_of_the_design_are_the_ones_of_the_preset_vim() -> None:
    keymap = make_keymap("vim")
    expected = {
        "board.open": "enter",
        "board.new": "n",
        "board.edit": "e",
        "board.check_in": "c",
        "board.meeting": "m",
        "board.filter": "/",
        "board.group": "g",
        "board.card_left": "H",
        "board.card_right": "L",
        "board.card_down": "J",
        "board.card_up": "K",
        "board.schedule": "s",
        "board.alignment": "a",
        "app.undo": "u",
        "app.redo": "U",
        "app.help": "?",
        "app.quit": "q",
        "app.palette": "ctrl+p",
        "app.theme": "t",
        "app.back": "esc",
        "form.save": "ctrl+s",
        "form.editor": "ctrl+e",
    }
    assert {id: keymap.first(id) for id in expected} == expected


def test_arrows_move_in_every_preset() -> None:
    for preset in PRESETS:
        keymap = make_keymap(preset)
        assert "left" in keymap.of("move.left")
        assert "down" in keymap.of("move.down")


# How keys are written.


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("?", "question_mark"),
        ("/", "slash"),
        ("+", "plus"),
        ("H", "H"),
        ("Enter", "enter"),
        ("esc", "escape"),
        ("Ctrl+N", "ctrl+n"),
        ("shift+left", "shift+left"),
        ("pgdn", "pagedown"),
        ("F5", "f5"),
        ("é", "é"),
        ("space", "space"),
        ("alt+x", "alt+x"),
    ],
)
def test_a_key_is_understood_as_people_write_it(written: str, name: str) -> None:
    assert canonical(written) == name


@pytest.mark.parametrize(
    "written",
    [
        *("ctrl+i", "ctrl+m", "ctrl+h", "ctrl+[", "ctrl+space", "ctrl+@", "ctrl+/", "ctrl+_"),
        *("alt+f", "alt+b", "ctrl+enter", "shift+enter", "ctrl+shift+a", "ctrl+1", "ctrl++"),
        *("ctrl+c", "ctrl+q", "tab", "shift+tab", "shift+h", "super+x", "hyper+a", "f13"),
        *("enterr", "", "\x1b", "ctrl+", "alt+é"),
    ],
)
def test_a_chord_that_terminals_do_not_tell_apart_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical(written)


def test_a_refused_chord_names_what_it_arrives_as() -> None:
    with pytest.raises(ValueError, match="arrives as tab"):
        canonical("ctrl+i")
    with pytest.raises(ValueError, match="write H"):
        canonical("shift+h")


@given(st.text(max_size=12))
def test_whatever_is_written_is_a_key_or_a_refusal(written: str) -> None:
    try:
        name = canonical(written)
    except ValueError:
        return
    assert canonical(name) == name
    assert show(name)
    assert show(name, ascii=True).isascii() or len(name) == 1


# A person's own keymap.

KEYS = st.sampled_from(
    ["n", "j", "k", "H", "?", "/", "x", "ctrl+n", "ctrl+i", "f5", "left", "enter", "esc", "ctrl+q"]
)
WRITTEN = st.one_of(
    KEYS,
    st.lists(KEYS, max_size=3),
    st.lists(KEYS, min_size=1, max_size=3).map(" ".join),
    st.text(max_size=5),
    st.integers(),
    st.none(),
)
IDS = st.one_of(st.sampled_from(sorted(BY_ID)), st.text(max_size=12))


@given(st.dictionaries(IDS, WRITTEN, max_size=8), st.sampled_from([*PRESETS, "", "emacs"]))
def test_no_keymap_that_a_person_may_write_leaves_a_clash(
    own: dict[str, object], preset: str
) -> None:
    keymap = make_keymap(preset, own)
    assert clashes(keymap) == []
    assert set(keymap.keys) == set(BY_ID)
    for line in keymap.problems:
        assert line.startswith("keys: ")
        assert clean(line) == line


@given(st.dictionaries(st.sampled_from(sorted(BY_ID)), WRITTEN, max_size=6))
def test_what_was_not_told_as_a_problem_is_as_written(own: dict[str, object]) -> None:
    keymap = make_keymap("vim", own)
    told = " ".join(keymap.problems)
    for id, written in own.items():
        if f"keys: {id}:" in told:
            assert keymap.of(id) == preset_keys("vim")[id]
        elif isinstance(written, list):
            assert keymap.of(id) == tuple(dict.fromkeys(map(canonical, written)))


def test_an_unknown_name_is_told_with_the_nearest_one() -> None:
    keymap = make_keymap("vim", {"board.chekin": "x"})
    assert keymap.problems == (
        "keys: there is no action board.chekin; did you mean board.check_in?",
    )


def test_a_clash_is_told_and_neither_action_loses_its_key() -> None:
    keymap = make_keymap("vim", {"board.new": "j"})
    assert keymap.of("board.new") == ("n",)
    assert "j" in keymap.of("move.down")
    assert keymap.problems == (
        "keys: board.new: j is move.down on the screen board already; give one of them another key",
    )


def test_two_actions_can_change_places() -> None:
    keymap = make_keymap("vim", {"board.new": "e", "board.edit": "n"})
    assert keymap.problems == ()
    assert (keymap.of("board.new"), keymap.of("board.edit")) == (("e",), ("n",))


def test_a_key_that_another_screen_uses_is_free() -> None:
    assert make_keymap("vim", {"board.new": "ctrl+s"}).problems == ()


def test_an_action_can_be_left_without_a_key() -> None:
    keymap = make_keymap("vim", {"app.undo": ""})
    assert keymap.problems == ()
    assert keymap.of("app.undo") == ()
    assert ("u", "undo") not in foot("board", keymap)


def test_a_letter_cannot_be_an_action_where_letters_are_text() -> None:
    keymap = make_keymap("vim", {"form.save": "s"})
    assert keymap.of("form.save") == ("ctrl+s",)
    assert "is text there" in keymap.problems[0]


def test_a_preset_that_is_none_is_told_and_the_usual_one_taken() -> None:
    keymap = make_keymap("emacs")
    assert "there is no preset emacs" in keymap.problems[0]
    assert keymap.keys == make_keymap("vim").keys


def test_a_hostile_name_is_told_as_one_clean_line() -> None:
    (line,) = make_keymap("vim", {"\x1b]52;c;aGk=\x07\n[/b]": "x"}).problems
    assert line.isprintable()


# What is made from it.


def test_no_letter_is_bound_where_letters_are_text() -> None:
    keymap = make_keymap()
    for screen in TYPING:
        for binding in bindings(screen, keymap):
            assert not typed(binding.key)


def test_a_screen_that_is_not_there_is_neither_told_nor_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keymap = make_keymap()
    monkeypatch.setattr("okrboard.tui.actions.SCREENS", {})
    words = [word for _, word in foot("board", keymap)]
    assert "meeting" not in words
    assert "filter" in words
    (key,) = [one for one in bindings("board", keymap) if one.key == "m"]
    assert key.action == "app.absent('meeting')"


def test_the_foot_shows_the_persons_own_keys() -> None:
    keymap = make_keymap("vim", {"board.filter": "f"})
    assert ("f", "filter") in foot("board", keymap)
    assert ("H/L", "move") in foot("board", keymap)


def test_the_table_for_the_documents_has_every_action_once() -> None:
    table = key_table(make_keymap(), ascii=True)
    assert sorted(row[1] for row in table) == sorted(BY_ID)
    assert all(cell.isascii() for row in table for cell in row)
