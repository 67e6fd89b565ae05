from sametrials.search.make_job import ANY, make_job
from sametrials.search.setup import setup_of
from simulated import DEFAULT_PARAMETERS, SimulatedTask


def test_the_paths_of_a_job_do_not_depend_on_the_working_folder(study, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    store = setup_of(study, SimulatedTask(tmp_path)).store("results/gp", print)
    job = make_job(store, 3, DEFAULT_PARAMETERS, 1, ANY)
    assert job.model_path == tmp_path / "results" / "gp" / "trials" / "0003.model"
    assert job.log_dir.parent == tmp_path / "results" / "gp" / "tensorboard"
