"""The bridge as a waterfall: it fits, every step has its sign, and the steps lead to the end."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.domain.measure import Bridge, BridgeSpan
from okrboard.glyphs import ASCII, UNICODE
from okrboard.tui.paint.line import line_width
from okrboard.tui.paint.waterfall import waterfall

shares = st.floats(-1e6, 1e6, allow_nan=False).filter(lambda share: abs(share) > 1e-3)


def bridge_of(start: float, parts: list[float], rest: float) -> Bridge:
    spans = tuple(BridgeSpan(f"driver {index}", share) for index, share in enumerate(parts))
    return Bridge(start, start + sum(parts) + rest, spans, rest)


@given(
    start=st.floats(-1e6, 1e6, allow_nan=False),
    parts=st.lists(shares, max_size=8),
    rest=st.sampled_from([0.0, -3.0, 7.5]),
    width=st.integers(40, 160),
    plain=st.booleans(),
)
@settings(max_examples=120, deadline=None)
def test_any_bridge_fits_its_place(
    start: float, parts: list[float], rest: float, width: int, plain: bool
) -> None:
    glyphs = ASCII if plain else UNICODE
    lines = waterfall(bridge_of(start, parts, rest), "%", upwards=True, width=width, glyphs=glyphs)
    assert len(lines) == 2 + len(parts) + (rest != 0)
    assert all(line_width(line) <= width for line in lines)


def test_colour_and_sign_tell_towards_the_target_or_away_from_it() -> None:
    found = bridge_of(31, [-9, 3], -1)
    lines = waterfall(found, "", upwards=False, width=80, glyphs=UNICODE)
    told = [(line[2][0].strip(), line[-1][1]) for line in lines[1:-1]]
    assert told == [("−9", "on_track"), ("+3", "off_track"), ("−1", "dim")]
    assert (lines[0][2][0].strip(), lines[-1][2][0].strip()) == ("31", "24")


def test_each_step_begins_where_the_one_before_ended() -> None:
    lines = waterfall(bridge_of(0, [40, -20], 0), "", upwards=True, width=90, glyphs=UNICODE)
    first, second = lines[1], lines[2]
    ends = len(first[3][0]) + len(first[4][0])
    assert abs(len(second[3][0]) + len(second[4][0]) - ends) <= 1
