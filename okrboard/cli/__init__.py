"""The command line; never imports Textual."""
