"""Painters: data in, lines of (text, style name) out. No app, no Textual, no terminal."""
