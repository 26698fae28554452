# SPDX-License-Identifier: MIT
"""Makes the checkpoints in this folder, with PyTorch as any training script would.

The values are chosen so that the tests can state them: a tensor's element i (counted row by
row) is base + i / 4, which every element type used here holds exactly. Run it in this folder;
it needs torch, numpy and safetensors. The files in the tree were made with torch 2.13.
"""

import argparse
import collections

import numpy
import torch
from safetensors.torch import save_file


class CfgNode(dict):
    """A dict subclass with a state, as yacs has."""

    def __init__(self, *args):
        super().__init__(*args)
        self.frozen = True


CfgNode.__module__ = "yacs.config"


def tensor(base, *shape, dtype=torch.float32):
    count = int(numpy.prod(shape))
    return (base + torch.arange(count) / 4).reshape(shape).to(dtype)


def state_dict(prefix=""):
    entries = collections.OrderedDict()
    entries[prefix + "conv.weight"] = tensor(1, 4, 3, 2, 2)
    entries[prefix + "conv.bias"] = tensor(-2, 4)
    entries[prefix + "bn.num_batches_tracked"] = torch.tensor(7)
    entries[prefix + "head.weight"] = tensor(3, 5, 4)
    return entries


class Stub:
    """Lets pickle write yacs.config.CfgNode without yacs."""

    def __enter__(self):
        import sys
        import types

        sys.modules["yacs"] = types.ModuleType("yacs")
        sys.modules["yacs.config"] = types.ModuleType("yacs.config")
        sys.modules["yacs.config"].CfgNode = CfgNode

    def __exit__(self, *unused):
        pass


def training():
    model = torch.nn.Linear(2, 3)
    optimizer = torch.optim.AdamW(model.parameters())
    model(torch.ones(1, 2)).sum().backward()
    optimizer.step()
    scheduler = torch.optim.lr_scheduler.MultiStepLR(optimizer, [3, 5])
    return {
        "epoch": 90,
        "arch": "van_b2",
        "state_dict": state_dict("module."),
        "state_dict_ema": state_dict(),
        "best_acc1": torch.tensor(81.5),
        "metric": numpy.float64(82.25),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "counter": collections.Counter([3, 5, 5]),
        "args": argparse.Namespace(lr=0.001, model="van_b2", mean=(0.5, 0.5, 0.5)),
        "config": CfgNode({"SIZE": 224, "MEAN": [0.5, 0.5, 0.5]}),
        "big": 1 << 80,
        "names": {"a", "b"},
    }


def kinds():
    base = tensor(1, 6, 4)
    return {
        "f16": tensor(1, 2, 3, dtype=torch.float16),
        "bf16": tensor(1, 2, 3, dtype=torch.bfloat16),
        "f64": tensor(1, 2, 3, dtype=torch.float64),
        "i64": torch.tensor([-(1 << 40), 5]),
        "i32": torch.tensor([-5, 6], dtype=torch.int32),
        "i16": torch.tensor([-5, 6], dtype=torch.int16),
        "i8": torch.tensor([-5, 6], dtype=torch.int8),
        "u8": torch.tensor([250, 6], dtype=torch.uint8),
        "bool": torch.tensor([True, False, True]),
        "special": torch.tensor([float("inf"), -float("inf"), 2.0**-149]),
        "transposed": base.t(),
        "slice": base[1:5:2, 1:3],
        "parameter": torch.nn.Parameter(tensor(2, 3)),
        "empty": torch.zeros(0, 3),
    }


def main():
    torch.manual_seed(1)
    with Stub():
        torch.save(training(), "training.pth.tar")
        torch.save(
            training(), "training-legacy.pth", _use_new_zipfile_serialization=False
        )
    torch.save(kinds(), "kinds.pth")
    torch.save(kinds(), "kinds-legacy.pth", _use_new_zipfile_serialization=False)
    torch.save(kinds(), "kinds-protocol4.pth", pickle_protocol=4)
    torch.serialization.set_crc32_options(False)
    torch.save(state_dict(), "no-crc.pth")
    torch.serialization.set_crc32_options(True)
    torch.save(torch.nn.Linear(2, 3), "whole-model.pth")
    torch.jit.save(torch.jit.script(torch.nn.Linear(2, 3)), "script.pt")
    save_file(
        {k: v.contiguous().detach() for k, v in kinds().items()},
        "kinds.safetensors",
        {"fovea.backbone": "van_nano"},
    )


if __name__ == "__main__":
    main()
