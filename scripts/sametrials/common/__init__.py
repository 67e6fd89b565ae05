"""What every other folder may use: errors, files, locks, logs, tables, pages.

It knows nothing of trials, and imports nothing of the library.
"""
