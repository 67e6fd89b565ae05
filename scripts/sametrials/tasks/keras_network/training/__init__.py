"""All that decides the outcome of a trial of the network: model, training, kernels, threads."""
