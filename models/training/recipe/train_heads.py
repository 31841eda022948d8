"""First training step: heads on cached features and frozen text vectors. Minutes on one core."""

import time

import numpy as np
import torch
from torch.nn import functional as F

from .heads import TextHead, WordHead, contrast, prototypes

STYLE_CHANCE = 0.3


class Samples:
    """Draws for each photo one cached view and a text that fits it."""

    def __init__(self, parts, bank, sets, use):
        self.bank, self.use = bank, use
        self.views = {}
        for part in parts:
            wanted = "styles" if part.view == "style" else "crops" if part.view.startswith("crop") else None
            if wanted is not None and wanted not in use:
                continue
            for i in range(part.done):
                self.views.setdefault(part.rows[i], {}).setdefault(part.view, []).append((part, i))
        plain = [row for row in self.views if bank.by_kind["said"][row]]
        # captions that people wrote of whole photos teach the most: they are drawn twice as often as the rest
        self.photos = plain + [row for row in plain if sets.captioned[row]]
        self.photos += [row for row in plain if "rare" in use and sets.tells_of_rare(row)]

    def draw(self, row, rng):
        """@returns (part, row in part, index of a text in the bank)"""
        views = self.views[row]
        plain = [view for view in views if view != "style"]
        styled = "style" in views and (not plain or rng.random() < STYLE_CHANCE)
        view = "style" if styled else plain[int(rng.integers(0, len(plain)))]
        kinds = ["said"]
        if styled:
            kinds = ["styled"] if rng.random() < 0.8 else ["said"]
        elif "short" in self.use:
            roll = rng.random()
            kinds = ["said"] if roll < 0.65 else ["short"] if roll < 0.85 else ["varied"]
        text = self.bank.draw(row, [*kinds, "said"], rng)
        return (*views[view][0], text, view)


def train_heads(parts, bank, sets, classifier, class_bank, seed, log, epochs=30, batch=512, use=("styles", "short", "crops", "prototypes", "masks", "rare"), check=None, rate=1e-3, proto_weight=0.25):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    samples = Samples(parts, bank, sets, use)
    pooled = {id(part): torch.from_numpy(np.array(part.pooled[: part.done], np.float32)) for part in parts}
    plain = torch.cat([pooled[id(part)] for part in parts if part.view != "style"])
    std = plain.std(0) + 0.05
    head = WordHead(plain.mean(0), std)
    names, class_vectors_, choices = class_bank
    weight, bias = classifier
    text_head = TextHead(F.normalize(bank.vectors[:20000], dim=1).mean(0))
    log_scale = torch.nn.Parameter(torch.tensor(np.log(20.0), dtype=torch.float32))
    made = prototypes(weight, bias, plain)
    membership = torch.zeros(len(choices), len(names), dtype=torch.bool)
    for i, (rows, _) in enumerate(choices):
        membership[i, rows] = True
    parameters = [p for module in (head, text_head) for p in module.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW([{"params": parameters, "weight_decay": 0.05}, {"params": [log_scale], "weight_decay": 0}], lr=rate)
    steps = epochs * (len(samples.photos) // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.1)
    start = time.time()
    for epoch in range(epochs):
        head.train(), text_head.train()
        order = rng.permutation(len(samples.photos))
        losses = []
        for at in range(0, len(order) - batch + 1, batch):
            rows = [samples.photos[i] for i in order[at : at + batch]]
            drawn = [samples.draw(row, rng) for row in rows]
            features = torch.stack([pooled[id(part)][i] for part, i, _, _ in drawn])
            texts = bank.vectors[[bank.index[text] for _, _, text, _ in drawn]]
            same = torch.eye(batch, dtype=torch.bool)
            if "masks" in use:
                same |= sets.fits([bank.texts[text] for _, _, text, _ in drawn], rows).T
            scale = log_scale.exp().clamp(max=100)
            loss = contrast(head(features), text_head(texts), scale, same)
            if "prototypes" in use:
                chosen = rng.permutation(len(choices))[:512]
                said = torch.tensor([rng.choice(choices[c][0], p=choices[c][1]) for c in chosen])
                # a stretch of real photo keeps a prototype from being cleaner than any photo
                mix = torch.rand(len(chosen), 1) * 0.5
                blended = (1 - mix) * made[chosen] + mix * plain[torch.randint(len(plain), (len(chosen),))]
                fits = membership[chosen][:, said]
                loss = loss + proto_weight * contrast(head(blended), text_head(class_vectors_[said]), scale, fits)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        if check is not None and (epoch % 5 == 4 or epoch == epochs - 1):
            head.eval(), text_head.eval()
            log(f"heads epoch {epoch + 1}/{epochs}: loss {np.mean(losses):.3f}, scale {log_scale.exp().item():.1f}, {check(head, text_head)}, {time.time() - start:.0f} s")
    return head.eval(), text_head.eval(), log_scale.detach()
