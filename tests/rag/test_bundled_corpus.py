"""The shipped pages: every fact that was counted by hand."""

# ruff: noqa: E501 (titles stand here as they are)

from importlib.resources import files

import pytest

from index_store.records import Paper
from rag.mending import unmend
from rag.papers import bundled_papers
from rag.readers import read_text

DATED_PAGE = "000_5b84a3ccc467a2d7.txt"
ALTERNATING_PAGE = "004_629032e1b4191239.txt"

# The 24 of the dated page first, then what the other page adds, both in the order of the page.
TITLES = [
    "On the Complementarity between Pre-Training and Random-Initialization for Resource-Rich Machine Translation",
    "Meta-Learning to Improve Pre-Training",
    "On the Complementarity between Pre-Training and Back-Translation for Neural Machine Translation",
    "Can Pre-trained Networks Detect Familiar Out-of-Distribution Data?",
    "Advancing Neural Encoding of Portuguese with Transformer Albertina PT-*",
    "PclGPT: A Large Language Model for Patronizing and Condescending Language Detection",
    "SPRINT: Scalable Policy Pre-Training via Language Instruction Relabeling",
    "PILOT: A Pre-Trained Model-Based Continual Learning Toolbox",
    "Beat-Aligned Spectrogram-to-Sequence Generation of Rhythm-Game Charts",
    "SongComposer: A Large Language Model for Lyric and Melody Composition in Song Generation",
    "ERNIE 2.0: A Continual Pre-training Framework for Language Understanding",
    "PatrickStar: Parallel Training of Pre-trained Models via Chunk-based Memory Management",
    "Large-scale pretraining on pathological images for fine-tuning of small pathological benchmarks",
    "Robot Learning with Sensorimotor Pre-training",
    "Test-Time Training on Video Streams",
    "Cross-Lingual Supervision improves Large Language Models Pre-training",
    "Generalized Radiograph Representation Learning via Cross-supervision between Images and Free-text Radiology Reports",
    "Pre-Trained Models: Past, Present and Future",
    "DPOT: Auto-Regressive Denoising Operator Transformer for Large-Scale PDE Pre-Training",
    "Can We Scale Transformers to Predict Parameters of Diverse ImageNet Models?",
    "Text-to-Text Pre-Training for Data-to-Text Tasks",
    "Comprehensive Study on German Language Models for Clinical and Biomedical Text Understanding",
    "UER: An Open-Source Toolkit for Pre-training Models",
    "Rethinking Supervised Pre-training for Better Downstream Transferring",
    "G2PTL: A Pre-trained Model for Delivery Address and its Applications in Logistics System",
    "CodeT5: Identifier-aware Unified Pre-trained Encoder-Decoder Models for Code Understanding and Generation",
    "MetaAID 2.0: An Extensible Framework for Developing Metaverse Applications via Human-controllable Pre-trained Models",
    "Natural Attack for Pre-trained Models of Code",
    "Measuring and Reducing Gendered Correlations in Pre-trained Models",
    "Pre-trained Models for Natural Language Processing: A Survey",
    "Diet Code Is Healthy: Simplifying Programs for Pre-trained Models of Code",
    "Make Pre-trained Model Reversible: From Parameter to Memory Efficient Fine-Tuning",
    "MOS: Model Surgery for Pre-Trained Model-Based Class-Incremental Learning",
    "URLBERT:A Contrastive and Adversarial Pre-trained Model for URL Classification",
    "Tuning Pre-trained Model via Moment Probing",
    "Large Pre-Trained Models with Extra-Large Vocabularies: A Contrastive Analysis of Hebrew BERT Models and a New One to Outperform Them All",
    "Compressing Pre-trained Models of Code into 3 MB",
    "DialogLM: Pre-trained Model for Long Dialogue Understanding and Summarization",
    "Revisiting Pre-Trained Models for Chinese Natural Language Processing",
    "Tiny Time Mixers (TTMs): Fast Pre-trained Models for Enhanced Zero/Few-Shot Forecasting of Multivariate Time Series",
    "MAPL: Parameter-Efficient Adaptation of Unimodal Pre-Trained Models for Vision-Language Few-Shot Prompting",
    "CAT-probing: A Metric-based Approach to Interpret How Pre-trained Models for Programming Language Attend Code Structure",
    "DSEE: Dually Sparsity-embedded Efficient Tuning of Pre-trained Language Models",
    "Mengzi: Towards Lightweight yet Ingenious Pre-trained Models for Chinese",
    "SVFit: Parameter-Efficient Fine-Tuning of Large Pre-Trained Models Using Singular Values",
    "SFPrompt: Communication-Efficient Split Federated Fine-Tuning for Large Pre-Trained Models over Resource-Limited Devices",
    "Breaking the Script Barrier in Multilingual Pre-Trained Language Models with Transliteration-Based Post-Training Alignment",
    "CrisisTransformers: Pre-trained language models and sentence encoders for crisis-related social media texts",
    "DVPT: Dynamic Visual Prompt Tuning of Large Pre-trained Models for Medical Image Analysis",
    "CodeGeeX: A Pre-Trained Model for Code Generation with Multilingual Evaluations on HumanEval-X",
    "Expandable Subspace Ensemble for Pre-Trained Model-Based Class-Incremental Learning",
    "ReactionT5: a large-scale pre-trained model towards application of limited reaction data",
    "GPT4Image: Can Large Pre-trained Models Help Vision Models on Perception Tasks?",
    "Revisiting pre-trained remote sensing model benchmarks: resizing and normalization matters",
    "For Pre-Trained Vision Models in Motor Control, Not All Policy Learning Methods are Created Equal",
    "Evaluating Pre-trained Language Models for Repairing API Misuses",
    "Can Pre-trained Vision and Language Models Answer Visual Information-Seeking Questions?",
    "Towards Inadequately Pre-trained Models in Transfer Learning",
    "Large Pre-trained Language Models Contain Human-like Biases of What is Right and Wrong to Do",
    "DrBERT: A Robust Pre-trained Model in French for Biomedical and Clinical domains",
    "DIONYSUS: A Pre-trained Model for Low-Resource Dialogue Summarization",
    "Data Augmentation using Pre-trained Transformer Models",
    "Release of Pre-Trained Models for the Japanese Language",
    "Learning to Modulate pre-trained Models in RL",
    "The Emergence of Essential Sparsity in Large Pre-trained Models: The Weights that Matter",
    "Revisiting Class-Incremental Learning with Pre-Trained Models: Generalizability and Adaptivity are All You Need",
    "TrOCR: Transformer-based Optical Character Recognition with Pre-trained Models",
    "ViSoBERT: A Pre-Trained Language Model for Vietnamese Social Media Text Processing",
    "CodeBERT: A Pre-Trained Model for Programming and Natural Languages",
    "How to Build a Pre-trained Multimodal model for Simultaneously Chatting and Decision-making?",
    "Continual Forgetting for Pre-trained Vision Models",
    "Continual Learning with Pre-Trained Models: A Survey",
    "Model Spider: Learning to Rank Pre-Trained Models Efficiently",
    "IndicBART: A Pre-trained Model for Indic Natural Language Generation",
    "RAW-Adapter: Adapting Pre-trained Visual Model to Camera RAW Images",
    "Towards Seamless Adaptation of Pre-trained Models for Visual Place Recognition",
    "Efficiently Robustify Pre-trained Models",
    "Fooling Contrastive Language-Image Pre-trained Models with CLIPMasterPrints",
    "MultiFusion: Fusing Pre-Trained Models for Multi-Lingual, Multi-Modal Image Generation",
    "An Empirical Study of Pre-Trained Model Reuse in the Hugging Face Deep Learning Model Registry",
    "DKPLM: Decomposable Knowledge-enhanced Pre-trained Language Model for Natural Language Understanding",
    "End-to-End Speech Translation with Pre-trained Models and Adapters: UPC at IWSLT 2021",
    "Weight Poisoning Attacks on Pre-trained Models",
    "Code Execution with Pre-trained Language Models",
    "Assessment of Pre-Trained Models Across Languages and Grammars",
    "OpenDelta: A Plug-and-play Library for Parameter-efficient Adaptation of Pre-trained Models",
    "Plug-and-Play Document Modules for Pre-trained Models",
    "An Empirical Comparison of Pre-Trained Models of Source Code",
    "ContraBERT: Enhancing Code Pre-trained Models via Contrastive Learning",
    "Are Code Pre-trained Models Powerful to Learn Code Syntax and Semantics?",
    "Prune Once for All: Sparse Pre-Trained Language Models",
    "Lottery Jackpots Exist in Pre-trained Models",
    "Demographic User Modeling for Social Robotics with Multimodal Pre-trained Models",
    "Benchmark Analysis of Various Pre-trained Deep Learning Models on ASSIRA Cats and Dogs Dataset",
    "Point-PEFT: Parameter-Efficient Fine-Tuning for 3D Pre-trained Models",
    "Learning 3D Representations from 2D Pre-trained Models via Image-to-Point Masked Autoencoders",
    "BioMamba: A Pre-trained Biomedical Language Representation Model Leveraging Mamba",
    "GLM-130B: An Open Bilingual Pre-trained Model",
    "Towards Anytime Fine-tuning: Continually Pre-trained Language Models with Hypernetwork Prompt",
    "Practical Continual Forgetting for Pre-trained Vision Models",
    "PTMTorrent: A Dataset for Mining Open-source Pre-trained Model Packages",
    "TANDA: Transfer and Adapt Pre-Trained Transformer Models for Answer Sentence Selection",
    "Unlocking Potential in Pre-Trained Music Language Models for Versatile Multi-Track Music Arrangement",
    "Machine Unlearning of Pre-trained Large Language Models",
    "CoderEval: A Benchmark of Pragmatic Code Generation with Generative Pre-trained Models",
    "Supporting Undotted Arabic with Pre-trained Language Models",
    "K-Adapter: Infusing Knowledge into Pre-Trained Models with Adapters",
    "An Empirical Analysis of Forgetting in Pre-trained Models with Incremental Low-Rank Updates",
    "PeaTMOSS: A Dataset and Initial Analysis of Pre-Trained Models in Open-Source Software",
    "DyLoRA: Parameter Efficient Tuning of Pre-trained Models using Dynamic Search-Free Low-Rank Adaptation",
    "Dual Modality Prompt Tuning for Vision-Language Pre-Trained Model",
    "CLIPTrans: Transferring Visual Knowledge with Pre-trained Models for Multimodal Machine Translation",
    "Mixture-of-Linguistic-Experts Adapters for Improving and Interpreting Pre-trained Language Models",
    "Approximated Prompt Tuning for Vision-Language Pre-trained Models",
    "POUF: Prompt-oriented unsupervised fine-tuning for large pre-trained models",
    "Open-World Object Manipulation using Pre-trained Vision-Language Models",
    "LM-Nav: Robotic Navigation with Large Pre-Trained Models of Language, Vision, and Action",
    "Active Learning for Sequence Tagging with Deep Pre-trained Models and Bayesian Uncertainty Estimates",
]

# Publication date, authors and upvotes of the 24 records of the dated page, in its order.
METADATA = [
    ("2022-09-07", 6, None),
    ("2021-11-02", 5, None),
    ("2021-10-05", 7, None),
    ("2023-10-01", 4, None),
    ("2023-05-11", 7, None),
    ("2024-09-30", 8, None),
    ("2023-06-20", 4, None),
    ("2023-09-13", 4, 2),
    ("2023-11-22", 3, None),
    ("2024-02-27", 8, 1),
    ("2019-07-29", 7, 1),
    ("2021-08-12", 7, None),
    ("2023-03-27", 3, None),
    ("2023-06-16", 6, 13),
    ("2023-07-11", 6, 7),
    ("2023-05-19", 3, 2),
    ("2021-11-04", 6, None),
    ("2021-06-13", 24, None),
    ("2024-03-06", 9, None),
    ("2023-03-07", 3, None),
    ("2020-05-20", 2, None),
    ("2024-04-08", 20, 2),
    ("2019-09-12", 10, None),
    ("2021-10-12", 5, None),
]

# What was damaged: the beginning of the title, the spot as the page has it, and as it is stored.
DAMAGE = [
    ("PatrickStar", "multiple nodes. % using data parallelism. The system", "multiple nodes. The system"),
    (
        "CodeT5",
        "released at https: //github.com/salesforce/CodeT5 .",
        "at https://github.com/salesforce/CodeT5 .",
    ),
    ("MOS", r"{\em parameter and retrieval} levels", "from parameter and retrieval levels"),
    ("Tuning Pre-trained Model", "covariance (MHC^3) to", "covariance (MHC³) to"),
    ("Tuning Pre-trained Model", "namely MP_{+}.", "namely MP₊."),
    ("Compressing", "which is 160times smaller", "which is 160 times smaller"),
    ("Compressing", "4.31times and 4.15times faster", "4.31 times and 4.15 times faster"),
    ("Tiny Time Mixers", r"gains (12-38\%) over", "gains (12-38%) over"),
    ("DVPT", r"with 0.5\% extra", "with 0.5% extra"),
    (
        "ViSoBERT",
        r"available\url{https://huggingface",
        "available https://huggingface.co/uitnlp/visobert only",
    ),
    ("Weight Poisoning", "construct ``weight poisoning'' attacks", 'construct "weight poisoning" attacks'),
    ("GLM-130B", "on 4timesRTX 3090 (24G) or 8timesRTX 2080", "on 4 × RTX 3090 (24G) or 8 × RTX 2080"),
    ("Machine Unlearning", "over 10^5 times more", "over 10⁵ times more"),
]


def page_text(name: str) -> str:
    return files("rag.corpus").joinpath(name).read_text("utf-8")


def read_page(name: str) -> list[Paper]:
    records = list(read_text(page_text(name), name))
    papers = [record for record in records if isinstance(record, Paper)]
    assert papers == records
    return papers


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    return bundled_papers()


def test_the_pages_hold_24_and_97_records() -> None:
    assert len(read_page(DATED_PAGE)) == 24
    assert len(read_page(ALTERNATING_PAGE)) == 97


def test_the_records_are_118_papers_with_their_exact_titles(papers: list[Paper]) -> None:
    assert [paper.title for paper in papers] == TITLES
    assert len({paper.paper_id for paper in papers}) == 118


def test_dates_author_counts_and_upvotes_are_those_of_the_page() -> None:
    read = [(paper.published, paper.author_count, paper.upvotes) for paper in read_page(DATED_PAGE)]
    assert read == METADATA


def test_the_other_page_has_no_metadata_and_no_page_has_names_or_links(papers: list[Paper]) -> None:
    assert {(p.published, p.author_count, p.upvotes) for p in papers[24:]} == {(None, None, None)}
    assert {(paper.authors, paper.url) for paper in papers} == {((), None)}


def test_three_papers_are_in_both_pages_and_keep_their_metadata(papers: list[Paper]) -> None:
    both = {p.title.split(":")[0]: p for p in papers if len(p.sources) > 1}
    assert sorted(both) == ["PILOT", "PatrickStar", "Pre-Trained Models"]
    for paper in both.values():
        assert [source.file for source in paper.sources] == [DATED_PAGE, ALTERNATING_PAGE]
    assert (both["PILOT"].published, both["PILOT"].upvotes) == ("2023-09-13", 2)
    assert (both["PatrickStar"].published, both["PatrickStar"].author_count) == ("2021-08-12", 7)
    assert [source.place for source in both["Pre-Trained Models"].sources] == ["line 18", "lines 5-6"]


def test_one_abstract_is_cut_off(papers: list[Paper]) -> None:
    assert [p.title for p in papers if p.truncated] == ["Compressing Pre-trained Models of Code into 3 MB"]


@pytest.mark.parametrize(("title", "damaged", "sound"), DAMAGE)
def test_damage_is_mended_in_its_place(papers: list[Paper], title: str, damaged: str, sound: str) -> None:
    (paper,) = [paper for paper in papers if paper.title.startswith(title)]
    assert sound in paper.abstract
    assert damaged in unmend(paper.abstract, paper.sources[0].repairs)


def test_every_abstract_is_whole_on_its_page(papers: list[Paper]) -> None:
    lines = {
        (name, number): line
        for name in (DATED_PAGE, ALTERNATING_PAGE)
        for number, line in enumerate(page_text(name).split("\n"), start=1)
    }
    for paper in papers:
        for source in paper.sources:
            line = lines[source.file, int(source.place.split()[-1].split("-")[-1])]
            original = unmend(paper.abstract, source.repairs)
            assert original in line
            if source.file == ALTERNATING_PAGE:
                assert original == line
            else:
                votes, authors = paper.upvotes or "-", paper.author_count
                assert line.startswith(f"{votes} {paper.title} {original} {authors} authors · ")


def test_no_abstract_keeps_the_damage_that_was_seen(papers: list[Paper]) -> None:
    for paper in papers:
        for trace in ("``", "''", "\\", "{", "https: //", "^", "  ", "0times", "1times", "5times", "4times"):
            assert trace not in paper.abstract, paper.title
