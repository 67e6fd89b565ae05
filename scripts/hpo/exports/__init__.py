"""A study in the forms of other tools, to go on in those."""
