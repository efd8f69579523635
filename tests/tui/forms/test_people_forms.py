"""The forms of members, teams, cycles and the board's settings, without a screen."""

from __future__ import annotations

from datetime import date

import pytest
from support.making import TODAY
from support.schedules import office
from support.typing_in import refused, save, served, type_in

from okrboard.service import Service
from okrboard.tui.forms.cycle import change_cycle, new_cycle, spans
from okrboard.tui.forms.records import (
    change_member,
    change_settings,
    change_team,
    new_member,
    new_team,
)


@pytest.fixture
def service() -> Service:
    return served()


def test_members_join_change_leave_and_come_back(service: Service) -> None:
    form = new_member(service.board, service.stamp())
    type_in(form, "cleo<enter>Cleo Roth<enter>it")
    member = save(form, service).value
    assert (member.handle, member.name, member.team) == ("cleo", "Cleo Roth", 1)
    for word, gone in (("g", True), ("o", False)):
        form = change_member(service.board, service.stamp(), member.id)
        form.go("here")
        type_in(form, word)
        save(form, service)
        assert (service.board.members[member.id].left is not None) is gone
    form = new_member(service.board, service.stamp())
    type_in(form, "two words")
    assert refused(form, service) == "handle"


def test_teams_have_a_name_of_their_own(service: Service) -> None:
    form = new_team(service.board, service.stamp())
    type_in(form, "Sales<enter>ben")
    team = save(form, service).value
    assert (team.name, team.lead) == ("Sales", 2)
    form = change_team(service.board, service.stamp(), team.id)
    type_in(form, "<ctrl+u>IT")
    assert refused(form, service) == "name"


def test_the_usual_spans_are_suggested_and_any_can_be_typed(service: Service) -> None:
    form = new_cycle(service.board, service.stamp())
    assert [shown for _, shown in form.fields[0].options] == [  # type: ignore[attr-defined]
        "2027-T1",
        "2027-Q1",
        "own dates",
    ]
    assert form.named("name").text == "2027-T1"
    type_in(form, "<right>")
    assert [form.named(name).text for name in ("name", "first", "last")] == [
        "2027-Q1",
        "2027-01-01",
        "2027-03-31",
    ]
    type_in(form, "<left>")
    made = save(form, service).value
    assert (made.name, made.state) == ("2027-T1", "planning")
    form = change_cycle(service.board, service.stamp(), made.id)
    type_in(form, "<enter><enter><ctrl+u>31.12.2026")
    assert refused(form, service) == "last"


def test_a_cycle_s_new_last_day_says_which_meetings_went_along() -> None:
    room = office()
    form = change_cycle(room.board, room.service.stamp(), 1)
    form.go("last")
    type_in(form, "<ctrl+u>2027-01-31")
    message = save(form, room.service).message
    assert message == "cycle 2026-T3 changed; S1, S3, S4 went along"
    assert room.board.series[1].last == room.board.cycles[1].last
    form = change_cycle(room.board, room.service.stamp(), 1)
    form.go("last")
    type_in(form, "<ctrl+u>2026-12-04")
    message = save(form, room.service).message
    assert message == "cycle 2026-T3 changed; S1, S4 went along; not S3: see the schedule"
    form = change_cycle(room.board, room.service.stamp(), 1)
    form.go("name")
    type_in(form, "<ctrl+u>Autumn")
    assert save(form, room.service).message == "cycle Autumn changed"


def test_settings_are_checked_where_they_are_typed(service: Service) -> None:
    form = change_settings(service.board, service.stamp())
    form.go("timezone")
    type_in(form, "<ctrl+u>Mars/Base")
    assert not form.check()
    assert form.field.name == "timezone"
    type_in(form, "<ctrl+u>Europe/Berlin")
    form.go("early_share")
    type_in(form, "<ctrl+u>20")
    save(form, service)
    assert service.board.settings.timezone == "Europe/Berlin"
    assert service.board.settings.early_share == 0.2


def test_a_board_planned_ahead_is_offered_what_comes_behind(service: Service) -> None:
    for _ in range(9):
        save(new_cycle(service.board, service.stamp()), service)
    names = {cycle.name for cycle in service.board.cycles.values()}
    assert len(names) == 10
    assert spans(service.board, TODAY)[0][0] not in names


def test_a_board_whose_cycles_are_over_is_offered_what_is_now(service: Service) -> None:
    first, last = date(2024, 1, 1), date(2024, 4, 30)
    past = service.board.cycles[1]._replace(first=first, last=last, name="2024-T1")
    service.change("", lambda draft: draft.put(past))
    form = new_cycle(service.board, service.stamp())
    assert form.named("name").text == "2026-T3"
