"""`python -m tests.pictures.golden` writes the pictures anew. Look at them before you commit."""

from tests.pictures.test_golden import PICTURES, kept_in, structure


def main() -> None:
    for name in PICTURES:
        kept_in(name).write_text(structure(PICTURES[name]()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
