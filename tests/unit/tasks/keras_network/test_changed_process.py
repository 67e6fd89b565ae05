"""A user's own model file that changes what all code of the process shares."""

import json

from trained import own_model, program

from keras_process import say_of, write_images

CHANGE = """
    os.chdir("/")
    keras.config.set_floatx("float64")
    keras.config.set_epsilon(0.1)
    keras.config.set_image_data_format("channels_first")
    sys.modules["tensorflow"].config.run_functions_eagerly(True)
    return model
"""

EVALUATE = """
from sametrials.tasks.keras_network.evaluation import evaluate, write_evaluation
from sametrials.trials.record import TrialRecord

os.chdir(folder)
best = TrialRecord(0, "complete", dict(rate=1e-4), "val_accuracy", 0.5, seed=1)
found = evaluate("a.keras", "data.npz", best, model_file="own.py")
write_evaluation(found, "evaluation.json", "predictions.npz")
"""


def test_the_next_training_does_not_notice_and_all_files_are_where_they_belong(tmp_path):
    folder = write_images(tmp_path)
    own_model(folder)
    source = (folder / "own.py").read_text().replace("    return model\n", CHANGE)
    (folder / "own.py").write_text("import os, sys\nos.chdir('/')\n" + source)
    a, b = (("a", {"seed": 1}), ("b", {"seed": 2}))
    given = {"model": "own.py", "before": "import os; os.chdir(folder)"}
    forwards = say_of(program(folder, [a, b], **given) + EVALUATE, keras=True)
    assert say_of(program(folder, [b], **given), keras=True) == forwards[1:]
    assert json.loads((folder / "evaluation.json").read_text())["images"] == 20
