# What is said before the start: once, by the process that a user has started, not by those of jobs.

import os
import sys

from sametrials.search.to_do import to_do

SAID = vars(workflow).setdefault("said_once", set())


def say_once(line):
    """Print a line, unless another module of the workflow has said the same."""
    if workflow.is_main_process and line not in SAID:
        SAID.add(line)
        print(line, file=sys.stderr)


def say_what_is_to_do():
    """Name the files of the configuration, the studies, and how many trials each has to make."""
    where = ", ".join(configuration_files())
    if IS_MODULE:
        where = f"{workflow.modifier.namespace} ({where})" if where else workflow.modifier.namespace
    say_once(f"{where or 'no file'}: {to_do(config['studies'], placed('results'))}")


def configuration_files():
    """List the files that were read, the last one counts, and --config if it is given."""
    over = [str(file) for file in workflow.overwrite_configfiles]
    read = [str(file) for file in workflow.configfiles if str(file) not in over]
    files = [min(file, os.path.relpath(file), key=len) for file in [*read, *over]]
    return [*dict.fromkeys(files), *(["--config"] if workflow.config_settings.config else [])]
