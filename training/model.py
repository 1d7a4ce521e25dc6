"""The torch model: a BERT encoder and, on the words' vectors, one head for each layer of labels."""

from __future__ import annotations

import json
from dataclasses import dataclass
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
    """The encoder's shape, as its config.json gives it."""

    vocab_size: int
    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    max_position_embeddings: int
    dropout: float = 0.1

    @classmethod
    def read(cls, folder: Path, layers: int | None = None) -> Config:
        """Read a BERT folder's config.json; `layers` keeps only so many."""
        raw = json.loads((folder / "config.json").read_text())
        names = [name for name in cls.__slots__ if name in raw]
        values = {name: raw[name] for name in names}
        if layers is not None:
            values["num_hidden_layers"] = layers
        return cls(**values)


class Layer(nn.Module):
    """One transformer layer, post-norm; parts named as in transformers' BertModel."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        size = config.hidden_size
        self.heads = config.num_attention_heads
        self.query, self.key, self.value = (nn.Linear(size, size) for _ in range(3))
        self.attended = nn.Linear(size, size)
        self.attended_norm = nn.LayerNorm(size, eps=1e-12)
        self.wide = nn.Linear(size, config.intermediate_size)
        self.narrow = nn.Linear(config.intermediate_size, size)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, hidden: Tensor, mask: Tensor | None) -> Tensor:
        """Hidden states of (batch, length, size) to the next layer's."""
        batch, length, size = hidden.shape
        parts = [
            linear(hidden).view(batch, length, self.heads, size // self.heads).transpose(1, 2)
            for linear in (self.query, self.key, self.value)
        ]
        query, key, value = parts
        # written out: with heads of 32 this is faster to train on a CPU than torch's fused kernel
        scores = (query * (size // self.heads) ** -0.5) @ key.transpose(2, 3)
        if mask is not None:
            scores = scores + mask
        mixed = scores.softmax(-1) @ value
        mixed = mixed.transpose(1, 2).reshape(batch, length, size)
        hidden = self.attended_norm(hidden + self.dropout(self.attended(mixed)))
        wide = functional.gelu(self.wide(hidden))
        normed: Tensor = self.norm(hidden + self.dropout(self.narrow(wide)))
        return normed


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
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.num_hidden_layers))

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
