"""Which examples are there in each fold of a cross-validation."""

import numpy as np
import pytest
from prepared import checked

from sametrials.common.errors import DataError
from sametrials.data.arrays import load_arrays
from sametrials.data.folds import choose_folds
from sametrials.data.formats.read import read_dataset
from sametrials.data.parts import Sizes
from sametrials.data.prepare import prepare
from sametrials.data.source import Part, Source

SPLITS = ("last", "shuffled", "stratified")


def source(count=50, groups=None, **parts) -> Source:
    x = np.arange(count).reshape(count, 1)
    return Source({"train": Part(x, np.arange(count) % 3, groups), **parts})


def folds(of: Source, n_folds=5, **sizes) -> list[dict[str, list[int]]]:
    """The numbers of the examples in each part of each fold."""
    found = choose_folds(of, Sizes(**{"seed": 3, "split": "shuffled"} | sizes), n_folds)
    return [{name: part.x[:, 0].tolist() for name, part in fold.items()} for fold in found]


@pytest.mark.parametrize("split", SPLITS)
def test_each_example_that_is_not_tested_is_in_one_validation_part_and_else_in_training(split):
    found = folds(source(), split=split)
    test = found[0]["test"]
    assert len(test) == 10
    assert all(fold["test"] == test for fold in found)
    validated = [i for fold in found for i in fold["validation"]]
    assert sorted(validated + test) == list(range(50))
    for fold in found:
        assert sorted(fold["train"] + fold["validation"] + test) == list(range(50))
        assert all(part == sorted(part) for part in fold.values())


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("n_folds", [2, 3, 7, 40])
def test_the_folds_are_of_one_size_or_differ_by_an_example(split, n_folds):
    sizes = {len(fold["validation"]) for fold in folds(source(), n_folds, split=split)}
    assert max(sizes) - min(sizes) <= 1
    assert min(sizes) >= 1


def test_the_last_ones_are_tested_and_the_others_are_blocks_in_their_order():
    found = folds(source(13), 3, split="last", test=3)
    assert [fold["validation"] for fold in found] == [[0, 1, 2, 3], [4, 5, 6], [7, 8, 9]]


@pytest.mark.parametrize("n_folds", [2, 5])
def test_stratified_folds_have_of_each_class_its_share(n_folds):
    labels = np.repeat([0, 1, 2], [40, 7, 13])
    whole = Source({"train": Part(np.arange(60).reshape(60, 1), labels)})
    counts = np.array(
        [
            np.bincount(fold["validation"].y, minlength=3)
            for fold in choose_folds(whole, Sizes(split="stratified", seed=1), n_folds)
        ]
    )
    assert (counts.max(axis=0) - counts.min(axis=0) <= 1).all()
    assert counts.min() >= 1


@pytest.mark.parametrize("split", ["last", "shuffled"])
def test_a_group_is_in_one_fold_and_the_folds_are_as_equal_as_groups_allow(split):
    groups = np.repeat(np.array(list("abcdefghij"), dtype=object), [9, 1, 4, 6, 5, 5, 3, 7, 2, 8])
    found = folds(source(50, groups), 4, split=split, test=5)
    for fold in found:
        assert not {groups[i] for i in fold["validation"]} & {groups[i] for i in fold["train"]}
    sizes = [len(fold["validation"]) for fold in found]
    assert max(sizes) - min(sizes) <= 2


def test_which_examples_make_a_fold_is_known():
    """A change here changes the trials of all users who cross-validate."""
    groups = np.array(list("aabbccddeeff"), dtype=object)
    found = {
        "shuffled": folds(source(12), 3, test=3),
        "stratified": folds(source(12), 3, test=3, split="stratified"),
        "groups": folds(source(12, groups), 3, test=2),
    }
    assert {name: [fold["validation"] for fold in each] for name, each in found.items()} == {
        "shuffled": [[2, 6, 7], [0, 4, 5], [1, 3, 11]],
        "stratified": [[4, 8, 9], [1, 2, 6], [0, 5, 10]],
        "groups": [[0, 1, 8, 9], [6, 7, 10, 11], [2, 3]],
    }


def test_another_seed_makes_other_folds_and_the_same_seed_the_same():
    assert folds(source()) == folds(source())
    assert folds(source()) != folds(source(), seed=4)
    assert folds(source(), split="last") == folds(source(), split="last", seed=4)


def test_a_test_part_of_its_own_is_kept_and_the_first_training_examples_are_used():
    own = Part(np.arange(100, 120).reshape(20, 1), np.arange(20) % 3)
    found = folds(source(test=own), 2, train=10, test=4)
    assert all(fold["test"] == [100, 101, 102, 103] for fold in found)
    assert sorted(i for fold in found for i in fold["validation"]) == list(range(10))


@pytest.mark.parametrize(
    ("whole", "n_folds", "said"),
    [
        (source(5), 5, "found 5 folds, expected at most 4, since there are 4 examples beside the"),
        (
            source(50, np.repeat(np.array(list("abc"), dtype=object), [20, 20, 10])),
            3,
            "found 3 folds, expected at most 2, since there are 2 groups of dataset.group beside",
        ),
        (source(validation=Part(np.zeros((2, 1)), np.zeros(2))), 3, "found data with a validation"),
    ],
)
def test_what_cannot_be_divided_is_refused_in_a_line(whole, n_folds, said):
    with pytest.raises(DataError, match=f"^dataset.cross_validation: {said}") as error:
        folds(whole, n_folds)
    assert len(str(error.value).splitlines()) == 1


def written(folder, n_folds, seed=3, **dataset):
    """Prepare the folds of a data set; returns their arrays and what was said."""
    section = checked({"name": "mine", "cross_validation": n_folds} | dataset)
    keys = ("train", "validation", "test", "split")
    outputs = [folder / f"{fold}.npz" for fold in range(n_folds)]
    sizes = Sizes(**{key: section[key] for key in keys}, seed=seed)
    said = prepare(read_dataset(section), section["task"], sizes, *outputs)
    return [load_arrays(output) for output in outputs], said


def test_what_is_fitted_is_fitted_to_the_training_part_of_each_fold(tmp_path):
    found, said = written(tmp_path, 5, name="diabetes", format="sklearn")
    for arrays in found:
        assert abs(arrays.x_train.mean(axis=0)).max() < 1e-6
        assert abs(arrays.x_train.std(axis=0) - 1).max() < 1e-5
        assert abs(arrays.x_validation.mean(axis=0)).max() > 0.01
    assert len({arrays.x_test.tobytes() for arrays in found}) == 5
    assert len({arrays.y_test.tobytes() for arrays in found}) == 1
    assert "dataset: cross-validation with 5 folds of 70 to 71 examples" in said
    assert "dataset: 88 test examples" in said
    assert not any("validation examples" in line for line in said)


def test_a_median_and_the_categories_are_those_of_the_fold(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = [f"{'' if i == 5 else i},{'rare' if i == 0 else 'often'},{i / 7}" for i in range(9)]
    (tmp_path / "a.csv").write_text("\n".join(["x,kind,y", *rows]) + "\n")
    table = {"format": "table", "path": "a.csv", "target": "y", "missing": "impute"}
    found, said = written(tmp_path, 3, split="last", test=3, scale=False, **table)
    assert [arrays.columns for arrays in found] == [
        ("x", "kind=often"),
        ("x", "kind=often", "kind=rare"),
        ("x", "kind=often", "kind=rare"),
    ]
    assert [arrays.x_train[-1, 0] for arrays in found] == [3, 1, 3]  # the median in place of row 5
    assert len(said) == len(set(said))


def test_classes_have_the_same_numbers_in_all_folds(tmp_path):
    found, said = written(tmp_path, 4, name="iris", format="sklearn")
    assert {arrays.classes for arrays in found} == {("setosa", "versicolor", "virginica")}
    together = sum(np.bincount(arrays.y_validation) for arrays in found)
    assert together.tolist() == [40, 40, 40]
    assert "dataset: cross-validation with 4 folds of 30 examples" in said


def test_a_fold_is_the_same_bytes_each_time(tmp_path):
    for folder in ("one", "other"):
        written(tmp_path / folder, 3, name="wine", format="sklearn")
    for fold in range(3):
        one, other = ((tmp_path / each / f"{fold}.npz").read_bytes() for each in ("one", "other"))
        assert one == other
