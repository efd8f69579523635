"""Typing into a form without a screen: `type_in(form, "26<enter>7<enter>")`."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from support.making import NOW, furnished

from okrboard.errors import Conflict, Refused
from okrboard.service import Service
from okrboard.storage.store import MemoryStore

if TYPE_CHECKING:
    from okrboard.domain.board import Board
    from okrboard.tui.forms.form import Choices, Done, Form

_KEYS = re.compile(r"<([a-z+0-9]+)>|(.)", re.DOTALL)


def keys_of(script: str) -> list[tuple[str, str | None]]:
    """Return the keys of a script with the characters that a terminal gives for them."""
    found: list[tuple[str, str | None]] = []
    for key, character in _KEYS.findall(script):
        if key:
            found.append((key, {"enter": "\r", "tab": "\t"}.get(key)))
        else:
            found.append(("space" if character == " " else character, character))
    return found


def type_in(form: Form | Choices, script: str) -> str:
    """Press keys one after another; return what the last one asks for."""
    answer = ""
    for key, character in keys_of(script):
        answer = form.press(key, character)
    return answer


def served(board: Board | None = None, who: str = "ana", now: datetime = NOW) -> Service:
    """Return the use cases on a board in memory, the furnished one unless given."""
    store = MemoryStore(board if board is not None else furnished().board)
    return Service(store, who, lambda: now)


def save(form: Form, service: Service) -> Done:
    """Save a form as a panel does, after its fields could be read."""
    assert form.check(), [(field.name, field.message) for field in form.shown if field.message]
    return form.submit(form, service)


def refused(form: Form, service: Service) -> str:
    """Save and put the refusal where a panel puts it; return the field it went to."""
    with pytest.raises((Refused, Conflict)) as caught:
        save(form, service)
    form.refused(str(caught.value))
    return form.field.name if form.field.message else ""
