"""Word lists of the value check: data without rules, written for it."""
