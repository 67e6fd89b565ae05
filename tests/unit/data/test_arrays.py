"""A data set as arrays: loading it, and its identity."""

import numpy as np
import pytest
from idx_files import images

from sametrials.common.errors import DataError
from sametrials.data.arrays import NAMES, NUMBERS, digest_for_training, load_arrays, write_arrays


def test_the_digest_is_that_of_the_content_not_of_the_file(small, tmp_path):
    arrays = load_arrays(small())
    np.savez_compressed(tmp_path / "compressed.npz", **arrays._asdict())
    assert digest_for_training(load_arrays(tmp_path / "compressed.npz")) == digest_for_training(
        arrays
    )


def test_the_digest_is_known(small):
    """A change here makes all trial records of all users stale."""
    expected = "179758b90f139c9db03449f62d8939901c4833cd88f5ed432da7a05bace350f9"
    assert digest_for_training(load_arrays(small())) == expected


@pytest.mark.parametrize("name", NUMBERS)
def test_the_digest_changes_with_one_value_of_what_a_trial_sees(small, name):
    arrays = load_arrays(small())
    changed = getattr(arrays, name).copy()
    changed.flat[-1] += 1
    same = digest_for_training(arrays._replace(**{name: changed})) == digest_for_training(arrays)
    assert same == name.endswith("_test")


@pytest.mark.parametrize("name", NAMES)
def test_names_are_kept_and_part_of_the_digest_if_a_trial_sees_them(small, name):
    arrays = load_arrays(path := small())
    named = arrays._replace(**{name: ("ü", "b")})
    write_arrays(path, named)
    assert getattr(load_arrays(path), name) == ("ü", "b")
    same = digest_for_training(load_arrays(path)) == digest_for_training(arrays)
    assert same == (name == "origins")


@pytest.mark.parametrize("outputs", [1, 3])
def test_numbers_to_predict_are_kept(small, outputs):
    arrays = load_arrays(path := small())
    numbers = {
        name: np.full((len(getattr(arrays, name)), outputs), 0.5, np.float32)
        for name in ("y_train", "y_validation", "y_test")
    }
    write_arrays(path, arrays._replace(**numbers))
    assert not load_arrays(path).is_classification
    assert load_arrays(path).number_of_outputs == outputs


def test_the_digest_changes_with_the_shape(small):
    arrays = load_arrays(small())
    turned = arrays._replace(x_train=arrays.x_train.transpose(0, 2, 1))
    assert digest_for_training(turned) != digest_for_training(arrays)


def test_the_digest_does_not_depend_on_the_memory_layout(small):
    arrays = load_arrays(small())
    other = arrays._replace(x_train=np.asfortranarray(arrays.x_train))
    assert digest_for_training(other) == digest_for_training(arrays)


def cut(content):
    return content[: len(content) // 2]


def empty(content):
    return b""


def text(content):
    return b"not an npz file"


def one_bit_flipped(content):
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize("damage", [cut, empty, text, one_bit_flipped])
def test_a_damaged_npz_file_is_named_with_what_to_do(small, damage):
    path = small(train_images=images(20, 28, 28), test_images=images(6, 28, 28))
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(DataError, match="damaged") as caught:
        load_arrays(path)
    assert f"Delete {path} and run again" in str(caught.value)


def test_an_npz_file_with_something_else_in_it_is_refused(small):
    path = small()
    arrays = load_arrays(path)
    np.savez(path, **arrays._replace(x_test=arrays.x_test / 255)._asdict())
    with pytest.raises(DataError, match="x_test is float64"):
        load_arrays(path)
    np.savez(path, x_train=arrays.x_train)
    with pytest.raises(DataError, match="y_train"):
        load_arrays(path)


@pytest.mark.parametrize("change", [{"y_train": 14}, {"x_validation": 4}])
def test_an_npz_file_whose_labels_and_images_differ_in_number_is_refused(small, change):
    path = small()
    arrays = load_arrays(path)
    [(name, number)] = change.items()
    np.savez(path, **arrays._replace(**{name: getattr(arrays, name)[:number]})._asdict())
    with pytest.raises(DataError, match=f"found .* labels for x_{name[2:]} with shape"):
        load_arrays(path)
