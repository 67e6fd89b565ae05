"""What a task can show of its best trial: the rules offer files and figures by it.

- "model": a saved model that can be evaluated;
- "predictions": the probability of each class for each test image.

Only Python itself is needed, since the rules import this.
"""

from collections.abc import Mapping
from typing import Any

from hpo.tasks.keras_network.arguments import SHOWS


def shown_by(config: Mapping[str, Any]) -> tuple[str, ...]:
    """List what the task that a checked configuration asks for can show."""
    return SHOWS
