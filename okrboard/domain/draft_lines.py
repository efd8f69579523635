"""Key results in a line each, as people jot them down: `Pages a week from 31 to 8 pages`.

What the line does not say is left open; shaping asks for it later. Nothing is refused.
"""

from __future__ import annotations

from okrboard.domain.figures import format_value
from okrboard.domain.reading import CURRENCIES, read_number
from okrboard.domain.records import DraftKeyResult, Step
from okrboard.text import clean_lines, squeeze

LONGEST_UNIT = 40

_YES_OR_NO = ("yes/no", "yes or no", "yes")


def read_drafts(text: str) -> tuple[DraftKeyResult, ...]:
    """Return the key results of a text, one a line; empty lines say nothing."""
    lines = (squeeze(line) for line in clean_lines(text).split("\n"))
    return tuple(read_draft(line) for line in lines if line)


def read_draft(line: str) -> DraftKeyResult:
    """Return the key result that a line describes.

    Understood are `from A to B unit`, `A -> B unit`, a bound as `>= A unit` or `<= A unit`, and
    `: yes/no` or `: yes`, each at the end; a line without any of them is a title.
    """
    shown = squeeze(line)
    for sign, plain in (("→", " -> "), ("->", " -> "), ("≥", " >= "), ("≤", " <= ")):
        shown = shown.replace(sign, plain)
    words = shown.replace(">=", " >= ").replace("<=", " <= ").split()
    for at in range(len(words) - 1, 0, -1):
        found = _way(words, at) or _bound(words, at)
        if found is not None:
            return found
    title, divided, answer = squeeze(line).rpartition(":")
    if divided and title.strip() and answer.strip().casefold() in _YES_OR_NO:
        return yes_or_no(title.strip())
    return DraftKeyResult(squeeze(line))


def yes_or_no(title: str) -> DraftKeyResult:
    """Return a key result that is reached or not: one step of its own name."""
    return DraftKeyResult(title, "milestones", steps=(Step(title),))


def is_yes_or_no(draft: DraftKeyResult) -> bool:
    """Say whether a key result is reached or not, without steps on the way."""
    return draft.kind == "milestones" and [step.name for step in draft.steps] == [draft.title]


def draft_line(draft: DraftKeyResult) -> str:
    """Write a key result as `read_draft()` reads it; steps and owners have no place in a line."""
    unit = f" {draft.unit}" if draft.unit else ""
    if draft.kind == "threshold" and draft.target is not None:
        sign = ">=" if draft.keep == "above" else "<="
        return f"{draft.title} {sign} {draft.target:.15g}{unit}"
    if draft.kind == "metric" and draft.target is not None and draft.start is not None:
        return f"{draft.title} from {draft.start:.15g} to {draft.target:.15g}{unit}"
    return f"{draft.title}: {_YES_OR_NO[0]}" if is_yes_or_no(draft) else draft.title


def goal_of(draft: DraftKeyResult, arrow: str, least: str, most: str) -> str:
    """Return from where to where a key result goes, in few words; empty when nobody said it."""
    if draft.kind == "milestones":
        return f"{len(draft.steps) or 1} steps" if len(draft.steps) > 1 else "yes or no"
    if draft.target is None:
        return ""
    target = format_value(draft.target, draft.unit)
    if draft.kind == "threshold":
        return f"{least if draft.keep == 'above' else most} {target}"
    return f"{format_value(draft.start or 0.0)} {arrow} {target}"


def _way(words: list[str], at: int) -> DraftKeyResult | None:
    """Read `from A to B unit` with its `from` at a place, or `A -> B unit` with its `A` there."""
    if words[at].casefold() == "from" and len(words) > at + 3 and words[at + 2] == "to":
        start, target, rest = _number(words[at + 1]), _number(words[at + 3]), words[at + 4 :]
    elif len(words) > at + 2 and words[at + 1] == "->":
        start, target, rest = _number(words[at]), _number(words[at + 2]), words[at + 3 :]
    else:
        return None
    title = " ".join(words[:at]).rstrip(" :,-")
    if start is None or target is None or not title or start[0] == target[0]:
        return None
    unit = " ".join(filter(None, (target[1] or start[1], *rest)))
    return DraftKeyResult(title, "metric", start[0], target[0], unit[:LONGEST_UNIT])


def _bound(words: list[str], at: int) -> DraftKeyResult | None:
    """Read `>= A unit` with its sign at a place."""
    if words[at] not in (">=", "<=") or len(words) < at + 2:
        return None
    bound, title = _number(words[at + 1]), " ".join(words[:at]).rstrip(" :,-")
    if bound is None or not title:
        return None
    unit = " ".join(filter(None, (bound[1], *words[at + 2 :])))[:LONGEST_UNIT]
    keep = "above" if words[at] == ">=" else "below"
    return DraftKeyResult(title, "threshold", None, bound[0], unit, keep)  # type: ignore[arg-type]


def _number(word: str) -> tuple[float, str] | None:
    """Return a number and the unit that is written to it, `€5` or `12%`; None for other words."""
    typed = word.replace("\u2212", "-").rstrip(",;")
    minus = -1.0 if typed.startswith("-") else 1.0
    typed = typed.lstrip("+-")
    unit = ""
    if typed[:1] and typed[0] in CURRENCIES:
        unit, typed = typed[0], typed[1:]
    elif typed[-1:] and (typed[-1] == "%" or typed[-1] in CURRENCIES):
        unit, typed = typed[-1], typed[:-1]
    try:
        return minus * read_number(typed)[0], unit
    except ValueError:
        return None
