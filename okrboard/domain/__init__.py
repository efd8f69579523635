"""What an OKR board is: frozen records and pure rules, without I/O, clock or screen."""
