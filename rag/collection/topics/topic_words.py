"""The words of a topic as a list of papers compares them: stems, with those that stand for each other made one."""

import re
from functools import lru_cache

from rag.text.wording import content_stems

# One family a line, named after its first word; a word stands for all that share its stem. The last holds the verbs of
# a paper that brings something of its own.
_FAMILIES = """
medical medicine clinical biomedical health healthcare patient radiology radiograph pathology
robot
survey review overview
toolkit toolbox library
dataset corpus corpora
benchmark
attack poison backdoor fool jailbreak
bias unfair fairness stereotype gendered
forget unlearn
continual lifelong incremental
prune sparse sparsity sparsify lottery
compress quantize
dialogue dialog conversation
summarization summary
speech spoken audio
music song melody
multilingual cross-lingual crosslingual bilingual
chemistry chemical molecule molecular
present introduce propose release publish provide offer contribute build construct collect compile create develop bring
""".strip().splitlines()

OWN_VERB = "~present"
KINDS = frozenset(("~survey", "~toolkit", "~dataset", "~benchmark", "metric", "taxonomi"))
_WORD = re.compile(r"[^\W_]+")
_GENERIC = content_stems(
    """
    deal concern discuss address focus look examine explore investigate analyse analyze research extend evaluate test
    use employ apply report cover treat handle consider relate topic subject area field application approach method
    technique way kind type sort task problem question article involve literature existing specifically something
    someone thing shows make made new novel various different top
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


def is_specific(word: str) -> bool:
    """Return whether a word distinguishes topics: it is not generic, and no verb of presenting."""
    return word not in _GENERIC and word != OWN_VERB
