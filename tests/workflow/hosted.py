"""A local repository in place of one on GitHub."""

import shutil
import stat
import subprocess
from pathlib import Path

NAME = "someone/search"
ADDRESS = f"https://github.com/{NAME}"


def host(files: Path, folder: Path) -> dict[str, str]:
    """Commit files to a repository, with the tag v1; return the variables by which git finds it."""
    repository = folder / "repository"
    shutil.copytree(files, repository, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (repository, *repository.rglob("*")):
        path.chmod(path.stat().st_mode | stat.S_IWUSR)
    git = ["git", "-C", repository, "-c", "user.name=me", "-c", "user.email=me"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "all"], ["tag", "v1"]):
        subprocess.run([*git, *command], check=True)
    return {
        "XDG_CACHE_HOME": str(folder / "cache"),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{repository.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": ADDRESS,
    }
