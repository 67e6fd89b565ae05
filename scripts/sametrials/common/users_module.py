"""Run a Python file of the user's as a module, from the source that it has at that moment."""

import contextlib
import sys
import traceback
from importlib.util import module_from_spec
from pathlib import Path
from types import ModuleType

from sametrials.common.errors import ConfigError
from sametrials.common.held_source import HeldFile, HeldModules
from sametrials.common.python_imports import imported_files
from sametrials.common.texts import describe_exception


def run_users_file(path: str | Path, name: str) -> ModuleType:
    """Run a file like a script, and return it as a module.

    It can import files beside it, whose source is that of this moment even if they are imported
    later. The working folder is put back.

    Parameters
    ----------
    path
        The file.
    name
        Name of the module: whatever the file is called, it hides no other module.

    Raises
    ------
    ConfigError
        The file cannot be run; the message names the line.
    """
    file = Path(path).absolute()
    sys.path.insert(0, str(file.parent))
    sys.meta_path.insert(0, HeldModules(imported_files(file, file.parent), file.parent))
    spec = HeldFile(file).spec(name)
    module = sys.modules[name] = module_from_spec(spec)
    try:
        with contextlib.chdir(Path.cwd()):
            spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        lines = [
            frame.lineno
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == str(file)
        ]
        place = f"{path}, line {lines[-1]}" if lines else str(path)
        raise ConfigError(f"{place}: found {describe_exception(error)}") from error
    return module
