"""`okrboard calendar publish`: the board's meetings in a CalDAV calendar.

The address is in the user's own configuration, the password bound to its host; neither is ever on
the command line. What somebody changed or deleted in the calendar is asked about, never written
over or made again unseen, and nothing else waits for the answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from okrboard.calendar.caldav import Calendar, Client
from okrboard.calendar.description import plans
from okrboard.calendar.from_board import retired
from okrboard.calendar.merge import Base
from okrboard.calendar.plan import SeriesPlan
from okrboard.calendar.publish import (
    Done,
    Step,
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
from okrboard.calendar.pull import take_over
from okrboard.cli.arguments import Arguments
from okrboard.cli.calendar_fields import kept_up
from okrboard.cli.calendar_text import change_words
from okrboard.cli.connections import credential_for, credentials_path, request_for
from okrboard.cli.context import Context
from okrboard.configuration import read_config
from okrboard.domain.record import Record
from okrboard.errors import OkrboardError, Refused, UsageError
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


class Decided:
    """What a person said of changes in the calendar."""

    def __init__(self) -> None:
        self.ours: list[str] = []
        """UIDs that are written over, or made again."""
        self.off: list[Step] = []
        """What was deleted there goes off the board."""
        self.left: list[Step] = []
        """What was deleted there stays so."""


class There(Record):
    """A calendar that can be written to, and who talks to it."""

    client: Client
    calendar: Calendar


def publish_all(context: Context, arguments: Arguments) -> int:
    """Bring the calendar to what the board says. Raises Refused when something could not be."""
    found = plans_of(context, arguments)
    there = connected(context)
    steps = steps_of(context, there, found, others=retired(context.board))
    if arguments.has("dry-run"):
        _print(context, found, [(step, True, step.why) for step in steps], dry=True)
        return 0
    decided = Decided()
    if arguments.has("overwrite"):
        steps = overwriting(steps, {step.uid for step in steps})
    elif context.has_screen:
        decided = _asked(context, found, [step for step in steps if step.open])
        steps = overwriting(steps, decided.ours)
    done = carry_out(there.client, there.calendar.url, steps)
    context.output.changed = any(one.ok for one in done)
    bases = bases_after(there.client, there.calendar.url, done)
    bases.update((step.uid, gone(step)) for step in decided.left)
    if not arguments.has("team"):
        known = published(context.board, there.calendar.url)
        bases.update(dict.fromkeys(set(known) - {step.uid for step in steps}))
    keep_in_mind(context, there, bases)
    rest = [one for one in done if one.step not in (*decided.off, *decided.left)]
    if decided.off:
        rest += _taken_out(context, arguments, there, decided.off)
    _print(context, found, [(one.step, one.ok, one.message) for one in rest], dry=False)
    refuse_rest(rest)
    return 0


def _taken_out(context: Context, arguments: Arguments, there: There, off: list[Step]) -> list[Done]:
    """Take off the board what was deleted in the calendar, and tell the calendar the rest of it."""
    offers = [offer for step in off for offer in step.offers]
    refused = context.change("calendar", lambda draft: take_over(draft, offers, new_uid))
    for why in refused.values():
        context.remark(f"not taken off the board: {why}")
    keep_in_mind(context, there, dict.fromkeys(step.uid for step in off))
    return tell(context, arguments, there, {offer.series for offer in offers})


def tell(
    context: Context, arguments: Arguments, there: There, series: Collection[str],
    adopted: Collection[str] = (),
) -> list[Done]:  # fmt: skip
    """Bring some series to what the board says now; what others changed in between stays."""
    found = [plan for plan in plans_of(context, arguments) if plan.uid in series]
    steps = steps_of(context, there, found, adopted)
    done = carry_out(there.client, there.calendar.url, steps)
    keep_in_mind(context, there, bases_after(there.client, there.calendar.url, done))
    return done


def keep_in_mind(context: Context, there: There, bases: Mapping[str, Base | None]) -> None:
    """Note on the board what the calendar was told; without that its own digests have to do."""
    url = there.calendar.url
    if not notes(published(context.board, url), url, bases):
        return
    try:
        # Whoever may publish may note it: it is no content, and changes nothing that is shown.
        context.service.change("published", lambda draft: remember(draft, url, bases))
    except OkrboardError as error:
        context.remark(f"what was published could not be noted on the board: {error}")


def gone(step: Step) -> Base:
    """Return the base of what was deleted in the calendar, and is left so."""
    base = step.pair.base or Base({}, {})
    return base._replace(gone=True)


def plans_of(context: Context, arguments: Arguments) -> list[SeriesPlan]:
    """Return the plans of the open cycles, and of what closed ones have ahead."""
    chosen = kept_up(context, arguments, file=False)
    if not chosen:
        raise Refused(
            "no meeting is planned yet; plan the usual ones: okrboard calendar series add"
        )
    return plans(context.board, chosen)


def connected(context: Context) -> There:
    """Return the calendar that the user's configuration names. Raises with how to name it."""
    table = read_config(context.environment).get("calendar", {})
    settings = table if isinstance(table, dict) else {}
    url = str(settings.get("url", "")) or context.environment.get("OKRBOARD_CALDAV_URL", "")
    if not url:
        raise UsageError(
            "no calendar is named yet: okrboard config set calendar.url https://… "
            "(okrboard calendar publish -h says more)"
        )
    credential = credential_for(context.environment, url)
    if credential is None:
        raise UsageError(
            f"there is no password for that calendar's host in "
            f"{clean(credentials_path(context.environment))}; okrboard calendar publish -h says how"
        )
    request = request_for(context.environment, url, seconds=_SECONDS)
    client = Client(url, credential, settings=request)
    return There(client, _one(client.calendars(), str(settings.get("name", ""))))


def _one(calendars: list[Calendar], named: str) -> Calendar:
    """Return the calendar that is meant, of those a server has."""
    wanted = squeeze(named).casefold()
    found = [
        one
        for one in calendars
        if not wanted or wanted in (squeeze(one.name).casefold(), one.url.casefold())
    ]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"“{squeeze(one.name, 40) or one.url}”" for one in calendars[:8])
    if not calendars:
        raise Refused("that account has no calendar that takes events; make one there first")
    raise Refused(
        f"there are the calendars {names}; choose one: okrboard config set calendar.name NAME"
    )


def standing(found: list[SeriesPlan]) -> list[SeriesPlan]:
    """Return the plans as a server has them: what is off goes there, where a file has to say so."""
    return [plan._replace(withdrawn={}) for plan in found]


def steps_of(
    context: Context, there: There, found: list[SeriesPlan], adopted: Collection[str] = (),
    others: Collection[str] = (),
) -> list[Step]:  # fmt: skip
    """Return what is to be done; what was never there is not made in order to be called off.

    `others` are UIDs of series that are no more; `adopted` ones become ours as they are there.
    """
    stand = standing(found)
    lost = {uid for plan in found for uid in plan.withdrawn} | set(others)
    known = published(context.board, there.calendar.url)
    remote = remote_resources(there.client, there.calendar.url, stand, lost)
    steps = plan_publication(paired(stand, remote, known, lost, adopted))
    off = all_uids([plan for plan in stand if plan.status == "cancelled"])
    return [step for step in steps if step.resource is not None or step.uid not in off]


def _asked(context: Context, found: list[SeriesPlan], steps: list[Step]) -> Decided:
    """Ask at a terminal what becomes of each change that is not decided."""
    decided = Decided()
    for step in steps:
        name = name_of(found, step.uid)
        if step.pair.deleted:
            asked = f"{name} {step.why}: [r]ecreate it there, [t]ake it off the board, [l]eave it?"
            answer = ask(context, asked)[:1]
            if answer == "r":
                decided.ours.append(step.uid)
            elif answer in ("t", "l"):
                (decided.off if answer == "t" else decided.left).append(step)
            continue
        for offer in step.offers:
            context.say(change_words(name, offer))
        if yes(context, f"{name} {clean(step.why, 200)}: write ours over it?"):
            decided.ours.append(step.uid)
    return decided


def _print(
    context: Context, found: list[SeriesPlan], rows: list[tuple[Step, bool, str]], *, dry: bool
) -> None:
    if context.json:
        context.emit([_row_json(found, step, ok, why) for step, ok, why in rows])
        return
    for step, ok, why in rows:
        name = name_of(found, step.uid)
        changes = "; ".join(change_words(name, offer) for offer in step.offers)
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


def _row_json(found: list[SeriesPlan], step: Step, ok: bool, why: str) -> dict[str, object]:
    name = name_of(found, step.uid)
    return {
        "verb": step.verb,
        "uid": clean(step.uid),
        "summary": name,
        "ok": ok and step.verb != "conflict",
        "why": clean(why, 500),
        "left": [change_words(name, offer) for offer in step.offers],
    }


def name_of(found: list[SeriesPlan], uid: str) -> str:
    """Return what a UID is called, for people."""
    for plan in found:
        if uid == plan.uid:
            return clean(plan.summary, 100)
        if uid in all_uids([plan]):
            return f"{clean(plan.summary, 100)}, one meeting"
    return "a meeting that is no more"


def refuse_rest(done: list[Done]) -> None:
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


def yes(context: Context, question: str) -> bool:
    """Ask a question at the terminal."""
    return ask(context, f"{question} [y/N]") in ("y", "yes")


def ask(context: Context, question: str) -> str:
    """Return the answer to a question at the terminal, in small letters; none is empty."""
    context.write(f"{question} ")
    try:
        return input().strip().casefold()
    except EOFError:
        return ""
