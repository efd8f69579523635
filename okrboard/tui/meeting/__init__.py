"""The stages of a meeting: what each step shows, and what its keys do there."""
