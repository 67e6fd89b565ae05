"""Compress a file with the settings that stand on the standard input; print its size.

Any language does: what it reads is one line of JSON, what it prints is another.
"""

import json
import lzma
import sys
from pathlib import Path

settings = json.load(sys.stdin)["hyper_parameters"]
settings["mf"] = getattr(lzma, f"MF_{settings['mf'].upper()}")
content = Path(sys.argv[1]).read_bytes()
compressed = lzma.compress(
    content, lzma.FORMAT_XZ, filters=[{"id": lzma.FILTER_LZMA2, "lp": 0, **settings}]
)
print(json.dumps({"metrics": {"compressed_bytes": len(compressed)}}))
