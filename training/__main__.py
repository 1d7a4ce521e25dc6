"""Make the bundled model: `python -m training train`, then `export` and `score`."""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import numpy as np
import torch

from arsec_ner.clitics import stem_starts
from arsec_ner.evaluate import calibration_error
from arsec_ner.taggers.encode import WordEncoder
from arsec_ner.taggers.windows import CONTEXT, LIMIT
from training.batches import Cutter, Hints, batches, collate, read_hints
from training.data import Example, data_hash, read_corpora, read_gold
from training.export import Precision, export
from training.hints import features_of, write_hints
from training.model import Config, Model
from training.patterns import write_patterns
from training.prune import prune, weigh
from training.scoring import evaluate, timed_outputs
from training.silver import read_silver, write_silver
from training.train import Settings, Trainer

SHARED = Path("../shared")
BUNDLED = Path("src/arsec_ner/data/model")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--out", type=Path, default=Path("runs/model"), help="the run's folder")
    common.add_argument("--gold", type=Path, default=SHARED / "gold/train")
    common.add_argument("--dev", type=Path, default=SHARED / "gold/dev")
    common.add_argument("--encoder", type=Path, default=SHARED / "models/e5-small-ar-news")
    common.add_argument("--corpora", type=Path, default=SHARED / "corpora")
    common.add_argument("--conll", type=Path, help="learn from the corpora of this table alone")
    common.add_argument("--layers", default="", help="layers of the encoder to keep, as 1,3,5")
    common.add_argument("--hints", type=Path, help="features written by the command hints")
    common.set_defaults(all=False)
    train = commands.add_parser("train", parents=[common], help="train, or go on training")
    train.add_argument("--silver", type=Path, help="examples written by the command silver")
    train.add_argument("--patterns", type=Path, help="articles written by the command patterns")
    train.add_argument("--start", type=Path, help="checkpoint of another run to start from")
    train.add_argument("--resume", action="store_true", help="go on from the run's checkpoint")
    train.add_argument("--export", type=Path, help="write the model folder here at the end")
    for field in fields(Settings):
        name = "--" + field.name.replace("_", "-")
        train.add_argument(name, type=type(field.default), default=field.default)
    prune = commands.add_parser("prune", parents=[common], help="cut out what matters least")
    prune.add_argument("--start", type=Path, required=True, help="checkpoint of the run to prune")
    prune.add_argument("--silver", type=Path, help="examples to measure by, instead of --gold")
    prune.add_argument("--heads", type=float, default=0.3, help="share of attention heads to keep")
    prune.add_argument("--inner", type=float, default=0.6, help="share of inner neurons to keep")
    prune.add_argument("--count", type=int, default=250, help="articles to measure by")
    made = commands.add_parser("patterns", parents=[common], help="articles by patterns.yaml")
    made.add_argument("--target", type=Path, default=Path("runs/patterns"))
    made.add_argument("--each", type=int, default=8, help="sentences of each pattern")
    mean = commands.add_parser("mean", parents=[common], help="the mean of several runs' weights")
    mean.add_argument("runs", type=Path, nargs="+", help="folders; one named twice counts twice")
    commands.add_parser("hints", parents=[common], help="match the gazetteer over gold and dev")
    silver = commands.add_parser("silver", parents=[common], help="label news with a model")
    silver.add_argument("folder", type=Path, nargs="?", default=BUNDLED)
    silver.add_argument("--news", type=Path, default=SHARED / "corpora/raw-news/news.jsonl.gz")
    silver.add_argument("--target", type=Path, default=Path("runs/silver.pickle"))
    silver.add_argument("--count", type=int, default=2000)
    silver.add_argument("--skip", type=int, default=0)
    out = commands.add_parser("export", parents=[common], help="write a model folder")
    out.add_argument("folder", type=Path, nargs="?", default=BUNDLED)
    out.add_argument("--precision", choices=get_args(Precision), default="dynamic")
    score = commands.add_parser("score", parents=[common], help="score a model folder on dev")
    score.add_argument("folder", type=Path, nargs="?", default=BUNDLED)
    score.add_argument("--all", action="store_true", help="the --conll files whole, not a tenth")
    return top


def beginning(options: argparse.Namespace, source: Path | None) -> Model:
    """The model to train: from a checkpoint's averaged weights, or from the bare encoder.

    Of either, `--layers` keeps only those layers. Heads of another shape begin anew.
    """
    keep = [int(at) for at in options.layers.split(",") if at]
    config = Config.read(options.encoder, len(keep) or None)
    if source is None:
        model = Model(config)
        model.encoder.load(options.encoder, keep or list(range(len(config.heads))))
        return model
    state = torch.load(source, weights_only=True)["average"]
    state = only_layers(state, keep) if keep else state
    model = Model(config.like(state))
    known = model.state_dict()
    fitting = {n: v for n, v in state.items() if n in known and v.shape == known[n].shape}
    model.load_state_dict(known | fitting)
    return model


def only_layers(state: dict[str, Any], keep: list[int]) -> dict[str, Any]:
    """Weights with only some of the encoder's layers, renumbered in order."""
    kept = {}
    for name, value in state.items():
        parts = name.split(".")
        if parts[:2] == ["encoder", "layers"]:
            if int(parts[2]) not in keep:
                continue
            parts[2] = str(keep.index(int(parts[2])))
        kept[".".join(parts)] = value
    return kept


def train(options: argparse.Namespace) -> None:
    """Train to the last epoch and, where told to, export."""
    settings = Settings(**{f.name: getattr(options, f.name) for f in fields(Settings)})
    torch.manual_seed(settings.seed)
    checkpoint = options.out / "checkpoint.pt"
    model = beginning(options, checkpoint if options.resume else options.start)
    encoder = WordEncoder(str(options.encoder / "tokenizer.json"))
    trainer = Trainer(model, settings, options.out)
    if options.resume:
        trainer.resume()
    auxiliary: list[Example] = []
    if settings.aux_epochs and not options.silver:
        auxiliary = [e for examples in read_corpora(options.corpora).values() for e in examples]
    hints = read_hints(options.hints) if options.hints else {}
    if options.silver:
        labelled, features = silver_of(options.silver)
        auxiliary += labelled
        hints |= features
    gold, dev = chosen(options)
    if options.patterns:
        made = read_gold(options.patterns, options.gold)
        gold += made
        hints |= dict(features_of(made))
    trainer.run(gold, auxiliary, dev, Cutter(encoder, hints), stem_starts)
    if options.export:
        options.folder, options.precision = options.export, "dynamic"
        write_folder(options)


def silver_of(path: Path) -> tuple[list[Example], Hints]:
    """The examples of a silver file, and their features by id."""
    rows = read_silver(path)
    return [example for example, _ in rows], {example.id: found for example, found in rows}


def pruned(options: argparse.Namespace) -> None:
    """Write a checkpoint of a run without the heads and neurons of least worth."""
    model = beginning(options, options.start)
    encoder = WordEncoder(str(options.encoder / "tokenizer.json"))
    hints = read_hints(options.hints) if options.hints else {}
    if options.silver:
        examples, hints = silver_of(options.silver)
    else:
        examples = read_gold(options.gold)
    rng = random.Random(1)
    cutter = Cutter(encoder, hints)
    sample = rng.sample(examples, min(options.count, len(examples)))
    cuts = [cut for example in sample for cut in cutter.cut(example, LIMIT, CONTEXT)]
    generator = np.random.default_rng(1)
    worth = weigh(model, (collate(group, generator) for group in batches(cuts, 1000, rng)))
    small = prune(model, worth, options.heads, options.inner)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save({"average": small.state_dict()}, options.out / "checkpoint.pt")
    print(f"heads {small.config.heads}, inner {small.config.inner}")


def patterns(options: argparse.Namespace) -> None:
    """Write articles made by the patterns."""
    print(f"{options.target}: {write_patterns(options.target, options.each)} articles")


def averaged(options: argparse.Namespace) -> None:
    """Write a checkpoint of the mean of several runs' averaged weights."""
    paths = [run / "checkpoint.pt" for run in options.runs]
    states = [torch.load(path, weights_only=True)["average"] for path in paths]
    mean = {name: torch.stack([s[name] for s in states]).mean(0) for name in states[0]}
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save({"average": mean}, options.out / "checkpoint.pt")


def chosen(options: argparse.Namespace) -> tuple[list[Example], list[Example]]:
    """What to learn from and what to choose by."""
    if options.conll:
        return split(read_corpora(options.corpora, options.conll))
    return read_gold(options.gold), read_gold(options.dev)


def judged(options: argparse.Namespace) -> list[Example]:
    """What to score on."""
    if not options.conll:
        return read_gold(options.dev)
    rest, kept = split(read_corpora(options.corpora, options.conll))
    return [*rest, *kept] if options.all else kept


def split(corpora: dict[str, list[Example]]) -> tuple[list[Example], list[Example]]:
    """The last tenth of each corpus kept apart for choosing, and the rest."""
    cuts = [(own, len(own) - len(own) // 10) for own in corpora.values()]
    rest = [example for own, cut in cuts for example in own[:cut]]
    return rest, [example for own, cut in cuts for example in own[cut:]]


def write_folder(options: argparse.Namespace) -> None:
    """Export a run's averaged weights, then score the folder and write the scores in it."""
    model = beginning(options, options.out / "checkpoint.pt")
    meta: dict[str, Any] = {
        "encoder": options.encoder.name,
        "layers": len(model.config.heads),
        "attention_heads": model.config.heads,
        "inner": model.config.inner,
        "gold_sha256": data_hash(options.gold.glob("*.ann")),
        "gazetteer_features": options.hints is not None,
        "settings": _settings(options.out),
    }
    export(model.eval(), options.encoder, options.folder, options.precision, meta)
    path = options.folder / "meta.json"
    whole = json.loads(path.read_text(encoding="utf-8"))
    whole["dev"] = score(options)
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _settings(run: Path) -> dict[str, Any] | None:
    """What a run was told; None for one that was not trained itself (prune, mean)."""
    path = run / "settings.json"
    return json.loads(path.read_text()) if path.is_file() else None


def score(options: argparse.Namespace) -> dict[str, float]:
    """Score a model folder on dev, or on the part of --conll kept apart, and print it."""
    dev = judged(options)
    hints = read_hints(options.hints) if options.hints else {}
    outputs, weights, speed = timed_outputs(options.folder, dev, hints)
    tally = evaluate(dev, outputs, weights, stem_starts)
    scores = tally.f1()
    for name in ("mentions", "events", "pairs"):
        scores[f"calibration error, {name}"] = round(calibration_error(tally.claims[name]), 4)
    scores["words a second, model alone, one thread"] = round(speed)
    for name, value in scores.items():
        print(f"{name:40}{value:10}")
    return scores


def hints(options: argparse.Namespace) -> None:
    """Match the gazetteer over all articles to be learnt from and scored."""
    path = options.hints or Path("runs/hints.npz")
    gold, dev = chosen(options)
    write_hints([*gold, *dev], path)


def silver(options: argparse.Namespace) -> None:
    """Label unlabelled news with a model folder."""
    known = [*read_gold(options.gold), *read_gold(options.dev)]
    write_silver(options.folder, options.news, known, options.target, options.count, options.skip)


def main(argv: list[str] | None = None) -> None:
    """Do as the command line says."""
    options = parser().parse_args(argv)
    commands = {
        "train": train,
        "prune": pruned,
        "mean": averaged,
        "patterns": patterns,
        "hints": hints,
        "silver": silver,
        "export": write_folder,
        "score": score,
    }
    commands[options.command](options)


if __name__ == "__main__":
    main()
