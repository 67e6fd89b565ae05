"""All that decides what comes of a trial of the network: model, training, kernels, threads."""
