from dataclasses import replace


def test_the_window_decides_how_many_trials_a_suggestion_sees(study):
    sequential = replace(study, window=1)
    assert [sequential.n_visible(trial) for trial in range(4)] == [0, 1, 2, 3]
    assert [study.n_visible(trial) for trial in range(6)] == [0, 0, 0, 1, 2, 3]


def test_each_purpose_and_each_trial_has_a_seed_of_its_own_that_never_changes(study):
    seeds = {study.seed_of(purpose, trial) for purpose in ("a", "b") for trial in range(100)}
    assert len(seeds) == 200
    assert all(0 <= seed < 2**32 for seed in seeds)
    # A constant: another value here would retrain every search there is.
    assert study.seed_of("training", 3) == 976006466


def test_another_seed_of_the_study_gives_other_seeds(study):
    assert study.seed_of("training") != replace(study, seed=study.seed + 1).seed_of("training")


def test_a_setting_that_the_study_has_no_use_for_does_not_belong_to_its_identity(study):
    unused = {"forest": "RF", "kappa": 3.0}
    assert replace(study, **unused).identity() == study.identity()
    lcb = replace(study, acq_func="LCB")
    assert replace(lcb, xi=1.0).identity() == lcb.identity()
    assert replace(lcb, kappa=3.0).identity() != lcb.identity()
    forest = replace(study, optimizer="forest")
    assert replace(forest, forest="RF").identity() != forest.identity()
    random = replace(study, optimizer="random")
    unused |= {"acq_func": "PI", "xi": 1.0, "lie": "best", "n_initial_points": 7}
    unused |= {"initial_point_generator": "sobol"}
    assert replace(random, **unused).identity() == random.identity()
    assert replace(random, seed=2).identity() != random.identity()


def test_a_grid_belongs_to_the_identity_of_a_study_and_a_list_to_each_of_its_trials(study):
    grid = replace(study, optimizer="grid", grid={"learning_rate": 4})
    assert replace(grid, grid={"learning_rate": 5}).identity() != grid.identity()
    manual = replace(study, optimizer="manual", points=[{"learning_rate": 1e-3}])
    assert replace(manual, points=[]).identity() == manual.identity()


def test_all_else_but_the_number_of_calls_belongs_to_the_identity_of_a_study(study):
    assert replace(study, n_calls=99).identity() == study.identity()
    assert replace(study, confirm=3).identity() == study.identity()
    for change in (
        {"seed": 2},
        {"optimizer": "forest"},
        {"acq_func": "PI"},
        {"xi": 0.1},
        {"lie": "worst"},
        {"n_initial_points": 5},
        {"initial_point_generator": "sobol"},
        {"window": 2},
        {"default_parameters": None},
        {"search_space": dict(reversed(study.search_space.items()))},
    ):
        assert replace(study, **change).identity() != study.identity(), change
