"""Small models of each foreign kind, made once a session and only for tests marked `extras`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from foreign import sentences, stanza_rows, vocabulary

CAMEL_LABELS = (
    "B-LOC", "B-ORG", "B-PERS", "B-MISC", "I-LOC", "I-ORG", "I-PERS", "I-MISC", "O",
)  # fmt: skip


@pytest.fixture(scope="session")
def bert_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of two layers, random weights and CAMeL's labels, as `save_pretrained` writes it."""
    import torch
    from transformers import BertConfig, BertForTokenClassification

    folder = tmp_path_factory.mktemp("bert")
    words = vocabulary()
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    settings = {"tokenizer_class": "BertTokenizer", "do_lower_case": False}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        initializer_range=0.5,
        id2label=dict(enumerate(CAMEL_LABELS)),
        label2id={label: index for index, label in enumerate(CAMEL_LABELS)},
    )
    BertForTokenClassification(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def stanza_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Stanza model that knows `foreign.SENTENCES` by heart, made by Stanza's own trainer."""
    from stanza.models.ner_tagger import main

    folder = tmp_path_factory.mktemp("stanza")
    data = folder / "train.json"
    data.write_text(json.dumps([stanza_rows(*each) for each in sentences()]), encoding="utf-8")
    main(
        [
            "--mode=train", "--shorthand=ar_test", "--no_pretrain", "--cpu",
            f"--train_file={data}", f"--eval_file={data}",
            f"--save_dir={folder}", "--save_name=test.pt",
            "--word_emb_dim=24", "--char_emb_dim=16", "--char_hidden_dim=24", "--hidden_dim=32",
            "--dropout=0", "--word_dropout=0", "--no_input_transform",
            "--optim=adam", "--lr=0.02", "--max_steps=60", "--eval_interval=20", "--batch_size=16",
        ]
    )  # fmt: skip
    return folder / "test.pt"
