"""A page that shows how a search goes, in a file that any browser opens."""
