"""`okrboard calendar pull`: what somebody changed in the calendar, offered to the board.

Nothing is taken over that nobody said yes to, and nothing that was not taken is told back.
"""

from __future__ import annotations

from collections.abc import Mapping

from okrboard.calendar.ical import fit_as_uid
from okrboard.calendar.meaning import uids
from okrboard.calendar.merge import Base, settled
from okrboard.calendar.plan import SeriesPlan
from okrboard.calendar.publish import Done, Step, all_uids
from okrboard.calendar.pull import Offer, Stranger, offers, series_of, stranger, take_over
from okrboard.calendar.timezone import zone
from okrboard.cli.arguments import Arguments
from okrboard.cli.calendar_publish import (
    There,
    ask,
    connected,
    gone,
    keep_in_mind,
    plans_of,
    refuse_rest,
    steps_of,
    tell,
)
from okrboard.cli.calendar_text import change_words
from okrboard.cli.context import Context
from okrboard.errors import OkrboardError, Refused, UsageError
from okrboard.service import new_uid
from okrboard.text import clean

_SPLIT = ("ends", "begins", "changes")


def pull_changes(context: Context, arguments: Arguments) -> int:
    """Offer what somebody changed in the calendar; what is taken is told to the calendar, too."""
    if arguments.has("take") and arguments.has("decline"):
        raise UsageError("--take and --decline: choose one of them")
    there = connected(context)
    found = plans_of(context, arguments)
    steps = {step.uid: step for step in steps_of(context, there, found)}
    offered = _offered(there, found, list(steps.values()))
    # In the words of the board as it was: a new name is one of the changes.
    words = {offer: _told(context, offer) for offer in offered}
    answers = {} if arguments.has("dry-run") else _answers(context, arguments, words)
    taken = [one for one in offered if answers.get(one) == "taken"]
    refused: dict[Offer, str] = {}
    done: list[Done] = []
    if taken:
        refused = context.change("calendar", lambda draft: take_over(draft, taken, new_uid))
        answers.update(dict.fromkeys(refused, "offered"))
    keep_in_mind(context, there, _bases(steps, answers))
    if set(taken) - set(refused):
        accepted = [one for one in taken if one not in refused]
        concerned = {uid for one in accepted for uid in (one.series, one.successor)}
        follows = {one.uid for one in plans_of(context, arguments)} - {one.uid for one in found}
        adopted = {one.successor for one in accepted if one.successor}
        done = tell(context, arguments, there, concerned | follows, adopted)
    _print(context, words, answers, refused)
    refuse_rest([one for one in done if not one.ok and one.step.verb != "conflict"])
    if any(one not in offered for step in done for one in step.step.offers if not one.decided):
        raise Refused("somebody changed it just now; run it again to see how")
    return 0


def _offered(there: There, found: list[SeriesPlan], steps: list[Step]) -> list[Offer]:
    """Return what was changed; of a series that was split with the event that holds the rest."""
    offered: list[Offer] = []
    for step in steps:
        split = step.pair.theirs and any(one.change in _SPLIT for one in step.offers)
        others = _strangers(there, found, step) if split else []
        offered += offers(step.pair, others) if others else step.offers
    return offered


def _strangers(there: There, found: list[SeriesPlan], step: Step) -> list[Stranger]:
    """Return the events of the calendar that have this one's name and are not ours."""
    plan, theirs = step.pair.plan, step.pair.theirs
    if plan is None or theirs is None or not theirs.texts["summary"]:
        return []
    ours = all_uids(found)
    others = []
    for resource in there.client.named(there.calendar.url, theirs.texts["summary"]):
        names = uids(resource.data)
        uid = next(iter(names), "")
        if len(names) == 1 and uid not in ours and fit_as_uid(uid):
            others.append(stranger(resource.data, uid, zone(plan.zone), plan.last))
    return [other for other in others if other is not None]


def _answers(
    context: Context, arguments: Arguments, offered: Mapping[Offer, str]
) -> dict[Offer, str]:
    """Return what was decided of each offer: `taken`, `declined`; others are left for later."""
    answers: dict[Offer, str] = {}
    for offer in offered:
        if arguments.has("decline") and offer.field != "description":
            answers[offer] = "declined"
        elif not offer.takes:
            continue
        elif arguments.has("take"):
            if not offer.contested or arguments.has("theirs"):
                answers[offer] = "taken"
        elif context.has_screen:
            answer = ask(context, f"{offered[offer]}: take it over? [y/N]")
            if answer in ("y", "yes", "n", "no"):
                answers[offer] = "taken" if answer.startswith("y") else "declined"
    return answers


def _bases(steps: Mapping[str, Step], answers: Mapping[Offer, str]) -> dict[str, Base | None]:
    """Return the bases after the answers: what was decided is not asked again."""
    bases: dict[str, Base | None] = {}
    for offer, answer in answers.items():
        pair = steps[offer.uid].pair
        if offer.change == "deleted":
            if answer != "offered":
                bases[offer.uid] = gone(steps[offer.uid]) if answer == "declined" else None
        elif answer != "offered" and pair.ours is not None and pair.theirs is not None:
            base = bases.get(offer.uid, pair.base)
            bases[offer.uid] = settled(
                pair.ours.facts, pair.theirs.facts, base, offer.keys, taken=answer == "taken"
            )
    return bases


def _print(
    context: Context, offered: Mapping[Offer, str], answers: Mapping[Offer, str],
    refused: Mapping[Offer, str],
) -> None:  # fmt: skip
    if context.json:
        context.emit(
            [
                {
                    "change": one.change,
                    "series": clean(one.series),
                    "uid": clean(one.uid),
                    "day": None if one.day is None else one.day.isoformat(),
                    "start": None if one.start is None else one.start.isoformat(),
                    "field": one.field or None,
                    "value": clean(one.value) or None,
                    "takes": one.takes,
                    "contested": one.contested,
                    "taken": answers.get(one) == "taken",
                    "declined": answers.get(one) == "declined",
                }
                for one in offered
            ]
        )
        return
    for one in offered:
        word = answers.get(one, "offered" if one.takes else "left")
        why = f": not taken, {refused[one]}" if one in refused else ""
        context.say(f"{word:8} {offered[one]}{why}")
    if not offered:
        context.say("nothing was changed in the calendar")
    elif any(one.takes and answers.get(one, "offered") == "offered" for one in offered):
        context.say(
            "okrboard calendar pull --take takes all of it over, --decline leaves it as it is there"
        )
    if any(one.contested and one not in answers for one in offered):
        context.say("what the board has changed, too: --take --theirs takes it, or")
        context.say("okrboard calendar publish --overwrite puts ours in its place")


def _told(context: Context, offer: Offer) -> str:
    try:
        name = clean(series_of(context.board, offer).summary, 100)
    except OkrboardError:
        name = "a series"
    return change_words(name, offer)
