"""The network's only door: outside numbers in, announcements out."""
