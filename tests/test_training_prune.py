"""What is cut out of a trained model, and that the rest says the same."""

from __future__ import annotations

import importlib
import random
import sys
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from gold_documents import ROOT

sys.path.insert(0, str(ROOT))  # training is no part of the installed package
TOKENIZER = ROOT / "src/arsec_ner/data/model/tokenizer.json"
TEXT = "التقى وزير الخارجية أنتوني بلينكن نظيره وانغ يي في بكين. وزار الوزير موسكو أمس."

pytestmark = pytest.mark.extras


@pytest.fixture(scope="module")
def parts() -> SimpleNamespace:
    """A small untrained model, two batches for it, and the modules of training."""
    import torch

    names = ("batches", "data", "model", "prune", "train")
    found = {name: importlib.import_module(f"training.{name}") for name in names}
    data, cutting, model = found["data"], found["batches"], found["model"]
    torch.manual_seed(1)
    config = model.Config(25776, 64, 16, 128, (4, 4, 4), (256, 256, 256))
    encoder = importlib.import_module("arsec_ner.taggers.encode").WordEncoder(str(TOKENIZER))
    example = data.blank("own", TEXT, 0)
    example.trigger[:, 0] = 1.0
    example.pairs = [("agent", 0, 3, 1.0), ("target", 0, 6, 0.0)]
    cuts = list(cutting.Cutter(encoder).cut(example, 64, 16))
    groups = [list(group) for group in cutting.batches(cuts * 4, 80, random.Random(1))]
    made = [cutting.collate(group, np.random.default_rng(1)) for group in groups]
    return SimpleNamespace(torch=torch, model=model.Model(config).eval(), batches=made, **{
        "prune": found["prune"], "config": config,
    })  # fmt: skip


@pytest.fixture(scope="module")
def worth(parts: SimpleNamespace) -> Any:
    return parts.prune.weigh(parts.model, parts.batches)


def said(parts: SimpleNamespace, model: Any) -> list[Any]:
    batch = parts.batches[0]
    with parts.torch.inference_mode():
        out = model(batch.ids, batch.word, batch.first, batch.last, batch.hints)
    return [part.numpy() for part in out]


def test_every_head_and_neuron_is_weighed(parts: SimpleNamespace, worth: Any) -> None:
    assert [(len(one.worth), len(two.worth)) for one, two in worth] == [(4, 256)] * 3
    assert all((one.worth > 0).any() for one, _ in worth)


def test_with_all_kept_nothing_changes(parts: SimpleNamespace, worth: Any) -> None:
    whole = parts.prune.prune(parts.model, worth, 1.0, 1.0).eval()
    assert whole.config == parts.config
    for before, after in zip(said(parts, parts.model), said(parts, whole), strict=True):
        np.testing.assert_allclose(before, after, atol=1e-5)


def test_the_best_of_all_layers_are_kept(parts: SimpleNamespace, worth: Any) -> None:
    own = [(replace(one), replace(two)) for one, two in worth]
    own[0][0].worth = parts.torch.tensor([9.0, 0.0, 9.0, 0.0])
    own[1][0].worth = parts.torch.tensor([9.0, 9.0, 9.0, 9.0])
    own[2][0].worth = parts.torch.zeros(4)
    small = parts.prune.prune(parts.model, own, 0.5, 0.5).eval()
    assert small.config.heads == (2, 4, 0)
    assert all(width % parts.prune.ROUND == 0 for width in small.config.inner)
    kept = parts.model.encoder.layers[0].query.weight[[*range(16), *range(32, 48)]]
    assert parts.torch.equal(small.encoder.layers[0].query.weight, kept)
    assert all(np.isfinite(part).all() for part in said(parts, small))


def test_a_checkpoint_tells_the_shape(parts: SimpleNamespace, worth: Any) -> None:
    small = parts.prune.prune(parts.model, worth, 0.4, 0.5)
    assert parts.config.like(small.state_dict()) == small.config


def test_what_goes_leaves_its_mean(parts: SimpleNamespace, worth: Any) -> None:
    small = parts.prune.prune(parts.model, worth, 1 / 12, 1.0)
    emptied = next(at for at, count in enumerate(small.config.heads) if not count)
    old, new = parts.model.encoder.layers[emptied], small.encoder.layers[emptied]
    expected = old.attended.bias + old.attended.weight @ worth[emptied][0].mean
    np.testing.assert_allclose(new.attended.bias.detach(), expected.detach(), atol=1e-5)


@pytest.mark.parametrize("shares", [(0.0, 1.0), (1.0, 1.5)])
def test_a_share_is_a_share(parts: SimpleNamespace, worth: Any, shares: Any) -> None:
    with pytest.raises(ValueError, match="share"):
        parts.prune.prune(parts.model, worth, *shares)
