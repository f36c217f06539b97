"""Which of batch norm's running statistics costs a network its test accuracy: the means, the variances, the last layer's?

    .venv/bin/python tools/pytorch/which_statistics.py paper PATH/TO/test_batch.bin > which-statistics.md

A run's weights hold the statistics of both evaluations. Each column evaluates the same weights by running statistics but
for the part that it names, which is the recomputed one. "Pooled" leaves every layer as it is and moves the pooled
features alone, by one vector for all images, to where recomputed statistics have their mean.
"""

import argparse
import json
from functools import cache
from pathlib import Path

import torch
from cifar10 import read_images
from load_weights import REPORTS, read_safetensors, states_of
from notebook_network import Network

IMAGES = 2000

COLUMNS = {
    "none": lambda name, last: False,
    "variances": lambda name, last: name.endswith("running_var"),
    "last layer": lambda name, last: name.startswith(last),
    "means": lambda name, last: name.endswith("running_mean"),
    "all": lambda name, last: True,
}


def pooled_features(network, images):
    """[images, width], which the head turns into logits."""
    kept = []
    hook = network.avg_pool.register_forward_hook(lambda module, inputs, output: kept.append(output.flatten(1)))
    network.eval()
    with torch.no_grad():
        for batch in images.split(250):
            network(batch)
    hook.remove()
    return torch.cat(kept)


def measure(record, tensors, images, labels):
    """Accuracies in per cent by column; the shift of pooled features by running statistics, in their spread over images."""
    settings = record["settings"]
    network = Network(settings["depth"], settings["activation"], settings["width"])
    running, recomputed = states_of(tensors)
    last = f"blocks.{settings['depth'] - 1}."

    def accuracy(features):
        with torch.no_grad():
            return 100 * (network.fc(features).argmax(1) == labels).double().mean().item()

    features = {}
    for column, takes in COLUMNS.items():
        network.load_state_dict(running | {name: tensor for name, tensor in recomputed.items() if takes(name, last)})
        features[column] = pooled_features(network, images)
    shift = features["none"].mean(0) - features["all"].mean(0)
    result = {column: accuracy(of) for column, of in features.items()}
    result["pooled"] = accuracy(features["none"] - shift)
    result["shift"] = (shift / features["all"].std(0)).square().mean().sqrt().item()
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scale", help="such as paper")
    parser.add_argument("test_batch", type=Path, help="the official test_batch.bin")
    options = parser.parse_args()

    # Runs of a scale share their test images: read, checked and normalised once.
    images_of = cache(lambda count, digest: read_images([options.test_batch], count, digest))
    results = {}
    for path in sorted((REPORTS / "runs" / options.scale).glob("*-seed-*.json")):
        record = json.loads(path.read_text())
        settings = record["settings"]
        count = min(IMAGES, settings["testImages"])
        images, labels = images_of(settings["testImages"], settings["testDigest"])
        tensors = read_safetensors(REPORTS / "weights" / options.scale / f"{path.stem}.safetensors")
        condition = (settings["activation"], settings["depth"])
        results.setdefault(condition, []).append(measure(record, tensors, images[:count], labels[:count]))

    names = ["none", "variances", "last layer", "pooled", "means", "all"]
    print(f"| Blocks | {' | '.join(names)} | shift of pooled features (sd) |")
    print(f"| :--- | {' | '.join('---:' for _ in names)} | ---: |")
    for (activation, depth), seeds in sorted(results.items()):
        mean = {name: sum(seed[name] for seed in seeds) / len(seeds) for name in [*names, "shift"]}
        label = {"relu": "ReLU", "sigmoid": "Sigmoid"}[activation]
        print(f"| {label}, {depth} | {' | '.join(f'{mean[name]:.1f}' for name in names)} | {mean['shift']:.2f} |")


if __name__ == "__main__":
    main()
