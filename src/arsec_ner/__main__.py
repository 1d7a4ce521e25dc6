"""`python -m arsec_ner`: the command line."""

from arsec_ner.cli import main

if __name__ == "__main__":
    main()
