"""What the tests of the figures share: trials of made-up studies, and a look at what is drawn."""

from itertools import combinations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text

from sametrials.figures.shared.study_trials import StudyTrials
from sametrials.figures.shared.style import save_figure, styled
from sametrials.figures.test_set.predicted_test_set import TestSet
from sametrials.figures.test_set.predicted_values import PredictedValues
from sametrials.study.objective import Objective
from sametrials.study.space import Space

ACCURACY = Objective()
LOSS = Objective("val_loss", "minimize")


def real(low, high, prior="uniform"):
    return {"type": "real", "low": low, "high": high, "prior": prior}


def integer(low, high, prior="uniform"):
    return {"type": "integer", "low": low, "high": high, "prior": prior}


def categorical(*categories):
    return {"type": "categorical", "categories": list(categories)}


LEARNING_RATE = {"learning_rate": real(1e-6, 1e-2, "log-uniform")}
LAYERS = {"num_dense_layers": integer(1, 5)}
NODES = {"num_dense_nodes": integer(5, 512)}
ACTIVATION = {"activation": categorical("relu", "sigmoid")}
SEED_SPACE = LEARNING_RATE | LAYERS | NODES | ACTIVATION

LONG_NAMES = {
    "activation_of_the_last_layer": categorical(
        *("relu", "a_rather_long_name_of_an_activation", "tanh", "another_rather_long_one"),
        *("elu", "x"),
    )
}
KERNEL = {"kernel_size": categorical(3, 5, 7)}
CONSTANT = {"constant": categorical("only")}
EIGHT = {
    **(LEARNING_RATE | LAYERS | NODES | LONG_NAMES | KERNEL),
    "dropout": real(0.0, 0.5),
    "batch_size": integer(8, 512, "log-uniform"),
    "num_convolutional_filters": integer(1, 200_000),
}

# Spaces and numbers of trials that a figure has to cope with.
CASES = {
    "seed": (SEED_SPACE, 40),
    "one trial": (SEED_SPACE, 1),
    "two trials": (SEED_SPACE, 2),
    "eight dimensions": (EIGHT, 12),
    "one real": (LEARNING_RATE, 5),
    "one categorical": (LONG_NAMES, 8),
    "categorical only": (LONG_NAMES | KERNEL, 9),
    "constant beside": (CONSTANT | LEARNING_RATE | LAYERS, 5),
    "constant only": (CONSTANT, 2),
}


def study_trials(space, points, values, states=None, objective=ACCURACY):
    """Make the trials of a study; `points` are lists of values in the order of the space."""
    states = np.array(["complete"] * len(values) if states is None else list(states), dtype=str)
    values = np.where(states == "failed", np.nan, np.array(values, dtype=float))
    points = [dict(zip(space, point, strict=True)) for point in points]
    return StudyTrials(objective, space, points, values, states)


def random_trials(space, n_trials, values=None, states=None, objective=ACCURACY):
    """Make trials of random points with accuracies up to 0.99, every eighth at chance."""
    random = np.random.default_rng(1)
    points = [list(Space(space).at(random.random(len(space))).values()) for _ in range(n_trials)]
    if values is None:
        values = 0.99 - 0.2 * random.random(n_trials) ** 2
        values[5::8] = 0.1
    return study_trials(space, points, values, states, objective)


def case(name, **options):
    space, n_trials = CASES[name]
    return random_trials(space, n_trials, **options)


def with_values(values, states=None, objective=ACCURACY):
    """Make trials of which nothing matters but their values."""
    return study_trials(LEARNING_RATE, [[1e-3]] * len(values), values, states, objective)


def small_test_set(wrong=(), n_images=12):
    """Make a test set; `wrong` maps an image to the probability of its wrong prediction."""
    labels = np.arange(n_images, dtype=np.uint8) % 10
    probabilities = np.full((n_images, 10), 0.001, dtype=np.float32)
    probabilities[np.arange(n_images), labels] = 0.991
    for image, probability in dict(wrong).items():
        probabilities[image] = (1 - probability) / 9
        probabilities[image, (labels[image] + 1) % 10] = probability
    images = np.random.default_rng(1).integers(0, 256, (n_images, 28, 28), dtype=np.uint8)
    return TestSet(images, labels, probabilities)


def predicted_values(n_examples=80, n_outputs=1, names=(), scale=77.0, centre=150.0):
    """Make the numbers of a regression, and predictions of them with errors."""
    random = np.random.RandomState(1)
    targets = centre + scale * random.randn(n_examples, n_outputs)
    errors = scale * random.randn(n_examples, n_outputs)
    return PredictedValues(targets, targets + 0.5 * errors, list(names) or [""] * n_outputs)


@styled  # ticks are made when a figure is drawn
def shown_texts(figure):
    """All texts that can be seen."""
    figure.draw_without_rendering()
    axes = figure.findobj(Axes)
    ticks, hidden = set(), set()
    for ax in axes:
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            slack = 1e-6 * (high - low)
            for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
                labels = {tick.label1, tick.label2}
                inside = low - slack <= tick.get_loc() <= high + slack
                drawn = inside and ax.axison and ax.get_visible() and axis.get_visible()
                (ticks if drawn else hidden).update(labels)
            if not (ax.axison and ax.get_visible() and axis.get_visible()):
                hidden.add(axis.label)
    return [
        text
        for text in figure.findobj(Text)
        if text not in hidden and text.get_visible() and text.get_text().strip()
    ]


def words(figure):
    return [text.get_text().replace("\n", " ") for text in shown_texts(figure)]


def assert_legible(figure):
    """Check that all texts are inside the figure, none over another, none too small to read."""
    texts = [text for text in shown_texts(figure) if text.get_rotation() % 90 == 0]
    boxes = [text.get_window_extent() for text in texts]
    page = figure.bbox
    for text, box in zip(texts, boxes, strict=True):
        assert text.get_fontsize() >= 4, text
        assert box.x0 >= page.x0 - 1 and box.x1 <= page.x1 + 1, f"{text} is cut off"
        assert box.y0 >= page.y0 - 1 and box.y1 <= page.y1 + 1, f"{text} is cut off"
    for (first, box), (second, other) in combinations(zip(texts, boxes, strict=True), 2):
        across = min(box.x1, other.x1) - max(box.x0, other.x0)
        down = min(box.y1, other.y1) - max(box.y0, other.y0)
        assert min(across, down) <= 1, f"{first} overlaps {second}"


def assert_same_bytes(make, folder):
    """Check that a figure that is made and saved twice gives the same SVG and PNG."""
    files = []
    for turn in ("first", "second"):
        paths = [folder / turn / f"figure.{suffix}" for suffix in ("svg", "png")]
        save_figure(make(), paths, dpi=60)
        files.append([path.read_bytes() for path in paths])
    assert files[0] == files[1]
