"""The arguments of our own networks, as the configuration is checked against them."""

import pytest

from keras_process import say_of
from sametrials.config.model_signature import read_signature
from sametrials.tasks.keras_network.arguments import ARGUMENTS, OUR_ARGUMENTS
from sametrials.tasks.keras_network.code import source_of
from sametrials.tasks.keras_network.training.built_in import MODELS


def test_the_activations_are_those_of_keras():
    program = "from keras.src.activations import ALL_OBJECTS_DICT as all; say(list(all))"
    [names] = say_of(program, keras=True)
    assert sorted(names) == sorted(OUR_ARGUMENTS["activation"]["enum"])


@pytest.mark.parametrize("model", MODELS)
def test_each_argument_of_our_models_has_its_values(model):
    assert list(ARGUMENTS[model]) == read_signature(source_of(model)).names
