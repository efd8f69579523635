"""Widgets: what a screen is composed of; each paints through `okrboard.tui.paint`."""
