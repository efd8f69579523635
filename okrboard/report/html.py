"""A report as one HTML page: nothing is loaded, nothing runs, every word of a person is escaped."""

from __future__ import annotations

from html import escape

from okrboard.domain.enums import HEALTH_LABELS
from okrboard.glyphs import UNICODE
from okrboard.report.facts import Facts, KeyResultFacts, ObjectiveFacts

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --on: #2e7d4f; --risk: #a8660a; --off: #b3261e;
  --quiet: #6b6b76; }
@media (prefers-color-scheme: dark) {
  :root { --on: #6fcf97; --risk: #f2b35d; --off: #ff8a80; --quiet: #a0a0ac; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 0; }
h3 { font-size: 1rem; margin: 1.2rem 0 0; } p { margin: .2rem 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: .4rem 0;
  font-variant-numeric: tabular-nums; }
td, th { text-align: left; padding: .2rem .6rem .2rem 0; border-top: 1px solid var(--line);
  vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: normal; color: var(--quiet); border: 0; } .n { text-align: right; }
.quiet, .stale, .too_early, .proposed, .ended { color: var(--quiet); }
.on_track, .done { color: var(--on); } .at_risk { color: var(--risk); }
.off_track { color: var(--off); }
.bar { position: relative; width: 9rem; height: .6rem; background: var(--line); margin-top: .5rem; }
.bar i { position: absolute; inset: 0 auto 0 0; background: currentColor; }
.bar b { position: absolute; inset: -.15rem auto -.15rem auto; width: 2px; background: CanvasText; }
@media print { body { margin: 0; max-width: none; } }
"""


def html(facts: Facts) -> str:
    """Return the page, ending with a newline."""
    title = escape(f"{facts.name}: {facts.cycle}")
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        # Even a slip in the escaping could load and run nothing.
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{title}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{title}</h1>",
        f"<p>{escape(facts.standing)}</p>",
        _bar(facts.progress, facts.pace),
    ]
    for health, label, objectives in facts.groups:
        head = escape(label.capitalize())
        parts.append(f'<h2 class="{health}">{UNICODE.of(health)} {head} {len(objectives)}</h2>')
        parts += [_objective(objective) for objective in objectives]
    if facts.actions:
        parts.append("<h2>Open actions</h2><table>")
        parts += [f"<tr>{''.join(map(_cell, action))}</tr>" for action in facts.actions]
        parts.append("</table>")
    return "\n".join([*parts, "</body></html>", ""])


def _objective(objective: ObjectiveFacts) -> str:
    parts = [
        f"<h3>{objective.ref} {escape(objective.title)}</h3>",
        f'<p class="quiet">{escape(objective.about)} · {escape(objective.share)}</p>',
    ]
    if objective.why:
        parts.append(f"<p>{escape(objective.why)}</p>")
    if objective.note:
        parts.append(f'<p class="quiet">{escape(objective.note)}</p>')
    if objective.key_results:
        heads = ("", "key result", "", "", "value", "sure", "a week", "last check-in", "owner")
        parts.append(f"<table><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr>")
        parts += [_row(one) for one in objective.key_results]
        parts.append("</table>")
    return "\n".join(parts)


def _row(one: KeyResultFacts) -> str:
    label = escape(HEALTH_LABELS[one.health])
    drivers = "".join(f'<br><span class="quiet">{escape(text)}</span>' for text in one.drivers)
    return (
        f'<tr><td class="{one.health}" title="{label}">{UNICODE.of(one.health)} {one.ref}</td>'
        f"<td>{escape(one.title)}{drivers}</td>"
        f'<td class="{one.health}">{_bar(one.progress, one.pace)}</td>'
        f'<td class="n">{escape(one.share)}</td>'
        + "".join(map(_cell, (one.value, one.confidence, one.weekly, one.last, one.owner)))
        + "</tr>"
    )


def _bar(progress: float | None, pace: float | None) -> str:
    done = min(max(progress or 0.0, 0.0), 1.0) * 100
    mark = ""
    if pace is not None:
        mark = f'<b style="left:{min(max(pace, 0.0), 1.0) * 100:.1f}%"></b>'
    return f'<div class="bar"><i style="width:{done:.1f}%"></i>{mark}</div>'


def _cell(text: str) -> str:
    return f"<td>{escape(text)}</td>"
