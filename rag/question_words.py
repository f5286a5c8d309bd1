"""The words by which a question about the collection is known, as patterns; what they mean is said at their use."""

import re

from rag.metadata import MetadataField

PLURAL = r"(?:papers|works|studies|articles|publications|preprints|abstracts|manuscripts)"
SINGULAR = (
    r"(?:papers?|works?|study|studies|articles?|publications?|preprints?|abstracts?|manuscripts?"
    r"|records?|entry|entries)"
)
ONE = rf"(?:{SINGULAR}|ones?)"
KIND = (
    r"((?:(?!(?:do|does|did|is|are|was|were|can|could|should|would|will|has|have|had|say|about|the"
    r"|you|i|we|it|this|that|by|of|in|on|for|to|and|or)\b)[\w'-]+ ){0,4}?)"
)
WHERE = (
    r"(?:in|from|of|within|across|among|amongst|throughout|inside) (?:the |this |your |my |our |that "
    r"|these |those |all )*"
    r"(?:whole |entire |present |current )?(?:collection|corpus|library|database|index|archive|pile"
    r"|set|listing|papers|abstracts|records|data ?base)\b"
)

FIELDS: dict[MetadataField, str] = {
    "published": (
        r"\b(?:when|(?:on |in )?(?:what|which) (?:date|day|month|year)) (?:was|were|did|is|has|have|had"
        r"|does|are)\b(?P<of1>.*?)\b(?:published|appear(?:ed)?|come out|came out|released?|posted"
        r"|submitted|uploaded|put out|out|written|from|dated|publication|date)\b(?: in print| online)?"
        r"|\b(?:publication|publishing|release|submission|published) (?:date|day|year|month|time)s?\b"
        r"|\b(?:dates?|years?|month|day) (?:of (?:its |the )?(?:publication|release)|published)\b"
        r"|\b(?:what|which) (?:date|year)\b(?=.*\b(?:papers?|record|article|publication|study|have|carry"
        r"|from)\b)|\b(?:what(?:'s| is| are)?|give|tell me|state|show)\b.{0,12}\bdates? (?:of|for)\b"
        r"|\bhow (?:old|recent|new) (?:is|are|was)\b|^dates? of\b|\bdate\?*$|\bpublished when\b"
        r"|\bwhen published\b|^when (?:is|was)\b.*\bfrom\b"
    ),
    "author_count": (
        r"\b(?:by )?how many (?:different |named |listed )?(?:(?:co-?)?(?:authors?|writers)\b|(?:people"
        r"|persons|researchers|contributors|scientists)\b(?=.*\b(?:wr[oi]te|written|author(?:ed|s)?"
        r"|behind|byline|contributed|worked on|credited)\b))(?: (?:are |were )?(?:there |listed "
        r"|named )?(?:on|in|behind|of|for) (?:the )?(?:author (?:list|line)|authors'? list|byline|team))?"
        r"|\b(?:the )?(?:number|count|size) of (?:the )?(?:co-?)?(?:authors?|author list|author team"
        r"|researchers)\b|\bauthor[- ]?(?:count|number|list size|list length)\b|\bauthors count\b"
        r"|# ?authors\b|\bhow (?:big|large|long|small) (?:is|was|are) the (?:author (?:list|team|group)"
        r"|team|list of authors)\b"
    ),
    "upvotes": (
        r"\bhow many (?:up-?votes?\b|(?:votes?|likes?)\b(?=.*\bpaper\b)|times\b(?=.*up-?voted))"
        r"|\b(?:number|count|amount) of up-?votes?\b|\b(?:up-?vote|vote|like)s? count\b"
        r"|\bup-?votes? (?:of|for)\b|\bhow popular\b"
    ),
}
FIELD_VERBS = (
    r"\b(?:does|did|do|has|have|had|was|were|is|are|get|got|gets|receive|received|earn|collect|wrote"
    r"|write|written|authored|up-?voted|published|listed|contributed to|worked on|behind|there|for it"
    r"|it)\b"
)
NAMES = (
    r"\bwho (?:wrote|authored|co-?authored)\b|\bwho (?:is|are|was|were) (?:the )?(?:(?:lead|first"
    r"|last|main|senior|corresponding) )?(?:co-?)?(?:authors?|writers?) (?:of|behind|on)\b"
    r"|\b(?:names? of (?:the )?|name the |list (?:all )?(?:the )?|(?:what"
    r"|who) are the )(?:co-?)?authors? (?:names? )?(?:of|behind)\b|^(?:the )?authors (?:names? )?of\b"
    r"|\bby whom (?:was|is)\b"
)

TIME_SUPERLATIVE = {
    True: r"newest|latest|most recent|most recently (?:published|released|posted|dated)|youngest|last published",
    False: r"oldest|earliest|least recent|first published|earliest published",
}
TIME_VERB = r"\b(?:published|came out|come out|appeared|appears|released|dated|posted)"
EXTREMES: list[tuple[str, MetadataField, bool]] = [
    (
        (
            r"\b(?:the )?(?:most|(?:largest|highest|greatest|biggest|max(?:imum)?) (?:number|count)(?: of)?"
            r"|max(?:imum)?) (?:co-?)?(?:authors?|people|author count)\b|\b(?:largest|biggest|longest"
            r"|highest) (?:author (?:list|team|group|count|number)|team(?: of authors)?|(?:number"
            r"|list) of authors)\b|\bmost[- ]authored\b"
        ),
        "author_count",
        True,
    ),
    (
        (
            r"\b(?:the )?(?:fewest|least|(?:smallest|lowest|minimum|min) (?:number|count)(?: of)?"
            r"|min(?:imum)?) (?:co-?)?authors?\b|\b(?:smallest|shortest|lowest) (?:author (?:list|team|group"
            r"|count|number)|team(?: of authors)?|(?:number|list) of authors)\b"
        ),
        "author_count",
        False,
    ),
    (
        (
            r"\b(?:the )?(?:most|(?:largest|highest|greatest|biggest|max(?:imum)?) (?:number|count)(?: of)?"
            r"|max(?:imum)?) (?:up-?votes?|votes?|likes?)\b|\b(?:most|top|highest)[- ](?:up-?|-)?(?:voted"
            r"|liked|popular)\b|\b(?:highest|largest) (?:up-?vote|vote)s?(?: count| number)?\b"
            r"|\bmost popular\b|\btop[- ]rated\b"
        ),
        "upvotes",
        True,
    ),
    (
        (
            r"\b(?:the )?(?:fewest|least|(?:smallest|lowest|minimum|min) (?:number"
            r"|count)(?: of)?) (?:up-?votes?|votes?|likes?)\b|\b(?:least|lowest)[- ](?:up-?)?(?:voted|liked"
            r"|popular)\b"
        ),
        "upvotes",
        False,
    ),
    *(
        (
            (
                rf"\b(?:{words})\b(?=\W*$|,? (?:(?!{ONE}\b)[\w-]+ ){{0,3}}{ONE}\b| (?:in|of|among|from|here|we"
                rf"|you|paper|published|and by|and how|and when)\b)"
                rf"|{TIME_VERB} (?:the )?(?:very )?{verb}\b(?! (?:in|of|on) (?:19|20)\d\d)"
            ),
            "published",
            newest,
        )
        for newest, words, verb in (
            (True, TIME_SUPERLATIVE[True], "(?:last|latest|most recently)"),
            (False, TIME_SUPERLATIVE[False], "(?:first|earliest)"),
        )
    ),
]
WHO = (
    r"\b(?:which|what|who)(?: (?:one|paper|article|of (?:the |these )?(?:two|papers|them)))*(?: (?:is"
    r"|was|has|had|got|received|came|appeared|published|out|the|been))+ "
)
COMPARATIVES: list[tuple[str, MetadataField, bool]] = [
    (WHO + r"(?:older|earlier|first|before)\b", "published", False),
    (WHO + r"(?:newer|later|last|more recent(?:ly published)?|younger)\b", "published", True),
    (WHO + r"(?:more|larger number of|most) (?:co-?)?authors\b", "author_count", True),
    (WHO + r"(?:fewer|less|fewest) (?:co-?)?authors\b", "author_count", False),
    (WHO + r"(?:more|most) up-?votes\b", "upvotes", True),
    (WHO + r"(?:fewer|less|fewest) up-?votes\b", "upvotes", False),
]
ORDERS: list[tuple[str, MetadataField]] = [
    (
        (
            r"(?:publication |release )?(?:dates?|years?|time|age|recency|newness)|chronolog\w*|newest|oldest"
            r"|latest|earliest|most recent"
        ),
        ("published"),
    ),
    (r"(?:the )?(?:number|count) of authors|author counts?|authors?|team size", "author_count"),
    (r"(?:the )?(?:number of )?(?:up-?votes?|votes?|likes?)|popularity", "upvotes"),
]
ASCENDING = re.compile(
    (
        r"\bascending\b|\b(?:oldest|earliest|fewest|least|smallest|lowest)\b.{0,20}\bfirst\b|chronolog"
        r"|\bincreasing\b"
    ),
    re.IGNORECASE,
)

COUNT = (
    rf"\b(?:how many|(?:the )?(?:total )?number of|count(?: up)?(?: of)?"
    rf"|how large a number of)(?: of)?(?: (?:the|these|those|your|our|all|different|such|distinct"
    rf"|total))* {KIND}(?:{PLURAL}|of them)\b|\bhow many of (?:them|these|those)\b|\bhow (?:big"
    rf"|large) is (?:the|this|your) (?:collection|corpus|library|index|set)\b|\bsize of (?:the|this"
    rf"|your) (?:collection|corpus|library|index)\b"
)
LISTS = [
    rf"\b(?:which|what)(?: (?:are|were))?(?: (?:all|of|the|these|those|your|our|other))* {KIND}{PLURAL}\b(?!')",
    r"\bwhich of (?:them|these|those)\b",
    (
        rf"(?:^|\b(?:please|you|to|me)\s+)(?:list|show|name|give|find|enumerate|get|display|return|fetch"
        rf"|retrieve|search for|look up|see|sort|order|rank|arrange)\b(?: (?:me|us|up|out|all|any|every"
        rf"|each|the|of|other|some|a list of|titles of|those|these))* {KIND}(?:{PLURAL}|titles)\b"
    ),
    (
        rf"\b(?:are there|is there|do you have|do we have|have you(?: got)?|do any(?: of)?|does any"
        rf"|looking for|i need|i want|interested in)\b(?: (?:me|all|any|the|of|other|some|these|those|you"
        rf"|your))* {KIND}{PLURAL}\b"
    ),
    (
        rf"^(?:the |all |all of the |any |every )*{KIND}{PLURAL}\b(?=\W*$| (?:on|about|from|in|with"
        rf"|without|by|that|which|using|whose|dealing|concerning|regarding|covering|discussing|addressing"
        rf"|presenting|proposing|introducing|releasing|evaluating|published|released|dated|before|after"
        rf"|since|between|for|having|mentioning|of|related|sorted|ordered|where|written|authored|not|only"
        rf"|more|to|via|based)\b)"
    ),
    (
        r"(?:^|\b(?:list|show|name|give|find|enumerate|me) )(?:me |us )?(?:everything|all (?:work|works"
        r"|research)|anything)(?= (?:on|about|related|concerning|dealing|that|from|published|in|with|here"
        r"|there|of|written)\b)"
    ),
    (
        r"\b(?:what|which|any|is there(?: any)?|all) (?:other |previous |existing |related )?(?:work"
        r"|research|literature)\b(?= (?:in here|here|in (?:the|this|your)|is there|has been|have been"
        r"|exists?|there is|on|about|deals|dealing|related|concerning)\b)"
    ),
]
LIST = "|".join(LISTS)
GROUPS = (
    r"\b(?:per|by|for each|each|every|across|over|in each|in every) (?:calendar )?(years?|months?)\b"
    r"|\b(?:publication )?(?:years?|dates?|period|time ?span) (?:range|span|distribution|histogram"
    r"|breakdown)\b|\b(?:distribution|breakdown|histogram|spread|range) (?:of|by"
    r"|over) (?:the )?(?:publication )?(?:years?|dates?|papers)\b|\b(?:which|what) (?:years?"
    r"|time ?span|period|range of (?:years|dates)|date range)\b(?= (?:do|does|are|is|span|cover))"
)
MEAN = r"\b(?:average|mean|typical|median)\b|\bon average\b|\bper paper\b"
TOTAL = r"\b(?:in total|total|altogether|combined|overall|sum of)\b"

CONTENT_START = re.compile(
    (
        r"^(?:so |and |then |but |please |can you |could you )*(?:how (?!many\b|much of\b|old\b|recent\b"
        r"|big is\b|large is\b|big a\b|popular\b|large was\b|long is\b|big was\b)|why\b|explain|summar"
        r"|describe|compare|contrast|define|discuss|translate|write|what (?:do|does|did|can|could|happens"
        r"|makes)\b)"
    ),
    re.IGNORECASE,
)
SECOND_CLAUSE = re.compile(
    (
        r"(?:[,;:?]|\b(?:and|but)\b)\s*(?:by |in |on |at |for |with |to |from |of |using "
        r"|if so,? )*(?:what|how|why|where|who|whose|which)\b"
        r"|\b(?:differ|differences?|in common|the same (?:number|date|year)|as many|agree|disagree"
        r"|respectively|contrast|each of (?:them|these)|each one)\b"
    ),
    re.IGNORECASE,
)
GREETING = re.compile(
    r"^(?:hi|hello|hey|thanks|thank you|ok|okay|please|so|well|now)[,!.]*\s+(?:there[,!. ]+)?", re.IGNORECASE
)
SHORT = re.compile(r"(?<=\w)['’](?:s(?= (?:the|a|in|on|this|your)\b)|m\b|re\b)", re.IGNORECASE)
AND_NAME_THEM = re.compile(
    r",? and (?:(?:which|what) (?:ones )?(?:are|were|is) (?:they|these|those|it)(?: called)?|which ones"
    r"|(?:list|name) them)\b",
    re.IGNORECASE,
)
WORKS_AS_VERB = re.compile(
    r" (?:better|best|well|worse|worst|with|without|when|as|for|like|by|through|out)\b", re.IGNORECASE
)
LEANS = re.compile(
    (r"\b(?:them|these|those|they|it|its|this paper|that paper|the paper|that one|this one|the same)\b"), re.IGNORECASE
)
ELLIPSIS = re.compile(
    (
        r"^(?:and|what about|how about|or|also|but|then|same for|only)\b[,: ]*(?:what about"
        r"|how about)?\s*(?:the (?:ones|papers) )?"
    ),
    re.IGNORECASE,
)

WHERE_ALL = (
    rf"\b(?:{WHERE}|in here|in total|are there|do (?:you|we) have|(?:you|we) have"
    r"|of (?:those|them|these)|if any|to date|so far)"
)
