"""A terminal's answers among what is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrboard.tui.terminal.driver import is_light, split_answers

TYPED = st.text(alphabet="abcjkq\x1b[A;0", max_size=6).filter(lambda text: "\x1b]" not in text)
ANSWERED = st.text(alphabet="0123456789abcdef:/;rgb", max_size=20)
ENDS = st.sampled_from(["\x07", "\x1b\\"])


@given(st.lists(st.tuples(TYPED, ANSWERED, ENDS), max_size=4), st.data())
def test_typing_and_answers_come_apart_however_they_are_cut(
    parts: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    # A key's escape at the very end of a part would become the beginning of the answer.
    whole = "".join(f"{typed}.\x1b]{answer}{end}" for typed, answer, end in parts)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(whole)), max_size=5)))
    cuts = [cut for cut in cuts if whole[cut - 1 : cut + 1] not in ("\x1b]",)]
    pieces = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    typed, held, answers = "", "", []
    for piece in pieces:
        more, held, found = split_answers(held + piece)
        typed += more
        answers += found
    assert typed == "".join(f"{typed}." for typed, _, _ in parts)
    assert answers == [answer for _, answer, _ in parts]
    assert held == ""


@given(st.text(max_size=50).filter(lambda text: "\x1b]" not in text))
def test_what_holds_no_answer_goes_through_as_it_is(text: str) -> None:
    assert split_answers(text) == (text, "", [])


def test_what_never_ends_was_typed() -> None:
    text = "\x1b]" + "x" * 300
    assert split_answers(text) == (text, "", [])


@pytest.mark.parametrize(
    ("answer", "light"),
    [
        ("11;rgb:ffff/ffff/ffff", True),
        ("11;rgb:0000/0000/0000", False),
        ("11;rgb:f/f/e", True),
        ("11;rgb:1e/1e/2e", False),
        ("11;rgb:fdf6/e3e3/f6f6", True),
        ("10;rgb:ffff/ffff/ffff", None),
        ("11;?", None),
        ("11;rgb:", None),
        ("11;rgb://", None),
        ("11;rgb:zz/zz/zz", None),
        ("52;c;aGk=", None),
        ("", None),
    ],
)
def test_a_light_background_is_told_from_a_dark_one(answer: str, light: bool | None) -> None:
    assert is_light(answer) is light
