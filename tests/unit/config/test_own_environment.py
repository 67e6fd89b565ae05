from sametrials.config.own_environment import with_interpreter

TRIAL = {"file": "my_trial.py", "environment": "torch.yaml"}


def test_the_noted_interpreter_takes_the_place_of_the_conda_file(tmp_path):
    noted = tmp_path / "interpreter.txt"
    noted.write_text("/envs/a b/bin/python\n")
    config = {"trial": TRIAL, "constants": {}}
    found = with_interpreter(config, [noted])
    assert found == {"trial": TRIAL | {"environment": "/envs/a b/bin/python"}, "constants": {}}
    assert config["trial"] is TRIAL
    assert TRIAL["environment"] == "torch.yaml"


def test_without_one_all_stays():
    assert with_interpreter({"trial": None}, []) == {"trial": None}
