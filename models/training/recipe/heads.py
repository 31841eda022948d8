"""From features to the common space.

A picture's vector has two parts: `words` (compared with texts) and `look`, the backbone's own features whitened, which
texts leave at zero: so that ranking photos by a photo keeps what words don't say, and ranking photos by words is
untouched by it. Both parts have a fixed length, so every vector is L2-normalised.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

from .text import WIDTH

WORDS, LOOK = 256, 256
# Share of a picture-to-picture similarity that comes from `look`.
LOOK_SHARE = 0.5


class WordHead(nn.Module):
    """Features [N, 1280] -> [N, 256], L2-normalised: a perceptron added to a linear map."""

    def __init__(self, mean, std, hidden=512, dropout=0.3):
        super().__init__()
        self.register_buffer("mean", mean.clone())
        self.register_buffer("std", std.clone())
        self.linear = nn.Linear(len(mean), WORDS)
        self.inner = nn.Linear(len(mean), hidden)
        self.outer = nn.Linear(hidden, WORDS)
        self.dropout = nn.Dropout(dropout)
        nn.init.normal_(self.linear.weight, std=0.02)
        nn.init.zeros_(self.outer.weight)

    def forward(self, features):
        x = self.dropout((features - self.mean) / self.std)
        return F.normalize(self.linear(x) + self.outer(self.dropout(F.gelu(self.inner(x)))), dim=-1)


class TextHead(nn.Module):
    """Pooled sentence vector [N, 384] -> [N, 256], L2-normalised; starts as centring and a projection."""

    def __init__(self, mean, dropout=0.1):
        super().__init__()
        self.register_buffer("mean", mean.clone())
        self.linear = nn.Linear(WIDTH, WORDS)
        self.dropout = nn.Dropout(dropout)
        nn.init.orthogonal_(self.linear.weight)
        nn.init.zeros_(self.linear.bias)

    def forward(self, pooled):
        x = F.normalize(pooled, dim=-1) - self.mean
        return F.normalize(self.linear(self.dropout(x)), dim=-1)


class Look(nn.Module):
    """Features -> [N, 256], L2-normalised: the singular directions of the training photos' features, strong ones damped.

    Not centred: most of a feature vector is zero, and it is the few that are not which tell things apart.
    """

    def __init__(self, features, power=0.25):
        super().__init__()
        _, singular, directions = torch.linalg.svd(features, full_matrices=False)
        scale = (singular[:LOOK] / singular[0]) ** -power
        self.linear = nn.Linear(features.shape[1], LOOK, bias=False)
        self.linear.weight.data = directions[:LOOK] * scale[:, None]

    def forward(self, features):
        return F.normalize(self.linear(features), dim=-1)


class ImageHead(nn.Module):
    """Features [N, 1280] -> [N, 512], L2-normalised."""

    def __init__(self, words, look, share=LOOK_SHARE):
        super().__init__()
        self.words, self.look, self.share = words, look, share

    def forward(self, features):
        parts = [math.sqrt(1 - self.share) * self.words(features), math.sqrt(self.share) * self.look(features)]
        return torch.cat(parts, -1)


class PaddedText(nn.Module):
    """Texts say nothing of `look`."""

    def __init__(self, head):
        super().__init__()
        self.head = head

    def forward(self, pooled):
        return F.pad(self.head(pooled), (0, LOOK))


def contrast(images, texts, scale, same, weight=None):
    """Symmetric InfoNCE (Radford et al., 2021). @param same [n, n] bool: pairs that are no negatives, beside the diagonal"""
    logits = scale * images @ texts.T
    blocked = same & ~torch.eye(len(images), dtype=torch.bool)
    logits = logits.masked_fill(blocked, -1e4)
    target = torch.arange(len(images))
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2


def prototypes(weight, bias, features, strength=1.0):
    """Feature means of the ImageNet classes from the classifier's rows alone.

    For Gaussian classes of one covariance S the best linear classifier has rows S^-1 mu_c, so mu_c = mu + S w_c
    up to scale; S is that of the training photos. Negative activations cannot occur and are cut.
    """
    mean = features.mean(0)
    centred = features - mean
    covariance = centred.T @ centred / len(features)
    offsets = (weight - weight.mean(0)) @ covariance
    offsets = offsets / offsets.norm(dim=1, keepdim=True) * centred.norm(dim=1).mean() * strength
    return (mean + offsets).clamp(min=0)
