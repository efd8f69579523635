"""Forms: what a person types to make or change a record, as plain state without a screen."""
