import pytest
from drawn import ACCURACY, LOSS

from sametrials.figures.shared.values_text import ValueFormatter, decades, texts_of


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([], []),
        ([0.0], ["0"]),
        ([1, 2, 3], ["1", "2", "3"]),
        ([0.5, 1.0, 1.5], ["0.5", "1.0", "1.5"]),
        ([-0.0, 0.25], ["0", "0.25"]),
        ([1200000, 1300000], ["1.2e6", "1.3e6"]),
        ([0, 5e-5, 1e-4], ["0", "5e-5", "1e-4"]),
        ([0.99999, 1.0], ["0.99999", "1.00000"]),
    ],
)
def test_numbers_have_as_few_digits_as_tell_them_apart(values, texts):
    assert texts_of(values) == texts


def test_shares_are_written_in_per_cent():
    assert ValueFormatter(ACCURACY).format_ticks([0.5, 0.99]) == ["50 %", "99 %"]
    assert ValueFormatter(LOSS).format_ticks([0.5, 0.99]) == ["0.50", "0.99"]
    assert ValueFormatter(LOSS)(0.031) == "0.031"


def test_decades_are_counted_where_their_quotient_is_no_number():
    assert decades(1e-300, 1e300) == 600
