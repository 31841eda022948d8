"""What the PyTorch towers give for pictures and texts that any language can make again; the app's tests compare."""

import base64
import json

import numpy as np
import torch
from PIL import Image

from .pictures import to_input
from .text import pad

TEXTS = [
    "dog",
    "A photo of two brown dogs running through the snow.",
    "a sketch of a giraffe",
    "  Red  car,\tat night!! ",
    "",
    "café naïve Ærøskøbing",
    "日本の寺 at dusk 🌅",
    "antidisestablishmentarianism supercalifragilistic",
    "don't — it's 50% off (really?)",
    "snow " * 90,
]
TOKEN_ROWS = [0, 24, 48]


def pictures():
    """Three 224 x 224 pictures by integer arithmetic: fine pattern, colour ramps, discs."""
    y, x = np.mgrid[0:224, 0:224]
    pattern = np.stack([((x * (3 + c) + y * (5 - c)) ^ ((x * y) >> 3)) & 255 for c in range(3)], -1)
    ramps = np.stack([x, y, (x + y) // 2], -1) + 16
    inside = ((x - 112) ** 2 + (y - 112) ** 2) // 64 % 2
    discs = np.stack([60 + 150 * inside, 200 - 120 * inside, 30 + 20 * inside], -1)
    return [a.astype(np.uint8) for a in (pattern, ramps, discs)]


def packed(tensor):
    return base64.b64encode(tensor.to(torch.float32).numpy().tobytes()).decode()


@torch.no_grad()
def write_golden(image_tower, text_tower, tokenizer, path):
    embeds, tokens = image_tower(torch.from_numpy(np.stack([to_input(Image.fromarray(p)) for p in pictures()])))
    ids = [encoding.ids for encoding in tokenizer.encode_batch(TEXTS)]
    golden = {
        "comment": "Made by models/training (recipe/golden.py) from the PyTorch towers; float32, little endian, base64.",
        "d": embeds.shape[1],
        "image_embeds": packed(embeds),
        "token_rows": TOKEN_ROWS,
        "tokens": packed(tokens[:, TOKEN_ROWS]),
        "texts": TEXTS,
        "input_ids": ids,
        "text_embeds": packed(text_tower(*pad(ids))),
    }
    path.write_text(json.dumps(golden, ensure_ascii=True, indent=1) + "\n")
