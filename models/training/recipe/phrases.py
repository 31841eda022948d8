"""Texts of the training photos: captions, statements made of questions, scene names, and short queries as people type them."""

import json
import re
from pathlib import Path

from .pictures import PHOTO_WORDS, SETS, STYLES

STOP = set(
    "a an the of in on at with and or to for from by is are was were be been being it its his her their them they he she "
    "this that these those there here as into onto over under through up down out off near next while who what where when "
    "which some one two three several other another each very just about around across along against behind between during "
    "front back side top wearing stand standing stands sit sits sitting look looking looks has have having holding holds "
    "person people man men young something someone taken picture photo".split()
)
VAGUE = re.compile(r"^(nobody|no one|none|unknown|yes|no|soon|now|never|later|today|can.?t tell|not sure|i don)", re.I)
TIMES = {
    "at night": re.compile(r"\bnight", re.I),
    "in the evening": re.compile(r"\b(evening|dusk|sunset)", re.I),
    "in winter": re.compile(r"\bwinter", re.I),
    "in summer": re.compile(r"\bsummer", re.I),
    "on a sunny day": re.compile(r"\bsunny", re.I),
    "in the rain": re.compile(r"\brain", re.I),
}
WORD = re.compile(r"[a-z]+")


def statement(question_and_answer):
    """'Where is the man sitting? At the computer' -> 'the man sitting at the computer'; None when it says nothing seen."""
    question, _, answer = question_and_answer.partition("? ")
    answer = answer.strip().rstrip(".").lower()
    words = question.lower().split()
    if not answer or len(words) < 2 or VAGUE.match(answer):
        return None
    kind, rest = words[0], words[1:]
    if kind == "when":
        found = [said for said, pattern in TIMES.items() if pattern.search(answer)]
        return f"a photo taken {found[0]}" if found else None
    if rest[0] not in ("is", "are", "was", "were", "has", "have"):
        return f"{answer}, {' '.join(rest)}" if kind == "who" else None
    said = " ".join(rest[1:])
    if kind == "who":
        if re.search(r"\b(took|captured|photographer)\b", said):
            return None
        return f"{answer} {said}"
    if kind == "where":
        if re.search(r"\b(photo|picture|image|scene|this|taken|it)\b", said):
            return answer if re.match(r"(a|an|the|in|on|at|inside|outside|near|by|beside)\b", answer) else f"in a {answer}"
        return f"{said} {answer}" if re.match(r"(in|on|at|by|to|under|over|near|next|beside|behind|above|below|against|inside|outside|around|between)\b", answer) else f"{said}, {answer}"
    return None


def load_phrases(data, photos):
    """@returns one list of texts a photo; it may be empty"""
    known = {name: json.loads((Path(data) / name / truth).read_text()) for name, truth in SETS.items()}
    out = []
    for name, file in photos:
        found = known[name][file]
        if name == "visual7w":
            found = [said for said in map(statement, found) if said]
        elif name == "miniplaces":
            found = [found.replace(" outdoor", "").replace(" indoor", ""), f"a {found}"]
        out.append([text.strip().rstrip(".").strip() for text in found])
    return out


def content_words(text):
    return [word for word in WORD.findall(text.lower()) if word not in STOP and len(word) > 2]


def stem(word):
    """Enough to see that 'dogs' and 'dog', 'running' and 'runs' are one word."""
    for ending in ("ing", "ies", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def short_query(text, rng):
    """One to three content words that stand near each other."""
    words = content_words(text)
    if not words:
        return text
    length = int(rng.integers(1, 4))
    start = int(rng.integers(0, max(1, len(words) - length + 1)))
    return " ".join(words[start : start + length])


def drop_words(text, rng):
    kept = [word for word in text.split() if rng.random() > 0.15]
    return " ".join(kept) if kept else text


def vary(text, rng):
    """A caption as it is, or shorter, or dressed differently."""
    roll = rng.random()
    if roll < 0.5:
        return text
    if roll < 0.62:
        return short_query(text, rng)
    if roll < 0.75:
        return drop_words(text.lower(), rng)
    if roll < 0.9:
        return PHOTO_WORDS[int(rng.integers(0, len(PHOTO_WORDS)))].format(text[0].lower() + text[1:])
    return text.lower()


def in_style(text, style, rng):
    """A caption that says the style, e.g. 'a sketch of two dogs'; half of the time of a short query."""
    says = STYLES[style][1]
    subject = short_query(text, rng) if rng.random() < 0.5 else text[0].lower() + text[1:]
    return says[int(rng.integers(0, len(says)))].format(subject)
