"""Questions about the collection itself, read and answered without a language model.

One box is one file, one arrow is one function:

    question, and the ones it leans on
      └ reader/carry_over.py     takes what a question leaves out from the one before it; several questions joined into
                                 one are read one after the other
      └ reader/alone.py          takes greetings and the like away, and conditions out (conditions.py, dates.py); the
                                 first that fits reads the rest: named_fields.py, ordering.py, papers_asked.py
      └ reader/topic_phrase.py   what is left of the words is the topic, or the name of one paper
      └ collection_question.py   CollectionQuestion; None when the question is about what papers say
      └ selection.py             judges every paper by its record (metadata.py), by its name (named_paper.py), word for
                                 word, or by topic (topics/members.py), and cites what decided it
      └ lines.py, phrases.py     the sentences of the answer
      └ collected.py             the answer, its citations numbered
"""

from rag.collection.collected import COLLECTION, answer_from_collection, left_open
from rag.collection.collection_question import CollectionQuestion
from rag.collection.reader.carry_over import read_question

__all__ = ["COLLECTION", "CollectionQuestion", "answer_from_collection", "left_open", "read_question"]
