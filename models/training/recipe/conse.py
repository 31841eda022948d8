"""The training-free mapping from the classifier into the space of words.

Norouzi et al., "Zero-Shot Learning by Convex Combination of Semantic Embeddings", ICLR 2014: a picture is the
probability-weighted mean of the word vectors of its most likely classes. A class vector here is the mean over its
synonyms and, fading with distance, its hypernyms; all vectors are centred on the mean class.
"""

import torch
from torch import nn
from torch.nn import functional as F

from .text import sentence_vectors

HYPERNYM_FADE = 0.6
TOP = 10


def class_vectors(words, model, tokenizer, fade=HYPERNYM_FADE):
    """@returns [1000, 384], L2-normalised, centred"""
    phrases = sorted({name for entry in words for group in [entry["lemmas"], *entry["hypernyms"]] for name in group})
    vectors = F.normalize(sentence_vectors(model, tokenizer, [f"a photo of a {phrase}" for phrase in phrases]), dim=1)
    at = {phrase: i for i, phrase in enumerate(phrases)}
    rows = []
    for entry in words:
        groups = [entry["lemmas"], *entry["hypernyms"]]
        weights = [fade**depth for depth in range(len(groups))]
        rows.append(sum(w * vectors[[at[name] for name in group]].mean(0) for w, group in zip(weights, groups)) / sum(weights))
    rows = F.normalize(torch.stack(rows), dim=1)
    return F.normalize(rows - rows.mean(0), dim=1), rows.mean(0)


class Conse(nn.Module):
    """Features [N, 1280] -> [N, 384], L2-normalised."""

    def __init__(self, weight, bias, vectors, temperature=1.0):
        super().__init__()
        self.weight = nn.Parameter(weight.clone())
        self.bias = nn.Parameter(bias.clone())
        self.vectors = nn.Parameter(vectors.clone())
        self.temperature = temperature

    def forward(self, features):
        p = (F.linear(features, self.weight, self.bias) / self.temperature).softmax(-1)
        least = p.topk(TOP, dim=-1).values[:, -1:]
        return F.normalize(torch.where(p >= least, p, torch.zeros_like(p)) @ self.vectors, dim=-1)
