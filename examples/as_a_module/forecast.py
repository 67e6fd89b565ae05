"""Predict the measurements of the next days by the best polynomial."""

import json
from pathlib import Path

import numpy as np
from trial import predict

if __name__ == "__main__":
    coefficients = json.loads(Path(snakemake.input.model).read_text())
    lines = ["day,level"]
    for day in range(10, 10 + snakemake.params.days):
        lines.append(f"{day},{predict(coefficients, np.array([[day]]))[0]:.3f}")
    Path(snakemake.output[0]).write_text("\n".join([*lines, ""]))
