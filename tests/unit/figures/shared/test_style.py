import pytest
from matplotlib import rc_context

from sametrials.figures.shared.style import draw_message, new_figure, save_figure


def test_each_format_is_saved(tmp_path):
    paths = [tmp_path / f"figure.{suffix}" for suffix in ("svg", "png", "pdf")]
    save_figure(draw_message("nothing to see", 6.3), paths, dpi=50)
    assert [path.read_bytes()[:4] for path in paths] == [b"<?xm", b"\x89PNG", b"%PDF"]


def test_text_in_an_svg_stays_text(tmp_path):
    path = tmp_path / "figure.svg"
    save_figure(draw_message("nothing to see", 6.3), [path], dpi=50)
    assert "nothing to see" in path.read_text()


def test_no_date_is_in_the_files(tmp_path):
    path = tmp_path / "figure.svg"
    save_figure(draw_message("x", 6.3), [path], dpi=50)
    assert "<dc:date>" not in path.read_text()


def test_another_format_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"figure\.gif: expected a name ending in \.svg"):
        save_figure(new_figure(3, 2), [tmp_path / "figure.gif"], dpi=50)


def test_a_figure_that_cannot_be_drawn_leaves_the_old_file(tmp_path):
    path = tmp_path / "figure.svg"
    path.write_text("old")
    figure = new_figure(3, 2)
    figure.text(0.5, 0.5, "$\\no such symbol$")
    with pytest.raises(ValueError):
        save_figure(figure, [path], dpi=50)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_same_figure_gives_the_same_bytes_in_each_format(tmp_path):
    for suffix in ("svg", "png", "pdf"):
        paths = [tmp_path / f"{turn}.{suffix}" for turn in ("first", "second")]
        for path in paths:
            save_figure(draw_message("nothing to see", 6.3), [path], dpi=50)
        assert paths[0].read_bytes() == paths[1].read_bytes()


def test_the_settings_of_a_user_s_matplotlibrc_do_not_count(tmp_path):
    theirs = {"axes.grid": True, "lines.linewidth": 9, "savefig.bbox": "tight", "text.usetex": True}
    with rc_context(theirs):
        save_figure(draw_message("x", 6.3), [tmp_path / "theirs.svg"], dpi=50)
    save_figure(draw_message("x", 6.3), [tmp_path / "ours.svg"], dpi=50)
    assert (tmp_path / "theirs.svg").read_bytes() == (tmp_path / "ours.svg").read_bytes()
