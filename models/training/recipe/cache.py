"""Runs the backbone once over every photo and view and keeps what later steps need, as fp16 on disk.

For each photo of a view: `middle` [C, 14, 14], the input of the last stride-2 block (fine-tuning starts there), and
`pooled` [2560], mean and maximum of the last feature map (heads start there). Resumes after an interruption.
"""

import io
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from .backbone import FEATURES, INPUT_PX, load_backbone, pool
from .padding import fuse_padding
from .pictures import list_photos, make_view, open_photo, to_input

CHUNK = 64
# In order of worth: a run that is short of time stops after any of them.
PLAN = [
    ("whole", "flickr8k"), ("flip", "flickr8k"), ("crop1", "flickr8k"), ("whole", "visual7w"), ("whole", "miniplaces"),
    ("style", "flickr8k"), ("crop2", "flickr8k"), ("flip", "visual7w"), ("crop1", "visual7w"), ("crop1", "miniplaces"),
    ("style", "visual7w"),
]


class Lower(torch.nn.Module):
    def __init__(self, backbone):
        super().__init__()
        self.backbone = backbone

    def forward(self, x):
        at = self.backbone.last_stride
        middle = self.backbone.lower(x, 0, at)
        return middle, pool(self.backbone.upper(self.backbone.lower(middle, at)))


def runtime(module, names):
    """The module as an ONNX Runtime session; several times faster than eager PyTorch on a CPU."""
    buffer = io.BytesIO()
    torch.onnx.export(
        module, (torch.zeros(1, 3, INPUT_PX, INPUT_PX),), buffer, dynamo=False, opset_version=17,
        input_names=["x"], output_names=names, dynamic_axes={name: {0: "b"} for name in ["x", *names]},
    )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    model = fuse_padding(onnx.load_from_string(buffer.getvalue())).SerializeToString()
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


class Part:
    """The cached rows of one view of one set. `photos` are indices into list_photos; the first `done` rows are there."""

    def __init__(self, folder, view, name, photos, channels=None):
        self.view, self.name = view, name
        self.rows = [i for i, (set_name, _) in enumerate(photos) if set_name == name]
        stem = Path(folder) / f"{view}-{name}"
        self.mark = stem.with_suffix(".json")
        self.done = json.loads(self.mark.read_text())["done"] if self.mark.exists() else 0
        if channels is None and self.done == 0:
            return
        mode = "r" if channels is None else "r+" if self.mark.exists() else "w+"
        size = len(self.rows)
        self.middle = np.lib.format.open_memmap(f"{stem}-middle.npy", mode, np.float16, channels and (size, channels, 14, 14))
        self.pooled = np.lib.format.open_memmap(f"{stem}-pooled.npy", mode, np.float16, channels and (size, FEATURES))

    def keep(self, done):
        self.middle.flush(), self.pooled.flush()
        self.done = done
        self.mark.write_text(json.dumps({"done": done}))


def open_parts(folder, data):
    """What is cached so far."""
    photos = list_photos(data)
    parts = [Part(folder, view, name, photos) for view, name in PLAN]
    return [part for part in parts if part.done]


def fill_cache(data, folder, variant, seed, threads, log, until=None):
    """@param until stop at this time (seconds since the epoch), the rest may follow in another run"""
    Path(folder).mkdir(parents=True, exist_ok=True)
    photos = list_photos(data)
    backbone, _, _ = load_backbone(variant)
    channels = backbone.blocks[backbone.last_stride - 1].project.weight.shape[0]
    session = runtime(Lower(backbone), ["middle", "pooled"])

    def encode(row, view):
        return session.run(None, {"x": to_input(make_view(open_photo(data, photos[row]), view, row, seed))[None]})

    with ThreadPoolExecutor(threads) as pool:
        for view, name in PLAN:
            part = Part(folder, view, name, photos, channels)
            start, first = time.time(), part.done
            while part.done < len(part.rows):
                if until is not None and time.time() > until:
                    return
                stop = min(part.done + CHUNK, len(part.rows))
                found = list(pool.map(lambda row: encode(row, view), part.rows[part.done : stop]))
                part.middle[part.done : stop] = np.concatenate([middle for middle, _ in found])
                part.pooled[part.done : stop] = np.concatenate([pooled for _, pooled in found])
                part.keep(stop)
                if stop // CHUNK % 10 == 0 or stop == len(part.rows):
                    rate = (stop - first) / (time.time() - start)
                    log(f"cache {view} {name}: {stop}/{len(part.rows)}, {rate:.1f} photos/s")
