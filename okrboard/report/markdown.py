"""A report as Markdown: a person's words stay words, whatever signs they hold."""

from __future__ import annotations

from okrboard.domain.enums import HEALTH_LABELS
from okrboard.glyphs import UNICODE
from okrboard.report.facts import Facts, ObjectiveFacts
from okrboard.report.format import share_text

_SPECIAL = frozenset("\\`*_{}[]<>#|~&$@^")
"""What means something to Markdown, or to the sites that show it, in the middle of a line."""


def markdown(facts: Facts) -> str:
    """Return the report, ending with a newline."""
    lines = [
        f"# {escaped(facts.name)}: {escaped(facts.cycle)}",
        "",
        escaped(facts.standing),
    ]
    for health, label, objectives in facts.groups:
        lines += ["", f"## {UNICODE.of(health)} {escaped(label.capitalize())}"]
        for objective in objectives:
            lines += _objective(objective)
    if facts.actions:
        lines += ["", "## Open actions", "", "| | action | owner | due |", "|---|---|---|---|"]
        lines += [f"| {' | '.join(map(escaped, action))} |" for action in facts.actions]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Return a clean line in which nothing means anything to Markdown.

    No emphasis, link, list, table, mention, emoji or address comes out of it, and no more
    backslashes than that takes.
    """
    parts: list[str] = []
    for at, sign in enumerate(text):
        marked = sign in _SPECIAL
        if sign == ":":
            marked = text[at + 1 : at + 2].strip() != ""
        elif sign == ".":
            listed = text[:at].isdigit() and not text[at + 1 : at + 2].strip()
            marked = listed or text[max(0, at - 3) : at].lower() == "www"
        elif sign in "+-=":
            # Before a digit it is a number's sign: no list and no rule begins so.
            marked = at == 0 and not text[1:2].isdigit()
        elif sign == ")":
            marked = text[:at].isdigit()
        parts.append(f"\\{sign}" if marked else sign)
    return "".join(parts)


def _objective(objective: ObjectiveFacts) -> list[str]:
    lines = ["", f"### {objective.ref} {escaped(objective.title)}", ""]
    lines.append(f"{escaped(objective.about)} · {escaped(objective.share)}")
    if objective.why:
        lines += ["", f"> {escaped(objective.why)}"]
    if objective.note:
        lines += ["", escaped(objective.note)]
    if objective.key_results:
        lines += [
            "",
            "| | key result | value | progress | pace | sure | last check-in | owner |",
            "|---|---|---|---:|---:|---:|---|---|",
        ]
    for one in objective.key_results:
        cells = (
            f"{UNICODE.of(one.health)} {one.ref}",
            one.title,
            one.value,
            one.share,
            share_text(one.pace),
            one.confidence,
            one.last,
            one.owner,
        )
        lines.append(f"| {' | '.join(map(escaped, cells))} |")
    said = [
        f"- {one.ref} {escaped(HEALTH_LABELS[one.health])}: {escaped(text)}"
        for one in objective.key_results
        for text in one.drivers
    ]
    return lines + (["", *said] if said else [])
