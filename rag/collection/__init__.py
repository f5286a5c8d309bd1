"""Questions about the collection itself, read and answered without a language model.

One box is one file, one arrow is one function:

    question, the ones it leans on
      └ reading/follow_up.py    what each question leaves out is taken from the one before; several
                                in one breath are read one after the other
      └ reading/alone.py        asides (asides.py) dropped and conditions (conditions.py) taken out; what remains is
                                read by the first that fits: named.py, ordering.py, totals.py, papers.py
      └ reading/subject.py      what is left of the words is the topic, or the name of the paper that is meant
      └ question.py             CollectionQuestion; None when it is about what papers say
      └ selection.py            every paper judged by its record (condition.py), by its name (named_paper.py), word for
                                word, or by topic (topics/members.py), with the reason for each (reason.py)
      └ lines.py, records.py    the sentences of the answer: of papers selected, of the records of papers named
      └ answering.py            the answer, its reasons numbered as citations
"""

from rag.collection.collected import COLLECTION, answer_from_collection, left_open
from rag.collection.collection_question import CollectionQuestion
from rag.collection.reader.carry_over import read_question

__all__ = ["COLLECTION", "CollectionQuestion", "answer_from_collection", "left_open", "read_question"]
