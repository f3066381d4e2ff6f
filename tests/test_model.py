from __future__ import annotations

import json
from pathlib import Path

import golden_weights
import numpy as np
import pytest
import reference_network as reference
import torch

from pa3d.checkpoint import adapt_released_key, load_model
from pa3d.model import (
    CHUNK,
    Block,
    FeatureHead,
    ModelConfig,
    PatchEmbed,
    PointPatchEncoder,
    TextHead,
    text_head,
)

GOLDEN = Path(__file__).parent / "golden"
SMALL = ModelConfig(num_patches=8, patch_size=4, width=48, depth=3, num_heads=3)


@pytest.fixture(scope="module")
def golden():
    with np.load(GOLDEN / "official_forward.npz") as data:
        return {name: torch.from_numpy(data[name]) for name in data.files if data[name].ndim}


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """The released layout, its weights made by the golden file's rule, read from a file."""
    path = tmp_path_factory.mktemp("released") / "patchalign3d.pt"
    torch.save(golden_weights.released_content(), path)
    return load_model(path)


@pytest.fixture(scope="module")
def forward(released, golden):
    with torch.inference_mode():
        return released.encoder(golden["points_raw"])


def random_encoder(config=SMALL, seed=0):
    """An encoder in eval mode whose every tensor, statistics included, is far from its start."""
    torch.manual_seed(seed)
    encoder = PointPatchEncoder(config).eval()
    with torch.no_grad():
        for key, value in encoder.state_dict().items():
            if key.endswith("running_var"):
                value.uniform_(0.5, 1.5)
            elif value.is_floating_point():
                fan_in = value.shape[-1] if value.dim() == 2 else 30
                start = 1.0 if "norm" in key and key.endswith("weight") else 0.0
                value.normal_(start, fan_in**-0.5)
    return encoder


def released_names(encoder):
    ours = {adapt_released_key(key): key for key in golden_weights.released_shapes()}
    return {ours[key]: value for key, value in encoder.state_dict().items()}


# -- the released implementation's numbers -----------------------------------------------------------


def test_golden_grouping(released, golden):
    center_index, patch_index = released.encoder.group(golden["points_raw"])
    assert torch.equal(center_index, golden["center_index"].long())
    assert torch.equal(patch_index, golden["patch_index"].long())


def test_golden_tokens(forward, golden):
    torch.testing.assert_close(forward.tokens, golden["tokens"], rtol=0, atol=2e-5)


def test_golden_centers_are_in_the_users_axes(forward, golden):
    """The swap lives inside the encoder: what comes out are the user's own points."""
    index = golden["center_index"].long()
    expected = torch.stack([p[i] for p, i in zip(golden["points_raw"], index, strict=True)])
    assert torch.equal(forward.centers, expected)


def test_golden_features(released, forward, golden):
    feature = released.head(forward.tokens[:, :8])
    torch.testing.assert_close(feature, golden["feature_first8"], rtol=0, atol=2e-5)


def test_golden_logits(released, forward, golden):
    with torch.inference_mode():
        logits = released.head.logits(forward.tokens, golden["text"])
    torch.testing.assert_close(logits, golden["logits"], rtol=0, atol=2e-5)


# -- against the plain formulas ----------------------------------------------------------------------


@pytest.mark.parametrize("training", [False, True])
def test_patch_embed_equals_the_unmerged_formula(training):
    """Values, and gradients with respect to every parameter and the points, in float64."""
    encoder = random_encoder().double().train(training)
    module: PatchEmbed = encoder.patch_embed
    names = {adapt_released_key(k).removeprefix("patch_embed."): k for k in golden_weights.released_shapes()}
    copies = {names[k]: v.detach().clone() for k, v in module.state_dict().items()}
    members = torch.randn(2, 5, 6, 3, dtype=torch.float64)
    weights = torch.randn(2, 5, 256, dtype=torch.float64)

    ours_in, plain_in = (members.clone().requires_grad_() for _ in range(2))
    plain = {
        k: v.requires_grad_() if "running" not in k and v.is_floating_point() else v for k, v in copies.items()
    }
    ours, expected = module(ours_in)[0], reference.patch_embed(plain_in, plain, training=training)
    torch.testing.assert_close(ours, expected, rtol=1e-10, atol=1e-11)
    (ours * weights).sum().backward()
    (expected * weights).sum().backward()
    torch.testing.assert_close(ours_in.grad, plain_in.grad, rtol=1e-8, atol=1e-10)
    for key, parameter in module.named_parameters():
        assert training or parameter.grad.abs().max() > 0, key
        torch.testing.assert_close(parameter.grad, plain[names[key]].grad, rtol=1e-8, atol=1e-10, msg=key)


def both_paths(module, members, slots):
    """The training graph in eval mode, and the folded path that needs no gradients."""
    graph = module(members, slots)
    assert graph[0].requires_grad
    with torch.no_grad():
        folded = module(members, slots)
    assert not folded[0].requires_grad
    return [x.detach() for x in graph], folded


@pytest.mark.parametrize("groups", [5, 2 * CHUNK + 3])
def test_the_folded_patch_embed_equals_the_training_graph(groups):
    """Also over several chunks, and for the members of some slots."""
    module = random_encoder().patch_embed
    members, slots = torch.randn(1, groups, 6, 3), torch.tensor([4, 0, 1])
    (pooled, own), folded = both_paths(module, members, slots)
    assert pooled.std() > 0.1 and own.shape == (1, groups, 3, 256)
    torch.testing.assert_close(folded[0], pooled, rtol=1e-5, atol=1e-5)
    torch.testing.assert_close(folded[1], own, rtol=1e-5, atol=1e-5)
    with torch.no_grad():
        assert torch.equal(module(members)[0], folded[0]) and module(members)[1] is None
    exact = pooled
    with torch.autocast("cpu", dtype=torch.bfloat16):
        (pooled, own_rough), folded = both_paths(module, members, slots)
    assert folded[0].dtype == folded[1].dtype == torch.bfloat16
    error = (folded[0].float() - exact).norm() / exact.norm()
    assert 0 < error < 0.01
    assert error < 2 * (pooled.float() - exact).norm() / exact.norm()
    assert (folded[1].float() - own).norm() / own.norm() < 0.01


def test_the_folded_path_is_for_eval_without_gradients_only():
    """Frozen weights suffice, points that want a gradient or a training norm do not."""
    module, members = random_encoder().patch_embed, torch.randn(2, 5, 6, 3)
    calls, frozen = [], module._frozen
    module._frozen = lambda *inputs: (calls.append(1), frozen(*inputs))[1]
    module(members)
    assert not calls
    module.requires_grad_(False)
    module(members.clone().requires_grad_())
    assert not calls
    before = module.lift_norm.running_mean.clone()
    module.train()(members)
    assert not calls and not torch.equal(before, module.lift_norm.running_mean)
    module.eval()(members)
    assert len(calls) == 1


@pytest.mark.parametrize("grad", [False, True])
def test_members_are_what_the_patch_takes_the_maximum_of(grad):
    module, members = random_encoder().patch_embed, torch.randn(2, 5, 6, 3)
    with torch.set_grad_enabled(grad):
        pooled, own = module(members, torch.arange(6))
        some = module(members, torch.tensor([3, 1]))[1]
    assert torch.equal(own.amax(2), pooled)
    assert torch.equal(some, own[:, :, [3, 1]])


def test_forward_equals_the_reference_written_from_the_paper():
    config = ModelConfig(num_patches=12, patch_size=7, width=48, depth=3, num_heads=3)
    encoder = random_encoder(config).double()
    points = torch.from_numpy(np.random.default_rng(2).normal(size=(2, 90, 3)).astype(np.float32)).double()
    expected = reference.encoder(points, released_names(encoder), 12, 7, 3)
    with torch.no_grad():
        tokens = encoder(points).tokens
    assert expected.std() > 0.1
    torch.testing.assert_close(tokens, expected, rtol=1e-9, atol=1e-10)


def test_the_order_of_the_points_does_not_matter():
    """The same patches, their points stored in another order and their members listed in another order."""
    encoder, rng = random_encoder(), torch.Generator().manual_seed(0)
    points = torch.randn(2, 80, 3, generator=rng)
    center_index, patch_index = encoder.group(points)
    order = torch.randperm(80, generator=rng)
    place = order.argsort()
    members = place[patch_index][..., torch.randperm(4, generator=rng)]
    with torch.no_grad():
        tokens = encoder(points, center_index, patch_index).tokens
        other = encoder(points[:, order], place[center_index], members)
        swapped = encoder(points, center_index.flip(1), patch_index.flip(1)).tokens
    torch.testing.assert_close(other.tokens, tokens, rtol=1e-5, atol=1e-5)
    torch.testing.assert_close(swapped.flip(1), tokens, rtol=1e-5, atol=1e-5)  # patches are a set, too


def test_a_shape_does_not_see_its_batch_mates():
    encoder, points = random_encoder(), torch.randn(3, 60, 3)
    with torch.no_grad():
        together = encoder(points).tokens
        alone = torch.cat([encoder(p[None]).tokens for p in points])
    torch.testing.assert_close(together, alone, rtol=1e-5, atol=1e-5)


def test_swap_yz_is_the_plain_model_on_swapped_points():
    plain = random_encoder()
    config = ModelConfig(**{**vars(SMALL), "swap_yz": True})
    swapping = PointPatchEncoder(config).eval()
    swapping.load_state_dict(plain.state_dict())
    points = torch.randn(2, 60, 3)
    with torch.no_grad():
        ours, expected = swapping(points), plain(points[..., [0, 2, 1]])
        unswapped = plain(points)
    assert torch.equal(ours.tokens, expected.tokens)
    assert torch.equal(ours.patch_index, expected.patch_index)
    assert torch.equal(ours.centers[..., [0, 2, 1]], expected.centers)
    assert not torch.allclose(ours.tokens, unswapped.tokens, atol=1e-2)


def test_trunk_and_last_are_the_forward():
    encoder, points = random_encoder(), torch.randn(2, 60, 3)
    with torch.no_grad():
        x, member, offset = encoder.trunk(points, *encoder.group(points))
        assert torch.equal(encoder.last(x), encoder(points).tokens)
    assert x.shape == (2, 9, 48) and member is None and offset is None


# -- sizes and names ---------------------------------------------------------------------------------


def test_names_and_shapes_of_the_weights_are_frozen():
    expected = json.loads((GOLDEN / "state_dict.json").read_text())
    modules = {
        "encoder": PointPatchEncoder(ModelConfig()),
        "text_head": TextHead(384, 1280),
        "feature_head": FeatureHead(384, 768),
    }
    actual = {n: {k: list(v.shape) for k, v in m.state_dict().items()} for n, m in modules.items()}
    assert actual == expected
    assert sum(p.numel() for p in modules["encoder"].parameters()) == 21_858_816


# -- stochastic depth --------------------------------------------------------------------------------


def test_drop_path_rates_rise_linearly():
    rates = [block.drop_path for block in PointPatchEncoder(ModelConfig(width=48, num_heads=3)).blocks]
    np.testing.assert_allclose(rates, np.arange(12) * 0.1 / 11, atol=1e-7)


def test_drop_path_does_nothing_in_eval_mode():
    encoder, points = random_encoder(ModelConfig(**{**vars(SMALL), "drop_path": 0.9})), torch.randn(2, 60, 3)
    with torch.no_grad():
        assert torch.equal(encoder(points).tokens, encoder(points).tokens)
        still = PointPatchEncoder(ModelConfig(**{**vars(SMALL), "drop_path": 0.0})).eval()
        still.load_state_dict(encoder.state_dict())
        assert torch.equal(encoder(points).tokens, still(points).tokens)


def test_drop_path_keeps_the_expectation_and_drops_whole_samples():
    torch.manual_seed(0)
    block = Block(48, 3, 4, drop_path=0.25).train()
    branch = torch.randn(1, 5, 48).expand(8000, -1, -1)
    dropped = block._drop(branch)
    factor = (dropped / branch).reshape(8000, -1)
    assert (factor.amax(1) - factor.amin(1)).max() < 1e-5  # one fate per sample
    share = (factor[:, 0] == 0).float().mean().item()
    assert abs(share - 0.25) < 5 * (0.25 * 0.75 / 8000) ** 0.5
    torch.testing.assert_close(dropped.mean(0), branch[0], rtol=0.05, atol=0)


# -- mixed precision and the head --------------------------------------------------------------------


def test_bf16_autocast_is_close():
    encoder, points = random_encoder(), torch.randn(2, 60, 3)
    groups = encoder.group(points)
    with torch.no_grad():
        exact = encoder(points, *groups).tokens
        with torch.autocast("cpu", dtype=torch.bfloat16):
            tokens = encoder(points, *groups).tokens.float()
    assert not torch.equal(tokens, exact)
    similarity = torch.nn.functional.cosine_similarity(tokens, exact, dim=-1)
    assert similarity.min() > 0.995


def test_bf16_autocast_trains():
    encoder, points = random_encoder().train(), torch.randn(2, 60, 3)
    head = TextHead(48, 16)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        head.logits(encoder(points).tokens, torch.randn(3, 16)).square().mean().backward()
    for name, parameter in [*encoder.named_parameters(), *head.named_parameters()]:
        assert parameter.grad.isfinite().all(), name
        assert parameter.grad.dtype == torch.float32, name


def test_text_head_is_scale_times_cosine_plus_bias():
    torch.manual_seed(0)
    head = TextHead(48, 16, scale=10.0, bias=-10.0)
    tokens, text = torch.randn(2, 5, 48), torch.nn.functional.normalize(torch.randn(3, 16), dim=-1)
    feature = tokens @ head.proj.weight.T + head.proj.bias
    cosine = torch.nn.functional.cosine_similarity(feature[:, :, None], text[None, None], dim=-1)
    logits = head.logits(tokens, text)
    torch.testing.assert_close(logits, 10 * cosine - 10)
    own = torch.stack([text, text.flip(0)])  # text of its own per shape
    torch.testing.assert_close(head.logits(tokens, own), torch.stack([logits[0], logits[1].flip(-1)]))
    with torch.no_grad():
        head.log_scale.fill_(6.0)  # beyond 100
    torch.testing.assert_close(head.logits(tokens, text), 100 * cosine - 10, rtol=1e-5, atol=1e-4)


# -- the point decoder -------------------------------------------------------------------------------

DECODED = ModelConfig(**{**vars(SMALL), "decoder_width": 12})


def decoded(slots=(2, 0, 3)):
    """Head, encoder, points and features with members of three slots."""
    encoder = random_encoder(DECODED)
    head, points = text_head(DECODED, 16), torch.randn(2, 60, 3)
    with torch.no_grad():
        return head, encoder, points, encoder(points, slots=torch.tensor(slots))


def test_a_new_decoder_says_what_the_patch_says():
    head, _, _, features = decoded()
    own = head.member_features(features)
    assert own.shape == (2, 8, 3, 16)
    torch.testing.assert_close(own, head(features.tokens)[:, :, None].expand(-1, -1, 3, -1))
    torch.nn.init.normal_(head.decoder.out.weight)
    learnt = head.member_features(features)
    torch.testing.assert_close(learnt.norm(dim=-1), torch.ones(2, 8, 3))
    assert (learnt - own).norm(dim=-1).min() > 1e-3
    assert (learnt[:, :, 0] - learnt[:, :, 1]).norm(dim=-1).min() > 1e-3


def test_offsets_are_places_in_the_patch_and_the_first_slot_is_the_centre():
    _, encoder, points, features = decoded()
    for b, g in ((0, 0), (1, 5)):
        index = features.patch_index[b, g]
        expected = points[b, index[[2, 0, 3]]] - points[b, index[0]]
        torch.testing.assert_close(features.offset[b, g], expected)
    assert not features.offset[:, :, 1].any()
    with torch.no_grad():
        plain = encoder(points)
    assert plain.member is None and plain.offset is None
    assert torch.equal(plain.tokens, features.tokens)


def test_a_member_depends_on_its_own_place_only():
    head, _, _, features = decoded()
    torch.nn.init.normal_(head.decoder.out.weight)
    before = head.member_features(features)
    features.offset[0, 3, 2] += 0.1
    changed = (head.member_features(features) - before).norm(dim=-1) > 1e-6
    assert changed.nonzero().tolist() == [[0, 3, 2]]
    features.member[1, 4, 0] += 1
    changed = (head.member_features(features) - before).norm(dim=-1) > 1e-6
    assert changed.nonzero().tolist() == [[0, 3, 2], [1, 4, 0]]


def test_without_a_width_there_is_no_decoder():
    assert text_head(SMALL, 16).decoder is None
    assert set(text_head(SMALL, 16).state_dict()) == {"proj.weight", "proj.bias", "log_scale", "bias"}


def test_more_patches_than_points():
    with pytest.raises(ValueError, match="asked for 8 of 7 points"):
        random_encoder()(torch.randn(1, 7, 3))
