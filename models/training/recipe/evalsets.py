"""Features of the sets that are developed against, through the same frozen trunk as the training photos. Never trained on."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

from .backbone import load_backbone
from .cache import Lower, runtime
from .pictures import squash, to_input

PICTURES = {".avif", ".jpg", ".jpeg", ".png"}
SETS = {"dev": "captions/flickr8k-dev", "pacs": "domains/pacs", "grocery": "instances/grocery", "coco": "captions/coco"}


def eval_files(data, name):
    folder = Path(data) / SETS[name]
    return sorted(file for file in folder.rglob("*") if file.suffix.lower() in PICTURES)


def load_eval(data, folder, variant, name, threads=1):
    """@returns (files relative to the set's folder, middle [n, C, 14, 14] fp16, pooled [n, 1280] fp16)"""
    files = eval_files(data, name)
    path = Path(folder) / f"eval-{name}.npz"
    if not path.exists():
        session = runtime(Lower(load_backbone(variant)[0]), ["middle", "pooled"])

        def encode(file):
            return session.run(None, {"x": to_input(squash(Image.open(file).convert("RGB")))[None]})

        with ThreadPoolExecutor(threads) as pool:
            found = list(pool.map(encode, files))
        middle = np.concatenate([m for m, _ in found]).astype(np.float16)
        pooled = np.concatenate([p for _, p in found]).astype(np.float16)
        np.savez(path, middle=middle, pooled=pooled)
    arrays = np.load(path)
    names = [str(file.relative_to(Path(data) / SETS[name])) for file in files]
    return names, arrays["middle"], arrays["pooled"]


def captions_of(data, name, files):
    known = json.loads((Path(data) / SETS[name] / "captions.json").read_text())
    return [(text, row) for row, file in enumerate(files) for text in known[Path(file).name]]


def caption_recall(images, texts, rows):
    """@param images [n, d] @param texts [q, d] @param rows the photo each text belongs to @returns {k: recall@k}"""
    similarity = texts @ images.T
    own = similarity.gather(1, rows[:, None])
    rank = (similarity > own).sum(1)
    return {k: float((rank < k).float().mean()) for k in (1, 5, 10)} | {"median": float(rank.median() + 1)}
