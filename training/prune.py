"""Cut out of a trained model the attention heads and inner neurons that matter least.

What a part matters is how much the loss would change without it, to the first order: what it puts
out times the loss's gradient there (Michel et al. 2019, "Are sixteen heads really better than
one?"; Molchanov et al. 2017 for neurons). Of a part that goes, the mean output stays, in the bias.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from training.batches import Batch
from training.model import Layer, Model
from training.train import Settings, losses

ROUND = 64
"""Widths of feed-forward blocks are multiples of it, as kernels like them."""


@dataclass(slots=True)
class Input:
    """What enters one product of a layer: importance and mean of each of its numbers."""

    worth: Tensor
    mean: Tensor


def weigh(model: Model, found: Iterable[Batch]) -> list[tuple[Input, Input]]:
    """Measure for each layer what enters `attended` and `narrow`.

    Args:
        model: trained weights; its gradients are changed.
        found: batches with targets, as `training.batches` makes them.

    Returns:
        For each layer the heads (a number a head, means a number a dimension) and the neurons.
    """
    model.eval()
    seen: dict[nn.Module, Tensor] = {}
    totals: dict[nn.Module, Input] = {}
    sides = [part for layer in model.encoder.layers for part in (layer.attended, layer.narrow)]
    hooks = [part.register_forward_pre_hook(_keeper(seen)) for part in sides]
    windows = words = 0
    for batch in found:
        model.zero_grad()
        with torch.autocast("cpu", torch.bfloat16):
            loss = torch.stack(list(losses(model, batch, Settings()).values())).sum()
        loss.backward()
        windows += len(batch.ids)
        words += int(batch.mask.sum())
        for part, inputs in seen.items():
            grouped = model.config.head_size if part in sides[::2] else 1
            shares = (inputs.detach() * inputs.grad).float().sum(1)  # windows x dimensions
            worth = shares.unflatten(1, (-1, grouped)).sum(2).abs().sum(0)
            mean = (inputs.detach().float() * batch.mask[..., None]).sum((0, 1))
            total = totals.setdefault(part, Input(torch.zeros(()), torch.zeros(())))
            total.worth, total.mean = total.worth + worth, total.mean + mean
    for hook in hooks:
        hook.remove()
    for total in totals.values():
        total.worth, total.mean = total.worth / windows, total.mean / words
    none = Input(torch.zeros(0), torch.zeros(0))
    return [
        (totals.get(layer.attended, none), totals[layer.narrow]) for layer in model.encoder.layers
    ]


def _keeper(seen: dict[nn.Module, Tensor]) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
    def keep(part: nn.Module, args: tuple[Tensor, ...]) -> None:
        args[0].retain_grad()
        seen[part] = args[0]

    return keep


def prune(model: Model, worth: list[tuple[Input, Input]], heads: float, inner: float) -> Model:
    """A model with so great a share of the heads and of the neurons, those that matter most.

    Args:
        model: trained weights.
        worth: what `weigh` measured.
        heads: share of all attention heads to keep, over all layers together.
        inner: share of all inner neurons; each layer's number is rounded to `ROUND`, at least one.

    Raises:
        ValueError: a share is not above 0 and at most 1.
    """
    for share in (heads, inner):
        if not 0 < share <= 1:
            raise ValueError(f"a share must be above 0 and at most 1, not {share}")
    kept_heads = _chosen([one.worth for one, _ in worth], heads, 1, 0)
    kept_inner = _chosen([two.worth for _, two in worth], inner, ROUND, ROUND)
    config = replace(
        model.config,
        heads=tuple(len(kept) for kept in kept_heads),
        inner=tuple(len(kept) for kept in kept_inner),
    )
    small = Model(config)
    rest = {name: value for name, value in model.state_dict().items() if ".layers." not in name}
    small.load_state_dict(rest, strict=False)
    layers = zip(
        model.encoder.layers, small.encoder.layers, kept_heads, kept_inner, worth, strict=True
    )
    for old, new, of_heads, of_inner, (one, two) in layers:
        dims = (of_heads[:, None] * config.head_size + torch.arange(config.head_size)).flatten()
        _narrow(old, new, ("query", "key", "value"), "attended", dims, one.mean)
        _narrow(old, new, ("wide",), "narrow", of_inner, two.mean)
        for norm in ("attended_norm", "norm"):
            getattr(new, norm).load_state_dict(getattr(old, norm).state_dict())
    return small


def _chosen(worth: list[Tensor], share: float, step: int, least: int) -> list[Tensor]:
    """For each layer the indices to keep: the best of all layers, numbers rounded to `step`."""
    flat = torch.cat(worth).sort(descending=True).values
    bar = flat[round(share * len(flat)) - 1]
    chosen = []
    for one in worth:
        count = round(int((one >= bar).sum()) / step) * step
        count = min(max(count, least), len(one))
        chosen.append(one.topk(count).indices.sort().values)
    return chosen


def _narrow(
    old: Layer, new: Layer, before: tuple[str, ...], after: str, kept: Tensor, mean: Tensor
) -> None:
    """Fill a block whose middle has only the dimensions `kept`; the others leave their mean."""
    lost = torch.ones(len(mean), dtype=torch.bool)
    lost[kept] = False
    source, target = getattr(old, after), getattr(new, after)
    with torch.no_grad():
        target.bias.copy_(source.bias)
        if lost.any():
            target.bias += source.weight[:, lost] @ mean[lost]
        if len(kept):
            target.weight.copy_(source.weight[:, kept])
            for name in before:
                getattr(new, name).weight.copy_(getattr(old, name).weight[kept])
                getattr(new, name).bias.copy_(getattr(old, name).bias[kept])
