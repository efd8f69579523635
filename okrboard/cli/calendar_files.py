"""Calendar files: written, kept fresh, and read again."""

from __future__ import annotations

import os

from okrboard.calendar.check import Instant
from okrboard.calendar.ical import check_replaceable, exported
from okrboard.cli.arguments import Arguments
from okrboard.cli.calendar_fields import chosen_series, kept_up
from okrboard.cli.context import Context
from okrboard.domain.records import Series
from okrboard.errors import Refused, UsageError
from okrboard.files import read_file
from okrboard.text import clean

_SHOWN = 20
"""Breaches that are printed."""


def export_file(context: Context, arguments: Arguments) -> int:
    """Write the file of a cycle; the same board gives the same bytes."""
    data = _calendar(context, chosen_series(context, arguments))
    path = arguments.text("output") or "-"
    if path == "-":
        context.output.write(data)
        return 0
    _write(context, path, data, force=arguments.has("force"))
    return context.done(f"the calendar is in {clean(path)}", lambda: {"file": clean(path)})


def feed_file(context: Context, arguments: Arguments) -> int:
    """Write the file that subscribers have, where it differs from the one that is there."""
    path = arguments.text("output")
    if path in ("", "-"):
        raise UsageError("say which file is kept fresh: okrboard calendar feed -o FILE")
    data = _calendar(context, kept_up(context, arguments, file=True))
    fresh = os.path.isfile(path) and read_file(path) == data
    if not fresh:
        _write(context, path, data, force=arguments.has("force"))
    said = f"{clean(path)} is as it was" if fresh else f"{clean(path)} is fresh"
    return context.done(said, lambda: {"file": clean(path), "changed": not fresh})


def check_file(context: Context, arguments: Arguments) -> int:
    """Print every instant of a file and every breach. Raises Refused when there is one."""
    from okrboard.calendar.check import check
    from okrboard.calendar.reading import MAX_BYTES

    name = arguments.text("FILE")
    report = check(read_file(name, MAX_BYTES))
    if context.json:
        instants = [_instant_json(one) for one in report.instants]
        context.emit({"instants": instants, "breaches": [clean(one) for one in report.breaches]})
    else:
        for one in report.instants:
            context.say(_instant_line(one))
        for breach in report.breaches[:_SHOWN]:
            context.say(f"breach: {clean(breach, 500)}")
    if report.breaches:
        count = len(report.breaches)
        places = "one place" if count == 1 else f"{count} places"
        first = clean(report.breaches[0], 300)
        raise Refused(f"{clean(name)} breaks the contract in {places}: {first}")
    return 0


def _calendar(context: Context, chosen: list[Series]) -> bytes:
    if not chosen:
        raise Refused(
            "no meeting is planned yet; plan the usual ones: okrboard calendar series add"
        )
    return exported(context.board, chosen, context.environment)


def _write(context: Context, path: str, data: bytes, *, force: bool) -> None:
    check_replaceable(path, force=force, way=", or --force")
    context.service.write_file(path, data, force=True)


def _instant_line(one: Instant) -> str:
    from okrboard.calendar.check import local_and_utc

    local, utc = local_and_utc(one.start)
    marks = [word for word in ("moved", "cancelled") if getattr(one, word)]
    return "  ".join([f"{local:22}", f"{utc:17}", clean(one.summary, 200), *marks]).rstrip()


def _instant_json(one: Instant) -> dict[str, object]:
    from okrboard.calendar.check import local_and_utc

    return {
        "uid": clean(one.uid),
        "summary": clean(one.summary),
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        "utc": local_and_utc(one.start)[1],
        "all_day": one.all_day,
        "moved": one.moved,
        "cancelled": one.cancelled,
    }
