"""What the tests of the figures share: results of searches, and a look at what is drawn."""

from copy import deepcopy
from functools import cache
from itertools import combinations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text
from scipy.optimize import OptimizeResult
from skopt import Optimizer
from skopt.space import Categorical, Integer, Real, Space

from hpo.figures.shared.style import save_figure
from hpo.figures.test_set.predicted_test_set import TestSet

LEARNING_RATE = Real(1e-6, 1e-2, prior="log-uniform", name="learning_rate")
LAYERS = Integer(1, 5, name="num_dense_layers")
NODES = Integer(5, 512, name="num_dense_nodes")
ACTIVATION = Categorical(["relu", "sigmoid"], name="activation")
SEED_SPACE = [LEARNING_RATE, LAYERS, NODES, ACTIVATION]

LONG_NAMES = Categorical(
    ["relu", "a_rather_long_name_of_an_activation", "tanh", "another_rather_long_one", "elu", "x"],
    name="activation_of_the_last_layer",
)
KERNEL = Categorical([3, 5, 7], name="kernel_size")
CONSTANT = Categorical(["only"], name="constant")
EIGHT = [
    *(LEARNING_RATE, LAYERS, NODES, LONG_NAMES, KERNEL),
    Real(0.0, 0.5, name="dropout"),
    Integer(8, 512, prior="log-uniform", name="batch_size"),
    Integer(1, 200_000, name="num_convolutional_filters"),
]

# Spaces and numbers of trials that a figure has to cope with.
CASES = {
    "seed": (SEED_SPACE, 40),
    "one trial": (SEED_SPACE, 1),
    "two trials": (SEED_SPACE, 2),
    "eight dimensions": (EIGHT, 12),
    "one real": ([LEARNING_RATE], 5),
    "one categorical": ([LONG_NAMES], 8),
    "categorical only": ([LONG_NAMES, KERNEL], 9),
    "constant beside": ([CONSTANT, LEARNING_RATE, LAYERS], 5),
    "constant only": ([CONSTANT], 2),
}


def search_result(dimensions, points, accuracies, surrogate="GP"):
    """Make a result as the search writes it; `surrogate` None: without a model."""
    models = []
    if surrogate:
        optimizer = Optimizer(dimensions, surrogate, n_initial_points=1, random_state=1)
        models = optimizer.tell(points, [-accuracy for accuracy in accuracies]).models[-1:]
        dimensions = optimizer.space.dimensions
    best = int(np.argmax(accuracies))
    return OptimizeResult(
        x=points[best],
        fun=-accuracies[best],
        x_iters=points,
        func_vals=-np.array(accuracies, dtype=float),
        space=Space(dimensions),
        models=models,
    )


def random_result(dimensions, n_trials, surrogate="GP", accuracies=None):
    """Make a result of random points with accuracies up to 0.99, every eighth at chance."""
    dimensions = deepcopy(dimensions)  # an optimizer changes how they are transformed
    points = [
        [value.item() if hasattr(value, "item") else value for value in point]
        for point in Space(dimensions).rvs(n_trials, random_state=1)
    ]
    scores = 0.99 - 0.2 * np.random.default_rng(1).random(n_trials) ** 2
    scores[5::8] = 0.1
    return search_result(dimensions, points, accuracies or scores.tolist(), surrogate)


@cache
def case(name, **options):
    dimensions, n_trials = CASES[name]
    return random_result(dimensions, n_trials, **options)


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
