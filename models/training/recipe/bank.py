"""Text vectors of the frozen sentence encoder for every photo, so that heads can be trained in minutes.

Kinds: `said` (the texts as they are), `varied`, `short` (queries of one to three words), `styled` (for the style view).
"""

from collections import Counter
from pathlib import Path

import numpy as np
import torch

from .phrases import content_words, in_style, load_phrases, short_query, stem, vary
from .pictures import list_photos, style_of
from .text import text_features

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
    """`vectors` [unique texts, 768]; `texts` their words; `draw` gives rows of both."""

    def __init__(self, texts, unique, vectors, photo_count):
        self.texts, self.vectors = unique, vectors
        at = {text: i for i, text in enumerate(unique)}
        kinds = {kind: [[] for _ in range(photo_count)] for kind in ("said", *EXTRA)}
        for row, kind, text in texts:
            kinds[kind][row].append(at[text])
        self.count = {kind: np.array([len(found) for found in rows]) for kind, rows in kinds.items()}
        self.table = {kind: padded(rows) for kind, rows in kinds.items()}

    def draw(self, kind, photos, rng):
        """@returns one text a photo; -1 where it has none of the kind"""
        at = (rng.random(len(photos)) * np.maximum(self.count[kind][photos], 1)).astype(int)
        return self.table[kind][photos, at]


def padded(rows):
    longest = max(map(len, rows))
    return np.array([row + [-1] * (longest - len(row)) for row in rows])


def load_bank(data, folder, seed, threads, log):
    texts = make_texts(data, seed)
    unique = sorted({text for _, _, text in texts}, key=lambda text: (len(text), text))
    path = Path(folder) / "bank.npy"
    if not path.exists():
        log(f"bank: encoding {len(unique)} texts")
        np.save(path, text_features(unique, threads, log).astype(np.float16))
    vectors = torch.from_numpy(np.load(path).astype(np.float32))
    if len(vectors) != len(unique):
        raise ValueError(f"{path} belongs to other texts: delete it")
    return Bank(texts, unique, vectors, len(list_photos(data)))


class WordSets:
    """Which photos a short text fits beside its own: those whose texts hold all of its content words."""

    def __init__(self, data, texts, most_words=3):
        """@param texts those that `fits` will be asked about; one of more than `most_words` content words fits no other"""
        photos = list_photos(data)
        self.set = np.array([name for name, _ in photos])
        words = [{stem(word) for text in said for word in content_words(text)} for said in load_phrases(data, photos)]
        holders = Counter(word for found in words for word in found)
        # a thing that only a few photos show, a giraffe for instance, is worth being seen twice
        self.tells_of_rare = np.array([any(RARE[0] <= holders[word] <= RARE[1] for word in found) for found in words])
        self.tells_of_rare &= self.set != "miniplaces"
        column = {word: i for i, word in enumerate(sorted(holders))}
        always, never = len(column), len(column) + 1
        self.holds = np.zeros((len(photos), len(column) + 2), bool)
        self.holds[:, always] = True
        for row, found in enumerate(words):
            self.holds[row, [column[word] for word in found]] = True
        self.asked = np.full((len(texts), most_words), never)
        for i, text in enumerate(texts):
            found = {stem(word) for word in content_words(text)}
            if 0 < len(found) <= most_words:
                self.asked[i] = [column.get(word, never) for word in sorted(found)] + [always] * (most_words - len(found))

    def fits(self, photos, texts):
        """@returns [len(photos), len(texts)] bool"""
        held = self.holds[photos]
        out = np.ones((len(photos), len(texts)), bool)
        for k in range(self.asked.shape[1]):
            out &= held[:, self.asked[texts, k]]
        return torch.from_numpy(out)
