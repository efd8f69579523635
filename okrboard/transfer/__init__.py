"""Boards as files of others: CSV for the table of goals a team has, JSON for everything."""
