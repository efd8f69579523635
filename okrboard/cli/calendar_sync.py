"""`okrboard calendar publish` and `pull`: the board's meetings in a CalDAV calendar.

The address is in the user's own configuration, the password bound to its host; neither is ever on
the command line. What somebody changed or deleted in the calendar is asked about, never written
over or made again unseen, and nothing else waits for the answer. Nothing is taken over onto the
board that nobody said yes to, and nothing that was not taken is told back.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from okrboard.calendar.caldav import Calendar, Client
from okrboard.calendar.description import plans
from okrboard.calendar.from_board import retired
from okrboard.calendar.ical import fit_as_uid
from okrboard.calendar.meaning import uids
from okrboard.calendar.merge import Base, settled
from okrboard.calendar.plan import Plan
from okrboard.calendar.publish import (
    SyncResult,
    SyncStep,
    all_uids,
    bases_after,
    carry_out,
    notes,
    overwriting,
    paired,
    plan_publication,
    published,
    remember,
    remote_resources,
)
from okrboard.calendar.pull import Offer, offers, series_of, stranger, take_over
from okrboard.calendar.timezone import zone
from okrboard.cli.calendar_series import kept_up, when
from okrboard.cli.connections import credentials_path, request_for
from okrboard.cli.context import Arguments, Context
from okrboard.configuration import read_config
from okrboard.domain.schema import plain
from okrboard.errors import OkrboardError, Refused, UsageError
from okrboard.report.format import short_day
from okrboard.service import new_uid
from okrboard.text import clean, squeeze

_SECONDS = 30
_WORDS = {
    "create": "created",
    "update": "updated",
    "delete": "deleted",
    "unchanged": "as it was",
    "conflict": "left alone",
}


class _Sync:
    """A calendar that can be written to, and what the board wants there."""

    def __init__(self, context: Context, arguments: Arguments) -> None:
        """Connect. Raises with how to name a calendar, or to plan a meeting."""
        self.context = context
        self.arguments = arguments
        self.planned = self.plans()
        self.client, self.url = _connected(context)

    def plans(self) -> list[Plan]:
        """Return the plans of the open cycles, and of what closed ones have ahead, as of now."""
        return plans(self.context.board, kept_up(self.context, self.arguments, file=False))

    def steps(
        self, planned: list[Plan], adopted: Collection[str] = (), others: Collection[str] = ()
    ) -> list[SyncStep]:
        """Return what is to be done; what was never there is not made in order to be called off.

        `others` are UIDs of series that are no more; `adopted` ones become ours as they are there.
        """
        # What is off goes from a server, where a file has to say so.
        stand = [plan._replace(series=plan.series._replace(withdrawn=())) for plan in planned]
        lost = {gone.uid for plan in planned for gone in plan.series.withdrawn} | set(others)
        known = published(self.context.board, self.url)
        remote = remote_resources(self.client, self.url, stand, lost)
        steps = plan_publication(paired(stand, remote, known, lost, adopted))
        off = all_uids([plan for plan in stand if plan.series.state == "cancelled"])
        return [step for step in steps if step.resource is not None or step.uid not in off]

    def do(self, steps: list[SyncStep]) -> tuple[list[SyncResult], dict[str, Base | None]]:
        """Do the steps; return what came of them, and what is to be remembered."""
        done = carry_out(self.client, self.url, steps)
        return done, bases_after(self.client, self.url, done)

    def tell(self, series: Collection[str], adopted: Collection[str] = ()) -> list[SyncResult]:
        """Bring some series to what the board says now; what others changed meanwhile stays."""
        planned = [plan for plan in self.plans() if plan.uid in series]
        done, bases = self.do(self.steps(planned, adopted))
        self.remember(bases)
        return done

    def remember(self, bases: Mapping[str, Base | None]) -> None:
        """Note on the board what the calendar was told; without that its own digests must do."""
        if not notes(published(self.context.board, self.url), self.url, bases):
            return
        try:
            # Whoever may publish may note it: it is no content, and changes nothing that is shown.
            self.context.service.change("published", lambda draft: remember(draft, self.url, bases))
        except OkrboardError as error:
            self.context.remark(f"what was published could not be noted on the board: {error}")


def publish_all(context: Context, arguments: Arguments) -> int:
    """Bring the calendar to what the board says. Raises Refused when something could not be."""
    sync = _Sync(context, arguments)
    steps = sync.steps(sync.planned, others=retired(context.board))
    if arguments.has("dry-run"):
        return _print(context, sync.planned, [(step, True, step.why) for step in steps], dry=True)
    answers: dict[str, str] = {}
    if arguments.has("overwrite"):
        answers = dict.fromkeys((step.uid for step in steps), "ours")
    elif context.has_screen:
        answers = _asked(context, sync.planned, [step for step in steps if step.open])
    ours, off, left = (
        [step for step in steps if answers.get(step.uid) == answer]
        for answer in ("ours", "off", "left")
    )
    done, bases = sync.do(overwriting(steps, {step.uid for step in ours}))
    context.output.changed = any(one.ok for one in done)
    bases |= {step.uid: _gone(step) for step in left}
    if not arguments.has("team"):
        known = published(context.board, sync.url)
        bases |= dict.fromkeys(set(known) - {step.uid for step in steps})
    sync.remember(bases)
    rest = [one for one in done if one.step not in (*off, *left)]
    if off:
        rest += _taken_off(sync, off)
    _print(context, sync.planned, [(one.step, one.ok, one.message) for one in rest], dry=False)
    return _refuse_rest(rest)


def _taken_off(sync: _Sync, off: list[SyncStep]) -> list[SyncResult]:
    """Take off the board what was deleted in the calendar, and tell the calendar the rest of it."""
    offers = [offer for step in off for offer in step.offers]
    refused = sync.context.change("calendar", lambda draft: take_over(draft, offers, new_uid))
    for why in refused.values():
        sync.context.remark(f"not taken off the board: {why}")
    sync.remember(dict.fromkeys(step.uid for step in off))
    return sync.tell({offer.series for offer in offers})


def _gone(step: SyncStep) -> Base:
    """Return the base of what was deleted in the calendar, and is left so."""
    return (step.pair.base or Base({}, {}))._replace(gone=True)


def _connected(context: Context) -> tuple[Client, str]:
    """Return the calendar that the user's configuration names, and who talks to it."""
    table = read_config(context.environment).get("calendar", {})
    settings = table if isinstance(table, dict) else {}
    url = str(settings.get("url", "")) or context.environment.get("OKRBOARD_CALDAV_URL", "")
    if not url:
        raise UsageError(
            "no calendar is named yet: okrboard config set calendar.url https://… "
            "(okrboard calendar publish -h says more)"
        )
    request = request_for(context.environment, url, seconds=_SECONDS)
    if request.credential is None:
        raise UsageError(
            f"there is no password for that calendar's host in "
            f"{clean(credentials_path(context.environment))}; okrboard calendar publish -h says how"
        )
    client = Client(request)
    return client, _one(client.calendars(), str(settings.get("name", ""))).url


def _one(calendars: list[Calendar], named: str) -> Calendar:
    """Return the calendar that is meant, of those a server has."""
    wanted = squeeze(named).casefold()
    matches = [
        one
        for one in calendars
        if not wanted or wanted in (squeeze(one.name).casefold(), one.url.casefold())
    ]
    if len(matches) == 1:
        return matches[0]
    names = ", ".join(f"“{squeeze(one.name, 40) or one.url}”" for one in calendars[:8])
    if not calendars:
        raise Refused("that account has no calendar that takes events; make one there first")
    raise Refused(
        f"there are the calendars {names}; choose one: okrboard config set calendar.name NAME"
    )


def _asked(context: Context, planned: list[Plan], steps: list[SyncStep]) -> dict[str, str]:
    """Ask at a terminal what becomes of each change; return `ours`, `off` or `left` by UID."""
    answers = {}
    for step in steps:
        name = _name_of(planned, step.uid)
        if step.pair.deleted:
            asked = f"{name} {step.why}: [r]ecreate it there, [t]ake it off the board, [l]eave it?"
            ways = {"r": "ours", "t": "off", "l": "left"}
            answers[step.uid] = ways.get(_ask(context, asked)[:1], "")
            continue
        for offer in step.offers:
            context.say(_change_words(name, offer))
        asked = f"{name} {clean(step.why, 200)}: write ours over it? [y/N]"
        answers[step.uid] = "ours" if _ask(context, asked) in ("y", "yes") else ""
    return answers


def _print(
    context: Context, planned: list[Plan], rows: list[tuple[SyncStep, bool, str]], *, dry: bool
) -> int:
    named = [(_name_of(planned, step.uid), step, ok, why) for step, ok, why in rows]
    if context.json:
        context.emit([_row_json(*row) for row in named])
        return 0
    for name, step, ok, why in named:
        changes = "; ".join(_change_words(name, offer) for offer in step.offers)
        more = f": {clean(why, 300)}" if why else ""
        more += f" ({changes})" if changes and why == step.why else ""
        if dry:
            context.say(f"{step.verb:10} {name}{more}")
            continue
        if ok and step.verb not in ("conflict", "unchanged"):
            context.say(f"{_WORDS[step.verb]:10} {name}")
        left = step.verb == "conflict" or (ok and step.offers)
        if left or not ok or step.verb == "unchanged":
            word = _WORDS["conflict"] if left else _WORDS["unchanged"] if ok else "failed"
            context.say(f"{word:10} {name}{more}")
    return 0


def _row_json(name: str, step: SyncStep, ok: bool, why: str) -> dict[str, object]:
    return {
        "verb": step.verb,
        "uid": clean(step.uid),
        "summary": name,
        "ok": ok and step.verb != "conflict",
        "why": clean(why, 500),
        "left": [_change_words(name, offer) for offer in step.offers],
    }


def _name_of(planned: list[Plan], uid: str) -> str:
    """Return what a UID is called, for people."""
    for plan in planned:
        if uid == plan.uid:
            return clean(plan.series.summary, 100)
        if uid in all_uids([plan]):
            return f"{clean(plan.series.summary, 100)}, one meeting"
    return "a meeting that is no more"


def _refuse_rest(done: list[SyncResult]) -> int:
    """Raise Refused for what was left undone."""
    failed = [one for one in done if not one.ok and one.step.verb != "conflict"]
    undecided = [one for one in done if one.step.open]
    if failed:
        raise Refused(f"{len(failed)} of {len(done)} could not be done: {failed[0].message}")
    if undecided:
        raise Refused(
            f"somebody changed {len(undecided)} in the calendar: okrboard calendar pull takes it "
            "over, okrboard calendar publish --overwrite puts ours back"
        )
    return 0


def _ask(context: Context, question: str) -> str:
    """Return the answer to a question at the terminal, in small letters; none is empty."""
    context.write(f"{question} ")
    sys.stdout.flush()
    # Not `input()`: it loses a ctrl+c that comes right behind the prompt.
    return sys.stdin.readline().strip().casefold()


# What somebody changed there.


def pull_changes(context: Context, arguments: Arguments) -> int:
    """Offer what somebody changed in the calendar; what is taken is told to the calendar, too."""
    if arguments.has("take") and arguments.has("decline"):
        raise UsageError("--take and --decline: choose one of them")
    sync = _Sync(context, arguments)
    steps = {step.uid: step for step in sync.steps(sync.planned)}
    offered = [offer for step in steps.values() for offer in _offered(sync, step)]
    # In the words of the board as it was: a new name is one of the changes.
    words = {offer: _offer_words(context, offer) for offer in offered}
    answers = {} if arguments.has("dry-run") else _answers(context, arguments, words)
    taken = [one for one in offered if answers.get(one) == "taken"]
    refused: dict[Offer, str] = {}
    if taken:
        refused = context.change("calendar", lambda draft: take_over(draft, taken, new_uid))
        answers.update(dict.fromkeys(refused, "offered"))
    sync.remember(_bases(steps, answers))
    accepted = [one for one in taken if one not in refused]
    done: list[SyncResult] = []
    if accepted:
        concerned = {uid for one in accepted for uid in (one.series, one.successor)}
        follows = {one.uid for one in sync.plans()} - {one.uid for one in sync.planned}
        adopted = {one.successor for one in accepted if one.successor}
        done = sync.tell(concerned | follows, adopted)
    _print_offers(context, words, answers, refused)
    _refuse_rest([one for one in done if not one.ok and one.step.verb != "conflict"])
    if any(one not in offered for step in done for one in step.step.offers if not one.decided):
        raise Refused("somebody changed it just now; run it again to see how")
    return 0


def _offered(sync: _Sync, step: SyncStep) -> Sequence[Offer]:
    """Return what was changed; of a series that was split with the event that holds the rest."""
    series, name = step.pair.series, step.pair.texts.get("summary", "")
    split = any(one.change in ("ends", "begins", "changes") for one in step.offers)
    if not split or series is None or not name:
        return step.offers
    ours, others = all_uids(sync.planned), []
    for resource in sync.client.named(sync.url, name):
        names = uids(resource.data)
        uid = next(iter(names), "")
        if len(names) == 1 and uid not in ours and fit_as_uid(uid):
            others.append(stranger(resource.data, uid, zone(series.zone), series.last))
    return offers(step.pair, [other for other in others if other is not None])


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
            answer = _ask(context, f"{offered[offer]}: take it over? [y/N]")
            if answer in ("y", "yes", "n", "no"):
                answers[offer] = "taken" if answer.startswith("y") else "declined"
    return answers


def _bases(steps: Mapping[str, SyncStep], answers: Mapping[Offer, str]) -> dict[str, Base | None]:
    """Return the bases after the answers: what was decided is not asked again."""
    bases: dict[str, Base | None] = {}
    for offer, answer in answers.items():
        pair = steps[offer.uid].pair
        if offer.change == "deleted":
            if answer != "offered":
                bases[offer.uid] = _gone(steps[offer.uid]) if answer == "declined" else None
        elif answer != "offered" and pair.met:
            base = bases.get(offer.uid, pair.base)
            bases[offer.uid] = settled(
                pair.here, pair.there, base, offer.keys, taken=answer == "taken"
            )
    return bases


def _print_offers(
    context: Context, offered: Mapping[Offer, str], answers: Mapping[Offer, str],
    refused: Mapping[Offer, str],
) -> None:  # fmt: skip
    if context.json:
        context.emit([_offer_json(one, answers.get(one, "")) for one in offered])
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


def _offer_json(offer: Offer, answer: str) -> dict[str, object]:
    return {
        "change": offer.change,
        "series": clean(offer.series),
        "uid": clean(offer.uid),
        "day": plain(offer.day),
        "start": None if offer.start is None else offer.start.isoformat(),
        "field": offer.field or None,
        "value": clean(offer.value) or None,
        "takes": offer.takes,
        "contested": offer.contested,
        "taken": answer == "taken",
        "declined": answer == "declined",
    }


def _offer_words(context: Context, offer: Offer) -> str:
    try:
        name = clean(series_of(context.board, offer).summary, 100)
    except OkrboardError:
        name = "a series"
    return _change_words(name, offer)


def _change_words(name: str, offer: Offer) -> str:
    """Return in words what somebody changed in the calendar on a series of that name."""
    day = "" if offer.day is None else short_day(offer.day)
    of = f"{name} of {day}" if day else name
    to = f" to {when(offer.start)}" if offer.start is not None else ""
    last = short_day(date.fromisoformat(offer.value)) if offer.change == "ends" else ""
    text = squeeze(offer.value, 80)
    sentences = {
        "moved": f"{of} was moved{to}",
        "skipped": f"{of} was taken out",
        "restored": f"{of} was put back",
        "cancelled": f"{of} was cancelled",
        "deleted": f"{of} was deleted",
        "series": f"{name} was moved{to}, all of it",
        "begins": f"{name} begins on {day}",
        "ends": f"{name} ends on {last}",
        "changes": f"{name} changes from {day} on{to}",
        "length": f"{of} lasts {text} minutes",
        "text": f"the words of {name} were changed",
        "text summary": f"{of} is called “{text}”",
        "text location": f"{of} is in “{text}”" if text else f"{of} has no place any more",
        "text url": f"{of} has the link {text}" if text else f"{of} has no link any more",
        "all-day": f"{of} lasts all day",
        "extra": f"{name} has {text or 'one'} more from {day} on",
        "own": f"{of} lasts {text} minutes" if text else f"{of} has a {offer.field} of its own",
        "unreadable": f"{name} cannot be read there any more",
    }
    sentence = sentences.get(f"{offer.change} {offer.field}") or sentences[offer.change]
    return f"{sentence}; the board has changed it, too" if offer.contested else sentence
