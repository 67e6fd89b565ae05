from sametrials.config.replicates import expand_seeds, group_replicates


def test_a_study_with_several_seeds_becomes_a_study_of_each():
    studies = {
        "gp": {"optimizer": "gp", "seed": [1, 20]},
        "forest": {"optimizer": "forest", "seed": 7},
        "random": {"optimizer": "random", "seed": None},
    }
    assert expand_seeds(studies) == {
        "gp-1": {"optimizer": "gp", "seed": 1},
        "gp-20": {"optimizer": "gp", "seed": 20},
        "forest": {"optimizer": "forest", "seed": 7},
        "random": {"optimizer": "random", "seed": None},
    }


def test_studies_that_differ_in_the_seed_only_are_one_strategy():
    studies = expand_seeds(
        {"gp": {"optimizer": "gp", "seed": [1, 2]}, "random": {"optimizer": "random", "seed": [1]}}
    )
    assert group_replicates(studies) == {"gp": ["gp-1", "gp-2"], "random-1": ["random-1"]}


def test_studies_that_differ_in_anything_else_are_strategies_of_their_own():
    studies = {
        "gp": {"window": 1, "n_calls": 40, "seed": 1},
        "wide": {"window": 5, "n_calls": 40, "seed": 2},
        "long": {"window": 1, "n_calls": 60, "seed": 2},
    }
    assert group_replicates(studies) == {name: [name] for name in studies}


def names(*groups):
    """Name the strategies of groups of studies; each group has settings of its own."""
    studies = {
        name: {"window": group, "seed": seed}
        for group, members in enumerate(groups)
        for seed, name in enumerate(members)
    }
    return list(group_replicates(studies))


def test_a_strategy_is_named_by_what_its_studies_have_in_common():
    assert names(["gp-1", "gp-12", "gp-123"], ["forest"]) == ["gp", "forest"]
    assert names(["gp1", "gp2"], ["long_run_3", "long_run_4"]) == ["gp", "long_run"]
    assert names(["gp2-1", "gp2-2"], ["gp3-1", "gp3-2"]) == ["gp2", "gp3"]


def test_a_name_that_others_could_claim_is_no_strategy_s():
    assert names(["gp-1", "gp-2"], ["gp"]) == ["gp-1 + gp-2", "gp"]
    assert names(["gp-1", "gp-2"], ["gp-3", "gp-4"]) == ["gp-1 + gp-2", "gp-3 + gp-4"]
    assert names(["gp-1", "gp-2"], ["gp-3"]) == ["gp-1 + gp-2", "gp-3"]


def test_replicates_without_a_name_in_common_are_listed():
    assert names(["this", "that"]) == ["this + that"]
    assert names(["1", "2"]) == ["1 + 2"]
