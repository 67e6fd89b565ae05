"""What a trial does: the seam between the engine and the user's problem.

`task` defines what the engine needs of one; each folder holds one. In: a `Job`. Out: an `Outcome`.
"""
