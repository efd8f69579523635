"""`okrboard doctor`: whether the board file is sound; `--repair` mends it after a backup."""

from __future__ import annotations

from okrboard.cli.spec import Command, Option
from okrboard.errors import StoreCorrupt
from okrboard.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.cli.arguments import Arguments
    from okrboard.cli.context import Context
    from okrboard.storage.doctor import Findings, Repair

SHOWN = 20


def doctor(context: Context, arguments: Arguments) -> int:
    """Examine the board file; return 4 when it is damaged and was not repaired."""
    from okrboard.storage.doctor import examine, repair

    path = context.board_file
    done = repair(path, context.now) if arguments.has("repair") else None
    if done is not None:
        context.output.changed = bool(done.backup or done.restored or done.swept)
    found = examine(path)
    if context.json:
        context.emit(_json(found, done))
    else:
        context.say("\n".join(_lines(found, done)))
    return 0 if found.sound else StoreCorrupt.exit_code


def _lines(found: Findings, done: Repair | None) -> list[str]:
    lines = []
    if done is not None and done.backup:
        lines.append(f"repaired; the board as it was is {clean(done.backup)}")
        lines += [f"taken out: {_named(problem)}" for problem in done.problems[:SHOWN]]
        if done.rejected:
            lines.append(f"what was taken out is in {clean(done.rejected)}")
    elif done is not None and not done.restored and not done.swept:
        lines.append("there was nothing to repair" if found.sound else "nothing could be repaired")
    if done is not None:
        lines += [f"put back from its copy: {clean(file)}" for file in done.restored]
        lines += [f"removed, left over from a process that died: {clean(f)}" for f in done.swept]
    count = sum(found.records.values())
    if found.sound:
        lines.append(f"{clean(found.path)} is sound: {count} records")
    elif not found.problems:
        way = "okrboard doctor --repair puts back what okrboard backup has copied"
        if done is not None:
            way = "there is no copy of it here; put the file back from where you keep copies"
        lines.append(
            f"{clean(found.path)} works, but not all of the history of its closed cycles; {way}"
        )
    else:
        lines.append(f"{clean(found.path)} is damaged; okrboard doctor --repair mends it")
        lines += [f"problem: {_named(problem)}" for problem in found.problems[:SHOWN]]
        if len(found.problems) > SHOWN:
            lines.append(f"and {len(found.problems) - SHOWN} more")
    lines += [f"problem: {clean(text, 300)}" for text in found.archives[:SHOWN]]
    lines += [f"note: {clean(remark)}" for remark in found.remarks]
    if done is None and any(remark.startswith("left over") for remark in found.remarks):
        lines.append("okrboard doctor --repair removes what is left over")
    return lines


def _named(problem: object) -> str:
    table, id, text = (str(part) for part in problem)  # type: ignore[attr-defined]
    where = " ".join(part for part in (table, id) if part)
    return clean(f"{where}: {text}" if where else text, 300)


def _json(found: Findings, done: Repair | None) -> object:
    return {
        "file": clean(found.path),
        "sound": found.sound,
        "problems": [_named(problem) for problem in found.problems],
        "archives": [clean(text, 300) for text in found.archives],
        "remarks": [clean(remark) for remark in found.remarks],
        "records": found.records,
        "repaired": done is not None and bool(done.backup or done.restored),
        "restored": [clean(file) for file in done.restored] if done else [],
        "swept": [clean(file) for file in done.swept] if done else [],
        "backup": clean(done.backup) if done and done.backup else None,
        "rejected": clean(done.rejected) if done and done.rejected else None,
    }


COMMAND = Command(
    "doctor",
    "look whether the board file is sound",
    doctor,
    (),
    (Option("repair", "", "take out what cannot be used, after a backup"),),
)
