import pytest
from drawn import integer, real

from sametrials.figures.shared.axes import dress
from sametrials.figures.shared.dimension import dimensions_of
from sametrials.figures.shared.style import new_figure


def tick_labels(entry, length=300) -> list[str]:
    [dimension] = dimensions_of({"x": entry})
    axis = new_figure(6, 4).add_subplot().xaxis
    dress(axis, dimension, length, font_size=7)
    axis.figure.draw_without_rendering()
    low, high = dimension.low, dimension.high
    return [
        tick.label1.get_text()
        for tick in axis.get_major_ticks()
        if low * 0.999 <= tick.get_loc() <= high * 1.001
    ]


@pytest.mark.parametrize(
    ("entry", "length", "labels"),
    [
        (integer(16, 512, "log-uniform"), 300, ["20", "50", "100", "200", "500"]),
        (integer(16, 512, "log-uniform"), 40, ["20", "200"]),
        (integer(4, 64, "log-uniform"), 300, ["5", "10", "20", "50"]),
        (
            integer(1, 100_000, "log-uniform"),
            80,
            ["10⁰", "10²", "10⁴"],
        ),
        (
            real(1e-6, 1e-2, "log-uniform"),
            300,
            ["10⁻⁶", "10⁻⁵", "10⁻⁴", "10⁻³", "10⁻²"],
        ),
        (integer(1, 5), 300, ["1", "2", "3", "4", "5"]),
    ],
)
def test_an_axis_has_ticks_that_say_its_scale(entry, length, labels):
    assert tick_labels(entry, length) == labels
