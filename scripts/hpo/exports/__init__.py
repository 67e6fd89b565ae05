"""A study in the forms of other tools, to go on in those.

In: trial records. Out: databases of Optuna and MLflow.
"""
