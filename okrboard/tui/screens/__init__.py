"""Screens: each wires painters and widgets to the service; see `tui.actions` for how to add one."""
