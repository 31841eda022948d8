"""First training step: heads on cached features and frozen text vectors. Minutes on one core."""

import time
from typing import NamedTuple

import numpy as np
import torch

from .heads import SideBySide, TextHead, WordHead, abreast, common_basis, contrast, prototypes

STYLE_CHANCE = 0.3
# ImageNet's classes keep a quarter of the weight, in every other step.
PROTOTYPE_WEIGHT, PROTOTYPE_EVERY, PROTOTYPES = 0.25, 2, 512


class Member(NamedTuple):
    """What one head learns from: how often an epoch draws each photo of a set."""

    shares: dict
    epochs: int
    styles: bool


# One head for captions of plain photos, one for everything, one between them: the mean is better than each at its own.
MEMBERS = (
    Member({"flickr8k": 1, "visual7w": 0, "miniplaces": 0}, 22, False),
    Member({"flickr8k": 3, "visual7w": 1, "miniplaces": 1}, 9, True),
    Member({"flickr8k": 1, "visual7w": 0, "miniplaces": 0}, 18, True),
)


class Samples:
    """Draws for each photo one cached view and a text that fits it."""

    def __init__(self, parts, bank, sets, use, member=MEMBERS[1]):
        self.parts, self.bank, self.use = parts, bank, use
        self.starts = np.cumsum([0, *(part.done for part in parts)])
        self.at = {}
        for part, start in zip(parts, self.starts):
            rows = self.at.setdefault(part.view, np.full(len(sets.set), -1))
            rows[part.rows[: part.done]] = np.arange(start, start + part.done)
        self.styles = member.styles and "styles" in use and "style" in self.at
        self.plain = ["whole", *(view for view in self.at if view not in ("whole", "style") and "views" in use)]
        told = np.flatnonzero((bank.count["said"] > 0) & (self.at["whole"] >= 0))
        self.photos = np.repeat(told, [member.shares[name] for name in sets.set[told]])
        if "rare" in use:
            self.photos = np.concatenate([self.photos, told[sets.tells_of_rare[told]]])

    def draw(self, photos, rng):
        """@returns (numbers of views, counted through all parts; numbers of texts in the bank)"""
        count = len(photos)
        styled = np.zeros(count, bool)
        if self.styles:
            styled = (rng.random(count) < STYLE_CHANCE) & (self.at["style"][photos] >= 0)
        choice = rng.integers(0, len(self.plain), count)
        views = np.stack([self.at[view][photos] for view in self.plain])[choice, np.arange(count)]
        views = np.where(views < 0, self.at["whole"][photos], views)
        texts, roll = self.bank.draw("said", photos, rng), rng.random(count)
        if "short" in self.use:
            for kind, wanted in (("short", roll < 0.2), ("varied", roll > 0.85)):
                found = self.bank.draw(kind, photos, rng)
                texts = np.where(wanted & (found >= 0), found, texts)
        if self.styles:
            views = np.where(styled, self.at["style"][photos], views)
            plain, dressed = self.bank.draw("said", photos, rng), self.bank.draw("styled", photos, rng)
            texts = np.where(styled, np.where((roll < 0.8) & (dressed >= 0), dressed, plain), texts)
        return views, texts

    def gather(self, name, views):
        """Rows of the cached arrays `name` ('pooled' or 'middle')."""
        which = np.searchsorted(self.starts, views, side="right") - 1
        found = [getattr(self.parts[part], name)[view - self.starts[part]] for part, view in zip(which, views)]
        return torch.from_numpy(np.stack(found).astype(np.float32))


class Classes:
    """The classifier's classes as pairs of a prototype and one of their names."""

    def __init__(self, weight, plain, vectors, choices):
        """@param choices for each class (rows of `vectors`, their shares)"""
        self.made, self.plain, self.vectors, self.choices = prototypes(weight, plain), plain, vectors, choices
        self.member = torch.zeros(len(choices), len(vectors), dtype=torch.bool)
        for i, (rows, _) in enumerate(choices):
            self.member[i, rows] = True

    def loss(self, head, text_head, scale, rng, count=PROTOTYPES):
        chosen = rng.permutation(len(self.choices))[:count]
        said = torch.tensor([rng.choice(self.choices[c][0], p=self.choices[c][1]) for c in chosen])
        # a stretch of real photo keeps a prototype from being cleaner than any photo
        mix = torch.rand(len(chosen), 1) * 0.5
        blended = (1 - mix) * self.made[chosen] + mix * self.plain[torch.randint(len(self.plain), (len(chosen),))]
        fits = self.member[chosen][:, said]
        return contrast(head(blended), text_head(self.vectors[said]), scale, fits)


def train_heads(parts, bank, sets, classes, seed, log, use, check, members=MEMBERS):
    """@returns (image head, text head, log of the scale)"""
    trained = [train_member(Samples(parts, bank, sets, use, member), bank, sets, classes, seed + i, log, use, check, member) for i, member in enumerate(members)]
    images, texts = [found[0] for found in trained], [found[1] for found in trained]
    with torch.no_grad():
        basis = common_basis(abreast(images, classes.plain), abreast(texts, bank.vectors))
    head, text_head = SideBySide(images, basis).eval(), SideBySide(texts, basis).eval()
    log(f"heads side by side: {check(head, text_head)}")
    return head, text_head, torch.stack([found[2] for found in trained]).mean()


def train_member(samples, bank, sets, classes, seed, log, use, check, member, batch=512, rate=1e-3, memory=0.99):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    pooled = torch.cat([torch.from_numpy(np.array(part.pooled[: part.done])) for part in samples.parts])
    std = classes.plain.std(0) + 0.1
    head, text_head = WordHead(classes.plain.mean(0), std), TextHead(bank.vectors.mean(0))
    log_scale = torch.nn.Parameter(torch.tensor(np.log(20.0), dtype=torch.float32))
    parameters = [*head.parameters(), *text_head.parameters()]
    groups = [{"params": parameters, "weight_decay": 0.05}, {"params": [log_scale], "weight_decay": 0}]
    optimiser = torch.optim.AdamW(groups, lr=rate)
    per_epoch = len(samples.photos) // batch
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=member.epochs * per_epoch, pct_start=0.1)
    mean = [p.detach().clone() for p in parameters]
    start, step = time.time(), 0
    for epoch in range(member.epochs):
        head.train(), text_head.train()
        order, losses = rng.permutation(samples.photos), []
        for at in range(0, per_epoch * batch, batch):
            photos = order[at : at + batch]
            views, texts = samples.draw(photos, rng)
            fits = torch.from_numpy(photos[:, None] == photos[None])
            if "masks" in use:
                fits = fits | sets.fits(photos, texts)
            scale = log_scale.exp().clamp(max=100)
            loss = contrast(head(pooled[views].float()), text_head(bank.vectors[texts]), scale, fits)
            if "prototypes" in use and step % PROTOTYPE_EVERY == 0:
                loss = loss + PROTOTYPE_WEIGHT * PROTOTYPE_EVERY * classes.loss(head, text_head, scale, rng)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
            step += 1
            # the mean of the last hundred steps' weights is a little better than the last weights
            keep = min(memory, step / (step + 10))
            for kept, p in zip(mean, parameters):
                kept.mul_(keep).add_(p.detach(), alpha=1 - keep)
        log(f"heads epoch {epoch + 1}/{member.epochs}: loss {np.mean(losses):.3f}, scale {log_scale.exp().item():.1f}, {time.time() - start:.0f} s")
    for kept, p in zip(mean, parameters):
        p.data.copy_(kept)
    head.eval(), text_head.eval()
    log(f"heads of {member}: {check(head, text_head)}")
    return head, text_head, log_scale.detach()
