"""Forms that make and change records, without a screen: what lands on the board."""

from __future__ import annotations

from datetime import date

import pytest
from support.making import TODAY
from support.typing_in import refused, save, served, type_in

from okrboard.domain.edit.actions import add_action
from okrboard.domain.edit.objectives import edit_objective, propose_objective
from okrboard.service import Service
from okrboard.tui.forms.choosing import PickField
from okrboard.tui.forms.fields import TextField
from okrboard.tui.forms.key_result import change_key_result, new_key_result
from okrboard.tui.forms.records import change_action, change_objective, new_action, new_objective


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


def test_only_what_was_typed_is_written(
    service: Service,
) -> None:
    form = change_objective(service.board, service.stamp(), 1)
    service.change("x", lambda d: edit_objective(d, 1, why="theirs"))
    type_in(form, " ever<ctrl+s>")
    save(form, service)
    found = service.board.objectives[1]
    assert (found.title, found.why) == ("Releases stop waking people ever", "theirs")


def test_the_same_field_changed_meanwhile_is_a_conflict_once(service: Service) -> None:
    form = change_objective(service.board, service.stamp(), 1)
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
    form = change_objective(service.board, service.stamp(), 1)
    assert save(form, service).message == "nothing was changed"
    assert service.board is before


def test_a_circle_of_contributions_is_told_beside_its_field(service: Service) -> None:
    service.change("x", lambda d: propose_objective(d, "Other", 1, contributes_to=1))
    form = change_objective(service.board, service.stamp(), 1)
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


@pytest.mark.parametrize(
    ("title", "short", "kind", "start", "target", "unit"),
    [
        ("Staff who open it from 0 to 60 %", "Staff who open it", "metric", 0, 60, "%"),
        ("Revenue: €1.2M -> €2M", "Revenue", "metric", 1.2e6, 2e6, "€"),
        ("Errors <= 1 % of calls", "Errors", "threshold", 0, 1, "% of calls"),
        ("Quality manual live: yes/no", "Quality manual live", "milestones", 0, 1, ""),
    ],
)
@pytest.mark.parametrize("leaving", ["<enter>", "<tab>", "<ctrl+s>"])
def test_a_title_that_says_the_way_fills_the_fields_of_it(
    service: Service, title: str, short: str, kind: str, start: float, target: float, unit: str,
    leaving: str,
) -> None:  # fmt: skip
    form = new_key_result(service.board, service.stamp(), 1)
    type_in(form, f"{title}{leaving}")
    assert form.notice.endswith(("the title.", "the title said."))
    made = save(form, service).value
    assert (made.title, made.kind, made.target, made.unit) == (short, kind, target, unit)
    assert kind != "metric" or made.start == start
    assert kind != "threshold" or made.keep == "below"


def test_a_title_is_left_alone_where_the_way_is_typed_already(service: Service) -> None:
    form = new_key_result(service.board, service.stamp(), 1)
    form.named("target").text = "40"
    type_in(form, "Staff who open it from 0 to 60 %<enter>")
    assert form.named("title").text == "Staff who open it from 0 to 60 %"
    assert form.named("target").text == "40"
    form = change_key_result(service.board, service.stamp(), 1)
    type_in(form, " from 0 to 60 %<enter>")
    assert form.named("title").text == "Pages a week from 0 to 60 %"
    assert form.named("target").text == "8"


@pytest.mark.parametrize(("typed", "unit"), [("60%", "%"), ("€5k", "€"), ("-3 %", "%"), ("%", "")])
def test_a_unit_that_is_typed_with_the_target_is_the_unit(
    service: Service, typed: str, unit: str
) -> None:
    form = new_key_result(service.board, service.stamp(), 1)
    form.go("target")
    type_in(form, typed)
    assert form.named("unit").text == unit
    if unit:
        assert form.named("target").value in (60, 5000, -3)
    form.named("unit").text = "pages"
    type_in(form, "<ctrl+u>7%")
    assert form.named("unit").text == "pages"


def test_what_is_no_number_shows_how_one_is_written(service: Service) -> None:
    form = new_key_result(service.board, service.stamp(), 1)
    target = form.named("target")
    target.text = "soon"
    assert target.echo() == "“soon” is not a value: write a number such as 12, -3, 1.5k or 1,234.5"
    for typed, value in (("-3", -3), ("+3", 3)):
        target.text = typed
        assert target.value == value


def test_a_threshold_has_a_bound_and_a_metric_goes_to_its_target(service: Service) -> None:
    form = new_key_result(service.board, service.stamp(), 1)
    assert form.named("target").label == "To"
    type_in(form, "Uptime<enter>t")
    assert form.named("target").label == "Bound"
    assert change_key_result(service.board, service.stamp(), 2).named("target").label == "Bound"


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


def test_easing_a_promised_target_asks_for_the_reason(service: Service) -> None:
    form = change_key_result(service.board, service.stamp(), 1)
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
    form = change_key_result(service.board, service.stamp(), 1)
    form.named("target").text = "5"
    save(form, service)
    assert [r.target for r in service.board.key_results[1].retargets] == [8]


def test_a_renamed_yes_no_key_result_keeps_its_kind_and_day(
    service: Service,
) -> None:
    form = new_key_result(service.board, service.stamp(), 1)
    type_in(form, "Manual used<enter>y")
    id = save(form, service).value.id
    form = change_key_result(service.board, service.stamp(), id)
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


def test_a_due_day_that_is_over_is_said_beside_it(service: Service) -> None:
    due = new_action(service.board, service.stamp(), 1).named("due")
    due.text = "Fri 13 Nov"
    assert due.echo() == "Fri 13 Nov 2026, 7 days ago"
    due.text = "12/11"
    assert due.echo().startswith("“12/11” may be either day: write 2027-11-12 or 2026-12-11")


def test_a_target_far_from_all_that_was_is_asked_about(service: Service) -> None:
    form = change_key_result(service.board, service.stamp(), 1)
    target = form.named("target")
    target.text = "5k"
    form.go("target")
    assert not form.check()
    assert "5,000 pages is far from all that is known, 8 to 31: write =5000" in target.message
    form.press("enter")
    assert target.value == 5000


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
        field.press(character, character)
    assert (field.value, field.echo()) == (1, "1 of 2, ← → others")
    field.press("right", None)
    assert field.value == 2
    field.press("x", "x")
    with pytest.raises(ValueError, match="nothing here is called “anx”"):
        _ = field.value
    field.press("ctrl+u", None)
    field.press("backspace", None)
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


def test_the_first_key_replaces_a_day_that_the_program_put_there(service: Service) -> None:
    form = new_action(service.board, service.stamp(), 1)
    due = form.named("due")
    form.go("due")
    type_in(form, "soon")
    assert due.text == "soon"
    due.reset()
    type_in(form, "<tab><shift+tab>2026-12-24")
    assert due.text == "2026-12-24"


@pytest.mark.parametrize("keys", ["<backspace>8", "<left><right><backspace>8", "<end><backspace>8"])
def test_moving_in_a_suggested_day_or_cutting_it_edits_it(service: Service, keys: str) -> None:
    form = new_action(service.board, service.stamp(), 1)
    form.go("due")
    was = form.named("due").text
    type_in(form, keys)
    assert form.named("due").text == was[:-1] + "8"


def test_a_pasted_day_takes_the_place_of_the_suggested_one(service: Service) -> None:
    form = new_action(service.board, service.stamp(), 1)
    form.go("due")
    form.paste("2026-12-24")
    assert form.named("due").text == "2026-12-24"


def test_what_a_person_wrote_is_never_replaced_by_a_key(service: Service) -> None:
    service.change("x", lambda draft: add_action(draft, "Alert review", key_result=1, due=TODAY))
    for form in (
        change_objective(service.board, service.stamp(), 1),
        change_key_result(service.board, service.stamp(), 1),
        change_action(service.board, service.stamp(), 1),
    ):
        for field in form.shown:
            if isinstance(field, TextField) and field.text:
                was = field.text
                form.go(field.name)
                type_in(form, "5")
                assert field.text == was + "5"


def test_a_draft_of_a_suggested_field_is_what_a_person_wrote(service: Service) -> None:
    form = new_action(service.board, service.stamp(), 1)
    form.restore({"due": "2026-12-2"})
    type_in(form, "<enter>")
    form.go("due")
    type_in(form, "4")
    assert form.named("due").text == "2026-12-24"


def steps_of(service: Service, form: object) -> list[str]:
    return [step.name for step in service.board.key_results[form.id].steps]  # type: ignore[attr-defined]


def test_enter_begins_a_line_in_a_list_and_a_free_one_ends_it(service: Service) -> None:
    form = new_key_result(service.board, service.stamp(), 1)
    form.named("title").text, form.named("kind").text = "Cutover", "milestones"
    form.go("steps")
    type_in(form, "Rehearse<enter>Move<enter>Close the old one<enter>")
    assert form.field.name == "steps"
    type_in(form, "<enter>")
    assert form.field.name == "owner"
    made = save(form, service).value
    assert steps_of(service, made) == ["Rehearse", "Move", "Close the old one"]


def test_enter_goes_past_a_list_that_nobody_touched(service: Service) -> None:
    form = change_key_result(service.board, service.stamp(), 3)
    form.go("steps")
    before = form.field.text
    type_in(form, "<enter>")
    assert (form.field.name, form.named("steps").text) == ("owner", before)
    form.go("steps")
    type_in(form, "<ctrl+j>Drill<enter><enter>")
    assert form.field.name == "owner"
    assert form.named("steps").text == f"{before}\nDrill"
