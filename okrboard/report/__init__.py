"""Board in, text out: tables, briefs, minutes, exports."""
