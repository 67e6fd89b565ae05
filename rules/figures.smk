# The figures of a study. Each is a script in scripts/ and a module in scripts/hpo/figures/.


include: "figure_files.smk"


rule plot_convergence:
    """Draw each trial's accuracy and the best so far."""
    input:
        result="results/{study}/search_result.pkl",
    output:
        figure("convergence", about="Search", figure="convergence"),
    params:
        **SAVING,
        library=library("plot_convergence.py"),
    log:
        "results/logs/{study}/plot_convergence.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/plot_convergence.py"


rule plot_learning_curves:
    """Draw the accuracy of each trial after every epoch."""
    input:
        trials="results/{study}/trials.csv",
        curves="results/{study}/learning_curves.csv",
    output:
        figure("learning_curves", about="Trials", figure="learning curves"),
    params:
        **SAVING,
        library=library("plot_learning_curves.py"),
    log:
        "results/logs/{study}/plot_learning_curves.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/plot_learning_curves.py"


rule plot_parallel_coordinates:
    """Draw all trials as lines over an axis for each dimension."""
    input:
        result="results/{study}/search_result.pkl",
    output:
        figure("parallel_coordinates", about="Trials", figure="parallel coordinates"),
    params:
        **SAVING,
        library=library("plot_parallel_coordinates.py"),
    log:
        "results/logs/{study}/plot_parallel_coordinates.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/plot_parallel_coordinates.py"


rule plot_slices:
    """Draw the accuracy of all trials over each dimension by itself."""
    input:
        result="results/{study}/search_result.pkl",
    output:
        figure("slices", about="Trials", figure="slices"),
    params:
        **SAVING,
        library=library("plot_slices.py"),
    log:
        "results/logs/{study}/plot_slices.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/plot_slices.py"


rule plot_importance:
    """Draw how much each hyper-parameter matters, with an interval."""
    input:
        result="results/{study}/search_result.pkl",
    output:
        figure("importance", about="Search", figure="importance of the hyper-parameters"),
    params:
        **SAVING,
        library=library("plot_importance.py"),
        seed=lambda wildcards: config["studies"][wildcards.study]["seed"],
    log:
        "results/logs/{study}/plot_importance.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/plot_importance.py"


rule plot_distribution:
    """Draw the distribution of the accuracies of all complete trials."""
    input:
        result="results/{study}/search_result.pkl",
    output:
        figure("distribution", about="Trials", figure="distribution of the accuracies"),
    params:
        **SAVING,
        library=library("plot_distribution.py"),
    log:
        "results/logs/{study}/plot_distribution.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/plot_distribution.py"


rule plot_timeline:
    """Draw what the workers did when."""
    input:
        trials="results/{study}/trials.csv",
        timings="results/{study}/timings.csv",
    output:
        figure("timeline", about="Time", figure="timeline of the workers"),
    params:
        **SAVING,
        library=library("plot_timeline.py"),
    log:
        "results/logs/{study}/plot_timeline.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/plot_timeline.py"


rule plot_evaluations:
    """Draw where the search has looked, over all pairs of dimensions."""
    input:
        result="results/{study}/search_result.pkl",
    output:
        figure("evaluations", about="Search", figure="evaluations"),
    params:
        **SAVING,
        library=library("plot_evaluations.py"),
    log:
        "results/logs/{study}/plot_evaluations.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/plot_evaluations.py"


rule plot_objective:
    """Draw how the accuracy depends on each dimension and pair, by a surrogate of all trials."""
    input:
        result="results/{study}/search_result.pkl",
    output:
        figure("objective", about="Search", figure="partial dependence"),
    params:
        **SAVING,
        library=library("plot_objective.py"),
    log:
        "results/logs/{study}/plot_objective.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/plot_objective.py"


rule plot_histogram:
    """Draw how often each value of a dimension was tried."""
    input:
        result="results/{study}/search_result.pkl",
    output:
        figure("histogram_{dimension}", about="Search", figure="trials by {dimension}"),
    params:
        **SAVING,
        library=library("plot_histogram.py"),
    log:
        "results/logs/{study}/plot_histogram_{dimension}.log",
    wildcard_constraints:
        dimension="|".join(config["search_space"]),
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/plot_histogram.py"


rule plot_objective_2D:
    """Draw how the accuracy depends on two dimensions, by a surrogate of all trials."""
    input:
        result="results/{study}/search_result.pkl",
    output:
        figure(
            "objective_2D_{first}_{second}",
            about="Search",
            figure="partial dependence on {first} and {second}",
        ),
    params:
        **SAVING,
        library=library("plot_objective_2D.py"),
    log:
        "results/logs/{study}/plot_objective_2D_{first}_{second}.log",
    wildcard_constraints:
        first="|".join(config["search_space"]),
        second="|".join(config["search_space"]),
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/plot_objective_2D.py"


rule plot_predictions:
    """Draw the first test images with what the best model predicts."""
    input:
        data=DATA,
        predictions="results/{study}/predictions.npz",
    output:
        figure("predictions", about="Best model", figure="predictions"),
    params:
        **SAVING,
        library=library("plot_predictions.py"),
    log:
        "results/logs/{study}/plot_predictions.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/plot_predictions.py"


rule plot_misclassified:
    """Draw the test images that the best model gets wrong most confidently."""
    input:
        data=DATA,
        predictions="results/{study}/predictions.npz",
    output:
        figure("misclassified", about="Best model", figure="misclassified"),
    params:
        **SAVING,
        library=library("plot_misclassified.py"),
    log:
        "results/logs/{study}/plot_misclassified.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/plot_misclassified.py"


rule plot_confusion_matrix:
    """Draw which classes the best model takes for which."""
    input:
        evaluation="results/{study}/evaluation.json",
    output:
        figure("confusion_matrix", about="Best model", figure="confusion matrix"),
    params:
        **SAVING,
        library=library("plot_confusion_matrix.py"),
    log:
        "results/logs/{study}/plot_confusion_matrix.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/plot_confusion_matrix.py"
