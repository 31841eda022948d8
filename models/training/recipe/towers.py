"""The two towers as they are shipped: pictures and texts to L2-normalised vectors of one space."""

import torch
from torch import nn
from torch.nn import functional as F


class ImageTower(nn.Module):
    """pixel_values [B, 3, 224, 224] in [-1, 1] -> image_embeds [B, d], tokens [B, 49, d], rows L2-normalised."""

    def __init__(self, backbone, head):
        super().__init__()
        self.backbone = backbone
        self.head = head

    def forward(self, pixel_values):
        features = self.backbone(pixel_values)
        batch, channels = features.shape[:2]
        places = features.flatten(2).transpose(1, 2)
        tokens = self.head(places.reshape(-1, channels)).reshape(batch, 49, -1)
        return self.head(features.mean((2, 3))), tokens


class TextTower(nn.Module):
    """input_ids, attention_mask [B, L] -> text_embeds [B, d], L2-normalised."""

    def __init__(self, model, head):
        super().__init__()
        self.model = model
        self.head = head

    def forward(self, input_ids, attention_mask):
        return self.head(self.model(input_ids, attention_mask))


class Centre(nn.Module):
    """Normalise, take the mean away, normalise again."""

    def __init__(self, mean):
        super().__init__()
        self.mean = nn.Parameter(mean.clone())

    def forward(self, pooled):
        return F.normalize(F.normalize(pooled, dim=-1) - self.mean, dim=-1)
