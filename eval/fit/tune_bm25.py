"""How k1 and b of `index_store.lexical_index` were chosen: `python -m eval.fit.tune_bm25 BEIR_FOLDER SPLIT`."""

from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import ir_measures
from ir_measures import nDCG

from eval.published.beir import RetrievalSet, read_beir
from index_store.lexical_index import LexicalIndex, lexical_text, write_lexical_index

DEPTH = 10


def ndcg_at_10(data: RetrievalSet, index: LexicalIndex) -> float:
    """Return the mean nDCG@10 of BM25 alone."""
    run = []
    for query_id, text in data.queries.items():
        scores = index.scores(text)
        best = (-scores).argsort(kind="stable")[:DEPTH]
        run += [ir_measures.ScoredDoc(query_id, data.papers[row].paper_id, float(scores[row])) for row in best]
    return float(ir_measures.calc_aggregate([nDCG @ 10], data.qrels, run)[nDCG @ 10])


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("split", default="train")
def main(folder: Path, split: str) -> None:
    """Score a grid of k1 and b on one retrieval set."""
    data = read_beir(folder, split)
    texts = [lexical_text(paper) for paper in data.papers]
    for k1, b in product((0.9, 1.2, 1.6, 2.0), (0.4, 0.6, 0.75, 0.9)):
        with TemporaryDirectory() as place:
            write_lexical_index(Path(place), texts, k1, b)
            click.echo(f"k1 {k1:.1f}  b {b:.2f}  nDCG@10 {ndcg_at_10(data, LexicalIndex(Path(place))):.4f}")


if __name__ == "__main__":
    main()
