"""What data sets are read from: a module for each format."""
