from dataclasses import replace

from sametrials.config.make_study import make_study
from sametrials.study.objective import Objective
from sametrials.study.settings import derived_seed, study_of


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


def test_a_seed_is_a_function_of_the_study_s_seed_the_purpose_and_the_trial(study):
    assert study.seed_of("training", 3) == derived_seed(study.seed, "training", 3)
    assert study.training_seed(3) == study.seed_of("training", 3)
    assert len({study.training_seed(3, new) for new in range(3)}) == 3
    assert derived_seed(1, "a", 12) != derived_seed(1, "a 1", 2)


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
    ends = {"target": 0.5, "max_hours": 1.0, "trial_timeout": 9.0}
    ends["stop_after"] = {"no_improvement": 5}
    assert replace(study, **ends).identity() == study.identity()
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
        {"objective": Objective("val_loss", "minimize")},
        {"objective": Objective(direction="minimize")},
        {"objective": Objective(epoch="best")},
    ):
        assert replace(study, **change).identity() != study.identity(), change


def test_the_surrogate_is_the_optimizer_s_own_or_chosen_and_a_gaussian_process_to_show_others(
    study,
):
    def kind(**changes):
        return replace(study, **changes).surrogate

    assert [kind(optimizer=name) for name in ("gp", "gbrt", "random")] == ["GP", "GBRT", "GP"]
    assert [kind(optimizer="forest", forest=trees) for trees in ("ET", "RF")] == ["ET", "RF"]


def test_a_study_has_the_objective_that_its_settings_name(search_space):
    checked = make_study(search_space, {}, objective={"metric": "val_loss", "epoch": "best"})
    assert checked.objective == Objective("val_loss", "minimize", "best")
    assert make_study(search_space, {}).objective == Objective()


def test_settings_that_were_checked_make_the_same_study_without_a_check(study):
    settings = {
        key: part for key, part in vars(study).items() if key not in ("order", "space", "where")
    }
    parts = {name: settings.pop(name) for name in ("search_space", "default_parameters", "enqueue")}
    parts["objective"] = settings.pop("objective").identity()
    parts["constraints"] = {"where": []}
    assert study_of({**parts, "study": settings}) == study
