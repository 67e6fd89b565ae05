"""What a Python program of the user's calls: minimize, ask and tell.

All of it can be imported from `sametrials` itself. `docs/library.md` shows how it is used.
"""
