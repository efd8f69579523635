"""What the value check says about what is typed so far: it asks, it never blocks."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.tui.forms.form import Form


def on_key_result(_: Form) -> list[str]:
    """Return what there is to say about a key result in the making, at most a few lines."""
    return []


def on_objective(_: Form) -> list[str]:
    """Return what there is to say about an objective in the making, at most a few lines."""
    return []
