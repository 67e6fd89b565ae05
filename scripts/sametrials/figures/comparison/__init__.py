"""The figures that set several studies side by side."""
