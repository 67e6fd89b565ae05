"""What a trial does: the seam between the engine and the user's problem.

`task` says what the engine asks of one; each other folder is one. In: a `Job`. Out: an `Outcome`.
"""
