"""The words by which a question about the collection is known, as patterns; what they mean is said at their use."""

import re
from itertools import product

from rag.metadata import MetadataField

PLURAL = r"(?:papers|works|studies|articles|publications|preprints|abstracts|manuscripts)"
SINGULAR = rf"(?:{PLURAL}|paper|work|study|article|publication|preprint|abstract|manuscript|records?|entry|entries)"
ONE = rf"(?:{SINGULAR}|ones?)"
KIND = (
    r"((?:(?!(?:do|does|did|is|are|was|were|can|could|should|would|will|has|have|had|say|about|the|not"
    r"|you|i|we|it|this|that|by|of|in|on|for|to|and|or|with|how|why|when)\b)[\w'-]+ ){0,4}?)"
)
_COLLECTION = r"(?:collection|corpus|library|database|index|archive|pile|set|listing|papers|abstracts|records)"
WHERE = (
    r"(?:in|from|of|within|across|among|amongst|throughout|inside) (?:(?:the|this|your|my|our|that|these"
    r"|those"
    rf"|all|whole|entire|present|current|of) )*{_COLLECTION}\b"
)
WHERE_ALL = (
    rf"\b(?:{WHERE}|in here|in total|are there|do (?:you|we) have|(?:you|we) have|of (?:those|them|these)"
    rf"|to date|so far|(?:does |do )?(?:the|this|your|our) {_COLLECTION} (?:hold|have|has|contain"
    rf"|include|cover"
    r"|comprise|list)s?)\b"
)

# What a record says of one paper.
_PART_OF_DATE = r"(?:date|day|month|year|time)s?"
_APPEARED = r"(?:published|appear(?:ed)?|c[oa]me out|released?|posted|submitted|uploaded|out|written|from|dated|date)"
FIELDS: dict[MetadataField, str] = {
    "published": (
        rf"\b(?:when|(?:on |in )?(?:what|which) {_PART_OF_DATE}(?: and {_PART_OF_DATE})*)"
        rf" (?:was|were|did|is|has|have|had|does|are)\b(?P<of1>.*?)\b{_APPEARED}\b"
        rf"|\b(?:publication|publishing|release|submission|published) {_PART_OF_DATE}\b"
        rf"|\b{_PART_OF_DATE} (?:of (?:its |the )?(?:publication|release)|published)\b"
        r"|\b(?:what|which) (?:date|year)\b(?=.*\b(?:papers?|record|article|publication|study|have|from)\b)"
        r"|\b(?:what(?:'s| is| are)?|give|tell me|state|show)\b.{0,12}\bdates? (?:of|for)\b"
        r"|\bhow (?:old|recent|new) (?:is|are|was)\b|^dates? of\b|\bdate\?*$|\b(?:published when"
        r"|when published)\b"
    ),
    "author_count": (
        r"\b(?:by )?how many (?:different |named |listed )?(?:(?:co-?)?(?:authors?|writers)\b|(?:people"
        r"|persons"
        r"|researchers|contributors|scientists)\b(?=.*\b(?:wr[oi]te|written|author(?:ed|s)?|behind"
        r"|byline|credited)\b))"
        r"(?: (?:are |were )?(?:there |listed |named )?(?:on|in|behind|of"
        r"|for) (?:the )?(?:author (?:list|line)|byline))?"
        r"|\b(?:number|count|size) of (?:the )?(?:co-?)?(?:authors?|author list|researchers)\b"
        r"|\bauthors?[- ]?(?:count|number|list size|list length)\b|# ?authors\b"
        r"|\bhow (?:big|large|long|small) (?:is|was|are) the (?:author (?:list|team)|team|list of authors)\b"
    ),
    "upvotes": (
        r"\bhow many (?:up-?votes?\b|(?:votes?|likes?)\b(?=.*\bpaper\b)|times\b(?=.*up-?voted))"
        r"|\bhow popular\b"
        r"|\b(?:number|count|amount) of up-?votes?\b|\b(?:up-?vote|vote|like)s? count\b"
        r"|\bup-?votes? (?:of|for)\b"
    ),
}
FIELD_VERBS = (
    r"\b(?:does|did|do|has|have|had|was|were|is|are|get|got|gets|receive|received|earn|collect|wrote"
    r"|write|written"
    r"|authored|up-?voted|published|listed|given|contributed to|worked on|behind|there|for it|it)\b"
)
NAMES = (
    r"\bwho (?:wrote|authored|co-?authored)\b|\bby whom (?:was|is)\b|^(?:the )?authors (?:names? )?of\b"
    r"|\bwho (?:is|are|was|were) (?:the )?(?:(?:lead|first|last|main|senior) )?(?:co-?)?(?:authors?"
    r"|writers?) (?:of|behind|on)\b"
    r"|\b(?:names? of (?:the )?|name the |list (?:all )?(?:the )?"
    r"|what are the )(?:co-?)?authors? (?:names? )?(?:of|behind)\b"
)

# The first or last paper in an order.
_MOST = r"(?:most|top|(?:largest|highest|greatest|biggest|longest|max(?:imum)?)(?: (?:number|count|list)(?: of)?)?)"
_LEAST = r"(?:fewest|least|(?:smallest|lowest|shortest|min(?:imum)?)(?: (?:number|count|list)(?: of)?)?)"
_COUNTED: list[tuple[MetadataField, str]] = [
    ("author_count", r"(?:co-?)?author(?:s|ed)?(?: (?:list|team|group|count|number))?|people|team(?: of authors)?"),
    ("upvotes", r"(?:up-?)?vote[sd]?(?: (?:count|number))?|like[sd]|popular|rated"),
]
_NEWEST = "newest|latest|most recent|most recently (?:published|released|posted|dated)|youngest|last published"
_OLDEST = "oldest|earliest|least recent|first published|earliest published"
_ORDERED = [
    (True, _NEWEST, "(?:last|latest|most recently)"),
    (False, _OLDEST, "(?:first|earliest)"),
]
EXTREMES: list[tuple[str, MetadataField, bool]] = [
    *(
        (rf"\b(?:the )?{amount}[- ](?:{noun})\b", field, amount == _MOST)
        for (field, noun), amount in product(_COUNTED, (_MOST, _LEAST))
    ),
    *(
        (
            rf"\b(?:{words})\b(?=\W*$|,? (?:(?!{ONE}\b)[\w-]+ ){{0,3}}{ONE}\b"
            r"| (?:in|of|among|from|here|we|you|first|published|and by|and how|and when)\b)"
            r"|\b(?:published|c[oa]me out|appeared|appears|released|dated|posted)"
            rf" (?:the )?(?:very )?{verb}\b(?! (?:in|of|on) (?:19|20)\d\d)",
            "published",
            newest,
        )
        for newest, words, verb in _ORDERED
    ),
]
_WHO = (
    r"\b(?:which|what|who)(?: (?:one|paper|article|of (?:the |these )?(?:two|papers|them)))*"
    r"(?: (?:is|was|has|had|got|received|came|appeared|published|out|the|been))+ "
)
COMPARATIVES: list[tuple[str, MetadataField, bool]] = [
    (_WHO + r"(?:older|earlier|first|before)\b", "published", False),
    (_WHO + r"(?:newer|later|last|more recent(?:ly published)?|younger)\b", "published", True),
    (_WHO + r"(?:more|larger number of|most) (?:co-?)?authors\b", "author_count", True),
    (_WHO + r"(?:fewer|less|fewest) (?:co-?)?authors\b", "author_count", False),
    (_WHO + r"(?:more|most) up-?votes\b", "upvotes", True),
    (_WHO + r"(?:fewer|less|fewest) up-?votes\b", "upvotes", False),
]
ORDERS: list[tuple[str, MetadataField]] = [
    (r"(?:publication |release )?(?:dates?|years?|time|age|recency)|chronolog\w*|newest|oldest", "published"),
    (r"(?:the )?(?:number|count) of authors|author counts?|authors?|team size", "author_count"),
    (r"(?:the )?(?:number of )?(?:up-?votes?|votes?|likes?)|popularity", "upvotes"),
]
ASCENDING = re.compile(
    r"\bascending\b|\b(?:oldest|earliest|fewest|least|smallest|lowest)\b.{0,20}\bfirst\b|chronolog"
    r"|\bincreasing\b",
    re.IGNORECASE,
)

# Numbers over all papers.
COUNT = (
    r"\b(?:how many|number of|count(?: up)?)(?: of)?(?: (?:the|these|those|your|our|all|different|such"
    r"|distinct"
    rf"|unique|total))* {KIND}(?:{PLURAL}|of them)\b|\bhow many of (?:them|these|those)\b"
    rf"|\b(?:how (?:big|large) is|size of) (?:the|this|your) {_COLLECTION}\b"
)
COUNT_OF_CONDITION = (  # what is left of `how many were published in 2021`
    r"^how many(?: (?:were|are|came|appeared|have|been|of them|published|released|out|dated|posted))*\W*$"
)
GROUPS = (
    r"\b(?:per|by|for each|each|every) (?:calendar )?(?:years?|months?)\b|\b(?:which|what) years\b"
    r"|\b(?:distribution|breakdown|histogram|spread|range) (?:of|by"
    r"|over) (?:the )?(?:publication )?(?:years?|dates?|papers)\b"
)
MEAN = r"\b(?:average|mean|typical|median)\b|\bper paper\b"
TOTAL = r"\b(?:total|altogether|combined|overall|sum of)\b"
