from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import timm
import torch
from safetensors.torch import save_file

from pa3d import artifact, dino, render, schemas
from pa3d.checkpoint import adapt_dinov2
from pa3d.errors import CheckpointError, Pa3dError
from pa3d.readers import load_shape
from pa3d.stage import Job, Runtime, run_stage


def images(count, size, seed=0):
    return torch.from_numpy(np.random.default_rng(seed).integers(0, 256, (count, size, size, 3), np.uint8))


# -- the embedded teacher ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lite0():
    return dino.load_backbone(dino.EMBEDDED, dino.find_weights(dino.EMBEDDED, None))


def test_the_embedded_teacher_gives_centred_unit_stages(lite0):
    batch = images(3, 64)
    tokens = lite0(batch)
    assert tokens.shape == (3, 14, 14, 472) and tokens.dtype == torch.float32 and lite0.dim == 472
    norms = tokens.norm(dim=-1)
    assert norms.max() <= 1 + 1e-5  # stages 3 and 7 are resampled, which only shortens
    np.testing.assert_allclose(tokens[..., 40:152].norm(dim=-1), 3**-0.5, rtol=1e-5)
    assert norms.min() > 0.6
    assert torch.equal(tokens, lite0(batch))
    for count in (1, 2):
        split = torch.cat([lite0(part) for part in batch.split(count)])
        np.testing.assert_allclose(split, tokens, atol=1e-4)
    assert (tokens[0] - tokens[1]).abs().max() > 0.01


def test_row_0_of_the_tokens_is_the_top_of_the_image(lite0):
    plain = torch.full((1, 224, 224, 3), 255, dtype=torch.uint8)
    for rows, cols in ((slice(0, 48), slice(176, 224)), (slice(176, 224), slice(0, 48))):
        marked = plain.clone()
        marked[:, rows, cols] = images(1, 48)
        change = (lite0(marked) - lite0(plain))[0].norm(dim=-1)
        row, col = divmod(int(change.argmax()), 14)
        assert rows.start <= row * 16 + 8 < rows.stop and cols.start <= col * 16 + 8 < cols.stop


def test_the_stage_on_a_rendered_shape(tmp_path, mesh_file, lite0):
    path = mesh_file()
    config = render.RenderConfig(image_size=48, num_points=64)
    run_stage(render.stage(config), render.jobs({"chair": path}), tmp_path / "renders", Runtime())
    job = Job("chair", {"render": tmp_path / "renders" / "chair.h5"})
    report = run_stage(dino.stage(), [job], tmp_path / "tokens", Runtime())
    assert report.done == ["chair"]
    result = artifact.read(tmp_path / "tokens" / "chair.h5", schemas.TOKENS)
    arrays, _ = render.render_shape(load_shape(path), config, np.random.default_rng(0))
    expected = lite0(torch.from_numpy(arrays["rgb"]))
    np.testing.assert_allclose(result["tokens"], expected, atol=1e-3)
    assert result.attrs["teacher"] == "lite0" and result.attrs["image_size"] == 48
    assert result.config["weights_sha256"] == artifact.hash_file(dino.find_weights("lite0", None))
    assert run_stage(dino.stage(), [job], tmp_path / "tokens", Runtime()).skipped == ["chair"]


class Counting:
    """A backbone of mean colours that keeps how many views each pass had."""

    dim = 3

    def __init__(self):
        self.passes = []

    def __call__(self, views):
        self.passes.append(len(views))
        return views.float().unflatten(1, (2, -1)).unflatten(3, (2, -1)).mean((2, 4))


def test_views_of_several_shapes_fill_the_passes(monkeypatch):
    stacks = [images(count, 32, seed=count).numpy() for count in (4, 7, 1, 10, 3)]
    backbone = Counting()
    together = dino.tokens_of(backbone, stacks)
    assert backbone.passes == [10, 10, 10]  # the last with five black ones
    for own, stack in zip(together, stacks, strict=True):
        np.testing.assert_array_equal(own, dino.tokens_of(Counting(), [stack])[0])
        assert own.shape == (len(stack), 2, 2, 3)


def test_shapes_together_are_as_shapes_alone(tmp_path, mesh_file):
    """Sizes of images may differ, and a damaged render costs its own shape alone."""
    sizes = {"a": 48, "b": 64, "c": 48, "d": 48}
    for name, size in sizes.items():
        config = render.RenderConfig(image_size=size, num_points=64)
        jobs = render.jobs({name: mesh_file(f"{name}.obj", 1 + len(name))})
        run_stage(render.stage(config), jobs, tmp_path / "renders", Runtime())
    jobs = [Job(name, {"render": tmp_path / "renders" / f"{name}.h5"}) for name in sizes]
    compute = dino.stage().setup(dino.stage().config, "cpu")
    alone = [compute(job) for job in jobs]
    damaged = tmp_path / "renders" / "c.h5"
    damaged.write_bytes(damaged.read_bytes()[:500])
    together = compute.many(jobs)
    assert isinstance(together[2], Pa3dError) and str(damaged) in str(together[2])
    for number in (0, 1, 3):
        (own, attrs), (expected, known) = together[number], alone[number]
        np.testing.assert_array_equal(own["tokens"], expected["tokens"])
        assert attrs == known and attrs["image_size"] == list(sizes.values())[number]


# -- vision transformers -----------------------------------------------------------------------------

PLAIN, REGISTER = "vit_small_patch14_dinov2.lvd142m", "vit_small_patch14_reg4_dinov2.lvd142m"
SIZE = 56


def random_model(name):
    torch.manual_seed(0)
    model = timm.create_model(name, pretrained=False, num_classes=0, dynamic_img_size=True).eval()
    for key, value in model.named_parameters():  # nothing stays at 0 or 1, so that no swap goes unseen
        if value.dim() == 1 or "token" in key or "pos" in key:
            torch.nn.init.normal_(value, 1.0 if "norm" in key and "weight" in key else 0.3, 0.2)
    return model.requires_grad_(False)


@pytest.fixture(scope="module")
def models():
    return {"dinov2-s": random_model(PLAIN), "dinov2-s-reg": random_model(REGISTER)}


def to_meta(model):
    """The layout of Meta's .pth files: one position for the class token, a mask token, registers."""
    state = dict(model.state_dict())
    if "reg_token" in state:
        state["register_tokens"] = state.pop("reg_token")
        first = torch.full_like(state["pos_embed"][:, :1], 0.125)
        state["pos_embed"] = torch.cat([first, state["pos_embed"]], 1)
        state["cls_token"] = state["cls_token"] - first
    return {**state, "mask_token": torch.zeros(1, model.num_features)}


def to_transformers(model):
    """The layout of transformers' DINOv2 files."""
    result = {}
    for key, value in to_meta(model).items():
        if ".attn.qkv." in key:
            layer, kind = key.split(".")[1], key.split(".")[-1]
            for name, part in zip(("query", "key", "value"), value.chunk(3), strict=True):
                result[f"encoder.layer.{layer}.attention.attention.{name}.{kind}"] = part.contiguous()
            continue
        for old, new in {
            "patch_embed.proj": "embeddings.patch_embeddings.projection",
            "pos_embed": "embeddings.position_embeddings",
            "blocks.": "encoder.layer.",
            "attn.proj": "attention.output.dense",
            "ls1.gamma": "layer_scale1.lambda1",
            "ls2.gamma": "layer_scale2.lambda1",
        }.items():
            key = key.replace(old, new)
        if key.endswith("_token") or key == "register_tokens":
            key = f"embeddings.{key}"
        elif key.startswith("norm."):
            key = f"layer{key}"
        result[key] = value
    return result


@pytest.mark.parametrize("teacher", ["dinov2-s", "dinov2-s-reg"])
def test_every_layout_of_the_weights_gives_the_same_tokens(tmp_path, models, teacher):
    model = models[teacher]
    batch = images(2, SIZE)
    x = batch.permute(0, 3, 1, 2).float() / 255
    x = (x - torch.tensor([0.485, 0.456, 0.406])[:, None, None]) / torch.tensor([0.229, 0.224, 0.225])[
        :, None, None
    ]
    with torch.inference_mode():
        patches = model.forward_features(x)[:, model.num_prefix_tokens :]
    assert model.num_prefix_tokens == (5 if teacher.endswith("reg") else 1)
    expected = patches.reshape(2, SIZE // 14, SIZE // 14, 384)  # row by row; class token and registers dropped
    save_file(model.state_dict(), tmp_path / "timm.safetensors")
    torch.save(model.state_dict(), tmp_path / "timm.pth")
    torch.save(to_meta(model), tmp_path / "meta.pth")
    torch.save({"teacher": to_meta(model)}, tmp_path / "wrapped.pth")
    save_file(to_transformers(model), tmp_path / "transformers.safetensors")
    for path in sorted(tmp_path.iterdir()):
        backbone = dino.load_backbone(teacher, path)
        assert backbone.dim == 384
        np.testing.assert_allclose(backbone(batch), expected, atol=2e-4, err_msg=path.name)


@pytest.mark.parametrize("kind", ["Dinov2", "Dinov2WithRegisters"])
def test_transformers_own_files_and_tokens(tmp_path, kind):
    """A file saved by transformers itself, and the tokens its own network gives at the native size."""
    transformers = pytest.importorskip("transformers")
    torch.manual_seed(0)
    config = getattr(transformers, f"{kind}Config")(
        hidden_size=384, num_hidden_layers=12, num_attention_heads=6, image_size=518, patch_size=14
    )
    model = getattr(transformers, f"{kind}Model")(config).eval()
    model.save_pretrained(tmp_path)
    teacher = "dinov2-s-reg" if "Registers" in kind else "dinov2-s"
    backbone = dino.load_backbone(teacher, tmp_path / "model.safetensors")
    batch = images(1, 518)
    x = batch.permute(0, 3, 1, 2).float() / 255
    x = (x - torch.tensor(backbone.mean)[:, None, None]) / torch.tensor(backbone.std)[:, None, None]
    with torch.inference_mode():
        expected = model(x).last_hidden_state[:, -37 * 37 :].reshape(1, 37, 37, 384)
    np.testing.assert_allclose(backbone(batch), expected, atol=1e-3)


@pytest.mark.parametrize("layout", ["meta", "transformers"])
def test_the_giant_with_its_gated_mlp_has_a_place_for_every_key(layout):
    with torch.device("meta"):  # shapes without the 4.5 GB
        model = timm.create_model("vit_giant_patch14_reg4_dinov2", pretrained=False, num_classes=0)
    first, second = {"meta": ("w12", "w3"), "transformers": ("weights_in", "weights_out")}[layout]
    state = {"meta": to_meta, "transformers": to_transformers}[layout](model)
    state = {
        k.replace("mlp.fc1", f"mlp.{first}").replace("mlp.fc2", f"mlp.{second}"): v for k, v in state.items()
    }
    own = model.state_dict()
    result = adapt_dinov2(state, own)
    assert {k: v.shape for k, v in result.items()} == {k: v.shape for k, v in own.items()}


def test_a_size_the_patch_does_not_divide_is_resized_to_the_models_own(models, tmp_path):
    save_file(models["dinov2-s"].state_dict(), tmp_path / "a.safetensors")
    backbone = dino.load_backbone("dinov2-s", tmp_path / "a.safetensors")
    backbone.input_size = 42  # 518 in earnest
    grids = {size: tuple(backbone(images(1, size)).shape[1:3]) for size in (28, 50, 70)}
    assert grids == {28: (2, 2), 50: (3, 3), 70: (5, 5)}


# -- what can go wrong -------------------------------------------------------------------------------


def one_line(error):
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize("teacher", ["lite0", "dinov2-s"])
def test_a_wrong_file_is_refused_in_one_line(tmp_path, models, teacher):
    other = {"lite0": "dinov2-s", "dinov2-s": "dinov2-s-reg"}[teacher]
    torch.save(models[other].state_dict(), tmp_path / "other.pth")
    whole = (tmp_path / "other.pth").read_bytes()
    save_file({"a": torch.zeros(3)}, tmp_path / "small.safetensors")
    small = (tmp_path / "small.safetensors").read_bytes()
    contents = {
        "empty.pth": b"",
        "noise.pth": np.random.default_rng(0).bytes(500),
        "text.pth": b"<html>404</html>",
        "cut.pth": whole[: len(whole) // 2],
        "empty.safetensors": b"",
        "noise.safetensors": np.random.default_rng(0).bytes(500),
        "cut.safetensors": small[:-5],
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    torch.save([1, 2], tmp_path / "list.pth")
    torch.save(models[other], tmp_path / "pickled.pth")  # needs code to be run
    for path in sorted(tmp_path.iterdir()):
        with pytest.raises(CheckpointError) as error:
            dino.load_backbone(teacher, path)
        assert str(path) in one_line(error), path.name


def test_a_file_that_is_not_there():
    with pytest.raises(CheckpointError, match="^nowhere.pth: no such weights file$"):
        dino.stage("dinov2-s", Path("nowhere.pth"))


def test_without_a_network_one_line_says_how_to_get_the_weights():
    with pytest.raises(
        CheckpointError, match="download model.safetensors of timm/.*pass --weights FILE"
    ) as error:
        dino.stage("dinov2-b-reg")
    assert "timm/vit_base_patch14_reg4_dinov2.lvd142m" in one_line(error)


@pytest.mark.parametrize("teacher", ["dinov9", "vit_small_patch14_dinov2.nope", ""])
def test_an_unknown_teacher_is_named_with_the_known_ones(teacher):
    with pytest.raises(Pa3dError) as error:
        dino.stage(teacher)
    assert repr(teacher) in one_line(error) and "lite0, dinov2-s," in str(error.value)


@pytest.mark.parametrize("teacher", ["resnet18", "dinov9"])
def test_a_network_that_is_no_vision_transformer(tmp_path, teacher):
    save_file({"a": torch.zeros(3)}, tmp_path / "a.safetensors")
    with pytest.raises(Pa3dError, match="no such vision transformer") as error:
        dino.load_backbone(teacher, tmp_path / "a.safetensors")
    one_line(error)
