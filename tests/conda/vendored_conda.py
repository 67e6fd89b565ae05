"""The command `conda`, from the conda 24.7.1 that the package conda-lock carries inside itself.

There it is called conda_lock._vendor.conda; conda also names its own modules in strings, so those
names are made to lead there.
"""

import importlib
import importlib.abc
import importlib.util
import sys

VENDORED = "conda_lock._vendor."


class _Vendored(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds `conda` and its modules among the vendored ones."""

    def __init__(self):
        self.specs = {}

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "conda":
            return importlib.util.spec_from_loader(name, self)
        return None

    def create_module(self, spec):
        module = importlib.import_module(VENDORED + spec.name)
        self.specs[spec.name] = module.__spec__
        return module

    def exec_module(self, module):
        # Run already, under its own name; the import system has just overwritten its spec.
        module.__spec__ = self.specs[module.__spec__.name]


if __name__ == "__main__":
    sys.meta_path.insert(0, _Vendored())
    from conda_lock._vendor.conda.cli.main import main

    sys.exit(main())
