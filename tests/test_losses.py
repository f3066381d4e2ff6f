from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from reference_network import nearest_center_target

from pa3d.losses import KINDS, cosine_distillation_loss, patch_text_loss

each_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(scope="module")
def golden():
    with np.load(Path(__file__).parent / "golden" / "official_forward.npz") as data:
        return {name: torch.from_numpy(data[name]) for name in data.files}


def case(seed=0, parts=3):
    """logits (2, 6, L), label (2, 6, L), every part real."""
    rng = torch.Generator().manual_seed(seed)
    logits = 3 * torch.randn(2, 6, parts, generator=rng, dtype=torch.float64)
    label = torch.randint(5, (2, 6, parts), generator=rng) / 4.0
    return logits, label.double(), torch.ones(2, parts, dtype=torch.bool)


# -- the released implementation's numbers -----------------------------------------------------------


def test_golden_text_losses(golden):
    logits = golden["logits"][..., :3].double()  # cosine / 0.07
    label, valid = golden["patch_label"].double(), torch.ones(2, 3, dtype=torch.bool)
    released = patch_text_loss(logits, label, valid, "released")
    torch.testing.assert_close(released, golden["loss_text_official"], rtol=1e-6, atol=0)
    paper = patch_text_loss(logits * 0.07 / 0.1 - 10, label, valid, "paper")
    torch.testing.assert_close(paper, golden["loss_text_paper"], rtol=1e-6, atol=0)


def test_golden_distillation_loss(golden):
    """The head's weights by the golden rule on the golden tokens; targets of the nearest cached centre."""
    import golden_weights

    proj = golden_weights.released_content(golden_weights.TEACHER_DIM)["proj"]
    feature = golden["tokens"].double() @ proj["proj.weight"].double().T + proj["proj.bias"].double()
    index = golden["center_index"].long()
    points = golden["points_model"].transpose(1, 2)  # the cached centres are in the network's axes
    centers = torch.stack([p[i] for p, i in zip(points, index, strict=True)])
    target = nearest_center_target(centers, golden["distill_center"], golden["distill_feature"])
    loss = 1 - F.cosine_similarity(feature, target.double(), dim=-1).mean(-1)
    torch.testing.assert_close(loss, golden["loss_distill"], rtol=1e-6, atol=0)
    ours = cosine_distillation_loss(F.normalize(feature, dim=-1), target)
    torch.testing.assert_close(ours.double(), golden["loss_distill"], rtol=1e-6, atol=0)


# -- by hand -----------------------------------------------------------------------------------------


def test_paper_loss_by_hand():
    """Two patches, two parts. softplus(x) - x y is the binary cross-entropy of sigmoid(x) and y."""
    logits = torch.tensor([[[0.0, 2.0], [-1.0, 3.0]]])
    label = torch.tensor([[[0.5, 1.0], [0.0, 0.25]]])

    def soft(x):
        return math.log(1 + math.exp(x))

    expected = (math.log(2) + (soft(2) - 2) + soft(-1) + (soft(3) - 0.75)) / 4
    loss = patch_text_loss(logits, label, torch.ones(1, 2, dtype=torch.bool))
    torch.testing.assert_close(loss, torch.tensor([expected]))


def test_released_loss_by_hand():
    """Three parts: positives weigh 2. One part: the weight is 1, the paper's loss."""
    logits, label, valid = case()
    positive, negative = F.logsigmoid(logits) * label, F.logsigmoid(-logits) * (1 - label)
    expected = -(2 * positive + negative).mean((1, 2))
    torch.testing.assert_close(patch_text_loss(logits, label, valid, "released"), expected)
    one = (logits[..., :1], label[..., :1], valid[:, :1])
    torch.testing.assert_close(patch_text_loss(*one, "released"), patch_text_loss(*one, "paper"))


def test_softmax_loss_by_hand():
    """An even split between two parts, a patch half labelled, a patch without a label."""
    logits = torch.tensor([[[1.0, 0.0], [0.0, 2.0], [5.0, -3.0]]])
    label = torch.tensor([[[1.0, 1.0], [0.0, 0.5], [0.0, 0.0]]])

    def log_share(a, b):
        return a - math.log(math.exp(a) + math.exp(b))

    first = 0.5 * log_share(1, 0) + 0.5 * log_share(0, 1)
    second = 0.5 * log_share(2, 0)
    expected = torch.tensor([-(first + second) / 1.5])
    valid = torch.ones(1, 2, dtype=torch.bool)
    torch.testing.assert_close(patch_text_loss(logits, label, valid, "softmax"), expected)


def test_distillation_loss():
    feature = torch.randn(2, 4, 8, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(
        cosine_distillation_loss(feature, 3 * feature), torch.zeros(2), rtol=0, atol=1e-6
    )
    torch.testing.assert_close(cosine_distillation_loss(feature, -feature), torch.full((2,), 2.0))
    half = torch.cat([feature[:, :2], -feature[:, 2:]], 1)
    torch.testing.assert_close(cosine_distillation_loss(feature, half), torch.ones(2))


def test_nearest_center_target():
    centers = torch.tensor([[[0.0, 0, 0], [1, 1, 1]]])
    cached = torch.tensor([[[0.9, 1, 1], [5, 5, 5], [0, 0.1, 0]]])
    feature = torch.arange(6.0).reshape(1, 3, 2)
    assert nearest_center_target(centers, cached, feature).tolist() == [[[4, 5], [0, 1]]]


def plain_open_loss(logits, label, none, kind, balance):
    """One shape, patch by patch: (G, L), (G, L), (G,)."""
    if kind == "open":
        logits, label = np.c_[logits, np.zeros(len(logits))], np.c_[label, none]
    shares = np.array([row / max(row.sum(), 1) for row in label])
    of_shape = shares.sum(0) / shares.sum()
    total = weight = 0.0
    for g in range(len(logits)):
        for part in range(logits.shape[1]):
            own = shares[g, part] * (max(of_shape[part], 1e-3) ** -balance if balance else 1)
            total -= own * (logits[g, part] - np.log(np.exp(logits[g]).sum()))
            weight += own
    return total / weight


@pytest.mark.parametrize("balance", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("kind", ["softmax", "open"])
def test_softmax_losses_against_plain_numpy(kind, balance):
    logits, label, valid = case()
    label[0, 0] = 0  # nothing is known of this patch
    none = torch.tensor([[0, 0.25, 1, 0, 0, 0.5], [0, 0, 0, 0, 0, 0]], dtype=torch.float64)
    label[0, 2] = 0
    loss = patch_text_loss(logits, label, valid, kind, none, balance)
    expected = [
        plain_open_loss(*(x.numpy() for x in row), kind, balance)
        for row in zip(logits, label, none, strict=True)
    ]
    np.testing.assert_allclose(loss.numpy(), expected, rtol=1e-10)


def test_none_of_these_has_the_logit_zero():
    """A patch of no asked part: its cost falls as the logits do, and softmax does not see it."""
    label, valid = torch.zeros(1, 1, 2), torch.ones(1, 2, dtype=torch.bool)
    none = torch.ones(1, 1)

    def cost(level, kind="open"):
        return patch_text_loss(torch.full((1, 1, 2), level), label, valid, kind, none).item()

    assert cost(0.0) == pytest.approx(math.log(3))
    assert cost(-2.0) == pytest.approx(math.log(1 + 2 * math.exp(-2)), rel=1e-5)
    assert cost(5.0) > 5
    assert cost(5.0, "softmax") == 0


def test_open_without_shares_of_none_is_softmax_with_one_more_rival():
    logits, label, valid = case()
    wider, more = F.pad(logits, (0, 1)), F.pad(label, (0, 1))
    expected = patch_text_loss(wider, more, F.pad(valid, (0, 1), value=True), "softmax")
    torch.testing.assert_close(patch_text_loss(logits, label, valid, "open"), expected)


def test_balance_makes_parts_equal_whatever_their_area():
    """Nine patches of one part, one of another: at 1 both weigh the same, at 0 nine to one."""
    label = torch.zeros(1, 10, 2)
    label[0, :9, 0] = label[0, 9, 1] = 1
    logits = torch.zeros(1, 10, 2, requires_grad=True)
    valid, pull = torch.ones(1, 2, dtype=torch.bool), {}
    for balance in (0.0, 0.5, 1.0):
        loss = patch_text_loss(logits, label, valid, "softmax", None, balance)
        (grad,) = torch.autograd.grad(loss.sum(), logits)
        pull[balance] = (grad[0, :9, 0].sum() / grad[0, 9, 1]).item()
    assert pull[0.0] == pytest.approx(9, rel=1e-5)
    assert pull[0.5] == pytest.approx(3, rel=1e-5)
    assert pull[1.0] == pytest.approx(1, rel=1e-5)


# -- properties --------------------------------------------------------------------------------------


@each_kind
def test_perfect_logits_cost_nothing_and_wrong_ones_much(kind):
    label = torch.eye(3)[torch.tensor([[0, 1, 2, 2, 1]])]
    valid = torch.ones(1, 3, dtype=torch.bool)
    assert patch_text_loss(40 * label - 20, label, valid, kind).item() < 1e-6
    assert patch_text_loss(20 - 40 * label, label, valid, kind).item() > 10


def test_softmax_of_overlapping_parts_is_least_at_an_even_split():
    label, valid = torch.tensor([[[1.0, 1.0, 0.0]]]), torch.ones(1, 3, dtype=torch.bool)
    even = patch_text_loss(torch.tensor([[[9.0, 9.0, -30.0]]]), label, valid, "softmax").item()
    assert even == pytest.approx(math.log(2), rel=1e-5)
    for tilted in ([10.0, 9.0, -30.0], [9.0, 10.0, -30.0], [9.0, 9.0, 9.0]):
        assert patch_text_loss(torch.tensor([[tilted]]), label, valid, "softmax").item() > even + 0.05


@each_kind
def test_padding_changes_neither_loss_nor_gradient(kind):
    logits, label, valid = case()
    short, long = logits.clone().requires_grad_(), F.pad(logits, (0, 2), value=7.5).requires_grad_()
    loss = patch_text_loss(short, label, valid, kind)
    padded = patch_text_loss(long, F.pad(label, (0, 2), value=0.5), F.pad(valid, (0, 2)), kind)
    torch.testing.assert_close(padded, loss, rtol=1e-12, atol=0)
    loss.sum().backward()
    padded.sum().backward()
    torch.testing.assert_close(long.grad[..., :3], short.grad, rtol=1e-12, atol=1e-15)
    assert not long.grad[..., 3:].any()
    assert short.grad.abs().max() > 0.01


@each_kind
def test_a_shape_does_not_see_its_batch_mates(kind):
    logits, label, valid = case(parts=4)
    valid[1, 2:] = False
    label = label * valid[:, None]
    together = patch_text_loss(logits, label, valid, kind)
    first = patch_text_loss(logits[:1], label[:1], valid[:1], kind)
    second = patch_text_loss(logits[1:, :, :2], label[1:, :, :2], valid[1:, :2], kind)
    torch.testing.assert_close(together, torch.cat([first, second]), rtol=1e-12, atol=0)


@each_kind
def test_the_order_of_the_parts_does_not_matter(kind):
    logits, label, valid = case()
    order = [2, 0, 1]
    shuffled = patch_text_loss(logits[..., order], label[..., order], valid, kind)
    torch.testing.assert_close(shuffled, patch_text_loss(logits, label, valid, kind))


def test_the_paper_loss_is_least_at_the_fraction():
    """Fractional labels are targets: the gradient vanishes where sigmoid(s) = y."""
    label = torch.tensor([[[0.25, 0.75], [0.5, 0.125]]])
    logits = torch.logit(label).requires_grad_()
    patch_text_loss(logits, label, torch.ones(1, 2, dtype=torch.bool)).sum().backward()
    torch.testing.assert_close(logits.grad, torch.zeros_like(label), rtol=0, atol=1e-7)


def test_unknown_kind():
    with pytest.raises(ValueError, match="'hinge' is not one of paper, released, softmax, open"):
        patch_text_loss(*case(), "hinge")
