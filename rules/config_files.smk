# The files of the configuration, checked before Snakemake reads config.yaml (and after it has read those
# of --configfile): of two equal keys it takes the last one, and its errors name no line.

import sys
from pathlib import Path

SCRIPTS = Path(workflow.basedir) / "scripts"
sys.path.insert(0, str(SCRIPTS))

from sametrials.common.errors import ConfigError
from sametrials.config.yaml_files import check_yaml

if not workflow.modifier.skip_configfile:  # another workflow hands its module a mapping
    try:
        for file in workflow.overwrite_configfiles:
            check_yaml(file)
        if Path("config.yaml").exists() or not workflow.overwrite_configfiles:
            check_yaml("config.yaml")
    except ConfigError as error:
        sys.exit(str(error))
