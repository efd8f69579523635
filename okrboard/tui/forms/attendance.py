"""Who is here: the people of a meeting as a list to tick."""

from __future__ import annotations

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.meeting.contributions import absent, attend
from okrboard.domain.meeting.topics import people
from okrboard.domain.records import Meeting
from okrboard.service import Service
from okrboard.tui.forms.checklist import ChecklistField
from okrboard.tui.forms.form import Done, Form


def here_form(board: Board, meeting: Meeting) -> Form:
    """Return the form in which everybody who is in the room is ticked."""
    members = people(board, meeting.team) or people(board)
    before = {entry.member for entry in meeting.attendance}
    field = ChecklistField(
        "here", "Here", [(member.handle, member.id in before) for member in members]
    )

    def submit(form: Form, service: Service) -> Done:
        del form
        ticked = {m.id for m, done in zip(members, field.done, strict=True) if done}
        known = {member.id for member in members}

        def edit(draft: Draft) -> None:
            for member in sorted(ticked - before):
                attend(draft, meeting.id, member)
            for member in sorted((before & known) - ticked):
                absent(draft, meeting.id, member)

        service.change("attendance", edit)
        return Done(f"{len(ticked)} here")

    return Form("Who is here?", [field], submit, kind="")
