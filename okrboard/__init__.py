"""A terminal board for a team's OKRs."""

__version__ = "0.1.0"
