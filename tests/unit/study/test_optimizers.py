"""The tables of traits, and what has the same names beside them."""

from dataclasses import replace

import pytest

from sametrials.config.schema_reader import load_schema
from sametrials.study.optimizers import ACQUISITION_FUNCTIONS, NEEDS, OPTIMIZERS, unmet_need
from sametrials.suggest.acquisition import FUNCTIONS, acquisition
from sametrials.suggest.designs import CANDIDATES, DESIGNS, design_point, unit_design
from sametrials.suggest.suggestion import LIES
from sametrials.suggest.surrogate import MODELS, fit_surrogate

SETTINGS = load_schema()["$defs"]["study"]["properties"]


def names_in_schema(setting: str) -> set[str]:
    return set(SETTINGS[setting]["enum"])


def test_the_schema_has_the_optimizers_and_acquisition_functions_of_the_tables():
    assert names_in_schema("optimizer") == set(OPTIMIZERS)
    assert names_in_schema("acq_func") == set(ACQUISITION_FUNCTIONS)


def test_every_acquisition_function_has_its_formula():
    assert set(FUNCTIONS) == set(ACQUISITION_FUNCTIONS)


def test_every_optimizer_has_its_candidates_or_its_surrogate():
    assert set(CANDIDATES) == {each.all_points for each in OPTIMIZERS.values()}
    fixed = {each.surrogate for each in OPTIMIZERS.values() if each.surrogate}
    chosen = {each.surrogate_setting for each in OPTIMIZERS.values() if each.surrogate_setting}
    assert set(MODELS) == fixed.union(*map(names_in_schema, chosen))


def test_the_schema_has_the_initial_designs_and_the_lies_that_there_are():
    assert names_in_schema("initial_point_generator") == set(DESIGNS)
    assert names_in_schema("lie") == {"predicted", *LIES}


def test_every_setting_that_a_trait_names_is_one_of_a_study():
    traits = [trait for each in OPTIMIZERS.values() for trait in vars(each).values() if trait]
    parameters = [name for names in ACQUISITION_FUNCTIONS.values() for name in names]
    assert {*NEEDS, *parameters} <= set(SETTINGS)
    assert set(traits) - set(MODELS) <= set(SETTINGS)


def test_an_optimizer_has_a_surrogate_or_all_its_points_or_neither():
    for name, each in OPTIMIZERS.items():
        assert not (each.has_surrogate and each.all_points), name
    assert {name for name, each in OPTIMIZERS.items() if each.has_surrogate} == {
        *("gp", "forest", "gbrt")
    }


def test_an_unknown_name_raises_and_falls_through_to_nothing(study):
    with pytest.raises(KeyError, match="annealing"):
        replace(study, optimizer="annealing").in_initial_design(0)
    with pytest.raises(KeyError, match="annealing"):
        design_point(replace(study, optimizer="annealing"), 1, [])
    with pytest.raises(KeyError, match="UCB"):
        acquisition("UCB", mean=0.0, deviation=1.0, best=0.0)
    with pytest.raises(KeyError, match="GPU"):
        fit_surrogate("GPU", None, [], [], seed=1)
    with pytest.raises(KeyError, match="spiral"):
        unit_design("spiral", 4, 2, seed=1)


ALL = {"optimizer": "gp", "acq_func": "EI"}


@pytest.mark.parametrize(
    ("changes", "used", "unused"),
    [
        ({}, {"xi", "acq_func", "lie", "n_initial_points"}, {"kappa", "forest", "grid", "points"}),
        ({"acq_func": "LCB"}, {"kappa"}, {"xi"}),
        ({"acq_func": "PI"}, {"xi"}, {"kappa"}),
        ({"optimizer": "forest"}, {"forest", "xi"}, {"grid", "points"}),
        ({"optimizer": "gbrt"}, {"acq_func", "xi"}, {"forest"}),
        ({"optimizer": "random"}, {"window", "seed"}, {"acq_func", "xi", "lie", "grid"}),
        ({"optimizer": "grid"}, {"grid"}, {"points", "xi", "n_initial_points"}),
        ({"optimizer": "manual"}, {"points"}, {"grid", "initial_point_generator"}),
    ],
)
def test_a_study_uses_the_settings_of_its_optimizer_and_acquisition_function(changes, used, unused):
    settings = ALL | changes
    assert {name for name in used if unmet_need(settings, name) is not None} == set()
    assert {name for name in unused if unmet_need(settings, name) is None} == set()


def test_what_is_not_used_is_told_with_the_setting_that_decides_and_its_right_values():
    assert unmet_need(ALL, "kappa") == ("acq_func", ("LCB",))
    assert unmet_need(ALL, "forest") == ("optimizer", ("forest",))
    surrogates = ("gp", "forest", "gbrt")
    assert unmet_need(ALL | {"optimizer": "random"}, "xi") == ("optimizer", surrogates)
