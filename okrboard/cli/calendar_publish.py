"""`okrboard calendar publish`: the board's meetings in a CalDAV calendar.

The address is in the user's own configuration, the password bound to its host; neither is ever on
the command line. What somebody changed in the calendar is asked about, never written over unseen.
"""

from __future__ import annotations

from okrboard.calendar.caldav import Calendar, Client
from okrboard.calendar.from_board import plans, retired
from okrboard.calendar.publish import all_uids, carry_out, look, overwriting
from okrboard.cli.calendar_fields import kept_up
from okrboard.cli.connections import credential_for, credentials_path, request_for
from okrboard.configuration import read_config
from okrboard.domain.record import Record
from okrboard.errors import Refused, UsageError
from okrboard.text import clean, squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.calendar.plan import SeriesPlan
    from okrboard.calendar.publish import Done, Step
    from okrboard.cli.arguments import Arguments
    from okrboard.cli.context import Context

_SECONDS = 30
_WORDS = {
    "create": "created",
    "update": "updated",
    "delete": "deleted",
    "unchanged": "as it was",
    "conflict": "left alone",
}


class There(Record):
    """A calendar that can be written to, and who talks to it."""

    client: Client
    calendar: Calendar


def publish_all(context: Context, arguments: Arguments) -> int:
    """Bring the calendar to what the board says. Raises Refused when something could not be."""
    found = plans_of(context, arguments)
    there = connected(context)
    steps = _steps_of(context, there, found)
    dry = arguments.has("dry-run")
    conflicts = [step.uid for step in steps if step.verb == "conflict"]
    if conflicts and not dry:
        chosen = conflicts if arguments.has("overwrite") else _asked(context, found, steps)
        steps = overwriting(steps, chosen)
    if dry:
        _print(context, found, [(step, True, step.why) for step in steps], dry=True)
        return 0
    done = carry_out(there.client, there.calendar.url, steps)
    context.output.changed = any(one.ok for one in done)
    _print(context, found, [(one.step, one.ok, one.message) for one in done], dry=False)
    refuse_rest(done)
    return 0


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


def _steps_of(context: Context, there: There, found: list[SeriesPlan]) -> list[Step]:
    """Return what is to be done; what was never there is not made in order to be called off."""
    stand = standing(found)
    gone = {uid for plan in found for uid in plan.withdrawn} | retired(context.board)
    steps = look(there.client, there.calendar.url, stand, retired=gone)
    off = all_uids([plan for plan in stand if plan.status == "cancelled"])
    return [step for step in steps if not (step.verb == "create" and step.uid in off)]


def _asked(context: Context, found: list[SeriesPlan], steps: list[Step]) -> list[str]:
    """Ask at a terminal what becomes of each conflict; return what is to be written over."""
    chosen: list[str] = []
    for step in steps:
        if step.verb == "conflict" and context.has_screen:
            name = f"{_name(found, step.uid)} {clean(step.why, 200)}"
            if yes(context, f"{name}: write ours over it?"):
                chosen.append(step.uid)
    return chosen


def _print(
    context: Context, found: list[SeriesPlan], rows: list[tuple[Step, bool, str]], *, dry: bool
) -> None:
    if context.json:
        context.emit(
            [
                {
                    "verb": step.verb,
                    "uid": clean(step.uid),
                    "summary": _name(found, step.uid),
                    "ok": ok and step.verb != "conflict",
                    "why": clean(why, 500),
                }
                for step, ok, why in rows
            ]
        )
        return
    for step, ok, why in rows:
        word = (
            step.verb if dry else _WORDS[step.verb] if ok or step.verb == "conflict" else "failed"
        )
        line = f"{word:10} {_name(found, step.uid)}"
        context.say(f"{line}: {clean(why, 300)}" if why else line)


def _name(found: list[SeriesPlan], uid: str) -> str:
    for plan in found:
        if uid == plan.uid:
            return clean(plan.summary, 100)
        if uid in all_uids([plan]):
            return f"{clean(plan.summary, 100)}, one meeting"
    return "a meeting that is no more"


def refuse_rest(done: list[Done]) -> None:
    """Raise Refused for what was left undone."""
    conflicts = [one for one in done if one.step.verb == "conflict"]
    failed = [one for one in done if not one.ok and one.step.verb != "conflict"]
    if failed:
        raise Refused(f"{len(failed)} of {len(done)} could not be done: {failed[0].message}")
    if conflicts:
        raise Refused(
            f"somebody changed {len(conflicts)} in the calendar: okrboard calendar pull takes it "
            "over, okrboard calendar publish --overwrite puts ours back"
        )


def yes(context: Context, question: str) -> bool:
    """Ask a question at the terminal."""
    context.write(f"{question} [y/N] ")
    try:
        return input().strip().casefold() in ("y", "yes")
    except EOFError:
        return False
