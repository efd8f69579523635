"""`okrboard due`: what I owe before the next check-in; exit status 1 when something is overdue.

Made for cron, a shell's start and motd.
"""

from __future__ import annotations

from okrboard.cli.spec import Command
from okrboard.domain.coming import check_in_due
from okrboard.report.due import due_lines, owed_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.cli.arguments import Arguments
    from okrboard.cli.context import Context


def due(context: Context, _: Arguments) -> int:
    """Print what the person owes; return 1 when something of it is overdue."""
    board, today, member = context.board, context.today, context.member
    owed = owed_by(board, member.id, today) if member else []
    next_one = check_in_due(board, today, member.team if member else 0)
    overdue = any(one.overdue for one in owed)
    if context.json:
        context.emit(
            {
                "who": context.who,
                "member": member is not None,
                "today": str(today),
                "next_check_in": str(next_one),
                "overdue": overdue,
                "items": [{**one._asdict(), "due": str(one.due)} for one in owed],
            }
        )
    elif member is None:
        context.say(f"{context.who} is not on this board and owes nothing; {context.how_to_join}")
    else:
        context.tell("\n".join(due_lines(context.who, owed, today, next_one, context.look)))
    return 1 if overdue else 0


COMMAND = Command(
    "due",
    "what I owe before the next check-in",
    due,
    more="The exit status is 1 when something is overdue: okrboard due || mail -s okrs me",
)
