"""What a task can show of its best trial: the rules offer files and figures by it.

- "model": a saved model that can be evaluated;
- "predictions": the probability of each class for each test example;
- "values": of a regression, the numbers that it predicts for each test example;
- "images": the examples are images;
- "columns": the examples are rows of a table, and the model tells how it depends on each column.

Only Python itself is needed, since the rules import this.
"""

from collections.abc import Mapping
from typing import Any

from hpo.data.kind import examples_of, kind_of
from hpo.tasks.keras_network.arguments import shows


def shown_by(config: Mapping[str, Any]) -> tuple[str, ...]:
    """List what the task that a checked configuration asks for can show."""
    return shows(kind_of(config["dataset"]), examples_of(config["dataset"]))
