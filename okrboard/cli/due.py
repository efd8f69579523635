"""`okrboard due`: what I owe before the next check-in; exit status 1 when something is overdue.

Made for cron, a shell's start and motd. A name that is not on the board is a mistake, status 2:
else a line in a crontab could be wrong for ever and nobody would hear of it.
"""

from __future__ import annotations

from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import command
from okrboard.domain.schedule import check_in_due
from okrboard.errors import UsageError
from okrboard.report.due import due_lines, owed_by


@command(
    "due",
    more="The exit status is 1 when something is overdue: okrboard due || mail -s okrs me"
    "\nand 2 when your name is not on the board.",
)
def due(context: Context, _: Arguments) -> int:
    """What I owe before the next check-in."""
    board, today, member = context.board, context.today, context.member
    if member is None:
        raise UsageError(f"{context.who} is not on this board; {context.how_to_join}")
    owed = owed_by(board, member.id, today)
    next_one = check_in_due(board, today, member.team)
    overdue = any(one.overdue for one in owed)
    if context.json:
        context.emit(
            {
                "who": context.who,
                "member": True,
                "today": str(today),
                "next_check_in": str(next_one),
                "overdue": overdue,
                "items": [{**one._asdict(), "due": str(one.due)} for one in owed],
            }
        )
    else:
        context.tell("\n".join(due_lines(context.who, owed, today, next_one, context.look)))
    return 1 if overdue else 0
