"""Screens: each wires painters and widgets to the service; see `registry` for how to add one."""
