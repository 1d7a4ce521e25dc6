"""The torch model: a BERT encoder and, on the words' vectors, one head for each layer of labels."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from arsec_ner.labels import EVENT_STATUSES, MENTION_LABELS
from arsec_ner.taggers.encode import HINT_FEATURES
from arsec_ner.taggers.pairs import ADDED, CROSSED, PLACES, RELATIONS
from training.data import TRIGGER_CLASSES

MENTION_CLASSES = 3 * len(MENTION_LABELS)
STATUS_CLASSES = len(EVENT_STATUSES)
BIAS_SCALE = 10.0
"""The biases of places are kept smaller by this, so that they learn as much faster."""
PROCLITIC_CLASSES = 4
HEADS = (MENTION_CLASSES, TRIGGER_CLASSES, STATUS_CLASSES, PROCLITIC_CLASSES)


@dataclass(frozen=True, slots=True)
class Config:
    """The encoder's shape.

    Attributes:
        vocab_size: word pieces.
        hidden_size: numbers of a hidden state.
        head_size: numbers of an attention head.
        max_position_embeddings: the longest input.
        heads: attention heads of each layer; none where they were pruned away.
        inner: width of each layer's feed-forward block.
        dropout: probability.
    """

    vocab_size: int
    hidden_size: int
    head_size: int
    max_position_embeddings: int
    heads: tuple[int, ...]
    inner: tuple[int, ...]
    dropout: float = 0.1

    @classmethod
    def read(cls, folder: Path, layers: int | None = None) -> Config:
        """The shape in a BERT folder's config.json; `layers` keeps only so many."""
        raw = json.loads((folder / "config.json").read_text())
        count = raw["num_hidden_layers"] if layers is None else layers
        return cls(
            raw["vocab_size"],
            raw["hidden_size"],
            raw["hidden_size"] // raw["num_attention_heads"],
            raw["max_position_embeddings"],
            (raw["num_attention_heads"],) * count,
            (raw["intermediate_size"],) * count,
        )

    def like(self, state: Mapping[str, Tensor]) -> Config:
        """The same encoder with the layers, heads and widths of trained weights."""
        heads, inner = [], []
        while f"encoder.layers.{len(inner)}.wide.weight" in state:
            layer = f"encoder.layers.{len(inner)}."
            inner.append(len(state[layer + "wide.weight"]))
            joined = state.get(layer + "value.bias", torch.zeros(0))
            heads.append(len(joined) // self.head_size)
        return replace(self, heads=tuple(heads), inner=tuple(inner))


class Constant(nn.Module):
    """What is left of an attention block without heads: its bias."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(size))


class Layer(nn.Module):
    """One transformer layer, post-norm; parts named as in transformers' BertModel."""

    def __init__(self, config: Config, at: int) -> None:
        super().__init__()
        size, inner = config.hidden_size, config.inner[at]
        self.heads, self.head_size = config.heads[at], config.head_size
        joined = self.heads * self.head_size
        if joined:
            self.query, self.key, self.value = (nn.Linear(size, joined) for _ in range(3))
        self.attended = nn.Linear(joined, size) if joined else Constant(size)
        self.attended_norm = nn.LayerNorm(size, eps=1e-12)
        self.wide = nn.Linear(size, inner)
        self.narrow = nn.Linear(inner, size)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, hidden: Tensor, mask: Tensor | None) -> Tensor:
        """Hidden states of (batch, length, size) to the next layer's."""
        added = self.attend(hidden, mask) if self.heads else self.attended.bias
        hidden = self.attended_norm(hidden + self.dropout(added))
        wide = functional.gelu(self.wide(hidden))
        normed: Tensor = self.norm(hidden + self.dropout(self.narrow(wide)))
        return normed

    def attend(self, hidden: Tensor, mask: Tensor | None) -> Tensor:
        """What the layer's heads add to hidden states."""
        shape = *hidden.shape[:2], self.heads, self.head_size
        query, key, value = (
            linear(hidden).view(shape).transpose(1, 2)
            for linear in (self.query, self.key, self.value)
        )
        # written out: with heads of 32 this is faster to train on a CPU than torch's fused kernel
        scores = (query * self.head_size**-0.5) @ key.transpose(2, 3)
        if mask is not None:
            scores = scores + mask
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).flatten(2)
        added: Tensor = self.attended(mixed)
        return added


_NAMES = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "attended",
    "attention.output.LayerNorm": "attended_norm",
    "intermediate.dense": "wide",
    "output.dense": "narrow",
    "output.LayerNorm": "norm",
}


class Encoder(nn.Module):
    """BERT without a pooler."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        size = config.hidden_size
        self.words = nn.Embedding(config.vocab_size, size)
        self.positions = nn.Embedding(config.max_position_embeddings, size)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.dropout = nn.Dropout(config.dropout)
        self.layers = nn.ModuleList(Layer(config, at) for at in range(len(config.heads)))

    def load(self, folder: Path, keep: list[int]) -> None:
        """Take the weights of a BERT folder; `keep` are the layers to take, in order."""
        raw = {k: v.float() for k, v in load_file(folder / "model.safetensors").items()}
        state = {
            "words.weight": raw["embeddings.word_embeddings.weight"],
            # the one token type is always the same: its vector joins the positions
            "positions.weight": raw["embeddings.position_embeddings.weight"]
            + raw["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": raw["embeddings.LayerNorm.weight"],
            "norm.bias": raw["embeddings.LayerNorm.bias"],
        }
        for at, layer in enumerate(keep):
            for theirs, ours in _NAMES.items():
                for part in ("weight", "bias"):
                    state[f"layers.{at}.{ours}.{part}"] = raw[
                        f"encoder.layer.{layer}.{theirs}.{part}"
                    ]
        self.load_state_dict(state)

    def forward(self, ids: Tensor, hints: Tensor, mask: Tensor | None) -> Tensor:
        """Ids (batch, length) and hint vectors (batch, length, size) to hidden states."""
        positions = torch.arange(ids.shape[1], device=ids.device)
        hidden = self.words(ids) + self.positions(positions)[None] + hints
        hidden = self.dropout(self.norm(hidden))
        for layer in self.layers:
            hidden = layer(hidden, mask)
        return hidden


class Model(nn.Module):
    """Encoder, word vectors, four classifying heads and the two sides of the pair scores."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        size = config.hidden_size
        self.config = config
        self.encoder = Encoder(config)
        self.hints = nn.Linear(HINT_FEATURES, size, bias=False)
        nn.init.normal_(self.hints.weight, std=0.02)
        self.word = nn.Linear(2 * size, size)
        self.word_norm = nn.LayerNorm(size)
        self.dropout = nn.Dropout(config.dropout)
        self.heads = nn.Linear(size, sum(HEADS))
        self.pair_head = nn.Linear(size, CROSSED + ADDED)
        self.pair_tail = nn.Linear(size, CROSSED + ADDED)
        self.pair_weight = nn.Parameter(torch.randn(len(RELATIONS), CROSSED, CROSSED) * 0.01)
        self.pair_head_bias = nn.Parameter(torch.zeros(len(RELATIONS), CROSSED))
        self.pair_tail_bias = nn.Parameter(torch.zeros(len(RELATIONS), CROSSED))
        self.pair_place = nn.Parameter(torch.randn(PLACES, ADDED) * 0.5)
        self.pair_out = nn.Parameter(torch.randn(len(RELATIONS), ADDED) * ADDED**-0.5)
        self.pair_bias = nn.Parameter(torch.zeros(len(RELATIONS), PLACES))

    def forward(
        self,
        ids: Tensor,
        word: Tensor,
        first: Tensor,
        last: Tensor,
        hints: Tensor,
        mask: Tensor | None = None,
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Head logits (batch, words, classes) and the pair vectors of heads and of tails.

        `word` gives each sub-token its row of `hints`, whose last row is for the marks `<s>`
        and `</s>` and is zero; `first` and `last` give each word its sub-tokens.
        """
        spread = torch.gather(
            self.hints(hints), 1, word[..., None].expand(-1, -1, self.config.hidden_size)
        )
        hidden = self.encoder(ids, spread, mask)
        ends = [
            torch.gather(hidden, 1, at[..., None].expand(-1, -1, hidden.shape[-1]))
            for at in (first, last)
        ]
        vectors = self.dropout(self.word_norm(self.word(torch.cat(ends, -1))))
        return self.heads(vectors), *(
            torch.cat([functional.gelu(side[..., :CROSSED]), side[..., CROSSED:]], -1)
            for side in (self.pair_head(vectors), self.pair_tail(vectors))
        )

    def pair_logits(self, head: Tensor, tail: Tensor, relation: Tensor, place: Tensor) -> Tensor:
        """Logits of pairs from the vectors of both sides and the row of where the tail stands."""
        head, tail = head.float(), tail.float()
        added = functional.relu(head[:, CROSSED:] + tail[:, CROSSED:] + self.pair_place[place])
        score = (added * self.pair_out[relation]).sum(-1)
        for at in range(len(RELATIONS)):
            rows = (relation == at).nonzero().squeeze(1)
            own = head[rows, :CROSSED]
            crossed = own @ self.pair_weight[at] + self.pair_tail_bias[at]
            part = (crossed * tail[rows, :CROSSED]).sum(-1) + own @ self.pair_head_bias[at]
            score = score.index_add(0, rows, part.float())
        return score + BIAS_SCALE * self.pair_bias[relation, place]
