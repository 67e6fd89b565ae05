"""Data sets in folders of images."""

import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sametrials.data.formats.images import read_images


def picture(path: str, size=(4, 3), mode="L", grey: int | None = None, **options) -> np.ndarray:
    """Write an image of `size` (height, width); returns its pixels."""
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    rng = np.random.RandomState(zlib.crc32(path.encode()))
    colours = {"L": (), "RGB": (3,), "RGBA": (4,), "LA": (2,)}[mode]
    pixels = rng.randint(0, 256, (*size, *colours)).astype(np.uint8)
    if grey is not None:
        pixels[:] = grey
    Image.fromarray(pixels, mode).save(file, **options)
    return pixels


def folder(mode="L", classes=("cat", "dog"), count=5, place="photos", suffix="png"):
    return {
        f"{place}/{name}/{i}.{suffix}": picture(f"{place}/{name}/{i}.{suffix}", mode=mode)
        for name in classes
        for i in range(count)
    }


@pytest.mark.parametrize(("mode", "shape"), [("L", (4, 3)), ("RGB", (4, 3, 3))])
def test_a_folder_is_a_class_and_images_stay_as_they_are(prepare, mode, shape):
    pixels = folder(mode)
    found = prepare(format="images", path="photos", split="stratified")
    arrays = found.arrays
    assert arrays.input_shape == shape
    assert arrays.x_train.dtype == np.uint8
    assert arrays.classes == ("cat", "dog")
    assert [len(arrays.y_train), len(arrays.y_validation), len(arrays.y_test)] == [6, 2, 2]
    every = {image.tobytes() for image in pixels.values()}
    parts = np.concatenate([arrays.x_train, arrays.x_validation, arrays.x_test])
    assert {image.tobytes() for image in parts} == every
    of_dogs = {image.tobytes() for path, image in pixels.items() if "dog" in path}
    labels = np.concatenate([arrays.y_train, arrays.y_validation, arrays.y_test])
    for image, label in zip(parts, labels, strict=True):
        assert (image.tobytes() in of_dogs) == (label == 1)


def test_the_order_is_that_of_the_paths_as_text(tmp_path, monkeypatch):
    """The file system lists a folder in any order."""
    monkeypatch.chdir(tmp_path)
    for name in ("b", "a"):
        for i in (10, 9, 2, 1):
            picture(f"photos/{name}/{i}.png", grey=i + 100 * (name == "b"))
    part = read_images("photos").parts["train"]
    assert part.x[:, 0, 0].tolist() == [1, 10, 2, 9, 101, 110, 102, 109]
    assert part.y.tolist() == ["a"] * 4 + ["b"] * 4


def test_a_split_may_be_given_by_folders(prepare):
    for part, count in (("train", 4), ("val", 2), ("test", 3)):
        folder(place=f"photos/{part}", count=count)
    arrays = prepare(format="images", path="photos/").arrays
    assert [len(arrays.y_train), len(arrays.y_validation), len(arrays.y_test)] == [8, 4, 6]
    assert arrays.classes == ("cat", "dog")


def test_train_is_a_class_where_it_stands_beside_others(prepare):
    folder(classes=("bus", "train"))
    assert prepare(format="images", path="photos").arrays.classes == ("bus", "train")


@pytest.mark.parametrize("suffix", ["png", "jpg", "JPEG", "webp"])
def test_png_jpeg_and_webp_are_read(prepare, suffix):
    folder(mode="RGB", suffix=suffix)
    assert prepare(format="images", path="photos").arrays.input_shape == (4, 3, 3)


def test_images_are_resized_to_a_given_size_with_known_pixels(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder()
    picture("photos/cat/large.png", size=(40, 50))
    gradient = np.arange(64, dtype=np.uint8).reshape(8, 8) * 4
    Image.fromarray(gradient).save("photos/cat/a.png")
    found = read_images("photos", size=(2, 2))
    assert found.parts["train"].x[5].tolist() == [[69, 81], [171, 183]]
    assert "photos: 12 images of 2 x 2 pixels, grey, 12 of them resized" in found.notes


def test_colours_are_as_they_are_or_as_one_wishes(prepare):
    folder()
    picture("photos/cat/red.png", mode="RGB")
    section = {"format": "images", "path": "photos"}
    assert prepare(**section).arrays.input_shape == (4, 3, 3)
    grey = prepare(**section, colour=False)
    assert grey.arrays.input_shape == (4, 3)
    assert "photos: 1 images lose their colours" in grey.said
    assert prepare(**section, colour=True).arrays.input_shape == (4, 3, 3)


def test_a_photograph_is_turned_as_its_exif_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder(mode="RGB")
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    upright = np.zeros((3, 4, 3), np.uint8)
    upright[:, 0] = 255  # the left edge of the sensor is the upper one of the photograph
    Image.fromarray(upright).save("photos/cat/a.png", exif=exif)
    wanted = np.zeros((4, 3, 3), np.uint8)
    wanted[0] = 255
    assert np.array_equal(read_images("photos").parts["train"].x[5], wanted)


def test_grey_values_of_two_bytes_are_brought_to_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder()
    deep = np.full((4, 3), 0x8034, np.uint16)
    Image.fromarray(deep).save("photos/cat/a.png")
    assert (read_images("photos").parts["train"].x[5] == 0x80).all()


def test_files_that_are_no_images_are_left_out_and_said(prepare):
    folder()
    Path("photos/cat/notes.txt").write_text("taken in May")
    Path("photos/.hidden").mkdir()
    found = prepare(format="images", path="photos")
    assert "photos: 1 files are no PNG, JPEG or WebP and left out, as photos/cat/notes.txt" in (
        found.said
    )
