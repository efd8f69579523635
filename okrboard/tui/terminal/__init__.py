"""What stands between Textual and a terminal: first frame, driver, writer of what differs."""
