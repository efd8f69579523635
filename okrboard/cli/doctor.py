"""`okrboard doctor` and `backup`: is the board file sound? `--repair` mends it after a backup.

What a repair takes out or changes is kept in a file, and `--put-back` puts it on the board again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import Option, command
from okrboard.domain.lookup import named
from okrboard.errors import StoreCorrupt, UsageError
from okrboard.storage.repair import (
    Findings,
    PutBack,
    Repair,
    backup_parts,
    examine,
    put_back,
    repair,
)
from okrboard.storage.repair import backup as copy_board
from okrboard.storage.salvage import Fault
from okrboard.text import clean

_SHOWN = 20
"""Lines of one kind; how many more there are is said."""

_LISTED = 8
"""References of one table in a line."""


@command(
    "doctor",
    Option("repair", "", "take out what cannot be used, after a backup"),
    Option("put-back", "FILE", "put back what a repair took out", completes="@files"),
    more="A repair keeps what it takes out or changes in BOARD.rejected.json. Mend a record in "
    "that file, and it comes back with all that hung on it: okrboard doctor --put-back "
    "BOARD.rejected.json",
)
def doctor(context: Context, arguments: Arguments) -> int:
    """Look whether the board file is sound."""
    path, file = context.board_file, arguments.text("put-back")
    if file:
        if arguments.has("repair"):
            raise UsageError("one at a time: first --repair, then --put-back what it took out")
        back = put_back(path, file, context.now)
        as_json = {
            "put_back": _references(back.back),
            "left": [str(problem) for problem in back.left],
            "backup": clean(back.backup) or None,
        }
        context.answer(lambda: _of_put_back(back, file), lambda: as_json)
        return 1 if back.left else 0
    done = repair(path, context.now) if arguments.has("repair") else None
    if done is not None:
        context.output.changed = bool(done.backup or done.restored or done.swept)
    findings = examine(path)
    context.answer(lambda: _report(findings, done), lambda: _json(findings, done))
    return 0 if findings.sound else StoreCorrupt.exit_code


def _of_put_back(done: PutBack, file: str) -> Iterator[str]:
    if done.back:
        yield f"put back: {_listed(done.back)}"
        yield f"the board before is {clean(done.backup)}"
    else:
        yield "nothing was put back"
    yield from _first("not put back", done.left)
    if done.left:
        yield f"mend these in {clean(file)} and put them back again"


def _report(findings: Findings, done: Repair | None) -> Iterator[str]:
    """Yield what a repair did, and how the board is now."""
    if done is not None:
        yield from _of_repair(findings, done)
    yield from _of_state(findings, repaired=done is not None)
    if findings.missing:
        yield _missing(findings)
    yield from (f"note: {clean(remark)}" for remark in findings.remarks)
    if done is None and any(remark.startswith("left over") for remark in findings.remarks):
        yield "okrboard doctor --repair removes what is left over"


def _of_repair(findings: Findings, done: Repair) -> Iterator[str]:
    if done.backup:
        yield f"repaired; the board as it was is {clean(done.backup)}"
        mended = {each.problem for each in done.changed}
        yield from _first("problem", [each for each in done.problems if each not in mended])
        yield from _first("changed", _changes(done))
        if done.gone:
            yield f"taken out: {_listed(done.gone)}"
        if done.rejected:
            yield f"what was taken out or changed is in {clean(done.rejected)}"
        if done.gone:
            yield f"okrboard doctor --put-back {clean(done.rejected)} puts it back"
    elif not done.restored and not done.swept:
        yield "there was nothing to repair" if findings.sound else "nothing could be repaired"
    yield from (f"put back from its copy: {clean(file)}" for file in done.restored)
    yield from (f"removed, left over from a process that died: {clean(f)}" for f in done.swept)


def _of_state(findings: Findings, *, repaired: bool) -> Iterator[str]:
    board = clean(findings.path)
    if findings.sound:
        count = sum(findings.records.values())
        of_all = f" of up to {count + sum(findings.missing.values())}" if findings.missing else ""
        yield f"{board} is sound: {count}{of_all} records"
    elif findings.problems:
        if findings.can_be_repaired:
            yield f"{board} is damaged; okrboard doctor --repair mends it"
        else:
            yield f"{board} is no board that could be repaired; put a backup in its place"
        yield from _first("problem", findings.problems)
        if findings.gone:
            yield f"a repair takes out: {_listed(findings.gone)}"
    elif findings.faults:
        way = "edit what is named" if repaired else "okrboard doctor --repair mends it"
        yield f"{board} works, but not all that it holds keeps the rules; {way}"
    else:
        way = "okrboard doctor --repair puts back what okrboard backup has copied"
        if repaired:
            way = "there is no copy of it here; put the file back from where you keep copies"
        yield f"{board} works, but not all of the history of its closed cycles; {way}"
    yield from _first("rule", [each.problem for each in findings.faults])
    yield from (f"problem: {clean(text, 300)}" for text in findings.archives[:_SHOWN])


def _missing(findings: Findings) -> str:
    parts = ", ".join(
        f"{clean(name, 40)} {count} of {count + findings.records.get(name, 0)}"
        for name, count in findings.missing.items()
    )
    return (
        f"missing: up to {sum(findings.missing.values())} records that the board's header knows of "
        f"({parts}); a backup or another copy may have them"
    )


def _changes(done: Repair) -> list[str]:
    def place(fault: Fault) -> str:
        return named(fault.problem.table, int(fault.problem.id))

    return [f"{place(each)}: {each.change}" for each in done.changed]


def _listed(ids: Mapping[str, tuple[int, ...]]) -> str:
    """Return records by table, with how many they are and which: `2 key_results (KR1, KR7)`."""
    parts = []
    for name, references in _references(ids).items():
        more = ", …" if len(references) > _LISTED else ""
        parts.append(f"{len(references)} {name} ({', '.join(references[:_LISTED])}{more})")
    return ", ".join(parts)


def _references(ids: Mapping[str, tuple[int, ...]]) -> dict[str, list[str]]:
    """Return references by table: `KR1`, or the bare number where people type no letter."""
    return {
        clean(name, 60): [clean(named(name, id).removeprefix(f"{name} "), 60) for id in some]
        for name, some in ids.items()
    }


def _first(label: str, problems: Iterable[object]) -> list[str]:
    """Return the first of some lines behind a label, and how many more there are."""
    lines = [clean(f"{label}: {problem}", 400) for problem in problems]
    more = [f"and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    return lines[:_SHOWN] + more


def _json(findings: Findings, done: Repair | None) -> object:
    repair = done or Repair("", "", ())
    return {
        "file": clean(findings.path),
        "sound": findings.sound,
        "problems": [str(problem) for problem in findings.problems],
        "rules": [str(fault.problem) for fault in findings.faults],
        "archives": [clean(text, 300) for text in findings.archives],
        "remarks": [clean(remark) for remark in findings.remarks],
        "records": findings.records,
        "missing": findings.missing,
        "repaired": bool(repair.backup or repair.restored),
        "changed": _changes(repair),
        "taken_out": _references(repair.gone if done else findings.gone),
        "restored": [clean(file) for file in repair.restored],
        "swept": [clean(file) for file in repair.swept],
        "backup": clean(repair.backup) or None,
        "rejected": clean(repair.rejected) or None,
    }


@command("backup")
def backup(context: Context, _: Arguments) -> int:
    """Copy the board to a safe file beside it."""
    place = clean(copy_board(context.board_file, context.now))
    parts, missing = backup_parts(context.board_file)
    if missing:
        raise StoreCorrupt(
            f"the copy is {place}, but {clean(missing[0])} could not be copied: it is missing or "
            "damaged; okrboard doctor tells more"
        )
    archives = [clean(part) for part in parts]
    return context.done(
        "\n".join([f"the copy is {place}", *(f"with the archive {part}" for part in archives)]),
        lambda: {"backup": place, "archives": archives},
    )
