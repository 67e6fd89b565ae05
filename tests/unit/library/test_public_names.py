"""What `sametrials` offers, and that its examples are true."""

import ast
import doctest
import importlib
from pathlib import Path

import pytest

import sametrials

MODULES = sorted({sametrials._MODULES[name] for name in sametrials.__all__})


def test_type_checkers_know_the_names_that_are_there():
    stub = ast.parse(Path(sametrials.__file__).with_suffix(".pyi").read_text())
    imported = {
        alias.asname: node.module
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname == alias.name
    }
    assert imported == sametrials._MODULES
    [names] = [node.value for node in stub.body if isinstance(node, ast.Assign)]
    assert ast.literal_eval(names) == sametrials.__all__ == sorted(sametrials.__all__)


@pytest.mark.parametrize("name", sametrials.__all__)
def test_a_name_leads_to_what_is_called_so(name):
    assert getattr(sametrials, name).__name__ == name
    assert name in dir(sametrials)


def test_a_name_that_is_not_there_is_told_as_of_any_module():
    with pytest.raises(AttributeError, match="module 'sametrials' has no attribute 'maximize'"):
        _ = sametrials.maximize


@pytest.mark.parametrize("module", [name for name in MODULES if ".library." in name])
def test_the_examples_of_the_docstrings_are_true(module):
    tried = doctest.testmod(importlib.import_module(module))
    assert tried.failed == 0
    assert tried.attempted > 0 or module.endswith(".result")
