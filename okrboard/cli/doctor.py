"""`okrboard doctor` and `backup`: is the board file sound? `--repair` mends it after a backup.

What a repair takes out or changes is kept in a file, and `--put-back` puts it on the board again.
"""

from __future__ import annotations

from collections.abc import Mapping

from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import Command, Option
from okrboard.domain.lookup import named
from okrboard.errors import StoreCorrupt, UsageError
from okrboard.storage.repair import Findings, PutBack, Repair
from okrboard.storage.salvage import Fault
from okrboard.text import clean

SHOWN = 20
"""Lines of one kind; how many more there are is said."""

LISTED = 8
"""References of one table in a line."""


def doctor(context: Context, arguments: Arguments) -> int:
    """Examine the board file; return 4 when it is damaged and was not repaired."""
    from okrboard.storage.repair import examine, repair

    path = context.board_file
    file = arguments.text("put-back")
    if file:
        if arguments.has("repair"):
            raise UsageError("one at a time: first --repair, then --put-back what it took out")
        return _put_back(context, path, file)
    done = repair(path, context.now) if arguments.has("repair") else None
    if done is not None:
        context.output.changed = bool(done.backup or done.restored or done.swept)
    found = examine(path)
    if context.json:
        context.emit(_json(found, done))
    else:
        repaired = _of_repair(found, done) if done is not None else []
        context.say("\n".join([*repaired, *_of_state(found, done)]))
    return 0 if found.sound else StoreCorrupt.exit_code


def _put_back(context: Context, path: str, file: str) -> int:
    """Put what a repair took out on the board again; return 1 where something had to stay away."""
    from okrboard.storage.repair import put_back

    done = put_back(path, file, context.now)
    if context.json:
        context.emit(
            {
                "put_back": _references(done.back),
                "left": [str(problem) for problem in done.left],
                "backup": clean(done.backup) or None,
            }
        )
    else:
        context.say("\n".join(_of_put_back(done, file)))
    return 1 if done.left else 0


def _of_put_back(done: PutBack, file: str) -> list[str]:
    lines = ["nothing was put back"]
    if done.back:
        lines = [f"put back: {_listed(done.back)}", f"the board before is {clean(done.backup)}"]
    lines += _first([f"not put back: {problem}" for problem in done.left])
    if done.left:
        lines.append(f"mend these in {clean(file)} and put them back again")
    return lines


def _of_repair(found: Findings, done: Repair) -> list[str]:
    """Return what a repair did."""
    lines = []
    if done.backup:
        lines.append(f"repaired; the board as it was is {clean(done.backup)}")
        mended = {each.problem for each in done.changed}
        others = [problem for problem in done.problems if problem not in mended]
        lines += _first([f"problem: {problem}" for problem in others])
        lines += _first([f"changed: {_place(each)}: {each.change}" for each in done.changed])
        if done.gone:
            lines.append(f"taken out: {_listed(done.gone)}")
        if done.rejected:
            lines.append(f"what was taken out or changed is in {clean(done.rejected)}")
        if done.gone:
            lines.append(f"okrboard doctor --put-back {clean(done.rejected)} puts it back")
    elif not done.restored and not done.swept:
        lines.append("there was nothing to repair" if found.sound else "nothing could be repaired")
    lines += [f"put back from its copy: {clean(file)}" for file in done.restored]
    lines += [f"removed, left over from a process that died: {clean(f)}" for f in done.swept]
    return lines


def _of_state(found: Findings, done: Repair | None) -> list[str]:
    """Return how the board is now."""
    shown, lines = clean(found.path), []
    if found.sound:
        count = sum(found.records.values())
        all = f" of up to {count + sum(found.missing.values())}" if found.missing else ""
        lines.append(f"{shown} is sound: {count}{all} records")
    elif found.problems:
        lines.append(f"{shown} is damaged; okrboard doctor --repair mends it")
        lines += _first([f"problem: {problem}" for problem in found.problems])
        if found.gone:
            lines.append(f"a repair takes out: {_listed(found.gone)}")
    elif found.faults:
        way = "edit what is named" if done is not None else "okrboard doctor --repair mends it"
        lines.append(f"{shown} works, but not all that it holds keeps the rules; {way}")
    else:
        way = "okrboard doctor --repair puts back what okrboard backup has copied"
        if done is not None:
            way = "there is no copy of it here; put the file back from where you keep copies"
        lines.append(f"{shown} works, but not all of the history of its closed cycles; {way}")
    lines += _first([f"rule: {each.problem}" for each in found.faults])
    lines += [f"problem: {clean(text, 300)}" for text in found.archives[:SHOWN]]
    if found.missing:
        lines.append(_missing(found))
    lines += [f"note: {clean(remark)}" for remark in found.remarks]
    if done is None and any(remark.startswith("left over") for remark in found.remarks):
        lines.append("okrboard doctor --repair removes what is left over")
    return lines


def _missing(found: Findings) -> str:
    parts = ", ".join(
        f"{clean(name, 40)} {count} of {count + found.records.get(name, 0)}"
        for name, count in found.missing.items()
    )
    return (
        f"missing: up to {sum(found.missing.values())} records that the board's header knows of "
        f"({parts}); a backup or another copy may have them"
    )


def _place(fault: Fault) -> str:
    return named(fault.problem.table, int(fault.problem.id))


def _listed(ids: Mapping[str, tuple[int, ...]]) -> str:
    """Return records by table, with how many they are and which: `2 key_results (KR1, KR7)`."""
    parts = []
    for name, references in _references(ids).items():
        more = ", …" if len(references) > LISTED else ""
        parts.append(f"{len(references)} {name} ({', '.join(references[:LISTED])}{more})")
    return ", ".join(parts)


def _references(ids: Mapping[str, tuple[int, ...]]) -> dict[str, list[str]]:
    """Return references by table: `KR1`, or the bare number where people type no letter."""
    return {
        clean(name, 60): [clean(named(name, id).removeprefix(f"{name} "), 60) for id in some]
        for name, some in ids.items()
    }


def _first(lines: list[str]) -> list[str]:
    """Return the first lines, and how many more there are."""
    more = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return [clean(line, 400) for line in lines[:SHOWN]] + more


def _json(found: Findings, done: Repair | None) -> object:
    return {
        "file": clean(found.path),
        "sound": found.sound,
        "problems": [str(problem) for problem in found.problems],
        "rules": [str(fault.problem) for fault in found.faults],
        "archives": [clean(text, 300) for text in found.archives],
        "remarks": [clean(remark) for remark in found.remarks],
        "records": found.records,
        "missing": found.missing,
        "repaired": done is not None and bool(done.backup or done.restored),
        "changed": [f"{_place(each)}: {each.change}" for each in done.changed] if done else [],
        "taken_out": _references(done.gone if done else found.gone),
        "restored": [clean(file) for file in done.restored] if done else [],
        "swept": [clean(file) for file in done.swept] if done else [],
        "backup": clean(done.backup) if done and done.backup else None,
        "rejected": clean(done.rejected) if done and done.rejected else None,
    }


DOCTOR = Command(
    "doctor",
    "look whether the board file is sound",
    doctor,
    (),
    (
        Option("repair", "", "take out what cannot be used, after a backup"),
        Option("put-back", "FILE", "put back what a repair took out", completes="@files"),
    ),
    more=(
        "A repair keeps what it takes out or changes in BOARD.rejected.json. Mend a record in that "
        "file, and it comes back with all that hung on it: "
        "okrboard doctor --put-back BOARD.rejected.json"
    ),
)


def backup(context: Context, _: Arguments) -> int:
    """Copy the board file and say where to."""
    from okrboard.storage.backup import backup as copy
    from okrboard.storage.backup import backup_parts

    place = clean(copy(context.board_file, context.now))
    parts, missing = backup_parts(context.board_file)
    if missing:
        raise StoreCorrupt(
            f"the copy is {place}, but {clean(missing[0])} could not be copied: it is missing or "
            "damaged; okrboard doctor tells more"
        )
    archives = "".join(f"\nwith the archive {clean(part)}" for part in parts)
    return context.done(
        f"the copy is {place}{archives}",
        lambda: {"backup": place, "archives": [clean(part) for part in parts]},
    )


BACKUP = Command("backup", "copy the board to a safe file beside it", backup)
