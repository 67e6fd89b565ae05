"""The network of the Hvass-Labs tutorial 19 in PyTorch: on a GPU where there is one."""

import torch
from torch import nn

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
SHAPE = ("num_dense_layers", "num_dense_nodes", "activation")
ACTIVATIONS = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid}


def network(n_classes, num_dense_layers, num_dense_nodes, activation):
    act = ACTIVATIONS[activation]
    layers = [nn.Conv2d(1, 16, 5, padding="same"), act(), nn.MaxPool2d(2)]
    layers += [nn.Conv2d(16, 36, 5, padding="same"), act(), nn.MaxPool2d(2), nn.Flatten()]
    for _ in range(num_dense_layers):
        layers += [nn.LazyLinear(num_dense_nodes), act()]
    return nn.Sequential(*layers, nn.LazyLinear(n_classes)).to(DEVICE)


def pixels(images):
    return torch.tensor(images, device=DEVICE).float().div(255).unsqueeze(1)


def shares_right(model, x, y):
    with torch.no_grad():
        right = sum((model(part).argmax(1) == truth).sum().item() for part, truth in parts(x, y))
    return right / len(y)


def parts(x, y, order=None, size=1000):
    for start in range(0, len(y), size):
        chosen = slice(start, start + size) if order is None else order[start : start + size]
        yield x[chosen], y[chosen]


def train(hyper_parameters, data, seed, report):
    rate, epochs = hyper_parameters["learning_rate"], hyper_parameters["epochs"]
    x, y = pixels(data.x_train), torch.tensor(data.y_train, device=DEVICE).long()
    x_val = pixels(data.x_validation)
    y_val = torch.tensor(data.y_validation, device=DEVICE).long()
    shape = {name: hyper_parameters[name] for name in SHAPE}
    model = network(len(data.classes) or int(y.max()) + 1, **shape)
    model(x[:1])  # the lazy layers get their sizes
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    shuffle = torch.Generator().manual_seed(seed)
    for epoch in range(epochs):
        order = torch.randperm(len(y), generator=shuffle).to(DEVICE)
        for images, labels in parts(x, y, order, hyper_parameters["batch_size"]):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(images), labels).backward()
            optimizer.step()
        report(epoch, val_accuracy=shares_right(model, x_val, y_val))
    file = report.folder / "network.pt"
    torch.save({"shape": shape, "weights": model.state_dict()}, file)
    report.save(file)


def evaluate(model, data):
    saved = torch.load(model, weights_only=True, map_location=DEVICE)
    x, y = pixels(data.x_test), torch.tensor(data.y_test, device=DEVICE).long()
    trained = network(len(data.classes) or int(data.y_train.max()) + 1, **saved["shape"])
    trained(x[:1])
    trained.load_state_dict(saved["weights"])
    with torch.no_grad():
        logits = torch.cat([trained(part) for part, _ in parts(x, y)])
    return {
        "accuracy": shares_right(trained, x, y),
        "probabilities": logits.softmax(1).cpu().numpy(),
    }
