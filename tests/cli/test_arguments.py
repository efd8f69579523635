"""Sorting words: options anywhere, values that begin with a dash, mistakes with the way out."""

from __future__ import annotations

import pytest

from okrboard.cli.context import Arguments
from okrboard.cli.parser import leading, parse, usage
from okrboard.cli.spec import Command, Option, Positional
from okrboard.errors import UsageError


def nothing(context: object, arguments: object) -> int:
    return 0


COMMAND = Command(
    "check-in",
    "note",
    nothing,
    (Positional("REF", ""), Positional("VALUE", "", count="?")),
    (
        Option("note", "TEXT", "", short="m"),
        Option("confidence", "N", "", short="c"),
        Option("driver", "TEXT", "", repeat=True),
        Option("force", "", ""),
    ),
)
MANY = Command("x", "", nothing, (Positional("FIRST", ""), Positional("REST", "", count="*")))


def sorted_out(*words: str, command: Command = COMMAND) -> Arguments:
    return parse(command, list(words), Arguments())


@pytest.mark.parametrize("value", ["-3", "-3%", "-1,234.5", "-.5", "=-3", "-€4", "+2", "\u22123"])
def test_a_value_may_begin_with_a_dash(value: str) -> None:
    assert sorted_out("KR7", value).text("VALUE") == value


@pytest.mark.parametrize(
    "words",
    [
        ("KR7", "-m", "- did -x, --force and more"),
        ("KR7", "--note", "- did -x, --force and more"),
        ("KR7", "--note=- did -x, --force and more"),
        ("KR7", "-m- did -x, --force and more"),
        ("-m", "- did -x, --force and more", "KR7"),
    ],
)
def test_an_option_has_its_value_in_every_usual_way(words: tuple[str, ...]) -> None:
    found = sorted_out(*words)
    assert found.text("note") == "- did -x, --force and more"
    assert found.text("REF") == "KR7"
    assert not found.has("force")


def test_an_option_takes_the_next_word_even_if_it_looks_like_one() -> None:
    assert sorted_out("KR7", "-m", "--board").text("note") == "--board"
    assert sorted_out("KR7", "-c7").text("confidence") == "7"


def test_behind_two_dashes_everything_is_an_argument() -> None:
    found = sorted_out("--", "--note", "--force")
    assert (found.text("REF"), found.text("VALUE")) == ("--note", "--force")


def test_an_option_given_several_times_keeps_all_in_order() -> None:
    assert sorted_out("KR7", "--driver", "a", "--driver=b").all("driver") == ["a", "b"]
    with pytest.raises(UsageError, match="--note is given twice"):
        sorted_out("KR7", "-m", "a", "--note", "b")
    assert sorted_out("KR7", "--force", "--force").has("force")


def test_the_rest_takes_what_is_left() -> None:
    assert sorted_out("a", "b", "c", command=MANY).all("REST") == ["b", "c"]
    assert sorted_out("a", command=MANY).all("REST") == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "REF is missing: okrboard check-in REF [VALUE] [options]"),
        (("KR7", "--nite", "x"), "did you mean --note?"),
        (("KR7", "--owner", "x"), "check-in -h lists its options"),
        (("KR7", "--nite=x"), "did you mean --note?"),
        (("KR7", "-q"), "okrboard check-in has no option “-q”"),
        (("KR7", "-m"), "-m needs a value: -m TEXT"),
        (("KR7", "--force=1"), "--force takes no value"),
        (("Pages", "a", "week"), "“week” is one argument too many (quote what has blanks in it)"),
    ],
)
def test_a_mistake_is_told_with_the_way_out(words: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError) as told:
        sorted_out(*words)
    assert message in str(told.value)


def test_help_is_had_without_the_arguments() -> None:
    assert sorted_out("-h").has("help")
    assert sorted_out("--help", "KR7").has("help")


def test_options_of_every_command_stand_before_it_too() -> None:
    found, rest = leading(
        ["--json", "--board", "b.json", "--as=ana", "show", "--ascii"], Arguments()
    )
    assert rest == ["show", "--ascii"]
    assert (found.text("board"), found.text("as"), found.has("json")) == ("b.json", "ana", True)
    with pytest.raises(UsageError, match="--board needs a value"):
        leading(["--board"], Arguments())


def test_usage_shows_what_can_be_left_out() -> None:
    assert usage(MANY) == "okrboard x FIRST [REST...]"
