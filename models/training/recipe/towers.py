"""The two towers as they are shipped: pictures and texts to L2-normalised vectors of one space."""

import math

import torch
from torch import nn
from torch.nn import functional as F

from .backbone import CHANNELS


class ImageTower(nn.Module):
    """pixel_values [B, 3, 224, 224] in [-1, 1] -> image_embeds [B, d], tokens [B, 49, d], rows L2-normalised.

    Heads see mean and maximum of a feature map, W m + V x; of a single place both are the same, (W + V) p. Written as
    (W + V) m + V (x - m), the whole picture is one more place: one product for all members and places.
    """

    def __init__(self, backbone, head):
        super().__init__()
        self.backbone, self.look, self.share = backbone, head.look, head.share
        members = head.words.members
        layers = [layer for member in members for layer in (member.linear, member.inner)]
        self.widths = [layer.out_features for layer in layers]
        weight = torch.cat([layer.weight.detach() for layer in layers])
        scaled = weight / members[0].std
        self.places = nn.Linear(CHANNELS, len(weight))
        self.beyond = nn.Linear(CHANNELS, len(weight), bias=False)
        self.places.weight.data = scaled[:, :CHANNELS] + scaled[:, CHANNELS:]
        self.places.bias.data = torch.cat([layer.bias.detach() for layer in layers]) - scaled @ members[0].mean
        self.beyond.weight.data = scaled[:, CHANNELS:].contiguous()
        self.register_buffer("basis", head.words.basis)
        self.outer = nn.ModuleList(member.outer for member in members)

    def forward(self, pixel_values):
        features = self.backbone(pixel_values)
        mean, most = features.mean((2, 3)), features.amax((2, 3))
        rows = torch.cat([mean[:, None], features.flatten(2).transpose(1, 2)], 1)
        seen = self.places(rows)
        whole = seen[:, :1] + self.beyond(most - mean)[:, None]
        found = torch.cat([whole, seen[:, 1:]], 1).split(self.widths, -1)
        words = [
            F.normalize(straight + outer(F.gelu(inner)), dim=-1)
            for straight, inner, outer in zip(found[::2], found[1::2], self.outer)
        ]
        words = F.normalize(torch.cat(words, -1) @ self.basis, dim=-1)
        out = torch.cat([math.sqrt(1 - self.share) * words, math.sqrt(self.share) * self.look(rows)], -1)
        return out[:, 0], out[:, 1:]


class TextTower(nn.Module):
    """input_ids, attention_mask [B, L] -> text_embeds [B, d], L2-normalised."""

    def __init__(self, model, head):
        super().__init__()
        self.model = model
        self.head = head

    def forward(self, input_ids, attention_mask):
        return self.head(self.model(input_ids, attention_mask))
