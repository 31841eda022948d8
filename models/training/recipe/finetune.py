"""Second training step: the last blocks of the backbone (from the cached 14x14 maps) and the last layers of the text
encoder learn together with the heads. Small batches borrow negatives from a memory of recent vectors
(Wang et al., "Cross-Batch Memory for Embedding Learning", CVPR 2020)."""

import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from .backbone import pool
from .text import LAYERS, pad


class Memory:
    """The last `size` pairs, detached."""

    def __init__(self, size):
        self.size, self.images, self.texts, self.rows = size, None, None, []

    def push(self, images, texts, rows):
        join = lambda old, new: new if old is None else torch.cat([new, old])[: self.size]
        self.images, self.texts = join(self.images, images.detach()), join(self.texts, texts.detach())
        self.rows = [*rows, *self.rows][: self.size]


def contrast_with_memory(images, texts, rows, same, memory, scale):
    """Symmetric InfoNCE of a batch against itself and the memory; pairs of one photo are no negatives."""
    all_images = images if memory.images is None else torch.cat([images, memory.images])
    all_texts = texts if memory.texts is None else torch.cat([texts, memory.texts])
    every = torch.tensor([*rows, *memory.rows])
    blocked = torch.tensor(rows)[:, None] == every[None, :]
    blocked[:, : len(rows)] |= same
    own = torch.arange(len(rows))
    blocked[own, own] = False
    one = (scale * images @ all_texts.T).masked_fill(blocked, -1e4)
    other = (scale * texts @ all_images.T).masked_fill(blocked, -1e4)
    return (F.cross_entropy(one, own) + F.cross_entropy(other, own)) / 2


def region_contrast(regions, texts, same, scale):
    """A text against a picture's best region. @param regions [n, r, d], L2-normalised"""
    best = torch.einsum("nrd,td->ntr", regions, texts).max(-1).values
    own = torch.arange(len(texts))
    blocked = same.clone()
    blocked[own, own] = False
    logits = (scale * best).masked_fill(blocked, -1e4)
    return (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2


class Upper(torch.nn.Module):
    """Cached map [B, C, 14, 14] -> last feature map [B, 1280, 7, 7]."""

    def __init__(self, backbone):
        super().__init__()
        self.backbone, self.at = backbone, backbone.last_stride

    def parts(self):
        return [*self.backbone.blocks[self.at :], self.backbone.head]

    def forward(self, middle):
        return self.backbone.upper(self.backbone.lower(middle, self.at))


def finetune(state, samples, sets, text_model, tokenizer, extra_loss, seed, log, path, epochs, until, batch=128,
             text_layers=3, rates=(3e-4, 1e-4, 4e-5), warmup=20, memory_size=2048, check=None, tune_image=True):
    """@param state {'backbone', 'head', 'text_head', 'log_scale'} changed in place
    @param extra_loss (head, text_head, scale) -> loss that holds on to the ImageNet classes
    @param tune_image False: only heads and text encoder learn, from pooled features: some four times as fast
    @param until stop and keep what there is at this time (seconds since the epoch)"""
    upper, head, text_head = Upper(state["backbone"]), state["head"], state["text_head"]
    log_scale = torch.nn.Parameter(state["log_scale"].clone())
    for p in [*state["backbone"].parameters(), *text_model.parameters()]:
        p.requires_grad_(False)
    image_parameters = [p for part in upper.parts() for p in part.parameters()] if tune_image else []
    first = LAYERS - text_layers
    text_parameters = [p for layer in text_model.layers[first:] for p in layer.parameters()]
    for p in image_parameters + text_parameters:
        p.requires_grad_(True)
    head_parameters = [p for module in (head, text_head) for p in module.parameters() if p.requires_grad]
    groups = [
        {"params": [*head_parameters, log_scale], "lr": rates[0], "weight_decay": 0.02},
        {"params": image_parameters, "lr": rates[1], "weight_decay": 0.02},
        {"params": text_parameters, "lr": rates[2], "weight_decay": 0.02},
    ]
    optimiser = torch.optim.AdamW([group for group in groups if group["params"]])
    per_epoch = len(samples.photos) // batch
    total, step, start = epochs * per_epoch, 0, time.time()
    if Path(path).exists():
        kept = torch.load(path, weights_only=False)
        for name, module in (("backbone", state["backbone"]), ("head", head), ("text_head", text_head), ("text", text_model)):
            module.load_state_dict(kept[name])
        log_scale.data, step = kept["log_scale"], kept["step"]
        optimiser.load_state_dict(kept["optimiser"])
        log(f"fine-tuning goes on at step {step}")
    memory, begun, losses = Memory(memory_size), step, []

    def keep():
        torch.save({"backbone": state["backbone"].state_dict(), "head": head.state_dict(), "text_head": text_head.state_dict(),
                    "text": text_model.state_dict(), "log_scale": log_scale.data, "step": step, "optimiser": optimiser.state_dict()}, path)

    plan = total
    while step < plan:
        epoch, within = divmod(step, per_epoch)
        order = np.random.default_rng((seed, 23, epoch)).permutation(len(samples.photos))
        rng = np.random.default_rng((seed, 29, step))
        torch.manual_seed(seed * 100_003 + step)
        head.train(), text_head.train()
        rows = samples.photos[order[within * batch : (within + 1) * batch]]
        views, chosen = samples.draw(rows, rng)
        said = [samples.bank.texts[text] for text in chosen]
        ids, mask = pad([encoding.ids for encoding in tokenizer.encode_batch(said)])
        with torch.no_grad():
            frozen = text_model.run(text_model.embed(ids), mask, 0, first)
        texts = text_head(text_model.features(text_model.run(frozen, mask, first), ids, mask))
        before = samples.gather("pooled", views)
        same = sets.fits(rows, chosen)
        scale = log_scale.exp().clamp(max=100)
        if tune_image:
            middle = samples.gather("middle", views)
            flipped = torch.from_numpy(rng.random(batch) < 0.5)
            features = upper(torch.where(flipped[:, None, None, None], middle.flip(3), middle))
            pooled = pool(features)
            images = head(pooled)
            regions = F.avg_pool2d(features, 3, 2).flatten(2).transpose(1, 2)
            tokens = head(regions.repeat(1, 1, 2).reshape(-1, 2 * features.shape[1])).reshape(batch, -1, images.shape[1])
            # what the backbone knew of ImageNet and of looks is not to be unlearned
            loss = 0.25 * region_contrast(tokens, texts, same, scale) + 0.5 * F.mse_loss(pooled, before) / before.var()
        else:
            images, loss = head(before), 0.0
        loss = loss + contrast_with_memory(images, texts, rows, same, memory, scale)
        loss = loss + extra_loss(head, text_head, scale)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(head_parameters + image_parameters + text_parameters, 1.0)
        # warm up, then fall to nothing by the end that the clock allows
        spent = (time.time() - start) / max(1.0, until - start)
        progress = max(step / total, spent)
        factor = min(1.0, (step + 1) / warmup) * max(0.0, 0.5 * (1 + np.cos(np.pi * min(1.0, progress))))
        for group, rate in zip(optimiser.param_groups, [r for r, g in zip(rates, groups) if g["params"]]):
            group["lr"] = rate * factor
        optimiser.step()
        memory.push(images, texts, rows)
        losses.append(loss.item())
        step += 1
        if step % 10 == 0:
            log(f"fine-tuning step {step}/{total}: loss {np.mean(losses[-10:]):.3f}, {(time.time() - start) / (step - begun):.1f} s a step")
        if step % 60 == 0 or step == total or time.time() > until:
            head.eval(), text_head.eval()
            keep()
            if check is not None and (step % 120 == 0 or step == total or time.time() > until):
                log(f"fine-tuning step {step}: {check(upper, head, text_model, text_head)}")
            if time.time() > until:
                break
    state["log_scale"] = log_scale.data
    return state
