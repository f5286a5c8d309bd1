"""How the weights of `rag.retrieval.hybrid` were chosen: `python -m eval.fit.tune_fusion BEIR_FOLDER SPLIT`.

Prints nDCG@10 for every split of the weight into tenths, best first. The default is the best on SciFact train;
among near ties, the one that is best on the tuning half of the project's own questions.
"""

from itertools import product
from pathlib import Path

import click

from eval.published.beir import read_beir
from eval.published.retrieval_run import candidates, indexed, measured
from rag.assistant import Assistant
from rag.machine.home import home_folder
from rag.retrieval.hybrid import FusionWeights
from rag.shell.terminal import progress_on_stderr


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("split", default="train")
def main(folder: Path, split: str) -> None:
    """Score all weights on one retrieval set."""
    data = read_beir(folder, split)
    with progress_on_stderr() as progress:
        embedder = Assistant.load(progress=progress).library.embedder
        index = indexed(data, home_folder() / "eval" / data.name, embedder, progress)
    found = candidates(data, index, embedder)
    rows = []
    for dense, lexical in product(range(11), repeat=2):
        if dense + lexical <= 10:
            weights = FusionWeights(dense / 10, lexical / 10, (10 - dense - lexical) / 10)
            rows.append((measured(found, data, weights)["nDCG@10"], weights))
    for score, weights in sorted(rows, key=lambda row: -row[0]):
        click.echo(f"{score:.4f}  {weights}")


if __name__ == "__main__":
    main()
