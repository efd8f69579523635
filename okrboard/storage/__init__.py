"""Where a board lives: one TinyDB file, or memory for tests and the demo."""
