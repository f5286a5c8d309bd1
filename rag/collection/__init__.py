"""Questions about the collection itself, answered from every record and abstract without a language model.

One box is one file, one arrow is one function:

    plan of a question (rag/plan)
      └ from_plan.py             what is asked of the collection, or of the records of named papers (named_paper.py)
      └ selection.py             judges every paper by its record (metadata.py, name_condition.py), word for word, or by
                                 topic (members.py), and cites what decided it
      └ lines.py, phrases.py     the sentences of the answer; record_lines.py those on the record of one paper
      └ collected.py             the answer, its citations numbered
"""
