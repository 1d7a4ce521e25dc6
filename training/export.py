"""A trained run as a model folder: ONNX with int8 weights, tokenizer, pair weights, meta data."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from arsec_ner.taggers.bundled import FORMAT, LABELS
from arsec_ner.taggers.encode import HINT_FEATURES
from training.model import Model
from training.train import pair_weights

Precision = Literal["fp32", "weights", "mixed", "dynamic", "dynamic-tensor"]
INPUTS = ("ids", "word", "first", "last", "hints")
OUTPUTS = ("logits", "head", "tail")
SCOPES = "pkg.torch.onnx.name_scopes"
"""Where the exporter notes for each node the modules it comes from."""


class OneWindow(nn.Module):
    """The model on a single window without a batch axis, as it is run in use."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, *arrays: Tensor) -> tuple[Tensor, ...]:
        """The arrays of `encode.Inputs`, hints with one row of zeros more."""
        return tuple(part[0] for part in self.model(*(array[None] for array in arrays)))


def to_onnx(model: Model, path: Path) -> None:
    """Write the graph in full precision; the numbers of sub-tokens and of words are free."""
    length, words = 40, 24
    word = torch.tensor([words, *sorted([*range(words), *range(words)][: length - 2]), words])
    example = (
        torch.full((length,), 5), word, torch.arange(1, words + 1), torch.arange(1, words + 1),
        torch.zeros(words + 1, HINT_FEATURES),
    )  # fmt: skip
    size, count, rows = (torch.export.Dim(n, min=2) for n in ("size", "count", "rows"))
    torch.onnx.export(
        OneWindow(model).eval(), example, str(path), input_names=INPUTS, output_names=OUTPUTS,
        dynamic_shapes={"arrays": ({0: size}, {0: size}, {0: count}, {0: count}, {0: rows})},
        dynamo=True, external_data=False, optimize=True, verbose=False,
    )  # fmt: skip


def quantise(source: Path, target: Path, precision: Precision) -> None:
    """Write the graph again with its weights at the precision asked for."""
    if precision == "fp32":
        shutil.copyfile(source, target)
    elif precision == "weights":
        store_as_int8(source, target)
    else:
        exact = exact_products(source, blocks=precision == "mixed")
        quantize_dynamic(
            source, target, op_types_to_quantize=["MatMul", "Gather"],
            per_channel=precision != "dynamic-tensor",
            # 7-bit weights: AVX2 adds pairs of products in 16 bits, where full ones overflow
            reduce_range=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=exact,
        )  # fmt: skip
        if precision == "mixed":
            store_as_int8(target, target)


def exact_products(source: Path, blocks: bool) -> list[str]:
    """Names of the products to compute in full precision.

    They are the heads, which are small, and with `blocks` the second product of each feed-forward
    block, whose input has a few numbers so large that int8 leaves little of the others.
    """
    exact = []
    for node in onnx.load(str(source)).graph.node:
        scopes = {prop.key: prop.value for prop in node.metadata_props}.get(SCOPES, "")
        inside = "encoder.layers." in scopes and not (blocks and ".narrow'" in scopes)
        if node.op_type == "MatMul" and not inside:
            exact.append(node.name)
    return exact


def store_as_int8(source: Path, target: Path) -> None:
    """Keep matrices as int8 with a scale for each column, computed with in full precision."""
    graph = onnx.load(str(source))
    kept = []
    nodes = []
    for tensor in graph.graph.initializer:
        values = onnx.numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.ndim != 2 or values.size < 4096:
            kept.append(tensor)
            continue
        axis = 0 if values.shape[0] > values.shape[1] * 8 else 1  # a row for each vocabulary entry
        scale = np.abs(values).max(axis=1 - axis).astype(np.float32) / 127 + 1e-12
        shaped = scale[:, None] if axis == 0 else scale[None]
        packed = np.clip(np.rint(values / shaped), -127, 127).astype(np.int8)
        name = tensor.name
        kept += [
            onnx.numpy_helper.from_array(packed, name + "_int8"),
            onnx.numpy_helper.from_array(scale, name + "_scale"),
        ]
        nodes.append(
            onnx.helper.make_node(
                "DequantizeLinear", [name + "_int8", name + "_scale"], [name], axis=axis
            )
        )
    del graph.graph.initializer[:]
    graph.graph.initializer.extend(kept)
    own = list(graph.graph.node)
    del graph.graph.node[:]
    graph.graph.node.extend([*nodes, *own])
    onnx.save(graph, str(target))


def export(
    model: Model, encoder: Path, folder: Path, precision: Precision, meta: dict[str, Any]
) -> None:
    """Write a model folder that `BundledTagger.load` reads.

    Args:
        model: trained weights.
        encoder: the folder that holds the tokenizer.
        folder: where to write.
        precision: of the weights.
        meta: what is known of data and scores; labels and format are added.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "model.onnx"
        to_onnx(model, full)
        quantise(full, folder / "model.onnx", precision)
    shutil.copyfile(encoder / "tokenizer.json", folder / "tokenizer.json")
    weights = pair_weights(model)
    np.savez(folder / "pairs.npz", **{n: getattr(weights, n).astype(np.float16)
                                      for n in weights.__slots__})  # fmt: skip
    whole = {"format": FORMAT, "precision": precision, "labels": LABELS, **meta}
    (folder / "meta.json").write_text(
        json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
