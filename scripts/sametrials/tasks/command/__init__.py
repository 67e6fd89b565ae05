"""The task of any program: `trial: {command: [...]}`.

The program gets a JSON object on its standard input and writes JSON lines to its standard output
(`training/protocol`). There is no shell. `training/` decides the outcome of a trial beside the
program itself.
"""
