"""A record at run time behaves as the `typing.NamedTuple` that type checkers take it for."""

from __future__ import annotations

import copy
import pickle
from typing import NamedTuple

import pytest

from okrboard.domain.record import Record


class Point(Record):
    """A place."""

    x: int
    y: float = 0.0
    """Up."""
    name: str = ""

    @property
    def shown(self) -> str:
        return f"{self.name} {self.x}/{self.y}"


class Twin(NamedTuple):
    """A place."""

    x: int
    y: float = 0.0
    name: str = ""


class Empty(Record):
    """Nothing."""


def test_its_fields_are_given_by_place_or_name_with_defaults() -> None:
    assert Point(1) == (1, 0.0, "")
    assert Point(1, name="a") == Point(1, 0.0, "a")
    assert (Point(1, 2).x, Point(1, 2).y) == (1, 2)
    assert Empty() == ()


@pytest.mark.parametrize(
    "call",
    [
        lambda kind: kind(),
        lambda kind: kind(1, 2, "", 4),
        lambda kind: kind(1, z=2),
        lambda kind: kind(1, x=2),
        lambda kind: kind._make([1, 2]),
        lambda kind: kind(1)._replace(z=1),
    ],
)
def test_what_a_named_tuple_refuses_it_refuses_in_the_same_way(call: object) -> None:
    with pytest.raises((TypeError, ValueError)) as theirs:
        call(Twin)  # type: ignore[operator]
    # Python 3.13 made a TypeError of the ValueError that `_replace` raised until then.
    with pytest.raises((TypeError, ValueError)) as ours:
        call(Point)  # type: ignore[operator]
    assert str(ours.value).replace("Point", "Twin") == str(theirs.value)


def test_it_is_frozen_and_replaced() -> None:
    point = Point(1)
    with pytest.raises(AttributeError):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        point.z = 2  # type: ignore[attr-defined]
    assert point._replace(y=3.0) == Point(1, 3.0)
    assert type(point._replace(y=3.0)) is Point


def test_it_tells_its_fields_and_methods_and_doc() -> None:
    assert (Point._fields, Point._field_defaults) == (Twin._fields, Twin._field_defaults)
    assert Point.__doc__ == "A place."
    assert repr(Point(1)) == repr(Twin(1)).replace("Twin", "Point")
    assert Point(1)._asdict() == Twin(1)._asdict()
    assert Point(1, 2, "a").shown == "a 1/2"
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)
        case _:
            pytest.fail("it has no places to match")


def test_it_can_be_copied_and_pickled() -> None:
    point = Point(1, 2.0, "a")
    assert copy.deepcopy(point) == point
    assert pickle.loads(pickle.dumps(point)) == point
    assert type(pickle.loads(pickle.dumps(point))) is Point


def test_a_kind_made_of_another_kind_is_made_as_itself() -> None:
    class Base(Record):
        x: int = 1

    class More(Base):
        def doubled(self) -> int:
            return self.x * 2

    assert type(More(2)) is More
    assert More(2).doubled() == 4
    assert type(Base(2)) is Base
