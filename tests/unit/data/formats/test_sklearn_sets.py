"""The data sets that scikit-learn carries."""

import numpy as np
import pytest
from sklearn.datasets import load_diabetes, load_digits

from sametrials.data.arrays import digest_for_training


@pytest.mark.parametrize(
    ("name", "columns", "examples", "classes"),
    [
        ("iris", 4, 150, ("setosa", "versicolor", "virginica")),
        ("wine", 13, 178, ("class_0", "class_1", "class_2")),
        ("breast_cancer", 30, 569, ("benign", "malignant")),
    ],
)
def test_a_set_of_classes_has_their_names(prepare, name, columns, examples, classes):
    found = prepare(name=name, format="sklearn")
    arrays = found.arrays
    assert found.dataset["split"] == "stratified"
    assert arrays.classes == classes
    assert len(arrays.columns) == columns == arrays.x_train.shape[1]
    assert sum(len(getattr(arrays, f"y_{part}")) for part in ("train", "validation", "test")) == (
        examples
    )
    assert np.allclose(arrays.x_train.mean(axis=0), 0, atol=1e-5)
    assert np.allclose(arrays.x_train.std(axis=0), 1, atol=1e-5)


def test_the_digits_are_images_from_black_to_white(prepare):
    arrays = prepare(name="digits", format="sklearn", split="last").arrays
    images = load_digits().images
    assert np.array_equal(arrays.x_train, np.round(images[:1079] / 16 * 255).astype(np.uint8))
    assert (arrays.x_train.dtype, arrays.x_train.max()) == (np.uint8, 255)
    assert arrays.classes == tuple("0123456789")


def test_diabetes_is_a_regression(prepare):
    found = prepare(name="diabetes", format="sklearn", scale=False, split="last")
    assert found.dataset["task"] == "regression"
    assert found.arrays.targets == ("progression",)
    data = load_diabetes()
    assert np.array_equal(found.arrays.y_train, data.target[:266].astype(np.float32))
    assert np.array_equal(found.arrays.x_train, data.data[:266].astype(np.float32))


def test_the_same_seed_makes_the_same_data_and_another_seed_others(prepare):
    first, same, other = (
        digest_for_training(prepare(name="wine", format="sklearn", seed=seed).arrays)
        for seed in (1, 1, 2)
    )
    assert first == same != other
