"""What happens in a meeting: its steps, its clock, its token, votes and what is said."""
