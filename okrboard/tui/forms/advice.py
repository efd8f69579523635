"""What the value check says about what is typed so far: it asks, it never blocks."""

from __future__ import annotations

from okrboard.domain.value_check import Verdict, check_key_result, check_objective
from okrboard.text import squeeze
from okrboard.tui.forms.fields import FormField
from okrboard.tui.forms.form import Advice, Form

_ENOUGH = 2
"""Words of a title from which there is something to judge."""


def verdict_on(form: Form) -> Verdict | None:
    """Return what the check thinks of the key result that is typed; None while there is too little.

    What cannot be read as a number yet is left out of the judgement.
    """
    title, kind = squeeze(form.named("title").text), form.named("kind").value
    if len(title.split()) < _ENOUGH:
        return None
    metric = kind in ("metric", "threshold")
    return check_key_result(
        title,
        start=_known(form.named("start")) if kind == "metric" else None,
        target=_known(form.named("target")) if metric else None,
        unit=form.named("unit").text.strip() if metric else "",
        kind="milestones" if kind == "yes/no" else kind,
        keep=form.named("keep").value if kind == "threshold" else "",
    )


def on_key_result(form: Form) -> Advice:
    """Return what there is to say about a key result in the making."""
    verdict = verdict_on(form)
    if verdict is None:
        return []
    word, question, because = verdict.verdict, verdict.question, " ".join(verdict.reasons[:2])
    if word == "task":
        return [("advice", f"a task? {because}"), ("advice", question)]
    if word == "outcome_unmeasured":
        return [("advice", f"a change, but how much? {because}"), ("advice", question)]
    if word == "milestone":
        fits = form.named("kind").value not in ("metric", "threshold")
        advice = f"reached or not: milestones or yes/no fit it. {because}"
        return [] if fits else [("advice", advice)]
    if word == "unclear":
        return [("dim", because), *([("advice", question)] if question else [])]
    return [("on_track", because)] if word == "outcome" else []


def on_objective(form: Form) -> Advice:
    """Return what there is to say about an objective in the making."""
    title = squeeze(form.named("title").text)
    if len(title.split()) < _ENOUGH:
        return []
    verdict = check_objective(title)
    because = " ".join(verdict.reasons[:2])
    if verdict.verdict == "weak":
        return [("advice", because), ("advice", verdict.question)]
    return [("on_track" if verdict.verdict == "strong" else "dim", because)] if because else []


def _known(field: FormField) -> float | None:
    return field.value if field.wrong is None else None
