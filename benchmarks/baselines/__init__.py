"""What the library is compared with: its own parts by themselves, CRFs, and Stanza's NER model.

    python -m benchmarks.baselines train       trains them all into build/baselines
    python -m benchmarks.baselines measure     measures every row and writes docs/baselines.md

All are taught the labels of the same articles, and scored by `arsec_ner.evaluate`.
"""
