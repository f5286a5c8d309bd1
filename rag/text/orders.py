"""Find orders to the language model in questions and abstracts (prompt injection); they are left out of the prompt.

A small language model obeys whatever its prompt says. A person can still read the orders: the question is kept as it
was typed, the abstract as it was published.
"""

import re

from rag.text.sentences import split_sentences

_BLOCKS = re.compile(
    r"<\|[^<>]*\|>[^<]*|<!--.*?(?:-->|$)|\{\{\s*(?:system|inst).*?(?:\}\}|$)|%{3}\s*(?:system|inst).*?(?:%{3}|$)"
    r"|\[(system|inst|admin)[^\]]*\].*?(?:\[/\1\]|$)|<(system|instructions?)>.*?(?:</\2>|$)",
    re.IGNORECASE | re.DOTALL,
)
# Only at the beginning of a clause, or to the reader: an abstract about prompts may use the same words elsewhere.
_ORDERS = re.compile(
    r"(?:^|[.:;!]|\bplease\b)\W{0,9}(?:ignore|disregard|forget|override|bypass)\b.{0,40}"
    r"\b(?:instructions?|rules|prompts?|guidelines|you were told|everything (?:above|before))\b"
    r"|\b(?:print|repeat|reveal|show|output|tell me)\b.{0,20}"
    r"\byour (?:system |hidden |initial )(?:prompt|message|instructions?)\b"
    r"|\byou are (?:now|no longer)\b|\bfrom your own memory\b"
    r"|(?:^|[.:;!])\W{0,9}end of (?:the )?(?:documents?|context|prompt)\b"
    r"|(?:^|[.;!]\s*)(?:assistant|chatbot) ?[:,]"
    r"|\b(?:language models?|assistants?|chatbots?) (?:reading this|kindly|please)\b"
    r"|^\W*(?:please )?do not (?:cite|answer)\b"
    r"|(?:^|[.:;!]\s*)(?:reply|respond|answer|output)\b.{0,20} (?:only|just|exactly) (?:with|the word)\b",
    re.IGNORECASE,
)
_ORDERS_OF_A_QUESTION = re.compile(
    r"\b(?:ignore|disregard|forget)\b.{0,40}\b(?:above|previous|abstracts?|documents?|context)\b"
    r"|\b(?:new|updated) (?:policy|instructions?|rules?)\b|\b(?:act|behave|pretend) (?:as|to be|like)\b"
    r"|\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|rules?|prompts?|everything)\b"
    r"|\byour (?:system|hidden|initial) (?:prompt|message|instructions?)\b|\bend of (?:documents?|abstracts?|context)\b"
    r"|\bdevelopers? (?:allow|permit|want)|\bjailbreak|\b(?:correct|right|only) answer\b"
    r"|\b(?:user|assistant|system) ?:"
    r"|\byour (?:first |next |last |whole )?(?:answer|reply|response|word|output)s?\b"
    r"|\byou(?: are|['’]re) an? \w+[;,.!]"
    r"|\b(?:must|has to|have to|needs? to) (?:contain|include|start|end|begin)\b",
    re.IGNORECASE,
)
_WHAT_TO_WRITE = re.compile(
    r"\b(?:write|reply|respond|output|print|say|repeat|append|begin|start|end|finish|confirm|include|insert|answer)\b"
    r".{0,40}\b(?i:only|just|exactly|nothing|instead|word for word|the (?:word|token|line|string|phrase|link|url)"
    r"|every (?:answer|reply|sentence))\b"
    r"|\b(?i:write|reply|output|print|say|confirm|append|add)\b.{0,20}\b(?:[A-Z]{2,}[A-Z\d]*[_-][A-Z\d_]+|[A-Z]{4,}\d*)\b"
)
_OF_THE_PROGRAM = re.compile(
    r"\byour (?:(?:own|system|hidden|initial|secret) )*(?:prompts?|messages?|instructions?|rules|guidelines)\b(?!-)",
    re.IGNORECASE,
)
_TO_THE_READER = re.compile(r"\byou(?:rs?)?\b|://|\]\(|\bfor language models?:", re.IGNORECASE)
_COMMAND = re.compile(
    r"^\W*(?:(?:please|now|then|also|and|but|so|ok|okay|well|by the way)\b,? )*"
    r"(?:do not|don['’]t|act|add|answer|append|begin|cite|complete|confirm|continue|disregard|echo|emit|end|"
    r"finish|forget|ignore|insert|let['’]s|output|pretend|print|put|"
    r"repeat|reply|respond|reveal|run|say|sign|speak|start|stop|tell me|translate|use|write)\b",
    re.IGNORECASE,
)


def is_order(sentence: str) -> bool:
    """Return whether a sentence of an abstract is an order to its reader."""
    return bool(_ORDERS.search(sentence) or _BLOCKS.search(sentence))


def may_be_order(sentence: str) -> bool:
    """Return whether a sentence of an abstract may be an order to its reader, so that it is not quoted."""
    patterns = (_ORDERS_OF_A_QUESTION, _WHAT_TO_WRITE, _TO_THE_READER)
    return is_order(sentence) or any(pattern.search(sentence) for pattern in patterns)


def asks_about_program(question: str) -> bool:
    """Return whether a question asks for the program's own instructions."""
    return _OF_THE_PROGRAM.search(question) is not None


def split_orders(question: str) -> tuple[str, str]:
    """Return a question without its orders to a language model, and these orders; all of it if it has nothing else.

    Beside a sentence that ends in `?`, any command is an order. The orders are kept, as the rest may refer to them.
    """
    blocks = [block[0] for block in _BLOCKS.finditer(question)]
    plain = _BLOCKS.sub(" ", question)
    parts = [plain[start:end] for start, end in split_sentences(plain)]
    asks = any(part.rstrip().endswith("?") for part in parts)
    orders = [part for part in parts if _is_order_of_question(part, asks)]
    text = " ".join(" ".join(part for part in parts if part not in orders).split())
    return (text, " ".join([*blocks, *orders])) if text else (question, "")


def _is_order_of_question(part: str, asks: bool) -> bool:
    if is_order(part):
        return True
    order = _WHAT_TO_WRITE.search(part) or (asks and _COMMAND.search(part))
    return bool(order) and not part.rstrip().endswith("?")
