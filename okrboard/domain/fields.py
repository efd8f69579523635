"""`FIELDS`: every visible field, once: what it is called, how it is read, and how it is written.

Options of commands, columns of sheets, JSON and the texts of pages iterate this table. What type a
field has is its annotation in the record; which words it may hold, which record it names and which
values keep its rule are known by `enums`, `lookup` and `limits`. So a new field is one line in its
record and a `Field` here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from okrboard.domain import converters
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, Stamp
from okrboard.domain.enums import WORDS
from okrboard.domain.lookup import find_key_result, name_of, reference
from okrboard.domain.parse_dates import WEEKDAYS
from okrboard.domain.record import Record
from okrboard.domain.records import TABLES
from okrboard.domain.schedule import CODES
from okrboard.domain.schema import plain, types_of
from okrboard.domain.types import TARGETS, Rule
from okrboard.errors import Refused, UsageError
from okrboard.text import article, squeeze

LAST = 99
"""The place of a column that may stand anywhere: behind the others of its record."""


class Field(Record):
    """A field of a record that people and programs see."""

    name: str
    """Its name in the record."""
    label: str
    """What pages, forms and messages call it."""
    help: str = ""
    """One line about it as an option; empty for what is never typed as one."""
    hint: str = ""
    """What stands in its empty place in a form, where that is not its help."""
    option: str = ""
    """The option's name where it is not the field's own with dashes."""
    metavar: str = ""
    """What stands for the value in help, where its kind does not say it."""
    short: str = ""
    """The option's letter."""
    completes: str = ""
    """What a shell offers for a value, where its kind does not say it."""
    read: Callable[[Sequence[str], Draft], object] | None = None
    """Reads all that was typed of it, where its kind does not say how."""
    by_command: bool = False
    """Whether the command reads it itself, together with others."""
    key: str = ""
    """Its key in JSON where it is not its name."""
    write: Callable[[Board, Any], object] | None = None
    """Gives its value in JSON of a board's record, where its kind does not say how."""
    header: str = ""
    """Its column in the table of goals; empty for what is not in it."""
    place: int = LAST
    """Where that column stands among those of the record."""

    @property
    def typed_as(self) -> str:
        """The name of its option, without dashes."""
        return self.option or self.name.replace("_", "-")

    @property
    def in_json(self) -> str:
        """Its key in JSON."""
        return self.key or self.name


class Kind(Record):
    """What a field holds, as its record, the references and the rules have it."""

    base: str
    """`text`, `lines`, `number`, `whole`, `day`, `time`, `word`, `record`, or the table that it
    names a record of."""
    many: bool = False
    words: tuple[str, ...] = ()
    rule: Rule | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it is a value by itself: it names no record and is none."""
        return self.base != "record" and self.base not in TABLES

    @property
    def is_number_or_day(self) -> bool:
        """Whether it is one of these, which may be read in two ways."""
        return self.base in ("number", "whole", "day") and not self.many

    @property
    def metavar(self) -> str:
        """What stands for a value of it in help."""
        return _METAVARS.get(self.base, "TEXT")

    @property
    def completes(self) -> str:
        """What a shell offers for a value of it."""
        return f"@{self.base}" if self.base in TABLES else " ".join(self.words)


_METAVARS = {
    "number": "N",
    "whole": "N",
    "day": "DAY",
    "word": "WORD",
    "lines": "TEXT",
    "members": "MEMBER",
    "teams": "TEAM",
    "cycles": "CYCLE",
    "objectives": "REF",
    "key_results": "REF",
}
_BASES = {"str": "text", "Lines": "lines", "float": "number", "int": "whole", "bool": "flag",
          "date": "day", "datetime": "time"}  # fmt: skip


def kind_of(table: str, name: str) -> Kind:
    """Return what a field of a table's records holds."""
    declared = types_of(TABLES[table])[name]
    if declared.name in TARGETS:
        return Kind(TARGETS[declared.name], declared.many)
    if declared.name in WORDS:
        return Kind("word", declared.many, tuple(filter(None, WORDS[declared.name])))
    return Kind(_BASES.get(declared.base, "record"), declared.many, rule=declared.rule)


def read_field(table: str, field: Field, texts: Sequence[str], draft: Draft) -> object:
    """Return a field's value as it was typed, of one that holds many each text one of them."""
    if field.read is not None:
        return field.read(texts, draft)
    kind = kind_of(table, field.name)
    if not kind.many:
        return _read(kind, field, texts[-1], draft)
    named = [text for text in texts if squeeze(text).casefold() not in converters.NONE]
    return tuple(_read(kind, field, text, draft) for text in named)


def _read(kind: Kind, field: Field, text: str, draft: Draft) -> object:
    board, today = draft.board, draft.stamp.today
    if kind.base in _FINDERS:
        return _FINDERS[kind.base](board, text, draft.stamp)
    if kind.base == "day":
        return converters.day(text, today)
    if kind.base == "number":
        return converters.number(text)
    if kind.base == "word":
        return converters.word(text, article(field.label.casefold()), kind.words)
    if kind.base == "whole" and kind.rule is not None and kind.rule.span:
        least, most = kind.rule.span
        return converters.whole(text, f"--{field.typed_as}", int(least), int(most))
    return text


def _key_result_id(board: Board, text: str, _: Stamp) -> int:
    return 0 if squeeze(text).casefold() in converters.NONE else find_key_result(board, text).id


_FINDERS: dict[str, Callable[[Board, str, Stamp], int]] = {
    "members": converters.member_id,
    "teams": lambda board, text, _: converters.team_id(board, text),
    "objectives": lambda board, text, _: converters.objective_id(board, text),
    "key_results": _key_result_id,
    "cycles": lambda board, text, stamp: converters.cycle_id(board, text, stamp.today),
}


def written(board: Board, table: str, field: Field, record: Any) -> object:
    """Return a field's value as JSON: people by handle, teams and cycles by name, ISO days."""
    if field.write is not None:
        return field.write(board, record)
    value, kind = getattr(record, field.name), kind_of(table, field.name)
    if kind.base in TABLES:
        names = [name_of(board, kind.base, id) for id in (value if kind.many else (value,))]
        return names if kind.many else names[0]
    if kind.base == "record":
        return [_nested(board, each) for each in value]
    return plain(value)


def _nested(board: Board, part: Any) -> dict[str, object]:
    """Return a part of a record, whose people are `author` and `by`."""
    return {
        name: name_of(board, "members", value) if name in ("author", "by") else plain(value)
        for name, value in zip(part._fields, part, strict=True)
    }


def _or_null(name: str) -> Callable[[Board, Any], object]:
    """Return what writes a text that is null in JSON where there is none."""
    return lambda _, record: getattr(record, name) or None


def _carried_to(table: str) -> Callable[[Board, Any], object]:
    """Return what writes the references of what a record was carried into."""
    return lambda board, record: [
        reference(table, id) for id in board.table(table).ids_with("carried_from", record.id)
    ]


def _days(name: str, *more: str) -> Callable[[Board, Any], object]:
    """Return what writes exceptions of a series: the day of each, and more of its fields."""
    return lambda _, record: [
        {"day": plain(one.on), **{each: plain(getattr(one, each)) for each in more}}
        for one in getattr(record, name)
    ]


def _labels(texts: Sequence[str], _: Draft) -> tuple[str, ...]:
    labels = [text.strip().removeprefix("#") for text in texts]
    return tuple(label for label in labels if label)


def _weekday(texts: Sequence[str], _: Draft) -> int:
    return WEEKDAYS.index(converters.word(texts[-1], "a weekday", WEEKDAYS))


def _clock(texts: Sequence[str], _: Draft) -> str:
    from okrboard.domain.edit.series import clock

    try:
        return clock(texts[-1])
    except Refused as error:
        raise UsageError(str(error)) from None


_OBJECTIVE = (
    Field("title", "Title", "the new title", hint="what shall be better, in one line",
          metavar="TITLE", header="objective", place=3),
    Field("owner", "Owner", "who owns it, or none", header="owner", place=4),
    Field("team", "Team", "whose it is, or none", header="team", place=2),
    Field("level", "Level", "company, team or individual", header="level", place=1),
    Field("commitment", "Commitment", "committed (we expect all of it) or aspirational",
          header="commitment", place=5),
    Field("stage", "Stage", header="stage", place=6),
    Field("override", "Override", write=_or_null("override")),
    Field("override_reason", "Reason of the override"),
    Field("why", "Why", "whose life gets better, and how", header="why", place=10),
    Field("company_gets", "The company gets", "what the company gets from it",
          hint="what it is worth", header="company_gets", place=11),
    Field("owner_gets", "The owner gets", "what the owner gets from it",
          hint="why I want it myself", header="owner_gets", place=12),
    Field("labels", "Labels", "a label; may be given several times", hint="words to filter by",
          option="label", metavar="WORD", read=_labels, header="labels", place=13),
    Field("contributes_to", "Contributes to", "the objective whose number it moves",
          header="contributes_to", place=14),
    Field("supports", "Supports", "an objective that it helps; may be given several times",
          hint="O3 O7 ... without moving their numbers"),
    Field("stands_alone", "Stands alone", "why it contributes to nothing, on purpose",
          metavar="REASON"),
    Field("override_by", "Override by"),
    Field("override_on", "Override on"),
    Field("outcome", "Outcome", header="outcome", place=7, write=_or_null("outcome")),
    Field("score", "Score", header="score", place=8),
    Field("lesson", "Lesson", "what we learned from it", header="lesson", place=9),
    Field("closed_on", "Closed on"),
    Field("carried_from", "Carried from"),
    Field("carried_to", "Carried to", write=_carried_to("objectives")),
    Field("takers", "Contributors"),
    Field("created", "Created"),
    Field("cycle", "Cycle"),
)  # fmt: skip

_KEY_RESULT = (
    Field("title", "Title", "the new title", hint="what changes for whom", metavar="TITLE",
          header="key_result", place=1),
    Field("kind", "Kind", "metric, threshold or milestones; mostly clear from the other options",
          header="kind", place=2),
    Field("start", "From", "where it starts", by_command=True, header="start", place=3),
    Field("target", "To", "where it is to go; the bound of a threshold", by_command=True,
          header="target", place=4),
    Field("unit", "Unit", "what it counts in: pages, %, €", header="unit", place=5),
    Field("keep", "Side", "stay above or below the target (a threshold)", header="keep", place=6,
          write=lambda _, record: record.keep if record.kind == "threshold" else None),
    Field("steps", "Steps", "a step; may be given several times",
          hint="one a line, an empty one ends it; weight behind = when not 1", option="step",
          metavar="NAME[=WEIGHT]", by_command=True, header="steps", place=8),
    Field("weight", "Weight", "its weight in the objective; 0 leaves it out", header="weight",
          place=7),
    Field("owner", "Owner", "who reports it, or none", header="kr_owner", place=9),
    Field("checkpoints", "Checkpoints", "where it should be on a day; may be given several times",
          hint="day = value, one a line, where the way is not straight", option="checkpoint",
          metavar="DAY=VALUE", by_command=True),
    Field("retargets", "Earlier targets"),
    Field("source", "Source", "the connected number that feeds it", metavar="NAME",
          write=_or_null("source")),
    Field("score", "Score"),
    Field("score_reason", "Reason of the score", write=_or_null("score_reason")),
    Field("cause", "Cause", write=_or_null("cause")),
    Field("carried_from", "Carried from"),
    Field("carried_to", "Carried to", write=_carried_to("key_results")),
)  # fmt: skip

_CHECK_IN = (
    Field("key_result", "Key result"),
    Field("on", "Day", "another day than today: yesterday, fri, 2026-11-20", by_command=True,
          header="last_check_in", place=3),
    Field("value", "Value", by_command=True, header="current", place=1),
    Field("confidence", "Confidence", "how sure you are that it reaches its target", short="c",
          metavar="0..10", header="confidence", place=2),
    Field("drivers", "What drove it",
          "what drove it, and by how much; KIND is action, outside, luck or measurement; "
          "may be given several times", option="driver", metavar="TEXT=+N[:KIND]", by_command=True),
    Field("blocker", "Did not work", "what did not work"),
    Field("fix", "Quick fix", "the quick fix for it", hint="what do we change at once?"),
    Field("note", "Note", "what else there is to say", short="m", header="note", place=4),
    Field("author", "Author"),
    Field("source", "Source"),
    Field("meeting", "Meeting"),
    Field("at", "Written"),
)  # fmt: skip

_ACTION = (
    Field("title", "Title", "the new title", hint="one thing to do", metavar="TITLE"),
    Field("key_result", "Key result", "the key result it is for", option="kr"),
    Field("owner", "Owner", "who does it; you unless given"),
    Field("due", "Due", "until when; the next check-in unless given", hint="no day"),
    Field("expected", "Expected", "the effect it should have on the key result",
          hint="what it shall move, for example -4", metavar="±N"),
    Field("state", "State"),
    Field("carried", "Carried over"),
    Field("reason", "Reason"),
    Field("moved", "Moved"),
    Field("created", "Created"),
    Field("closed", "Closed"),
)  # fmt: skip

_SERIES = (
    Field("kind", "Kind"),
    Field("uid", "UID"),
    Field("weekday", "Weekday", "its weekday", metavar="FR", read=_weekday,
          write=lambda _, record: CODES[record.weekday], completes=" ".join(CODES)),
    Field("at", "At", "when it begins, local time", metavar="15:00", read=_clock),
    Field("minutes", "Minutes", "how long it is", metavar="30"),
    Field("every", "Every", "every so many weeks", metavar="1"),
    Field("zone", "Time zone", "where that time is, as Europe/Berlin; the board's zone",
          option="timezone", metavar="ZONE", key="timezone", by_command=True),
    Field("first", "From", "from this day on", option="from", by_command=True),
    Field("last", "Until", "until this day; the cycle's last", option="to", by_command=True),
    Field("summary", "Name", "what it is called", metavar="NAME"),
    Field("location", "Place", "the room", option="place", key="place"),
    Field("url", "Link", "where to join", option="link", metavar="URL", key="link"),
    Field("alarm_minutes", "Alarm", "minutes before, at which calendars remind; 0 for none",
          option="alarm", metavar="MIN"),
    Field("holidays", "Holiday rule", "on a holiday: skip, or before (the working day before)",
          metavar="RULE"),
    Field("team", "Team", "whose it is; everybody's"),
    Field("cycle", "Cycle"),
    Field("state", "State"),
    Field("sequence", "Sequence"),
    Field("follows", "Follows"),
    Field("skips", "Skipped", write=_days("skips", "reason")),
    Field("moves", "Moved", write=_days("moves", "start", "reason")),
)  # fmt: skip

FIELDS: dict[str, tuple[Field, ...]] = {
    "cycles": (
        Field("name", "Name", "its new name", metavar="NAME", header="cycle", place=1),
        Field("first", "First day", "its first day", option="from", header="cycle_from", place=2),
        Field("last", "Last day", "its last day", option="to", header="cycle_to", place=3),
        Field("state", "State"),
        Field("closed_on", "Closed on"),
    ),
    "objectives": _OBJECTIVE,
    "key_results": _KEY_RESULT,
    "check_ins": _CHECK_IN,
    "actions": _ACTION,
    "members": (
        Field("handle", "Handle", "the new handle", hint="one short word, for example ana",
              metavar="HANDLE"),
        Field("name", "Name", "the full name", metavar="NAME"),
        Field("team", "Team", "the team, or none"),
        Field("joined", "Joined"),
        Field("left", "Left"),
        Field("capacity", "Capacity", "key results before it is a lot"),
    ),
    "teams": (
        Field("name", "Name", "its new name", hint="what people call it", metavar="NAME"),
        Field("lead", "Lead", "who leads it, or none"),
    ),
    "series": _SERIES,
}  # fmt: skip
"""The fields of the records of each table, in the order in which JSON and help show them."""


def sheet_fields(table: str) -> list[Field]:
    """Return the fields of a table that have a column in the table of goals, in its order."""
    return sorted((each for each in FIELDS[table] if each.header), key=lambda each: each.place)


def is_number_or_day(option: str) -> bool:
    """Say whether an option is that of a field that holds one number or one day."""
    return any(
        field.help and field.typed_as == option and kind_of(table, field.name).is_number_or_day
        for table, fields in FIELDS.items()
        for field in fields
    )


def texts_of(table: str, record: Any) -> list[tuple[Field, str]]:
    """Return the fields of several lines of a record, each with what it says."""
    return [
        (field, getattr(record, field.name))
        for field in FIELDS[table]
        if field.help and kind_of(table, field.name).base == "lines"
    ]
