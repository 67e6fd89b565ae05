"""Reproducible hyper-parameter search: a search is a pure function of its trial records.

    from sametrials import Real, minimize

    result = minimize(lambda x: (x[0] - 0.3) ** 2, [Real(0.0, 1.0)], n_calls=20, workers=1)

`docs/library.md` shows the rest. The workflow uses the same code: a folder for each stage, along
the path of the data. A folder imports from those before it only: common, study, data and trials,
suggest and tasks and exports, config, search and results, figures and report and library.
`docs/architecture.md` follows one trial through them.
"""

from importlib import import_module
from typing import Any

# Each public name, and the module that has it, which is imported when the name is first used: so
# the workflow's steps do not wait for what they do not need. `__init__.pyi` tells type checkers.
_MODULES = {
    "Categorical": "sametrials.library.dimensions",
    "ConfigError": "sametrials.common.errors",
    "Integer": "sametrials.library.dimensions",
    "Ordinal": "sametrials.library.dimensions",
    "Real": "sametrials.library.dimensions",
    "Result": "sametrials.library.result",
    "SearchError": "sametrials.common.errors",
    "Study": "sametrials.library.ask_and_tell",
    "Trial": "sametrials.library.ask_and_tell",
    "TrialRecord": "sametrials.trials.record",
    "hold_instructions": "sametrials.library.hold_instructions",
    "load_records": "sametrials.library.load_records",
    "minimize": "sametrials.library.minimize",
    "run_study": "sametrials.search.of_a_function",
}

__all__ = list(_MODULES)


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_MODULES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
