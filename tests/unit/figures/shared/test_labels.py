from sametrials.figures.shared.labels import percent, probability, readable, shortened, wrapped


def test_names_are_written_in_words():
    assert readable("learning_rate") == "learning rate"
    assert readable("num_dense_layers") == "number of dense layers"
    assert readable("_") == "_"


def test_long_names_are_wrapped_between_words():
    assert wrapped("num_dense_layers", 12) == "number of\ndense layers"


def test_long_categories_are_shortened():
    assert shortened("hard_sigmoid", 20) == "hard_sigmoid"
    assert shortened("hard_sigmoid", 5) == "hard…"
    assert shortened(3, 5) == "3"


def test_shares_are_written_in_per_cent():
    assert percent(0.99) == "99 %"
    assert percent(0.1 + 0.2) == "30 %"


def test_a_probability_is_not_rounded_up_to_certainty():
    assert probability(0.99999) == "> 99.9 %"
    assert probability(1.0) == "100 %"
    assert probability(0.876) == "87.6 %"
