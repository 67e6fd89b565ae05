"""Hold the source of Python files as it is at one moment: later edits change nothing here.

A process imports some modules late, within `create_model` for instance, and AutoGraph of TensorFlow
reads the source of a function again whenever it makes a graph of it. Both would take an edit of the
file, although the records name the source that was there when the search began.
"""

import linecache
from collections.abc import Iterable
from importlib.abc import MetaPathFinder, SourceLoader
from importlib.machinery import ModuleSpec
from importlib.util import decode_source, spec_from_file_location
from pathlib import Path


def hold_source(file: str | Path) -> bytes:
    """Read a file; AutoGraph and tracebacks see this source from now on."""
    source = Path(file).read_bytes()
    text = decode_source(source)
    # Without a time, the entry is never compared with the file.
    linecache.cache[str(file)] = (len(text), None, text.splitlines(keepends=True), str(file))
    return source


class HeldModules(MetaPathFinder):
    """Finds the modules of a folder, with the source that their files have now (`sys.meta_path`).

    Parameters
    ----------
    files
        Absolute paths of Python files in the folder or below it.
    folder
        What their names start from.
    """

    def __init__(self, files: Iterable[Path], folder: Path):
        self._loaders = {_module_name(file, folder): HeldFile(file) for file in files}

    def find_spec(self, fullname: str, path=None, target=None) -> ModuleSpec | None:
        """Find a module, as the protocol of Python's imports has it."""
        loader = self._loaders.get(fullname)
        return None if loader is None else loader.spec(fullname)


class HeldFile(SourceLoader):
    """Runs a file as a module, from the source that it has now; no byte code is taken or left."""

    def __init__(self, file: Path):
        self._file = file
        self._source = hold_source(file)

    def spec(self, name: str) -> ModuleSpec:
        """Describe the file as the module of a name."""
        folder = [str(self._file.parent)] if self._file.name == "__init__.py" else None
        return spec_from_file_location(
            name, self._file, loader=self, submodule_search_locations=folder
        )

    def get_filename(self, fullname: str) -> str:
        """Return the file, as the protocol of loaders has it."""
        return str(self._file)

    def get_data(self, path: str) -> bytes:
        """Return the source, as the protocol of loaders has it."""
        return self._source


def _module_name(file: Path, folder: Path) -> str:
    parts = file.relative_to(folder).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
