"""The words of a topic as a list of papers compares them: stems, with those that stand for each other made one."""

import re
from functools import lru_cache

from rag.wording import content_stems

# One family a line, named after its first word. The last holds the verbs of a paper that brings something of its own.
_FAMILIES = """
medical medicine clinical biomedical health healthcare patient radiology radiograph pathology pathological
robot robots robotic robotics
survey surveys review overview
toolkit toolbox library
dataset datasets corpus corpora
benchmark benchmarks benchmarking
attack attacks poison poisoning backdoor fool jailbreak
bias biased biases unfair fairness stereotype stereotypical gendered
forget forgetting unlearn unlearning
continual lifelong incremental
prune pruning sparse sparsity sparsify lottery
compress compression compressing quantize quantization
dialogue dialogues dialog conversation conversational
summarization summarize summary
speech spoken audio
music musical song songs melody
multilingual cross-lingual crosslingual bilingual
chemistry chemical molecule molecular
present introduce propose release publish provide offer contribute build construct collect compile create develop bring
""".strip().splitlines()

OWN_VERB = "~present"
KINDS = frozenset(("~survey", "~toolkit", "~dataset", "~benchmark", "metric", "taxonomi"))
_WORD = re.compile(r"[^\W_]+")
_NAMELESS = content_stems(
    """
    about deal concern concerned discuss address focus look examine explore investigate analyse analyze
    study research extend evaluate evaluation test use using employ apply show report cover treat handle
    consider relate related topic subject area field application approach method technique way kind type
    sort task problem question article involve involving literature existing specifically something
    someone thing work deals make made new novel various different shows top can
    """
)
_MEMBERS = {f"~{line.split()[0]}": sorted(content_stems(line)) for line in _FAMILIES}
_FAMILY_OF = {stem: family for family, stems in _MEMBERS.items() for stem in stems}


@lru_cache(maxsize=20_000)
def topic_words(text: str) -> tuple[str, ...]:
    """Return the stems of a text in order, a compound as its parts, and those of one family as the family's name."""
    stems = (stem for word in _WORD.findall(text) for stem in content_stems(word))
    return tuple(_FAMILY_OF.get(stem, stem) for stem in stems)


def stems_of(word: str) -> list[str]:
    """Return the stems that a word of `topic_words` stands for."""
    return _MEMBERS.get(word, [word])


def is_nameless(word: str) -> bool:
    """Return whether a word only says that something is a topic."""
    return word in _NAMELESS
