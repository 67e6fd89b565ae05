"""Which examples are there to train, to validate and to test."""

import numpy as np
import pytest

from sametrials.common.errors import DataError
from sametrials.data.parts import Sizes, choose_parts
from sametrials.data.source import Part, Source


def part(count=100, first=0, groups=None):
    x = np.arange(first, first + count).reshape(count, 1)
    return Part(x, np.arange(count) % 4, groups)


def numbers(parts) -> dict[str, list[int]]:
    return {name: of_part.x[:, 0].tolist() for name, of_part in parts.items()}


def sizes_of(source, **sizes) -> list[int]:
    return [len(of_part.y) for of_part in choose_parts(source, Sizes(**sizes)).values()]


def test_nothing_said_holds_out_a_fifth_for_each_part():
    found = numbers(choose_parts(Source({"train": part()}), Sizes()))
    assert found == {
        "train": list(range(60)),
        "validation": list(range(60, 80)),
        "test": list(range(80, 100)),
    }


@pytest.mark.parametrize(
    ("sizes", "found"),
    [
        ({"validation": 7, "test": 9}, [84, 7, 9]),
        ({"validation": 0.1, "test": 0.25}, [65, 10, 25]),
        ({"train": 50, "validation": 0.1, "test": 0.25}, [32, 5, 13]),
        ({"train": 0.5, "validation": 7}, [33, 7, 10]),
        ({"validation": 1e-9, "test": 1}, [98, 1, 1]),
    ],
)
def test_sizes_are_counts_or_shares_of_what_is_used(sizes, found):
    assert sizes_of(Source({"train": part()}), **sizes) == found


@pytest.mark.parametrize(
    ("sizes", "found"),
    [
        ({}, [100, 20, 30]),
        ({"train": 10, "validation": 5, "test": 0.5}, [10, 5, 15]),
    ],
)
def test_of_parts_that_are_given_the_first_examples_are_used(sizes, found):
    source = Source({"train": part(), "validation": part(20, 100), "test": part(30, 200)})
    chosen = choose_parts(source, Sizes(**sizes))
    assert [len(of_part.y) for of_part in chosen.values()] == found
    assert numbers(chosen)["validation"][0] == 100
    assert numbers(chosen)["test"][-1] == 199 + found[2]


@pytest.mark.parametrize("split", ["last", "shuffled", "stratified"])
def test_every_example_is_in_one_part_and_keeps_its_order(split):
    found = numbers(choose_parts(Source({"train": part()}), Sizes(split=split, seed=4)))
    assert sorted(i for of_part in found.values() for i in of_part) == list(range(100))
    assert all(of_part == sorted(of_part) for of_part in found.values())


def test_a_stratified_split_has_of_each_class_its_share_in_both_parts():
    chosen = choose_parts(Source({"train": part()}), Sizes(split="stratified", seed=4))
    for name in ("validation", "test"):
        assert np.abs(np.bincount(chosen[name].y) - 5).max() <= 1


def test_which_examples_are_drawn_is_known():
    """A change here changes the trials of all users who have their examples drawn."""
    source = Source({"train": part(12)})
    drawn = {
        split: numbers(choose_parts(source, Sizes(validation=3, test=3, split=split, seed=3)))
        for split in ("shuffled", "stratified")
    }
    assert {split: (each["validation"], each["test"]) for split, each in drawn.items()} == {
        "shuffled": ([1, 3, 11], [8, 9, 10]),
        "stratified": ([1, 3, 4], [2, 7, 8]),
    }


def test_groups_are_taken_while_that_comes_nearer_to_the_size():
    groups = np.repeat(np.array(list("abcdefgh"), dtype=object), [5, 5, 5, 5, 5, 5, 4, 2])
    source = Source({"train": part(36, groups=groups)})
    assert sizes_of(source, validation=5, test=6) == [25, 5, 6]
    assert sizes_of(source, validation=1, test=3) == [30, 4, 2]


def test_the_last_groups_are_those_that_appear_last():
    groups = np.array(["z", "a", "z", "m", "a", "m"], dtype=object)
    found = numbers(choose_parts(Source({"train": part(6, groups=groups)}), Sizes(None, 2, 2)))
    assert found == {"train": [0, 2], "validation": [1, 4], "test": [3, 5]}


def test_a_stratified_split_of_several_targets_is_refused():
    source = Source({"train": Part(np.zeros((9, 1)), np.zeros((9, 2)))})
    with pytest.raises(DataError, match="stratified, but there are several targets"):
        choose_parts(source, Sizes(split="stratified", seed=1))
