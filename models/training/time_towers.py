"""CPU time of the shipped towers on one thread, beside MobileNetV2 in the same run.

    python models/training/time_towers.py [--rounds 60]

MobileNetV2 (Sandler et al., CVPR 2018, Table 2) has random weights: they don't change its time. The three take turns, so
that whatever else the machine does falls on all alike; CPU time, since a busy machine makes wall time meaningless.
"""

import argparse
import io
import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import nn
from torch.nn import functional as F

from recipe.backbone import Block, SameConv
from recipe.padding import fuse_padding
from recipe.text import load_tokenizer, pad

HERE = Path(__file__).resolve().parent
# expansion, channels, repeats, stride
MOBILENET_V2 = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]
QUERIES = ["dog", "a red car at night", "two children playing football on the beach", "a sketch of a giraffe", "birthday cake with candles"]


class MobileNetV2(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem, blocks, inward = SameConv(3, 32, 3, 2), [], 32
        for expansion, channels, repeats, stride in MOBILENET_V2:
            for step in range(repeats):
                blocks.append(Block(3, stride if step == 0 else 1, expansion, inward, channels))
                inward = channels
        self.blocks, self.head, self.classes = nn.Sequential(*blocks), SameConv(inward, 1280, 1), nn.Linear(1280, 1000)

    def forward(self, x):
        return self.classes(F.relu6(self.head(self.blocks(F.relu6(self.stem(x))))).mean((2, 3)))


def open_single(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=HERE / "../resight-mini")
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()
    buffer = io.BytesIO()
    torch.onnx.export(MobileNetV2().eval(), (torch.zeros(1, 3, 224, 224),), buffer, dynamo=False, opset_version=17, input_names=["x"])
    model = fuse_padding(onnx.load_from_string(buffer.getvalue())).SerializeToString()
    photo = np.random.default_rng(1).random((1, 3, 224, 224), np.float32) * 2 - 1
    tokenizer = load_tokenizer()
    queries = []
    for query in QUERIES:
        ids, mask = pad([tokenizer.encode(query).ids])
        queries.append({"input_ids": ids.numpy(), "attention_mask": mask.numpy()})
    runs = {
        "MobileNetV2, a photo": (open_single(model), [{"x": photo}]),
        "image tower, a photo": (open_single(str(options.model / "image.onnx")), [{"pixel_values": photo}]),
        "text tower, a query": (open_single(str(options.model / "text.onnx")), queries),
    }
    spent = {name: [] for name in runs}
    for turn in range(options.rounds + 3):
        for name, (session, feeds) in runs.items():
            start = time.process_time()
            session.run(None, feeds[turn % len(feeds)])
            if turn >= 3:
                spent[name].append((time.process_time() - start) * 1e3)
    for name, found in spent.items():
        print(f"{name}: median {np.median(found):.1f} ms, least {np.min(found):.1f} ms, of {len(found)}")


if __name__ == "__main__":
    main()
