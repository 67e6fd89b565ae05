"""What decides the value of a function, as far as it can be seen: its name and its compiled code.

The code is that which runs, not a file that may have been edited since. It is also there for a
function typed into a notebook. Comments, line breaks and places in a file are not part of it.
"""

import dis
import functools
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sametrials.common.files import sha256_of_json

MAIN = ("__main__", "__mp_main__")
"""Names of the module that Python was started with; a worker process calls it by the second."""

Plain = (type(None), bool, int, float, complex, str, bytes)
"""What cannot change while the function runs."""


def function_identity(function: Callable[..., Any]) -> dict[str, str]:
    """Return the name of a function and the digest of what decides its value.

    Counted are its compiled code, and what it uses by name: functions and classes of its own
    module, and constants (numbers, texts, tuples of them) there and in enclosing functions; its
    default arguments and those of `functools.partial`. Not seen are other modules, lists,
    dictionaries, arrays, the attributes of objects, files and the environment.
    """
    return {"name": name_of(function), "code": code_digest(function)}


def name_of(function: Callable[..., Any]) -> str:
    """Return module and name of a function, or of the class of a callable object: never a path."""
    inner = _unwrapped(function)
    if not hasattr(inner, "__qualname__"):
        inner = type(inner)
    module = inner.__module__ or "builtins"
    return f"{_main_name() if module in MAIN else module}.{inner.__qualname__}"


def code_digest(function: Callable[..., Any]) -> str:
    """Return the digest of what decides the value of a function (see `function_identity`)."""
    inner = _unwrapped(function)
    module = getattr(inner, "__module__", None)
    return sha256_of_json(_Reader(module).read(function))


def _unwrapped(function: Any) -> Any:
    while isinstance(function, functools.partial):
        function = function.func
    return function


def _main_name() -> str:
    """Name the main module as if it had been imported."""
    main = sys.modules["__main__"]
    spec = getattr(main, "__spec__", None)
    if spec is not None:
        return str(spec.name)
    file = getattr(main, "__file__", None)
    return Path(file).stem if file else "__main__"


class _Reader:
    """Turns a function into plain data, from which its digest is made.

    Parameters
    ----------
    module
        The name of the module whose functions and classes are read, too.
    """

    def __init__(self, module: str | None):
        self._modules = MAIN if module in MAIN else (module,)
        self._seen: set[int] = set()

    def read(self, value: Any) -> Any:
        if isinstance(value, Plain):
            return [type(value).__name__, repr(value)]
        if isinstance(value, tuple):
            return ["tuple", *map(self.read, value)]
        if isinstance(value, frozenset):  # its order is another in each process
            return ["frozenset", *sorted(map(repr, value))]
        if isinstance(value, types.CodeType):
            return self._code(value)
        if isinstance(value, functools.partial):
            keywords = {name: self.read(each) for name, each in value.keywords.items()}
            return ["partial", self.read(value.func), self.read(value.args), keywords]
        if isinstance(value, types.MethodType):
            return ["method", self.read(value.__func__), self.read(value.__self__)]
        if isinstance(value, staticmethod | classmethod):
            return [type(value).__name__, self.read(value.__func__)]
        if isinstance(value, property):
            return ["property", *map(self.read, (value.fget, value.fset))]
        if isinstance(value, types.FunctionType | type):
            return self._definition(value)
        if hasattr(value, "__wrapped__"):  # functools.cache, for instance
            return ["wrapped", self.read(value.__wrapped__)]
        if isinstance(value, types.ModuleType | types.BuiltinFunctionType):
            return ["name", value.__name__]
        return ["object", self._definition(type(value))]

    def is_read(self, value: Any) -> bool:
        """Tell whether a value that a function uses by name is part of what decides it."""
        if isinstance(value, tuple):
            return all(map(self.is_read, value))
        if isinstance(value, (*Plain, functools.partial)):
            return True
        if isinstance(value, types.FunctionType | type) or hasattr(value, "__wrapped__"):
            return getattr(value, "__module__", None) in self._modules
        return False

    def _definition(self, value: Any) -> Any:
        """Read a function or class of the module, the first time that it comes up."""
        name = value.__qualname__
        if id(value) in self._seen:
            return ["again", name]
        self._seen.add(id(value))
        if value.__module__ not in self._modules:
            return ["name", f"{value.__module__}.{name}"]
        return self._class(value) if isinstance(value, type) else self._function(value)

    def _class(self, value: type) -> Any:
        parts = {
            name: self.read(part)
            for name, part in sorted(vars(value).items())
            if not (name.startswith("__") and isinstance(part, (*Plain, tuple)))
            and name not in ("__dict__", "__weakref__")
        }
        return ["class", value.__qualname__, [self.read(base) for base in value.__bases__], parts]

    def _function(self, value: types.FunctionType) -> Any:
        read, stored = _names(value.__code__)
        used = {
            name: self.read(value.__globals__[name])
            for name in sorted(read - stored)
            if name in value.__globals__ and self.is_read(value.__globals__[name])
        }
        enclosed = {
            name: self.read(content)
            for name, content in _enclosed(value)
            if name not in stored and self.is_read(content)
        }
        defaults = [self.read(each) for each in value.__defaults__ or ()]
        keywords = {name: self.read(each) for name, each in (value.__kwdefaults__ or {}).items()}
        code = self._code(value.__code__, value.__doc__)
        return ["function", code, defaults, keywords, used, enclosed]

    def _code(self, code: types.CodeType, docstring: str | None = None) -> Any:
        constants = list(code.co_consts)
        if docstring is not None and constants and constants[0] == docstring:
            constants[0] = None
        names = [code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars]
        counts = [code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags]
        return [
            code.co_name,
            code.co_code.hex(),
            code.co_exceptiontable.hex(),
            [self.read(each) for each in constants],
            [list(each) for each in names],
            counts,
        ]


def _names(code: types.CodeType) -> tuple[set[str], set[str]]:
    """List the names that a function reads from its module, and those that it sets."""
    read, stored = set(), set()
    for instruction in dis.get_instructions(code):
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            read.add(instruction.argval)
        if instruction.opname in ("STORE_GLOBAL", "STORE_DEREF"):
            stored.add(instruction.argval)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            inner_read, inner_stored = _names(constant)
            read |= inner_read
            stored |= inner_stored
    return read, stored


def _enclosed(function: types.FunctionType) -> Iterator[tuple[str, Any]]:
    """Yield the variables of enclosing functions that a function uses."""
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            yield name, cell.cell_contents
        except ValueError:  # it has no value yet
            continue
