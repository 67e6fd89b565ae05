"""Folders of photographs and other images: a folder for each class."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from sametrials.common.errors import DataError
from sametrials.data.memory import check_memory
from sametrials.data.source import Part, Source

SUFFIXES = {".png", ".jpg", ".jpeg", ".webp"}
PARTS = {"train": "train", "validation": "validation", "val": "validation", "test": "test"}
"""The part that is in a folder, by its name."""
GREY = {"1", "L", "LA", "I", "I;16", "F"}
"""How Pillow calls images without colours."""

FILTER = Image.Resampling.BILINEAR
"""Computed in integers, and so the same on every processor."""

TURNED = {5, 6, 7, 8}
"""EXIF's orientations that exchange height and width."""

EXIF_ORIENTATION = 0x0112
SHOWN = 8


class Photo(NamedTuple):
    """An image file: where it is, its class, height and width, and whether it has colours."""

    path: Path
    label: str
    size: tuple[int, int]
    colour: bool


def read_images(path: str, size: Sequence[int] | None = None, colour: bool | None = None) -> Source:
    """Read the images of all classes, in the order of their paths.

    Parameters
    ----------
    path
        The folder. It holds a folder for each class; or `train`, and perhaps `validation` (or
        `val`) and `test`, and nothing else, with a folder for each class in them.
    size
        Height and width that each image is resized to (its proportions are not kept); None if all
        have one size.
    colour
        Whether images have colours or are grey; None for as they are: grey if all are.

    Raises
    ------
    DataError
        There are no images, files are broken, or sizes differ and none is given.
    """
    photos, others, broken = {}, [], []
    for part, place in _parts(Path(path)).items():
        files = _files(place, others)
        _check_classes(place, files)
        photos[part] = list(_opened(files, broken))
    _raise_broken(broken)
    every = [photo for part in photos.values() for photo in part]
    height, width = size or _common_size(every)
    colour = any(photo.colour for photo in every) if colour is None else colour
    shape = (height, width, 3) if colour else (height, width)
    check_memory(path, len(every) * int(np.prod(shape)))
    read = {part: _read(photos[part], shape, broken) for part in photos}
    _raise_broken(broken)
    return Source(read, noun="images", notes=tuple(_notes(path, every, others, shape)))


def _parts(root: Path) -> dict[str, Path]:
    """Find the folder of each part; there is one for training alone if nothing is split yet."""
    names = _folders(root)
    if "train" not in names or not set(names) <= set(PARTS):
        return {"train": root}
    parts = {PARTS[name]: root / name for name in names}
    if len(parts) < len(names):
        raise DataError(f"{root}: found the folders validation and val, expected one of them")
    return parts


def _folders(place: Path) -> list[str]:
    names = [path.name for path in place.iterdir() if path.is_dir()]
    return sorted(name for name in names if not name.startswith("."))


def _check_classes(place: Path, files: Sequence[Path]) -> None:
    """Check that each image lies in the folder of a class, and that each of these has some."""
    for file in files:
        inside = file.relative_to(place)
        if len(inside.parts) != 2:
            raise DataError(
                f"{file}: found an image that is not directly in the folder of a class, expected "
                f"{place}/<class>/{file.name}; move or remove it"
            )
    full = {file.parent.name for file in files}
    if not files or (empty := [name for name in _folders(place) if name not in full]):
        where = place / empty[0] if files else place
        raise DataError(
            f"{where}: found no PNG, JPEG or WebP image, expected a folder for each class with "
            "images in it"
        )


def _files(place: Path, others: list[Path]) -> list[Path]:
    """List the images below a folder by their paths, as text; note the other files."""
    found = []
    for folder, folders, names in os.walk(place):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(folder, name)
            if path.suffix.lower() in SUFFIXES and not name.startswith("."):
                found.append(path)
            else:
                others.append(path)
    return sorted(found, key=lambda path: path.relative_to(place).as_posix())


def _opened(files: Sequence[Path], broken: list[str]) -> Iterator[Photo]:
    """Read the sizes and classes of images."""
    for path in files:
        try:
            with Image.open(path) as image:
                width, height = image.size
                turned = image.getexif().get(EXIF_ORIENTATION) in TURNED
                size = (width, height) if turned else (height, width)
                yield Photo(path, path.parent.name, size, image.mode not in GREY)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            broken.append(_reason(path, error))


def _read(photos: Sequence[Photo], shape: tuple[int, ...], broken: list[str]) -> Part:
    """Read images as an array, N x height x width (x 3)."""
    x = np.zeros((len(photos), *shape), np.uint8)
    for i, photo in enumerate(photos):
        try:
            with Image.open(photo.path) as image:
                turned = _eight_bits(ImageOps.exif_transpose(image))
                plain = _on_white(turned).convert("RGB" if len(shape) == 3 else "L")
                if plain.size != (shape[1], shape[0]):
                    plain = plain.resize((shape[1], shape[0]), FILTER)
                x[i] = np.asarray(plain)
        except (OSError, SyntaxError, ValueError) as error:
            broken.append(_reason(photo.path, error))
    return Part(x, np.array([photo.label for photo in photos], dtype=object))


def _on_white(image: Image.Image) -> Image.Image:
    """Lay an image that has transparent places on a white page."""
    if not image.has_transparency_data:
        return image
    image = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)


def _eight_bits(image: Image.Image) -> Image.Image:
    """Bring grey values of 16 bits to 8, which Pillow would cut off at 255."""
    if image.mode.startswith("I"):
        return Image.fromarray((np.asarray(image).clip(0, 65535) // 256).astype(np.uint8))
    return image


def _reason(path: Path, error: Exception) -> str:
    known = isinstance(error, UnidentifiedImageError)
    return f"{path} ({'no image that Pillow knows' if known else error})"


def _raise_broken(broken: Sequence[str]) -> None:
    if broken:
        more = f" and {len(broken) - SHOWN} more" if len(broken) > SHOWN else ""
        raise DataError(
            f"dataset: found broken images: {', '.join(broken[:SHOWN])}{more}; mend or remove them"
        )


def _common_size(photos: Sequence[Photo]) -> tuple[int, int]:
    """Return the height and width of all images."""
    first = photos[0]
    for photo in photos:
        if photo.size != first.size:
            raise DataError(
                f"dataset.size: found {first.path} of {first.size[0]} x {first.size[1]} pixels and "
                f"{photo.path} of {photo.size[0]} x {photo.size[1]}, expected one size; set "
                "dataset.size to [height, width], which all are resized to"
            )
    return first.size


def _notes(
    folder: str, photos: Sequence[Photo], others: Sequence[Path], shape: tuple[int, ...]
) -> Iterator[str]:
    kind = "in colour" if len(shape) == 3 else "grey"
    resized = sum(photo.size != shape[:2] for photo in photos)
    yield (
        f"{folder}: {len(photos)} images of {shape[0]} x {shape[1]} pixels, {kind}, "
        f"{resized} of them resized"
    )
    if len(shape) == 2 and (coloured := sum(photo.colour for photo in photos)):
        yield f"{folder}: {coloured} images lose their colours"
    if others:
        first = min(others, key=str)
        yield f"{folder}: {len(others)} files are no PNG, JPEG or WebP and left out, as {first}"
