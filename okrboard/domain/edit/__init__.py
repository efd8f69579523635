"""The use cases: functions that take a `Draft` and arguments, and change nothing else.

Each raises `Refused`, `NotFound` or `Ambiguous` with one line that says how to go on.
"""
