"""The columns of a table of goals: one row a key result, what its objective says beside it.

Only `objective` and `key_result` are needed. Names are read in either case, with spaces, dashes or
dots for the underscore, and under the names that teams give them in their own sheets.

- `cycle`: a name. Empty: the cycle that the import is told, else the running one.
- `cycle_from`, `cycle_to`: its days, for a cycle that the board does not have; names such as
  2026-T3, Q4 2026 or H1/2027 need none.
- `objective_no`: 1, 2, 3 … within the cycle; tells two objectives of the same title apart.
- `level`: company, team or individual. `commitment`: committed or aspirational.
- `team`, `owner`, `kr_owner`: a name or a handle; who or what is not there yet is added. Without a
  column `kr_owner` the owner of a row owns its key result, and the first one the objective.
- `objective`: a title. Empty: that of the row above, and its cycle.
- `stage`: proposed, committed (when empty) or closed; with `outcome` (reached, partly, missed,
  dropped, put off, carried), `score` from 0 to 1 and `lesson`.
- `why`, `company_gets`, `owner_gets`: texts of several lines.
- `labels`: divided by commas; a comma inside one stands behind a backslash.
- `contributes_to`: the title of another objective, of the same cycle first; where several are
  called so, with its `objective_no` behind it as ` #3`, or ` #2026-T2/3` in another cycle.
- `key_result`: a title. Empty, with all cells behind it: the objective has none yet.
- `kind`: metric, threshold, milestones or yes/no. Empty: milestones where there are `steps`, a
  threshold where there is `keep` or a target such as `≥ 99.5`, a metric where there is a target,
  0 to 100 % where there is only a `current` in per cent, else yes/no.
- `start` (empty: 0, or `current` when that is above the target), `target`, `unit`, `weight` (1).
  A decimal point or comma, a unit or `%` behind the number, `€` before it, `12k` are understood.
- `keep`: above (when empty) or below, the side of the bound.
- `steps`: a line each, `[x 2026-10-02 *2] Name` with day and weight or `[ ] Name`; or plain names
  divided by `;`.
- `current`, `confidence` (0 to 10), `last_check_in` (ISO or 27.11.2026; today), `note`: the newest
  check-in; made when the board does not have it.
- `reason`: why a target got easier. Read, never written.
"""

from __future__ import annotations

from okrboard.errors import Refused
from okrboard.text import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

OBJECTIVE_COLUMNS = (
    "cycle",
    "cycle_from",
    "cycle_to",
    "objective_no",
    "level",
    "team",
    "objective",
    "owner",
    "commitment",
    "stage",
    "outcome",
    "score",
    "lesson",
    "why",
    "company_gets",
    "owner_gets",
    "labels",
    "contributes_to",
)

KEY_RESULT_COLUMNS = (
    "key_result",
    "kind",
    "start",
    "target",
    "unit",
    "keep",
    "weight",
    "steps",
    "kr_owner",
    "current",
    "confidence",
    "last_check_in",
    "note",
)

COLUMNS = OBJECTIVE_COLUMNS + KEY_RESULT_COLUMNS
"""The header that an export writes, in its order."""

NEEDED = ("objective", "key_result")

_READ_ONLY = ("reason",)

_SYNONYMS = {
    "cycle": "period quarter tertial term timeframe time_frame okr_cycle",
    "cycle_from": "cycle_start cycle_begin cycle_first period_start start_date",
    "cycle_to": "cycle_end cycle_last period_end end_date due_date",
    "level": "scope goal_level objective_level",
    "team": "department group squad unit_team team_name",
    "objective": "goal objectives goals objective_title objective_name o",
    "owner": "objective_owner goal_owner responsible accountable champion lead assignee who",
    "commitment": "committed_or_aspirational ambition okr_type objective_type",
    "stage": "objective_state lifecycle",
    "why": "purpose rationale because description objective_description",
    "company_gets": "what_the_company_gets company_benefit",
    "owner_gets": "what_the_owner_gets what_i_get owner_benefit",
    "lesson": "lessons learning learnings retrospective",
    "score": "grade final_score",
    "labels": "label tags tag",
    "contributes_to": "parent parent_objective aligned_to supports_objective",
    "key_result": "kr key_results keyresult krs key_result_title key_result_name measure",
    "kind": "kr_type key_result_type metric_type type measure_type",
    "start": "baseline start_value from initial initial_value",
    "target": "target_value goal_value to end_value",
    "unit": "units uom unit_of_measure",
    "keep": "side bound",
    "weight": "kr_weight weighting",
    "steps": "milestones milestone checklist",
    "kr_owner": "key_result_owner owner_kr kr_responsible kr_lead",
    "current": "actual current_value value now latest progress_value",
    "confidence": "conf confidence_level",
    "last_check_in": "last_update last_updated updated checked_in checkin_date check_in_date as_of",
    "note": "notes comment comments remark status_comment",
    "reason": "reason_for_change why_changed",
}

_MEANING = {name: name for name in (*COLUMNS, *_READ_ONLY)} | {
    synonym: name for name, synonyms in _SYNONYMS.items() for synonym in synonyms.split()
}


def meaning(header: str) -> str:
    """Return the column that a header names; empty when nobody here knows it."""
    plain = squeeze(header, 100).casefold()
    letters = [letter if letter.isalnum() else " " for letter in plain]
    return _MEANING.get("_".join("".join(letters).split()), "")


def understood(headers: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Return the place of each known column, and the headers that nobody here knows.

    Raises `Refused` when a needed column is missing, or when two headers mean the same.
    """
    places: dict[str, int] = {}
    ignored = []
    for place, header in enumerate(headers):
        name = meaning(header)
        if not name:
            if header.strip():
                ignored.append(squeeze(header, 60))
        elif name in places:
            raise Refused(
                f"two columns mean {name}: {squeeze(headers[places[name]], 40)} and "
                f"{squeeze(header, 40)}; rename one"
            )
        else:
            places[name] = place
    for name in NEEDED:
        if name not in places:
            raise Refused(
                f"the header has no column {name}; the first line names the columns, "
                "at least objective and key_result"
            )
    return places, tuple(ignored)
