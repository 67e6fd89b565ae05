"""What the figures have in common: axes, keys, labels, marks, the one look."""
