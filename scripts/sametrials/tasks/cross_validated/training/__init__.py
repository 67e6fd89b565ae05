"""The trainings of the folds, and what a trial makes of them; all of it decides a trial."""
