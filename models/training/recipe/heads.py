"""From features to the common space.

A picture's vector has two parts: `words` (compared with texts) and `look`, the backbone's own features, which
texts leave at zero: so that ranking photos by a photo keeps what words don't say, and ranking photos by words is
untouched by it. Both parts have a fixed length, so every vector is L2-normalised.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

from .backbone import CHANNELS
from .text import FEATURES

# Heads are trained apart and stand side by side; of their directions together, these many are kept for `words`.
MEMBER_WORDS = 160
WORDS, LOOK = 192, 320
# Share of a picture-to-picture similarity that comes from `look`.
LOOK_SHARE = 0.85


class WordHead(nn.Module):
    """Features [N, 2560] -> [N, 160], L2-normalised: a perceptron added to a linear map."""

    def __init__(self, mean, std, hidden=256, dropout=0.3):
        super().__init__()
        self.register_buffer("mean", mean.clone())
        self.register_buffer("std", std.clone())
        self.linear = nn.Linear(len(mean), MEMBER_WORDS)
        self.inner = nn.Linear(len(mean), hidden)
        self.outer = nn.Linear(hidden, MEMBER_WORDS)
        self.dropout = nn.Dropout(dropout)
        nn.init.normal_(self.linear.weight, std=0.014)
        nn.init.zeros_(self.outer.weight)

    def forward(self, features):
        x = self.dropout((features - self.mean) / self.std)
        return F.normalize(self.linear(x) + self.outer(self.dropout(F.gelu(self.inner(x)))), dim=-1)


class TextHead(nn.Module):
    """Features [N, 768] -> [N, 160], L2-normalised; starts as centring and a projection."""

    def __init__(self, mean, dropout=0.1):
        super().__init__()
        self.register_buffer("mean", mean.clone())
        self.linear = nn.Linear(FEATURES, MEMBER_WORDS)
        self.dropout = nn.Dropout(dropout)
        nn.init.orthogonal_(self.linear.weight)

    def forward(self, features):
        return F.normalize(self.linear(self.dropout(features - self.mean)), dim=-1)


class SideBySide(nn.Module):
    """[N, F] -> [N, 192], L2-normalised: the members' vectors one after the other, so that similarities are the mean of
    theirs, in the directions that matter to pictures and texts together."""

    def __init__(self, members, basis):
        super().__init__()
        self.members = nn.ModuleList(members)
        self.register_buffer("basis", basis)

    def forward(self, features):
        return F.normalize(abreast(self.members, features) @ self.basis, dim=-1)


def abreast(members, features):
    return torch.cat([member(features) for member in members], -1)


def common_basis(images, texts):
    """Principal directions of both, each kind with the same weight. @returns [d, 192], columns orthonormal"""
    moments = images.T @ images / len(images) + texts.T @ texts / len(texts)
    return torch.linalg.eigh(moments).eigenvectors[:, -WORDS:].contiguous()


class Look(nn.Module):
    """Features -> [N, 320], L2-normalised: the singular directions of the training photos' mean features, strong ones damped.

    Strong channels are damped too, by the root. Not centred: most of a feature vector is zero, and it is the few that are
    not which tell things apart.
    """

    def __init__(self, features, power=0.25):
        super().__init__()
        _, singular, directions = torch.linalg.svd(features[..., :CHANNELS].sqrt(), full_matrices=False)
        scale = (singular[:LOOK] / singular[0]) ** -power
        self.linear = nn.Linear(CHANNELS, LOOK, bias=False)
        self.linear.weight.data = directions[:LOOK] * scale[:, None]

    def forward(self, features):
        return F.normalize(self.linear(features[..., :CHANNELS].sqrt()), dim=-1)


class ImageHead(nn.Module):
    """Features [N, 2560] -> [N, 512], L2-normalised."""

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


def contrast(images, texts, scale, fits):
    """Symmetric InfoNCE (Radford et al., 2021). @param fits [n, n] bool: pairs that are no negatives, beside the diagonal"""
    blocked = fits & ~torch.eye(len(images), dtype=torch.bool)
    logits = (scale * images @ texts.T).masked_fill(blocked, -1e4)
    target = torch.arange(len(images))
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2


def prototypes(weight, features):
    """Features of the ImageNet classes from the classifier's rows alone.

    For Gaussian classes of one covariance S the best linear classifier has rows S^-1 mu_c, so mu_c = mu + S w_c
    up to scale; S is that of the training photos. The maxima, which the classifier doesn't see, follow by their covariance
    with the means. Negative activations cannot occur and are cut.
    """
    mean = features.mean(0)
    centred = features - mean
    covariance = centred[:, :CHANNELS].T @ centred / len(features)
    offsets = (weight - weight.mean(0)) @ covariance
    strength = centred[:, :CHANNELS].norm(dim=1).mean() / offsets[:, :CHANNELS].norm(dim=1, keepdim=True)
    return (mean + offsets * strength).clamp(min=0)
