"""All that decides the outcome of a trial beside the user's own function."""
