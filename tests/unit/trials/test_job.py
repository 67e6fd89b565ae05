from sametrials.trials.job import describe, log_dir_name


def test_the_tensorboard_folder_is_named_as_in_the_seed(default_parameters):
    assert log_dir_name(0, default_parameters) == "0000_lr_1e-05_layers_1_nodes_16_relu"


def test_other_hyper_parameters_are_named_in_full_and_safely():
    name = log_dir_name(12, {"dropout": 0.25, "l2": 0.0, "optimizer": "a/b c", "bias": True})
    assert name == "0012_dropout_0.25_l2_0_a-b-c_bias_True"


def test_the_tensorboard_folder_of_many_hyper_parameters_is_a_possible_name():
    name = log_dir_name(
        7, {f"a_rather_long_name_{i}": 1.23456e-7 for i in range(12)} | {"x": "é" * 99}
    )
    assert name.startswith("0007_a_rather_long_name_0_1e-07_")
    assert len(name.encode()) <= 255


def test_a_point_is_described_in_a_line():
    assert describe({"learning_rate": 0.00123, "layers": 3}) == "learning_rate 0.0012, layers 3"
