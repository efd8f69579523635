"""The form of a check-in, without a screen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from support.making import NOW, TODAY
from support.typing_in import refused, save, served, type_in

from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.key_results import edit_key_result
from okrboard.domain.records import Driver
from okrboard.errors import Conflict
from okrboard.glyphs import glyphs
from okrboard.service import Service
from okrboard.tui.forms.check_in import check_in_form
from okrboard.tui.forms.choosing import ChecklistField
from okrboard.tui.forms.drivers import DriversField, read_driver
from okrboard.tui.forms.fields import TextField
from okrboard.tui.forms.form import Form
from okrboard.tui.forms.painter import paint_panel


@pytest.fixture
def service() -> Service:
    service = served()
    service.change("x", lambda d: check_in(d, 1, 24, on=TODAY - timedelta(days=7), confidence=6))
    return service


def opened(service: Service, *key_results: int) -> Form:
    return check_in_form(service.board, service.stamp(), key_results or (1,))


def echo(form: Form, typed: str, name: str = "value") -> str:
    field = form.named(name)
    field.text = typed
    return field.echo()


@pytest.mark.parametrize("keys", ["26<enter>7<enter><enter>", "26<enter>7<ctrl+s>"])
def test_a_plain_update_is_value_confidence_and_enter(service: Service, keys: str) -> None:
    form = opened(service)
    assert type_in(form, keys) == "save"
    save(form, service)
    latest = service.board.latest(1)
    assert latest is not None
    assert (latest.value, latest.confidence, latest.on, latest.author) == (26, 7, TODAY, 1)


def test_enter_goes_on_from_the_confidence_to_what_drove_it(service: Service) -> None:
    form = opened(service)
    assert type_in(form, "26<enter>7<enter>") == "took"
    assert form.field.name == "drivers"
    assert type_in(form, "+4 Black Friday<enter>") == "took"
    assert type_in(form, "<enter>") == "save"


def test_the_old_value_is_shown_before_anything_is_typed(service: Service) -> None:
    value = opened(service).named("value")
    assert isinstance(value, TextField)
    assert value.hint == "24 pages on 13 Nov; = when it is the same"


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("26", "24 → 26 pages, +2"),
        ("+3", "24 + 3 = 27 pages"),
        ("-3", "24 - 3 = 21 pages"),
        ("=12", "24 → 12 pages, -12"),
        ("=1,234.5", "24 → 1,234.5 pages, +1210"),
        ("=1.234,5", "24 → 1,234.5 pages, +1210"),
        ("50%", "50 % of the way from 31 to 8 = 19.5 pages"),
        ("=", "still 24 pages"),
    ],
)
def test_what_is_typed_is_said_back_as_understood(
    service: Service, typed: str, understood: str
) -> None:
    assert echo(opened(service), typed) == understood


@pytest.mark.parametrize(
    ("start", "target", "now", "typed", "told"),
    [
        (80, 99.1, 86, "2", "86 → 2 pages, -84; +2 would make it 88"),
        (40, 5, 38, "3", "38 → 3 pages, -35; -3 would make it 35"),
        (80, 99.1, 86, "88", "86 → 88 pages, +2"),
        (80, 99.1, 86, "=2", "86 → 2 pages, -84"),
        (40, 5, 38, "5", "38 → 5 pages, -33"),
        (40, 0, 38, "30", "38 → 30 pages, -8"),
        (0, 300, 2, "60", "2 → 60 pages, +58"),
    ],
)
def test_a_small_number_that_leaps_shows_itself_with_a_sign(
    service: Service, start: float, target: float, now: float, typed: str, told: str
) -> None:
    fields = {"start": start, "target": target}
    service.change("x", lambda d: edit_key_result(d, 1, reason="x", **fields))
    service.change("x", lambda d: check_in(d, 1, now))
    assert echo(opened(service), typed) == told


def test_a_value_that_is_none_is_refused_at_its_field(service: Service) -> None:
    form = opened(service)
    assert type_in(form, "abc<ctrl+s>") == "save"
    assert not form.check()
    assert "abc" in form.field.message
    assert form.field.name == "value"
    assert form.named("value").text == "abc"


def test_a_value_that_is_far_off_is_taken_by_a_second_enter_only(service: Service) -> None:
    form = opened(service)
    type_in(form, "90m<enter>")
    value = form.named("value")
    assert form.field is value
    assert value.message == (
        "90,000,000 pages is far from all that is known, 8 to 31: write =90000000 if it is right, "
        "or press enter"
    )
    assert not form.check()
    type_in(form, "<enter>")
    assert (form.field.name, value.value, value.message) == ("confidence", 90_000_000, "")
    value.text = "80m"
    assert not form.check()
    assert type_in(form, "<enter>7<enter><enter>") == "save"
    assert form.values()["value"] == 80_000_000


def test_a_value_behind_an_equals_sign_is_not_asked_about(service: Service) -> None:
    form = opened(service)
    assert type_in(form, "=90000000<enter>7<enter><enter>") == "save"
    save(form, service)
    latest = service.board.latest(1)
    assert latest is not None
    assert latest.value == 90_000_000


def test_a_value_that_may_be_two_stays_until_written_as_one(service: Service) -> None:
    form = opened(service)
    assert type_in(form, "-12%<enter><enter><enter>") == "took"
    assert form.field.name == "value"
    assert "=21.12 (12 % less than now) or =26.76 (12 % of the way)" in form.field.message


def test_everything_that_is_said_lands_on_the_board(service: Service) -> None:
    form = opened(service)
    script = (
        "26<enter>4<enter>+4 Black Friday load outside<enter>retry budget -3<tab>"
        "Friday releases<enter>no release after Thursday<enter>a note<ctrl+j>of two lines<enter>"
    )
    type_in(form, script)
    assert form.field.name == "on"
    assert type_in(form, "<enter>") == "save"
    save(form, service)
    latest = service.board.latest(1)
    assert latest is not None
    assert [(d.text, d.share, d.kind) for d in latest.drivers] == [
        ("Black Friday load", 4, "outside"),
        ("retry budget", -3, "action"),
    ]
    assert (latest.blocker, latest.fix) == ("Friday releases", "no release after Thursday")
    assert latest.note == "a note\nof two lines"
    assert latest.on == TODAY


def test_the_rest_that_no_driver_names_follows_what_is_typed(service: Service) -> None:
    form = opened(service)
    drivers = form.named("drivers")
    assert isinstance(drivers, DriversField)
    assert drivers.rest() is None
    type_in(form, "26<tab><tab>+4 Black Friday")
    assert drivers.rest() == -2
    type_in(form, "<enter>retry budget -2")
    assert drivers.rest() == 0


def test_a_check_in_of_an_earlier_day(service: Service) -> None:
    form = opened(service)
    form.named("value").text, form.named("on").text = "25", "yesterday"
    save(form, service)
    latest = service.board.latest(1)
    assert latest is not None
    assert latest.on == date(2026, 11, 19)


def test_a_day_outside_of_the_cycle_is_remarked_and_taken(service: Service) -> None:
    form = opened(service)
    day = form.named("on")
    assert isinstance(day, TextField)
    assert day.hint == "today"
    form.named("value").text, day.text = "30", "30 Aug 2026"
    assert day.echo() == "Sun 30 Aug 2026, before 2026-T3 begins (2026-09-01)"
    save(form, service)
    assert service.board.check_ins_of(1)[0].on == date(2026, 8, 30)
    day.text = "1 Sep 2026"
    assert day.echo() == "Tue 1 Sep 2026"


def test_after_the_end_of_the_cycle_today_is_said_to_be_so() -> None:
    service = served(now=NOW + timedelta(days=45))
    day = opened(service).named("on")
    assert isinstance(day, TextField)
    assert day.hint == "today, after 2026-T3 ended (2026-12-31)"


def test_a_day_that_is_still_to_come_is_refused_at_the_field(service: Service) -> None:
    form = opened(service)
    form.named("value").text, form.named("on").text = "25", "2026-11-21"
    assert refused(form, service) == "on"
    assert form.field.message.startswith("2026-11-21 is still to come")


def test_a_check_in_meanwhile_is_a_conflict_that_loses_nothing(
    service: Service,
) -> None:
    form = opened(service)
    type_in(form, "+3<enter>7")
    service.change("x", lambda d: check_in(d, 1, 28))
    with pytest.raises(Conflict, match=r"ana checked in meanwhile: 28 pages"):
        save(form, service)
    assert form.named("value").text == "+3"
    assert form.named("value").echo() == "28 + 3 = 31 pages"
    save(form, service)
    latest = service.board.latest(1)
    assert latest is not None
    assert latest.value == 31


def test_key_results_follow_one_another(service: Service) -> None:
    form = opened(service, 1, 2, 3)
    assert form.steps == (1, 3)
    type_in(form, "26<enter><enter><enter>")
    following = save(form, service).following
    assert following is not None
    assert (following.record, following.steps) == (2, (2, 3))
    assert following.named("value").text == ""


def test_enter_on_nothing_leaves_a_key_result_of_several_out(service: Service) -> None:
    form = opened(service, 1, 2)
    assert type_in(form, "<enter>") == "forward"
    other = form.neighbour(service.board, 1)
    assert other is not None
    assert other.record == 2
    assert other.neighbour(service.board, 1) is None
    assert type_in(opened(service, 1), "<enter>") == "took"


def test_steps_are_ticked_by_number_or_by_how_many(service: Service) -> None:
    form = opened(service, 3)
    ticks = form.named("steps")
    assert isinstance(ticks, ChecklistField)
    type_in(form, "2/3")
    assert ticks.done == [True, True, False]
    type_in(form, "<tab>31")
    assert ticks.done == [False, True, True]
    assert form.named("value").text == "2/3"
    save(form, service)
    steps = service.board.key_results[3].steps
    assert [step.done is not None for step in steps] == [False, True, True]
    latest = service.board.latest(3)
    assert latest is not None
    assert latest.value == 3


@pytest.mark.parametrize(
    ("line", "driver"),
    [
        ("+4 Black Friday load outside", Driver("Black Friday load", 4, "outside")),
        ("+4 Black Friday load", Driver("Black Friday load", 4)),
        ("Black Friday load +4", Driver("Black Friday load", 4)),
        ("Black Friday load +4 luck", Driver("Black Friday load", 4, "luck")),
        ("retry budget = -3 : outside", Driver("retry budget", -3, "outside")),
        ("retry=budget=-3", Driver("retry=budget", -3)),
        ("−3 retry budget", Driver("retry budget", -3)),
    ],
)
def test_a_driver_is_read_however_it_is_written(line: str, driver: Driver) -> None:
    assert read_driver(line) == driver


@pytest.mark.parametrize("line", ["", "Black Friday", "+4", "12 monkeys", "= -3", "x = many"])
def test_what_is_no_driver_says_how_to_write_one(line: str) -> None:
    with pytest.raises(ValueError, match=r"write|driver|share"):
        read_driver(line)


def test_confidence_is_typed_or_stepped_with_the_arrows(service: Service) -> None:
    form = opened(service)
    type_in(form, "<tab>8<backspace>7")
    assert form.named("confidence").value == 7
    type_in(form, "<backspace>10")
    assert form.named("confidence").value == 10
    type_in(form, "<left><left>")
    assert form.named("confidence").value == 8
    type_in(form, "<right><right><right>")
    assert form.named("confidence").value == 10


@pytest.mark.parametrize("typed", ["11", "87", "0.5", "-3"])
def test_a_confidence_off_the_scale_stays_and_is_not_saved(service: Service, typed: str) -> None:
    form = opened(service)
    type_in(form, f"26<enter>{typed}")
    confidence = form.named("confidence")
    assert (confidence.text, confidence.echo()) == (
        typed,
        "write a number from 0 to 10, or nothing",
    )
    assert type_in(form, "<enter>") == "took"
    assert form.field is confidence
    painted = paint_panel(form, 80, glyphs())
    text = "\n".join("".join(part for part, _ in line) for line in painted.lines)
    assert f" {typed}" in text
    assert text.count("write a number from 0 to 10") == 1


def test_an_unreadable_value_keeps_the_correction_in_its_field() -> None:
    service = served()
    form = check_in_form(service.board, service.stamp(), [1])
    type_in(form, "1/2x<enter>")
    assert form.field.name == "value"
    assert form.field.message
    type_in(form, "<backspace><backspace><backspace><backspace>26<enter>")
    assert (form.named("value").value, form.field.name) == (26, "confidence")
