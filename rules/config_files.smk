# Where the workflow lies, and its configuration files. These are checked before Snakemake reads
# config.yaml (and after it has read those of --configfile): of two equal keys it takes the last one,
# and its errors name no line.

import os
import sys
import tarfile
import tempfile
from contextlib import suppress
from pathlib import Path

from snakemake.sourcecache import HostingProviderFile, LocalSourceFile


def scripts_beside(here):
    """Return the folder scripts/ beside this one, with the library in it.

    Snakemake fetches from a Git address only the files that rules name. The library is fetched here,
    into the folder of Snakemake's cache where the scripts will lie.
    """
    if isinstance(here, LocalSourceFile):
        return Path(here.path).parent / "scripts"
    if not isinstance(here, HostingProviderFile):
        sys.exit(
            f"{here}: found the workflow at an address, expected it in a folder or by github() or gitlab(), "
            "since its steps need the library beside them (docs/as-a-module.md)"
        )
    scripts = Path(workflow.sourcecache.get_path(here.join("../scripts/run_search.py"))).parent
    if not (scripts / "sametrials").exists():
        fetch_library(here.hosted_repo.repo, here.ref, os.path.dirname(here.path), scripts)
    return scripts


def fetch_library(repository, ref, root, scripts):
    """Copy scripts/ and schemas/ of a commit; what another process has copied meanwhile stays."""
    names = [os.path.join(root, name) for name in ("scripts", "schemas")]
    with tempfile.TemporaryDirectory(dir=scripts.parent) as folder:
        packed = Path(folder) / "packed.tar"
        with packed.open("wb") as file:
            repository.git.archive(ref, *names, output_stream=file)
        with tarfile.open(packed) as archive:
            archive.extractall(folder, filter="data")
        here = Path(folder, root)
        # The library comes last: where it is, all is.
        files = sorted(here.glob("scripts/*"), key=lambda file: file.name == "sametrials")
        for file in [here / "schemas", *files]:
            with suppress(OSError):
                os.rename(file, scripts.parent / file.relative_to(here))


SCRIPTS = scripts_beside(workflow.current_basedir)
if str(SCRIPTS) not in sys.path:
    sys.path.insert(0, str(SCRIPTS))

import sametrials

if not (SCRIPTS / "sametrials").samefile(Path(sametrials.__file__).parent):
    sys.exit(
        f"{SCRIPTS}: found another copy of the workflow in {Path(sametrials.__file__).parents[1]}, expected "
        "all modules of a workflow to come from one"
    )

from sametrials.common.errors import ConfigError
from sametrials.config.yaml_files import check_yaml

# What another workflow hands to its module is not ours to check, unless it is all of its own.
IS_MODULE = not workflow.modifier.is_main_snakefile()
if workflow.config_settings.replace_workflow_config:
    sys.exit(
        "--replace-workflow-config: found it, expected it not to be given, since Snakemake keeps it from its "
        "jobs; a configuration alone is the config.yaml of a folder of its own (--directory)"
    )
if workflow.storage_settings.default_storage_provider is not None:
    sys.exit(
        f"--default-storage-provider: found {workflow.storage_settings.default_storage_provider}, expected none, "
        "since the trial records, which are no outputs, would not be stored: name a folder of the other "
        "file system by --directory, or a module's by prefix (docs/as-a-module.md)"
    )
IS_FROM_FILES = (
    not workflow.modifier.skip_configfile or config is workflow.modifier_stack[0].globals["config"]
)

if IS_FROM_FILES:
    try:
        for file in workflow.configfiles:
            check_yaml(file)
        if not workflow.modifier.skip_configfile and (
            Path("config.yaml").exists() or not workflow.overwrite_configfiles
        ):
            check_yaml("config.yaml")
    except ConfigError as error:
        sys.exit(str(error))
