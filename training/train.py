"""The training loop: gold articles, public corpora in the first epochs, averaged weights."""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from arsec_ner.taggers.encode import Inputs
from arsec_ner.taggers.infer import Outputs, gather
from arsec_ner.taggers.pairs import PairWeights
from arsec_ner.taggers.windows import CONTEXT, LIMIT
from training.batches import Batch, Cut, Cutter, batches, collate
from training.data import MASK, Example
from training.model import BIAS_SCALE, HEADS, Model
from training.scoring import Allowed, evaluate


@dataclass(slots=True)
class Settings:
    """What a training run is told; written beside its checkpoints."""

    epochs: int = 12
    aux_epochs: int = 4
    aux_share: float = 0.25
    lr: float = 2e-4
    head_lr: float = 1e-3
    decay: float = 0.01
    warmup: float = 0.06
    clip: float = 1.0
    batch: int = 900
    average: float = 0.995
    pair_loss: float = 6.0
    trigger_loss: float = 2.0
    seed: int = 1
    threads: int = 1
    word_drop: float = 0.0


def pair_weights(model: Model) -> PairWeights:
    """The pair parameters as the inference reads them."""
    tensors = (
        model.pair_weight,
        model.pair_head_bias,
        model.pair_tail_bias,
        model.pair_place,
        model.pair_out,
        BIAS_SCALE * model.pair_bias,
    )
    return PairWeights(*(t.detach().float().numpy().copy() for t in tensors))


def losses(model: Model, batch: Batch, settings: Settings) -> dict[str, Tensor]:
    """The loss of each head on a batch, weighted."""
    mask = torch.where(batch.mask, 0.0, -1e4).to(torch.bfloat16)[:, None, None, :]
    logits, head, tail = model(batch.ids, batch.word, batch.first, batch.last, batch.hints, mask)
    mention, trigger, status, proclitic = logits.float().split(HEADS, dim=-1)
    labels = batch.mentions.shape[-1]
    words = max(int((batch.mentions != MASK).any(-1).sum()), 1)

    def cross(scores: Tensor, target: Tensor) -> Tensor:
        flat = scores.reshape(target.numel(), -1)
        return functional.cross_entropy(flat, target.reshape(-1), ignore_index=MASK,
                                        reduction="sum")  # fmt: skip

    found = {
        "mention": cross(mention.reshape(*mention.shape[:2], labels, 3), batch.mentions) / words,
        "trigger": -settings.trigger_loss * (batch.trigger * trigger.log_softmax(-1)).sum() / words,
        "status": cross(status, batch.status) / words,
        "proclitic": cross(proclitic, batch.proclitic) / words,
    }
    if len(batch.pairs):
        rows = batch.pairs
        vectors = head.flatten(0, 1)[rows[:, 1]], tail.flatten(0, 1)[rows[:, 2]]
        scores = model.pair_logits(*vectors, rows[:, 0], rows[:, 3])
        found["pair"] = settings.pair_loss * functional.binary_cross_entropy_with_logits(
            scores, batch.truth
        )
    return found


def groups(model: Model, settings: Settings) -> list[dict[str, Any]]:
    """Parameter groups: encoder, heads and pair scores, each with and without decay."""
    peaks = {"encoder": settings.lr, "head": settings.head_lr, "pair": 2 * settings.head_lr}
    buckets: dict[tuple[str, bool], list[Tensor]] = {}
    for name, parameter in model.named_parameters():
        part = name.split(".")[0].split("_")[0]
        key = part if part in peaks else "head", parameter.ndim < 2
        buckets.setdefault(key, []).append(parameter)
    return [
        {
            "params": params,
            "peak": peaks[part],
            "weight_decay": 0.0 if plain else settings.decay,
        }
        for (part, plain), params in buckets.items()
    ]


def runner(model: Model) -> Callable[[Inputs], tuple[Any, Any, Any]]:
    """The torch model as `infer.Run`, in full precision."""

    def run(inputs: Inputs) -> tuple[Any, Any, Any]:
        hints = np.concatenate([inputs.hints, np.zeros_like(inputs.hints[:1])])
        arrays = (inputs.ids, inputs.word, inputs.first, inputs.last, hints)
        with torch.inference_mode():
            parts = model(*(torch.from_numpy(a)[None] for a in arrays))
        return tuple(part[0].float().numpy() for part in parts)  # type: ignore[return-value]

    return run


def predict(
    run: Callable[[Inputs], tuple[Any, Any, Any]], examples: Sequence[Example], cutter: Cutter
) -> list[Outputs]:
    """Run a model over whole documents, window by window."""
    outputs = []
    for example in examples:
        cuts = list(cutter.cut(example, LIMIT, CONTEXT))
        outputs.append(gather([c.window for c in cuts], [run(c.inputs) for c in cuts]))
    return outputs


class Trainer:
    """A run: model, its averaged copy, optimiser; checkpoints and log in one folder."""

    def __init__(self, model: Model, settings: Settings, folder: Path) -> None:
        self.model, self.settings, self.folder = model, settings, folder
        self.average = {name: value.clone() for name, value in model.state_dict().items()}
        self.optimiser = torch.optim.AdamW(
            groups(model, settings), lr=0.0, betas=(0.9, 0.98), fused=True
        )
        self.epoch = 0
        self.step = 0
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "settings.json").write_text(json.dumps(asdict(settings), indent=1))

    def log(self, line: str) -> None:
        """Print a line and keep it in the run's log."""
        stamped = f"{time.strftime('%H:%M:%S')} {line}"
        print(stamped, flush=True)
        with (self.folder / "log.txt").open("a", encoding="utf-8") as out:
            out.write(stamped + "\n")

    def save(self) -> None:
        """Write a checkpoint from which the run can go on."""
        state = {
            "model": self.model.state_dict(), "average": self.average,
            "optimiser": self.optimiser.state_dict(), "epoch": self.epoch, "step": self.step,
        }  # fmt: skip
        part = self.folder / "checkpoint.part"
        torch.save(state, part)
        part.replace(self.folder / "checkpoint.pt")

    def resume(self) -> None:
        """Go on from the folder's checkpoint."""
        state = torch.load(self.folder / "checkpoint.pt", weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.average, self.epoch, self.step = state["average"], state["epoch"], state["step"]

    def averaged(self) -> Model:
        """A copy of the model with the averaged weights, for use."""
        copy = Model(self.model.config)
        copy.load_state_dict(self.average)
        return copy.eval()

    def epoch_cuts(
        self,
        gold: Sequence[Example],
        auxiliary: Sequence[Example],
        rng: random.Random,
        cutter: Cutter,
    ) -> list[Cut]:
        """The windows of one epoch, cut at other places in each."""
        limit, context = rng.randrange(224, 449, 32), rng.choice((32, 64, 96))
        extra: list[Example] = []
        if self.epoch < self.settings.aux_epochs:
            extra = rng.sample(list(auxiliary), int(len(auxiliary) * self.settings.aux_share))
        return [
            cut for example in (*gold, *extra) for cut in cutter.cut(example, limit, context, rng)
        ]

    def run(
        self,
        gold: Sequence[Example],
        auxiliary: Sequence[Example],
        dev: Sequence[Example],
        cutter: Cutter,
        allowed: Allowed,
    ) -> None:
        """Train to the last epoch, scoring the averaged weights on dev after each."""
        settings = self.settings
        torch.set_num_threads(settings.threads)
        total = self._total_steps(gold, auxiliary, cutter)
        while self.epoch < settings.epochs:
            torch.manual_seed(settings.seed * 1000 + self.epoch)
            rng = random.Random(settings.seed * 1000 + self.epoch)
            generator = np.random.default_rng(settings.seed * 1000 + self.epoch)
            cuts = self.epoch_cuts(gold, auxiliary, rng, cutter)
            started, seen, sums, recent = time.time(), 0, dict[str, float](), dict[str, float]()
            self.model.train()
            for group in batches(cuts, settings.batch, rng):
                batch = collate(group, generator)
                seen += int(batch.mask.sum())
                for name, value in self._step(batch, total).items():
                    sums[name] = sums.get(name, 0.0) + value * len(group) / len(cuts)
                    recent[name] = recent.get(name, value) * 0.95 + value * 0.05
                if self.step % 50 == 0:
                    rate = seen / (time.time() - started)
                    shown = " ".join(f"{name} {value:.3f}" for name, value in recent.items())
                    self.log(f"step {self.step} of {total:.0f}, {rate:.0f} sub-tokens/s {shown}")
            self.epoch += 1
            took = time.time() - started
            shown = " ".join(f"{name} {value:.3f}" for name, value in sums.items())
            self.log(f"epoch {self.epoch} {took:.0f}s {seen / took:.0f}/s {shown}")
            self.save()
            self.score(dev, cutter, allowed)

    def _total_steps(
        self, gold: Sequence[Example], auxiliary: Sequence[Example], cutter: Cutter
    ) -> float:
        def steps(examples: Sequence[Example]) -> float:
            cuts = (cut for example in examples for cut in cutter.cut(example, 352, 64))
            return sum(len(cut.inputs.ids) for cut in cuts) / self.settings.batch * 1.08

        extra = steps(auxiliary) * self.settings.aux_share if auxiliary else 0.0
        return steps(gold) * self.settings.epochs + extra * self.settings.aux_epochs

    def _step(self, batch: Batch, total: float) -> dict[str, float]:
        settings = self.settings
        self.step += 1
        warm = max(total * settings.warmup, 1)
        share = min(self.step / warm, max(1 - (self.step - warm) / (total - warm), 0.02))
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * share
        if settings.word_drop:
            hidden = torch.rand(batch.ids.shape) < settings.word_drop
            batch.ids[hidden & (batch.ids > 3)] = self.model.config.vocab_size - 1
        with torch.autocast("cpu", torch.bfloat16):
            found = losses(self.model, batch, settings)
        loss = torch.stack(list(found.values())).sum()
        if not math.isfinite(loss.item()):
            raise FloatingPointError(f"loss is {loss.item()} at step {self.step}")
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), settings.clip)
        self.optimiser.step()
        keep = min(settings.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, value in self.model.state_dict().items():
                self.average[name].lerp_(value, 1 - keep)
        return {name: value.item() for name, value in found.items()}

    def score(self, dev: Sequence[Example], cutter: Cutter, allowed: Allowed) -> dict[str, float]:
        """Score the averaged weights on dev and log it, with and without hints."""
        model = self.averaged()
        weights = pair_weights(model)
        scores: dict[str, float] = {}
        for name, own in (("with hints", cutter), ("without", Cutter(cutter.encoder))):
            if own.hints or name == "without":
                outputs = predict(runner(model), dev, own)
                scores = evaluate(dev, outputs, weights, allowed).f1()
                shown = " ".join(f"{name} {value:.3f}" for name, value in scores.items())
                self.log(f"dev {name}: {shown}")
        return scores
