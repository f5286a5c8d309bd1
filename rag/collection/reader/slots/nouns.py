"""The words for papers and for the collection, as patterns."""

PLURAL = r"(?:papers|works|studies|articles|publications|preprints|abstracts|manuscripts)"
SINGULAR = rf"(?:{PLURAL}|paper|work|study|article|publication|preprint|abstract|manuscript|records?|entry|entries)"
ONE = rf"(?:{SINGULAR}|ones?)"
KIND = (  # words before a noun that say of what kind it is: `survey or overview papers`
    rf"((?:[\w'-]+ or (?!{PLURAL})(?=[\w'-]+ ))?"
    r"(?:(?!(?:do|does|did|is|are|was|were|can|could|should|would|will|has|have|had|say|about|the|not"
    r"|you|i|we|it|this|that|by|of|in|on|for|to|and|or|with|how|why|when)\b)[\w'-]+ ){0,4}?)"
)
COLLECTION = (
    r"(?:collection|corpus|library|database|index|archive|pile|set|lot|bunch|listing"
    r"|papers|abstracts|records)"
)
WHERE = (
    r"(?:in|from|of|within|across|among|amongst|throughout|inside) "
    rf"(?:(?:the|this|your|my|our|that|these|those|all|whole|entire|present|current|of) )*{COLLECTION}\b"
)
