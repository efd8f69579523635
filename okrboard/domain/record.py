"""`Record`: a frozen record with named, typed fields.

Named tuples rather than frozen dataclasses: the imports and the records that a quick command loads
cost 38 ms of CPU so, and 75 as dataclasses.
"""

from typing import NamedTuple as Record

__all__ = ["Record"]
