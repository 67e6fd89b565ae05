"""The arguments of our own network, as the configuration is checked against them."""

from hpo.config.check_model import OUR_MODEL
from hpo.config.model_signature import read_signature
from hpo.tasks.keras_network.arguments import OUR_ARGUMENTS
from keras_process import say_of


def test_the_activations_are_those_of_keras():
    [names] = say_of("from keras.src.activations import ALL_OBJECTS_DICT as all; say(list(all))")
    assert sorted(names) == sorted(OUR_ARGUMENTS["activation"]["enum"])


def test_each_argument_of_our_model_has_its_values():
    assert list(OUR_ARGUMENTS) == read_signature(OUR_MODEL).names
