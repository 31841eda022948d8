"""Training photos and the views made of them: crops, light and, for words like "a sketch of", styles."""

import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

from .backbone import INPUT_PX

SETS = {"flickr8k": "captions.json", "visual7w": "questions.json", "miniplaces": "labels.json"}


def list_photos(folder):
    """@returns [(set name, file name)], sorted, so that rows of a cache mean the same photo on every machine"""
    out = []
    for name, truth in SETS.items():
        known = json.loads((Path(folder) / name / truth).read_text())
        out += [(name, file) for file in sorted(known) if (Path(folder) / name / file).exists()]
    return out


def open_photo(folder, photo):
    image = Image.open(Path(folder) / photo[0] / photo[1]).convert("RGB")
    return squash(image)


def squash(image):
    """The app's own preprocessing: the whole picture, aspect given up (`exact` resize, bicubic)."""
    return image if image.size == (INPUT_PX, INPUT_PX) else image.resize((INPUT_PX, INPUT_PX), Image.BICUBIC)


def to_input(image):
    """PIL picture -> [3, 224, 224] float32 as the EfficientNet-lite authors feed it: (byte - 127) / 128."""
    return ((np.asarray(image, np.float32) - 127.0) / 128.0).transpose(2, 0, 1)


def random_view(image, rng):
    """Crop of 45 to 100 % of the area with an aspect of 3:4 to 4:3, mirrored half of the time, light and colour moved."""
    area = rng.uniform(0.45, 1.0)
    aspect = np.exp(rng.uniform(np.log(3 / 4), np.log(4 / 3)))
    width = min(1.0, np.sqrt(area * aspect)) * image.width
    height = min(1.0, np.sqrt(area / aspect)) * image.height
    left, top = rng.uniform(0, image.width - width), rng.uniform(0, image.height - height)
    view = image.resize((INPUT_PX, INPUT_PX), Image.BICUBIC, (left, top, left + width, top + height))
    if rng.random() < 0.5:
        view = ImageOps.mirror(view)
    for enhance in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        view = enhance(view).enhance(rng.uniform(0.75, 1.3))
    return view


def grey(image, rng):
    return ImageEnhance.Contrast(ImageOps.grayscale(image).convert("RGB")).enhance(rng.uniform(0.9, 1.3))


def sepia(image, rng):
    tone = ImageOps.colorize(ImageOps.grayscale(image), (40, 26, 13), (255, 240, 205))
    return ImageEnhance.Contrast(tone).enhance(rng.uniform(0.7, 1.0))


def pencil(image, rng):
    """Colour-dodge of the picture with its blurred negative: dark where brightness changes."""
    light = np.asarray(ImageOps.grayscale(image), np.float32)
    blurred = np.asarray(ImageOps.grayscale(image).filter(ImageFilter.GaussianBlur(rng.uniform(2, 7))), np.float32)
    dodge = np.clip(light * 255.0 / np.maximum(blurred, 1), 0, 255)
    sketch = Image.fromarray(dodge.astype(np.uint8)).convert("RGB")
    return ImageEnhance.Contrast(sketch).enhance(rng.uniform(1.2, 2.5))


def lines(image, rng):
    """Thresholded gradient of the smoothed picture: black outlines on white."""
    smooth = np.asarray(ImageOps.grayscale(image).filter(ImageFilter.GaussianBlur(rng.uniform(1.2, 2.5))), np.float32)
    down, across = np.gradient(smooth)
    strength = np.hypot(down, across)
    drawn = strength > np.quantile(strength, rng.uniform(0.86, 0.94))
    ink = Image.fromarray(np.where(drawn, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.6))
    return ink.convert("RGB")


def halved(image):
    """Mode filters cost the square of their reach: on half the picture they reach as far for a sixteenth."""
    return image.resize((image.width // 2, image.height // 2), Image.BOX)


def cartoon(image, rng):
    """Flat colours with dark outlines."""
    flat = halved(image).filter(ImageFilter.ModeFilter(5)).resize(image.size, Image.BICUBIC)
    flat = ImageEnhance.Color(ImageOps.posterize(flat, int(rng.integers(2, 4)))).enhance(rng.uniform(1.3, 2.0))
    flat = ImageEnhance.Brightness(flat).enhance(rng.uniform(1.1, 1.4))
    return ImageChops.multiply(flat, lines(image, rng)) if rng.random() < 0.7 else flat


def painting(image, rng):
    """Brush-like patches of one colour, a canvas grain and strong colour."""
    strokes = halved(image).filter(ImageFilter.ModeFilter(int(rng.choice([3, 5])))).resize(image.size, Image.BICUBIC)
    grain = rng.normal(0, rng.uniform(3, 10), (INPUT_PX, INPUT_PX, 1))
    tinted = np.clip(np.asarray(strokes, np.float32) * rng.uniform(0.85, 1.1, (1, 1, 3)) + grain, 0, 255)
    return ImageEnhance.Color(Image.fromarray(tinted.astype(np.uint8))).enhance(rng.uniform(1.1, 1.7))


def night(image, rng):
    """Dark and blue, the brightest places kept as lamps."""
    x = np.asarray(image, np.float32) / 255
    lamps = np.clip((x.mean(2, keepdims=True) - 0.85) * 4, 0, 1) * (1, 0.85, 0.5)
    dark = x ** rng.uniform(1.3, 2.2) * rng.uniform(0.18, 0.4) * (0.7, 0.8, 1.25)
    noise = rng.normal(0, 0.02, x.shape)
    return Image.fromarray((np.clip(dark + 0.6 * lamps + noise, 0, 1) * 255).astype(np.uint8))


def sunset(image, rng):
    x = np.asarray(image, np.float32) / 255
    height = np.linspace(1, 0, INPUT_PX)[:, None, None]
    glow = (0.45 * height + 0.1) * np.array((1.0, 0.45, 0.12)) * rng.uniform(0.7, 1.1)
    return Image.fromarray((np.clip(x**1.3 * (0.85, 0.55, 0.45) + glow, 0, 1) * 255).astype(np.uint8))


def fog(image, rng):
    x = np.asarray(image.filter(ImageFilter.GaussianBlur(1)), np.float32)
    veil = np.linspace(1, rng.uniform(0.4, 0.9), INPUT_PX)[:, None, None] * rng.uniform(0.6, 0.8)
    return Image.fromarray((x.mean(2, keepdims=True) * 0.3 * (1 - veil) + x * 0.7 * (1 - veil) + 225 * veil).astype(np.uint8))


def blur(image, rng):
    return image.filter(ImageFilter.GaussianBlur(rng.uniform(3, 7)))


HUES = {"red": 0, "orange": 20, "yellow": 40, "green": 85, "blue": 160, "purple": 195, "pink": 230}


def recolour(hue):
    def apply(image, rng):
        """Every coloured thing takes one hue; greys stay grey."""
        h, s, v = image.convert("HSV").split()
        moved = h.point(lambda _: (hue + int(rng.integers(-6, 7))) % 256)
        strong = s.point(lambda x: min(255, int(x * 1.6)))
        return Image.merge("HSV", (moved, strong, v)).convert("RGB")

    return apply


# name -> (picture operation, ways of saying it; {} is the caption)
STYLES = {
    "grey": (grey, ["a black and white photo of {}", "{}, black and white", "black and white picture: {}", "a monochrome photo of {}", "black and white", "a greyscale photograph", "{} in black and white"]),
    "sepia": (sepia, ["an old photo of {}", "a vintage photograph of {}", "{}, sepia", "an old sepia photograph", "vintage", "an antique picture of {}"]),
    "pencil": (pencil, ["a sketch of {}", "a pencil drawing of {}", "{}, sketch", "a drawing of {}", "a pencil sketch", "a sketch", "a drawing", "{} as a sketch", "a charcoal drawing of {}"]),
    "lines": (lines, ["a sketch of {}", "a line drawing of {}", "line art of {}", "an outline drawing of {}", "a sketch", "a line drawing", "{} as a sketch", "a black and white drawing of {}"]),
    "cartoon": (cartoon, ["a cartoon of {}", "an illustration of {}", "{}, cartoon", "a comic drawing of {}", "a cartoon", "an illustration", "{} as a cartoon", "clip art of {}", "an animated {}"]),
    "painting": (painting, ["a painting of {}", "an oil painting of {}", "{}, painting", "a watercolour of {}", "a painting", "a work of art", "{} as a painting", "a painted picture of {}"]),
    "night": (night, ["{} at night", "at night, {}", "a dark photo of {}", "night", "{} in the dark", "a photo taken at night", "night time"]),
    "sunset": (sunset, ["{} at sunset", "{} in the evening light", "sunset", "{} at dusk", "a sunset photo of {}", "golden evening light", "{} at sunrise"]),
    "fog": (fog, ["{} in the fog", "{} in the mist", "fog", "a foggy day, {}", "misty weather"]),
    "blur": (blur, ["a blurry photo of {}", "{}, out of focus", "a blurred picture", "blurry", "an unsharp photo of {}"]),
    **{
        name: (recolour(hue), [f"{{}}, {name}", f"a {name} picture of {{}}", name, f"everything is {name}, {{}}", f"{{}} in {name}", f"a {name} tinted photo"])
        for name, hue in HUES.items()
    },
}
# Draws of a style view: drawings and paintings matter most to composed queries.
STYLE_WEIGHTS = {"grey": 2, "sepia": 1, "pencil": 2.5, "lines": 2.5, "cartoon": 3, "painting": 3, "night": 2, "sunset": 1.3, "fog": 0.8, "blur": 0.8}
PHOTO_WORDS = ["a photo of {}", "a photograph of {}", "a picture of {}", "{}, photo", "a photo", "a photograph", "a colour photo of {}"]


def style_of(row, seed):
    """The style that row's style view has, the same in every run."""
    names = list(STYLES)
    weights = np.array([STYLE_WEIGHTS.get(name, 0.35) for name in names])
    return names[np.random.default_rng((seed, 7, row)).choice(len(names), p=weights / weights.sum())]


# view names in the order in which they are cached; a run can stop after any of them
VIEWS = ("whole", "style", "crop1", "crop2", "flip")


def make_view(image, view, row, seed):
    rng = np.random.default_rng((seed, VIEWS.index(view), row))
    if view == "whole":
        return image
    if view == "flip":
        return ImageOps.mirror(image)
    if view == "style":
        base = random_view(image, rng) if rng.random() < 0.5 else image
        return STYLES[style_of(row, seed)][0](base, rng)
    return random_view(image, rng)
