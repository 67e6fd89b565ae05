"""What a training is for: the metric of the objective, and the epoch that counts."""

from pathlib import Path

import pytest
from trained import CONSTANTS, own_model, program, refused, train, write_mislabelled

from keras_process import say_of, write_images

LOSS = {"metric": "val_loss", "direction": "minimize"}
FASTER = CONSTANTS | {"learning_rate": 0.01}
SIX_EPOCHS = {"epochs": 6, "batch_size": 16, "precision": "float32"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_images(tmp_path_factory.mktemp("objectives"))


# A loss


@pytest.fixture(scope="module")
def losses(folder):
    trials = [
        ("usual", {}),
        ("good-enough", {"save_up_to": 1.0}),
        ("too-costly", {"save_up_to": 0.0}),
        ("pruned", {"thresholds": [0.0]}),
        ("not-pruned", {"thresholds": [10.0]}),
    ]
    said = train(folder, trials, objective=LOSS)
    return dict(zip([name for name, _ in trials], said, strict=True))


def test_the_value_of_a_loss_is_as_the_training_reports_it(losses):
    state, value, history, _ = losses["usual"]
    assert state == "complete"
    assert value == history["val_loss"][-1] < history["val_loss"][0]


def test_a_model_is_saved_if_its_loss_is_low_enough(folder, losses):
    assert 0 < losses["good-enough"][1] < 1
    assert (folder / "good-enough.keras").exists()
    assert not (folder / "too-costly.keras").exists()


def test_a_loss_above_its_threshold_is_pruned_and_one_below_is_not(losses):
    assert losses["pruned"][0] == "pruned"
    assert losses["pruned"][1] == losses["usual"][2]["val_loss"][0]
    assert losses["not-pruned"] == losses["usual"]


# A metric of the user's own model


def test_a_metric_of_the_user_s_own_model_is_optimised_under_its_own_name(folder):
    objective = {"metric": "val_top2", "direction": "maximize"}
    [(state, value, history, _)] = train(
        folder, [("top2", {})], model=own_model(folder), objective=objective
    )
    assert state == "complete"
    assert set(history) == {
        f"{part}{name}" for part in ("", "val_") for name in ("accuracy", "loss", "top2")
    }
    assert history["val_accuracy"][-1] < value == history["val_top2"][-1] <= 1


def test_an_f1_score_of_all_classes_together_can_be_optimised(folder):
    objective = {"metric": "val_f1_score", "direction": "maximize"}
    model = own_model(folder, '[F1(average="macro")]')
    [(state, value, history, _)] = train(folder, [("f1", {})], model=model, objective=objective)
    assert state == "complete"
    assert value == history["val_f1_score"][-1]
    assert (folder / "f1.keras").exists()


@pytest.mark.parametrize("metric", ["val_accuracy", "val_top3", "top-2"])
def test_a_metric_that_is_not_reported_is_one_line_before_the_first_epoch(folder, metric):
    model = own_model(folder, '[keras.metrics.SparseTopKCategoricalAccuracy(k=2, name="top2")]')
    said = refused(folder, model=model, objective={"metric": metric, "direction": "maximize"})
    assert said.endswith(
        f"ConfigError: objective.metric: found {metric}, expected one that the training reports: "
        "loss, top2, val_loss, val_top2"
    )
    assert not (folder / "tensorboard" / "refused").exists()


def test_a_metric_with_a_value_for_each_class_is_one_line(folder):
    said = refused(folder, model=own_model(folder, '["accuracy", F1()]'))
    assert said.endswith(
        "ConfigError: create_model: found the metric f1_score with 3 values, expected one that "
        "gives a single number (average='macro', for instance)"
    )


NEVER_A_NUMBER = """["accuracy", keras.metrics.MeanMetricWrapper(
    lambda labels, probabilities: keras.ops.sum(probabilities, -1) * float("nan"), name="odd"
)]"""


def test_a_training_whose_metric_is_no_number_fails(folder):
    model = own_model(folder, NEVER_A_NUMBER)
    objective = {"metric": "val_odd", "direction": "maximize"}
    [(state, value, history, error)] = train(
        folder, [("odd", {})], model=model, objective=objective
    )
    assert (state, value) == ("failed", None)
    assert error == "it diverged: val_odd is nan after step 1"
    assert history["val_odd"] == [None]
    assert not (folder / "odd.keras").exists()


def test_a_metric_that_nobody_asked_for_may_be_no_number(folder):
    model = own_model(folder, NEVER_A_NUMBER)
    [(state, value, history, _)] = train(folder, [("odd", {})], model=model)
    assert (state, value) == ("complete", pytest.approx(history["val_accuracy"][-1]))
    assert history["odd"] == history["val_odd"] == [None, None]


# The epoch that counts

MEASURE = """
import numpy as np
from sametrials.tasks.keras_network.training.fit import scale

def weights(name):
    return keras.saving.load_model(folder / f"{name}.keras", compile=False).get_weights()

def measured(name):
    model = trainer.create_model(**trainer.arguments)
    model.set_weights(weights(name))
    images = trainer.validation
    found = model.evaluate(
        scale(images.inputs), images.targets, batch_size=16, verbose=0, return_dict=True
    )
    return {key: float(np.float32(value)) for key, value in found.items()}

def same(name, other):
    return all(np.array_equal(a, b) for a, b in zip(weights(name), weights(other), strict=True))
"""


def epochs(number: int) -> dict:
    return {"hyper_parameters": {"epochs": number}}


@pytest.fixture(scope="module")
def mislabelled(tmp_path_factory):
    """Data of which an epoch in the middle is the best."""
    return write_mislabelled(tmp_path_factory.mktemp("mislabelled"))


@pytest.fixture(scope="module")
def best(mislabelled):
    """What the best of six epochs gives, and a training of so many epochs alone."""
    tail = f"""
{MEASURE}
say(measured("best"))
history = outcome.history["val_loss"]
trainer.objective = Objective(**dict({LOSS!r}, epoch="last"))
number = min(range(6), key=history.__getitem__) + 1
for name, given in (("alone", number), ("last", 6)):
    outcome = trainer(Job(
        0, dict(epochs=given), 98, folder / "log", folder / f"{{name}}.keras", float("inf")
    ))
    say([outcome.value, outcome.history])
say([number, same("best", "alone"), same("best", "last")])
"""
    objective = LOSS | {"epoch": "best"}
    given = {"objective": objective, "constants": FASTER, "training": SIX_EPOCHS}
    return say_of(program(mislabelled, [("best", {"seed": 98})], **given) + tail, keras=True)


def test_the_value_is_that_of_the_best_epoch_if_this_is_asked_for(best):
    (state, value, history, _), _, _, (last, last_history), (number, _, _) = best
    assert state == "complete"
    assert 1 < number < 5
    assert value == min(history["val_loss"]) == history["val_loss"][number - 1]
    assert len(history["val_loss"]) == 6
    assert (last, last_history) == (history["val_loss"][-1], history)


def test_the_saved_weights_are_those_of_the_best_epoch_bit_for_bit(best):
    (_, value, _, _), measured, (alone, _), _, (_, same_as_alone, same_as_last) = best
    assert measured["loss"] == alone == value
    assert same_as_alone
    assert not same_as_last


def test_where_the_last_epoch_is_the_best_it_makes_no_difference(folder):
    tail = f"""
{MEASURE}
trainer.objective = Objective(**dict({LOSS!r}, epoch="last"))
outcome = trainer(Job(0, dict(), 97, folder / "log", folder / "last.keras", float("inf")))
say([outcome.state, outcome.value, outcome.history, outcome.error])
say(same("best", "last"))
"""
    objective = LOSS | {"epoch": "best"}
    best, last, same = say_of(
        program(folder, [("best", {})], objective=objective) + tail, keras=True
    )
    assert best[2]["val_loss"][0] > best[2]["val_loss"][1]
    assert best == last
    assert same


@pytest.mark.parametrize("n_epochs", [1, 6])
def test_the_saved_weights_are_those_that_were_measured_though_the_optimizer_averages(
    mislabelled, n_epochs
):
    model = Path(own_model(mislabelled))
    averages = "Adam(rate, use_ema=True, ema_momentum=0.9)"
    model.write_text(model.read_text().replace("Adam(rate)", averages))
    given = {
        "objective": LOSS | {"epoch": "best"},
        "model": str(model),
        "constants": {"rate": 1e-2},
        "training": {"epochs": n_epochs, "batch_size": 16, "precision": "float32"},
    }
    tail = f"""
{MEASURE}
say(measured("best"))
"""
    (_, value, _, _), measured = say_of(
        program(mislabelled, [("best", {})], **given) + tail, keras=True
    )
    assert measured["loss"] == value


def test_of_equally_good_epochs_the_first_counts(folder):
    tail = f"""
{MEASURE}
say(same("best", "first"))
"""
    trials = [("first", epochs(1)), ("best", epochs(3))]
    first, best, same = say_of(
        program(folder, trials, objective={"epoch": "best"}) + tail, keras=True
    )
    assert best[2]["val_accuracy"] == [first[1]] * 3
    assert same


def test_a_training_is_pruned_by_the_best_epoch_so_far(mislabelled):
    objective = LOSS | {"epoch": "best"}
    given = {"objective": objective, "constants": FASTER, "training": SIX_EPOCHS}
    [(_, _, history, _)] = train(mislabelled, [("whole", {"seed": 98})], **given)
    losses = history["val_loss"]
    worse = next(i for i in range(1, 5) if losses[i] > losses[i - 1])
    thresholds = [float("inf")] * worse + [losses[worse - 1]]
    [(state, *_), (pruned, value, short, _)] = train(
        mislabelled,
        [
            ("kept", {"seed": 98, "thresholds": thresholds}),
            ("pruned", {"seed": 98, "thresholds": [*thresholds[:-1], 0.0]}),
        ],
        before='inf = float("inf")',
        **given,
    )
    assert state == "complete"
    assert pruned == "pruned"
    assert short["val_loss"] == losses[: worse + 1]
    assert value == min(short["val_loss"])
