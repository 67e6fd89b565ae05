"""Export a study to other tools.

In: trial records. Out: databases of Optuna and MLflow.
"""
