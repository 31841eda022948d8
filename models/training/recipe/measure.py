"""Figures on the sets developed against, from cached features: quick enough for every few epochs."""

from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from .evalsets import caption_recall, captions_of, load_eval
from .text import text_features

PACS = ["dog", "elephant", "giraffe", "guitar", "horse", "house", "person"]


class Captions:
    """@param name 'dev' (1,000 photos of Flickr8k) or 'coco' (80)"""

    def __init__(self, data, cache, variant, threads=1, name="dev"):
        self.files, self.middle, pooled = load_eval(data, cache, variant, name, threads)
        self.pooled = torch.from_numpy(pooled.astype(np.float32))
        self.captions = captions_of(data, name, self.files)
        self.rows = torch.tensor([row for _, row in self.captions])
        path = Path(cache) / f"eval-{name}-texts.npy"
        if not path.exists():
            np.save(path, text_features([text for text, _ in self.captions], threads, log=lambda _: None))
        self.texts = torch.from_numpy(np.load(path).astype(np.float32))

    @torch.no_grad()
    def recall(self, head, text_head):
        return caption_recall(head(self.pooled), text_head(self.texts), self.rows)


class ZeroShot:
    """PACS: class by the nearest of "a photo of a dog" …"""

    def __init__(self, data, cache, variant, threads=1):
        self.files, self.middle, pooled = load_eval(data, cache, variant, "pacs", threads)
        self.pooled = torch.from_numpy(pooled.astype(np.float32))
        self.truth = torch.tensor([PACS.index(file.split("/")[1]) for file in self.files])
        self.domains = np.array([file.split("/")[0] for file in self.files])
        self.prompts = [f"a photo of a {name}" for name in PACS]
        self.texts = torch.from_numpy(text_features(self.prompts, 1, log=lambda _: None))

    @torch.no_grad()
    def accuracy(self, head, text_head):
        hit = ((head(self.pooled) @ text_head(self.texts).T).argmax(1) == self.truth).numpy()
        return {domain: float(hit[self.domains == domain].mean()) for domain in sorted(set(self.domains))}


class Grocery:
    """A shop-shelf photo -> the pack shot of the same product; ranked among 81."""

    def __init__(self, data, cache, variant, threads=1):
        files, _, pooled = load_eval(data, cache, variant, "grocery", threads)
        self.pooled = torch.from_numpy(pooled.astype(np.float32))
        self.iconic = torch.tensor([file.startswith("iconic") for file in files])
        self.product = np.array([file.split("/")[-2] for file in files])

    @torch.no_grad()
    def recall(self, embed, k=5):
        x = F.normalize(embed(self.pooled), dim=1)
        gallery, queries = x[self.iconic], x[~self.iconic]
        best = (queries @ gallery.T).topk(k, dim=1).indices.numpy()
        names, wanted = self.product[self.iconic.numpy()], self.product[~self.iconic.numpy()]
        return float(np.mean([wanted[i] in names[best[i]] for i in range(len(wanted))]))
