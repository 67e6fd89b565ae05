"""The same trials bit for bit after any crash and in a longer search.

On another number of cores: test_environment.py.
"""

import hashlib
import random
import time

from project import kill

ONE_TRIAL = {"n_calls": 1, "n_initial_points": 1}


def digest(project) -> str:
    return hashlib.sha256(project.path("trials.csv").read_bytes()).hexdigest()


def test_killed_three_times_and_resumed_gives_the_same_trials(finished_project, project):
    seed = random.randrange(2**32)  # noqa: S311 - any moment at all
    print(f"seed of the moments: {seed}")
    moments = random.Random(seed)  # noqa: S311
    for kills in range(3):
        process = project.start("results/gp/trials.csv")
        # Once before any trial is recorded, then after the second and the fourth.
        project.wait_for_trials(process, 2 * kills)
        time.sleep(moments.uniform(0, 8 if kills == 0 else 0.5))
        assert process.poll() is None
        kill(process)
    assert len(list(project.path("trials").glob("*.json"))) < 6
    project.run("results/gp/trials.csv")
    assert digest(project) == digest(finished_project)
    assert project.records() == finished_project.records()


def test_a_longer_search_trains_only_the_new_trials_and_keeps_the_first(copied_project):
    before = {path.name: path.read_bytes() for path in copied_project.path("trials").glob("*.json")}
    copied_project.configure(lambda config: config["studies"]["gp"].update(n_calls=8))
    said = copied_project.run("results/gp/search.json", cores=1)
    lines = [line for line in said.splitlines() if line.startswith("gp: trial")]
    assert len(lines) == 2
    after = {path.name: path.read_bytes() for path in copied_project.path("trials").glob("*.json")}
    assert len(after) == 8
    assert {name: after[name] for name in before} == before


def test_what_decides_a_trial_makes_new_ones_and_keeps_the_old_apart(copied_project):
    copied_project.configure(lambda config: config["training"].update(batch_size=40))
    copied_project.configure(lambda config: config["studies"]["gp"].update(ONE_TRIAL))
    said = copied_project.run("results/gp/search.json", cores=1)
    assert "6 trial records made under other settings are not used" in said
    assert len(list(copied_project.path("superseded").glob("*/*.json"))) == 6
    assert len(list(copied_project.path("trials").glob("*.json"))) == 1


def test_another_network_makes_new_trials(copied_project):
    model = copied_project.folder / "scripts/sametrials/tasks/keras_network/training/model.py"
    model.write_text(model.read_text().replace("num_filters: int = 16", "num_filters: int = 8"))
    copied_project.configure(lambda config: config["studies"]["gp"].update(ONE_TRIAL))
    said = copied_project.run("results/gp/search.json", cores=1)
    assert "6 trial records made under other settings are not used" in said
