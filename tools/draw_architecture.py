"""Draw the rooms of the library and which imports which, from the code: docs/architecture.svg.

    python tools/draw_architecture.py OUTPUT

The rows are the layers of the contract in pyproject.toml: a room imports from those below it only.
"""

import sys
import textwrap
import tomllib
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import grimp
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

ROOT = Path(__file__).parents[1]
LIBRARY = "sametrials"

WIDTH, GAP, MARGIN = 9.0, 0.16, 0.1
"""Inches: of the picture, between two rooms, between the frame of a room and its text."""

LETTERS = 15
"""Letters that fit into an inch."""

NAME = {"fontsize": 9, "fontweight": "bold"}
PURPOSE = {"fontsize": 7}
MODULES = {"fontsize": 7, "color": "#555555"}
IMPORTS = {"fontsize": 7, "color": "#0072B2"}


class Room(NamedTuple):
    """A folder of the library."""

    name: str
    purpose: str
    """The first sentence of its docstring."""
    modules: list[str]
    """Its modules and folders."""
    imports: list[str]
    """The rooms that it imports."""

    def texts(self, width: float) -> list[tuple[str, dict]]:
        """List the texts in its frame, `width` inches wide, and their styles."""
        letters = int((width - 2 * MARGIN) * LETTERS)
        imports = f"imports {', '.join(self.imports)}" if self.imports else "imports no other"
        return [
            (self.name, NAME),
            (textwrap.fill(self.purpose, letters), PURPOSE),
            (textwrap.fill(", ".join(self.modules), letters), MODULES),
            (textwrap.fill(imports, letters), IMPORTS),
        ]

    def height(self, width: float) -> float:
        """Compute how high it is, in inches."""
        return 2 * MARGIN + sum(_height(text, look) for text, look in self.texts(width))


def layers() -> list[list[str]]:
    """Read the names of the rooms, by layer, the highest first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = project["tool"]["importlinter"]["contracts"]
    [rows] = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    return [[room.strip() for room in row.split("|")] for row in rows]


def room(name: str, imports: list[str]) -> Room:
    """Read what a room is for and what is in it."""
    package = import_module(f"{LIBRARY}.{name}")
    folder = Path(package.__file__).parent
    parts = [
        path.stem if path.is_file() else f"{path.name}/"
        for path in sorted(folder.iterdir())
        if (path.suffix == ".py" and path.stem != "__init__") or (path / "__init__.py").exists()
    ]
    return Room(name, " ".join(package.__doc__.split("\n\n")[0].split()), parts, imports)


def imports_of(rooms: list[str]) -> dict[str, list[str]]:
    """Map each room to those that it imports, in the order of the list."""
    graph = grimp.build_graph(LIBRARY, cache_dir=None)
    for name in rooms:
        graph.squash_module(f"{LIBRARY}.{name}")
    return {
        name: [
            other
            for other in rooms
            if graph.direct_import_exists(
                importer=f"{LIBRARY}.{name}", imported=f"{LIBRARY}.{other}"
            )
        ]
        for name in rooms
    }


def draw(rows: list[list[Room]]) -> Figure:
    """Draw the rooms in rows."""
    widths = [(WIDTH - GAP * (len(row) - 1)) / len(row) for row in rows]
    heights = [
        max(each.height(width) for each in row) for row, width in zip(rows, widths, strict=True)
    ]
    height = sum(heights) + GAP * (len(rows) - 1)
    figure = Figure(figsize=(WIDTH, height))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(-0.02, WIDTH + 0.02), ylim=(-0.02, height + 0.02))
    axes.axis("off")
    top = height
    for row, width, its_height in zip(rows, widths, heights, strict=True):
        for column, each in enumerate(row):
            _draw_room(axes, each, column * (width + GAP), top, width, its_height)
        top -= its_height + GAP
    return figure


def _draw_room(
    axes: Axes, each: Room, left: float, top: float, width: float, height: float
) -> None:
    frame = {"facecolor": "white", "edgecolor": "#666666", "linewidth": 0.8}
    shape = "round,pad=0,rounding_size=0.06"
    axes.add_patch(FancyBboxPatch((left, top - height), width, height, boxstyle=shape, **frame))
    y = top - MARGIN
    for text, look in each.texts(width):
        axes.text(left + MARGIN, y, text, va="top", ha="left", **look)
        y -= _height(text, look)


def _height(text: str, look: dict) -> float:
    """Compute how high a text is, with a gap below it, in inches."""
    return (text.count("\n") + 1) * look["fontsize"] * 1.3 / 72 + 0.04


def picture() -> Figure:
    """Draw the library as it is."""
    rows = layers()
    imports = imports_of([name for row in rows for name in row])
    return draw([[room(name, imports[name]) for name in row] for row in rows])


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "scripts"))  # where the library is
    from sametrials.figures.shared.style import save_figure

    save_figure(picture(), [sys.argv[1]], dpi=100)
