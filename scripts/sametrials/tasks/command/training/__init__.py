"""All that decides the outcome of a trial beside the program itself."""
