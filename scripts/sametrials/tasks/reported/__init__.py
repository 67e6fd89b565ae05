"""What the user's own training reports, made into an outcome; it decides a trial like the training.

For tasks whose number of steps nobody knows before: a Python function, a program.
"""
