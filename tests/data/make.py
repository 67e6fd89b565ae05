"""Cut the first images and labels out of the MNIST files, and write them gzipped beside this file.

Usage: python make.py FOLDER, where FOLDER holds the four unzipped IDX files of MNIST.
"""

import gzip
import struct
import sys
from pathlib import Path

COUNTS = {"train": 1200, "t10k": 300}

if __name__ == "__main__":
    for source in sorted(Path(sys.argv[1]).glob("*-ubyte")):
        content = source.read_bytes()
        dimensions = content[3]
        shape = struct.unpack_from(f">{dimensions}I", content, 4)
        count = COUNTS[source.name.split("-")[0]]
        start = 4 + 4 * dimensions
        size = count * (len(content) - start) // shape[0]
        header = content[:4] + struct.pack(f">{dimensions}I", count, *shape[1:])
        target = Path(__file__).with_name(f"{source.name}.gz")
        target.write_bytes(gzip.compress(header + content[start : start + size], 9, mtime=0))
