"""Key results in a line each, as people jot them down: `Pages a week from 31 to 8 pages`.

What the line does not say is left open; shaping asks for it later. Nothing is refused.
"""

from __future__ import annotations

from okrboard.domain.enums import Keep
from okrboard.domain.format_numbers import format_value, plain_number
from okrboard.domain.parse_numbers import read_quantity
from okrboard.domain.parse_values import read_together
from okrboard.domain.records import DraftKeyResult, Step
from okrboard.text import clean_lines, squeeze

LONGEST_UNIT = 40

_FROM = ("from", "von")
_TO = ("to", "auf", "bis")

_YES_OR_NO = ("yes/no", "yes or no", "yes")


def read_drafts(text: str) -> tuple[DraftKeyResult, ...]:
    """Return the key results of a text, one a line; empty lines say nothing."""
    lines = (squeeze(line) for line in clean_lines(text).split("\n"))
    return tuple(read_draft(line) for line in lines if line)


def read_draft(line: str) -> DraftKeyResult:
    """Return the key result that a line describes.

    Understood are `from A to B unit`, `von A auf B`, `A -> B unit`, a bound as `>= A unit` or
    `<= A unit`, and `: yes/no` or `: yes`, each at the end; a line without any of them is a title,
    and so is one whose numbers may be several.
    """
    shown = squeeze(line)
    for sign, plain in (("→", " -> "), ("->", " -> "), ("≥", " >= "), ("≤", " <= ")):
        shown = shown.replace(sign, plain)
    words = shown.replace(">=", " >= ").replace("<=", " <= ").split()
    for at in range(len(words) - 1, 0, -1):
        draft = _way(words, at) or _bound(words, at)
        if draft is not None:
            return draft
    title, divided, answer = squeeze(line).rpartition(":")
    if divided and title.strip() and answer.strip().casefold() in _YES_OR_NO:
        return DraftKeyResult(title.strip(), "milestones", steps=(Step(title.strip()),))
    return DraftKeyResult(squeeze(line))


def is_yes_or_no(draft: DraftKeyResult) -> bool:
    """Say whether a key result is reached or not, without steps on the way."""
    return draft.kind == "milestones" and [step.name for step in draft.steps] == [draft.title]


def draft_line(draft: DraftKeyResult) -> str:
    """Write a key result as `read_draft()` reads it; steps and owners have no place in a line."""
    unit = f" {draft.unit}" if draft.unit else ""
    if draft.kind == "threshold" and draft.target is not None:
        sign = ">=" if draft.keep == "above" else "<="
        return f"{draft.title} {sign} {plain_number(draft.target)}{unit}"
    if draft.kind == "metric" and draft.target is not None and draft.start is not None:
        return (
            f"{draft.title} from {plain_number(draft.start)} to {plain_number(draft.target)}{unit}"
        )
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
    """Read `from A to B unit` with its `from` at a place, or `A -> B unit` with its arrow there."""
    if words[at].casefold() in _FROM:
        to = next((i for i in range(at + 2, len(words)) if words[i].casefold() in _TO), 0)
        starts = [at + 1] if to else []
        title = at
    elif words[at] == "->":
        # The longest number before the arrow: `99 %`, `€ 3,5 Mio`.
        to, starts, title = at, list(range(max(1, at - 3), at)), 0
    else:
        return None
    for begin in starts:
        texts = {"from": " ".join(words[begin:to]), "to": " ".join(words[to + 1 :])}
        ends = _ends(texts)
        name = " ".join(words[: title or begin]).rstrip(" :,-")
        if ends is not None and name:
            start, target, unit = ends
            return DraftKeyResult(name, "metric", start, target, unit)
    return None


def _ends(texts: dict[str, str]) -> tuple[float, float, str] | None:
    """Return from where to where and in what unit; None for what nobody can tell."""
    if "%" in texts["to"] and "%" not in texts["from"]:
        # What stands once behind two numbers is said of both.
        texts["from"] += "%"
    try:
        read = read_together(texts)
    except ValueError:
        return None
    start, target = read.values["from"], read.values["to"]
    first, last = start.value, target.value
    if read.question or first == last or target.of is not None:
        return None
    if target.scale >= 1e6 and start.scale == 1 and 0.1 <= first * target.scale / (last or 1) <= 10:
        # `from 2 to 3.5 million` says the word once.
        first *= target.scale
    return first, last, read.unit[:LONGEST_UNIT]


def _bound(words: list[str], at: int) -> DraftKeyResult | None:
    """Read `>= A unit` with its sign at a place."""
    title = " ".join(words[:at]).rstrip(" :,-")
    if words[at] not in (">=", "<=") or not title:
        return None
    try:
        bound = read_quantity(" ".join(words[at + 1 :]))
    except ValueError:
        return None
    if bound.others or bound.of is not None:
        return None
    keep: Keep = "above" if words[at] == ">=" else "below"
    unit = bound.unit[:LONGEST_UNIT]
    return DraftKeyResult(title, "threshold", None, bound.value, unit, keep)
