"""The figures of one study's search."""
