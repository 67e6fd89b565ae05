"""Fetch the pictures of this example: a folder for each class in `pictures/`."""

import hashlib
import json
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

from sametrials.data.package_managers import fetch_npm_package

PACKAGE = "emoji-datasource-twitter@15.0.1"
CLASSES = {
    "Animals & Nature": "animals",
    "Flags": "flags",
    "Food & Drink": "food",
    "Smileys & Emotion": "faces",
}
LIST, PICTURES = "package/emoji.json", "package/img/twitter/64/"
SHA256 = "f9a2a14aaec2112e43bd5a074432bcdab70b1e75119600cf322ce0310044d3f4"
HERE = Path(__file__).parent


def fetch(target: Path) -> str:
    """Unpack the pictures of each class; return the digest of all of them."""
    contents = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        tarfile.open(fetch_npm_package(PACKAGE, Path(folder))) as package,
    ):
        for member in package:
            if member.name == LIST or member.name.startswith(PICTURES):
                contents[member.name] = package.extractfile(member).read()
    digest = hashlib.sha256()
    for each in json.loads(contents[LIST]):
        if each["category"] in CLASSES and each["has_img_twitter"]:
            content = contents[PICTURES + each["image"]]
            path = target / CLASSES[each["category"]] / each["image"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            digest.update(f"{path.relative_to(target)}\n".encode() + content)
    return digest.hexdigest()


if __name__ == "__main__" and not (HERE / "pictures").exists():
    new = HERE / "pictures.new"
    shutil.rmtree(new, ignore_errors=True)
    found = fetch(new)
    if found != SHA256:
        sys.exit(f"{PACKAGE}: found pictures with the SHA-256 {found}, expected {SHA256}")
    new.rename(HERE / "pictures")
