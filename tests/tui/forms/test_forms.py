"""Forms that make and change records, without a screen: what lands on the board."""

from __future__ import annotations

from datetime import date

import pytest
from support.typing_in import refused, save, served, type_in

from okrboard.domain.edit.objectives import edit_objective, propose_objective
from okrboard.service import Service
from okrboard.tui.forms.action import change_action, new_action
from okrboard.tui.forms.choosing import PickField
from okrboard.tui.forms.key_result import change_key_result, new_key_result
from okrboard.tui.forms.objective import change_objective, new_objective


@pytest.fixture
def service() -> Service:
    return served()


def test_a_new_objective_is_a_proposal_of_mine(service: Service) -> None:
    form = new_objective(service.board, service.stamp(), 1)
    type_in(form, "Customers trust our audits<ctrl+s>")
    made = save(form, service).value
    found = service.board.objectives[made.id]
    assert (found.title, found.stage, found.owner, found.cycle) == (
        "Customers trust our audits",
        "proposed",
        1,
        1,
    )


def test_everything_of_an_objective_can_be_typed(service: Service) -> None:
    form = new_objective(service.board, service.stamp(), 1, team=1)
    type_in(form, "Audits<enter><enter>be<enter><enter>c<enter><right><enter>")
    type_in(form, "Customers sleep<ctrl+j>better<enter>less loss<enter>pride<enter>")
    type_in(form, "releases<enter><enter>because<enter>#trust, audit")
    assert type_in(form, "<enter>") == "save"
    found = save(form, service).value
    assert (found.owner, found.team, found.level, found.commitment) == (
        2,
        1,
        "company",
        "committed",
    )
    assert found.why == "Customers sleep\nbetter"
    assert (found.company_gets, found.owner_gets) == ("less loss", "pride")
    assert found.contributes_to == 1
    assert found.labels == ("trust", "audit")
    assert found.stands_alone == "because"


def test_an_objective_without_a_title_is_told_beside_the_title(service: Service) -> None:
    form = new_objective(service.board, service.stamp(), 1)
    form.go("why")
    type_in(form, "because")
    assert refused(form, service) == "title"
    assert form.named("title").message == "an objective needs a title"
    assert form.named("why").text == "because"


def test_only_what_was_typed_is_written_so_that_two_people_can_edit_at_once(
    service: Service,
) -> None:
    form = change_objective(service.board, 1)
    service.change("x", lambda d: edit_objective(d, 1, why="theirs"))
    type_in(form, " ever<ctrl+s>")
    save(form, service)
    found = service.board.objectives[1]
    assert (found.title, found.why) == ("Releases stop waking people ever", "theirs")


def test_the_same_field_changed_by_somebody_else_is_a_conflict_once(service: Service) -> None:
    form = change_objective(service.board, 1)
    service.change("x", lambda d: edit_objective(d, 1, title="Theirs"))
    type_in(form, " ever")
    assert refused(form, service) == "title"
    assert form.field.message == (
        "ana changed title meanwhile to “Theirs”; save again to put yours there"
    )
    save(form, service)
    assert service.board.objectives[1].title == "Releases stop waking people ever"


def test_an_objective_that_is_not_changed_writes_nothing(service: Service) -> None:
    before = service.board
    assert save(change_objective(service.board, 1), service).told == "nothing was changed"
    assert service.board is before


def test_a_circle_of_contributions_is_told_beside_its_field(service: Service) -> None:
    service.change("x", lambda d: propose_objective(d, "Other", 1, contributes_to=1))
    form = change_objective(service.board, 1)
    form.go("contributes_to")
    type_in(form, "Other")
    assert refused(form, service) == "contributes_to"


def test_a_metric_with_its_way(service: Service) -> None:
    form = new_key_result(service.board, service.stamp(), 1)
    type_in(form, "Audit accuracy<enter><enter>%<enter>80<enter>99.1")
    form.named("checkpoints").text = "1 Nov = 90\n1 Dec = 95"
    found = save(form, service).value
    assert (found.kind, found.unit, found.start, found.target) == ("metric", "%", 80, 99.1)
    assert [(c.on, c.value) for c in found.checkpoints] == [
        (date(2026, 11, 1), 90),
        (date(2026, 12, 1), 95),
    ]


@pytest.mark.parametrize(
    ("keys", "kind", "keep", "target", "steps"),
    [
        ("t<enter>%<enter><right><enter>99.9", "threshold", "below", 99.9, 0),
        ("<right>t<enter>%<enter><enter>99.9", "threshold", "above", 99.9, 0),
        ("y", "milestones", "above", 1, 1),
    ],
)
def test_each_kind_asks_what_it_needs(
    service: Service, keys: str, kind: str, keep: str, target: float, steps: int
) -> None:
    form = new_key_result(service.board, service.stamp(), 1)
    type_in(form, f"Uptime<enter>{keys}")
    found = save(form, service).value
    assert (found.kind, found.keep, found.target) == (kind, keep, target)
    assert [step.name for step in found.steps] == ["Uptime"] * steps


def test_steps_are_lines_with_their_weight(service: Service) -> None:
    form = new_key_result(service.board, service.stamp(), 1)
    type_in(form, "SOPs<enter>mi<enter>Backup<ctrl+j>Release = 2<ctrl+j><ctrl+j>a=b")
    assert form.named("steps").echo() == "3 steps"
    found = save(form, service).value
    assert [(s.name, s.weight) for s in found.steps] == [("Backup", 1), ("Release", 2), ("a=b", 1)]


def test_negative_numbers_are_values_of_their_own(service: Service) -> None:
    form = new_key_result(service.board, service.stamp(), 1)
    type_in(form, "Margin<enter><enter>%<enter>-3<enter>5")
    assert save(form, service).value.start == -3


def test_a_start_that_is_the_target_is_told_beside_them(service: Service) -> None:
    form = new_key_result(service.board, service.stamp(), 1)
    type_in(form, "Margin<enter><enter>%<enter>3<enter>3")
    assert refused(form, service) == "start"


def test_easing_a_promised_target_asks_for_the_reason_in_the_form(service: Service) -> None:
    form = change_key_result(service.board, 1)
    assert "reason" not in [field.name for field in form.shown]
    form.go("target")
    type_in(form, "<ctrl+u>10")
    assert form.shown[-1].name == "reason"
    assert refused(form, service) == "reason"
    type_in(form, "the load doubled")
    save(form, service)
    found = service.board.key_results[1]
    assert found.target == 10
    assert [(r.target, r.reason) for r in found.retargets] == [(8, "the load doubled")]


def test_a_harder_target_keeps_the_old_one_and_asks_nothing(service: Service) -> None:
    form = change_key_result(service.board, 1)
    form.named("target").text = "5"
    save(form, service)
    assert [r.target for r in service.board.key_results[1].retargets] == [8]


def test_a_yes_no_key_result_opens_as_one_and_keeps_its_day_when_renamed(
    service: Service,
) -> None:
    form = new_key_result(service.board, service.stamp(), 1)
    type_in(form, "Manual used<enter>y")
    id = save(form, service).value.id
    form = change_key_result(service.board, id)
    assert form.named("kind").value == "yes/no"
    type_in(form, " daily")
    save(form, service)
    assert [step.name for step in service.board.key_results[id].steps] == ["Manual used daily"]


def test_an_action_is_mine_and_due_at_the_next_check_in(service: Service) -> None:
    form = new_action(service.board, service.stamp(), 1)
    type_in(form, "Alert review<ctrl+s>")
    found = save(form, service).value
    assert (found.title, found.owner, found.key_result) == ("Alert review", 1, 1)
    assert found.due == date(2026, 11, 27)


def test_an_action_with_its_day_and_effect(service: Service) -> None:
    form = new_action(service.board, service.stamp(), 1)
    type_in(form, "Alert review<enter>ben<enter><ctrl+u>+14<enter><enter>-4")
    assert form.named("due").echo() == "Fri 4 Dec 2026"
    assert form.named("expected").echo() == "-4 pages"
    found = save(form, service).value
    assert (found.owner, found.due, found.expected) == (2, date(2026, 12, 4), -4)
    form = change_action(service.board, service.stamp(), found.id)
    type_in(form, "s with support")
    save(form, service)
    assert service.board.actions[found.id].title == "Alert reviews with support"
    assert service.board.actions[found.id].expected == -4


def test_a_part_of_a_name_picks_and_arrows_walk(service: Service) -> None:
    field = PickField("owner", "Owner", [(1, "ana"), (2, "ben · Ben Ana"), (3, "dev")])
    for character in "an":
        field.press(character, character, 40)
    assert (field.value, field.echo()) == (1, "1 of 2, ← → others")
    field.press("right", None, 40)
    assert field.value == 2
    field.press("x", "x", 40)
    with pytest.raises(ValueError, match="nothing here is called “anx”"):
        _ = field.value
    field.press("ctrl+u", None, 40)
    field.press("backspace", None, 40)
    assert field.value == 0


def test_escape_asks_only_when_something_was_typed(service: Service) -> None:
    form = new_objective(service.board, service.stamp(), 1)
    assert type_in(form, "<escape>") == "close"
    type_in(form, "x")
    assert type_in(form, "<escape>") == "took"
    assert form.asks == "leave"
    assert type_in(form, "<escape>") == "took"
    assert type_in(form, "<escape>k") == "close"
    assert form.touched
    assert type_in(form, "<escape>t") == "close"
    assert not form.touched


def test_a_draft_has_what_was_touched_and_brings_it_back(service: Service) -> None:
    form = new_objective(service.board, service.stamp(), 1)
    type_in(form, "Audits<enter><enter>ben<enter><enter><right><enter><enter>why")
    texts = form.texts()
    assert set(texts) == {"title", "owner", "level", "why"}
    again = new_objective(service.board, service.stamp(), 1)
    assert again.restore(texts)
    assert again.asks == "draft"
    assert type_in(again, "x<enter>") == "took"
    assert save(again, service).value == save(form, service).value._replace(id=2, position=2.0)


def test_a_draft_can_be_left_for_a_fresh_start(service: Service) -> None:
    form = new_objective(service.board, service.stamp(), 1)
    form.restore({"title": "Audits"})
    assert type_in(form, "<escape>") == "close"
    assert form.touched
    type_in(form, "<ctrl+n>New")
    assert (form.asks, form.named("title").text) == ("", "New")
