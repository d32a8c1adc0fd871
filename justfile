# One definition of each check; `.ci/run` calls these too. `just` alone lists them.
_default:
    @just --list

# Install everything, ready to work.
setup:
    uv sync

# Load the example and serve it at http://127.0.0.1:8000
demo:
    uv run shidra demo

# Serve what is loaded.
run:
    uv run shidra serve

# Everything that needs no test run.
check: lint types imports texts migrations requirements

lint:
    uv run ruff check .
    uv run ruff format --check .
    uv run python tools/templates.py --check

types:
    uv run mypy

imports:
    uv run lint-imports

texts:
    uv run python tools/texts.py check

migrations:
    SHIDRA_DATA="$(mktemp -d)" uv run shidra makemigrations --check --dry-run

# The committed requirements are those of today's resolution.
requirements:
    uv run python tools/requirements.py --check

# Put right what a machine can.
fix:
    uv run ruff check --fix .
    uv run ruff format .
    uv run python tools/templates.py
    uv run python tools/texts.py collect
    uv run python tools/requirements.py

# The whole suite on SQLite, a real browser included.
test *arguments:
    uv run pytest {{ arguments }}

# The suite on PostgreSQL, which the tests start themselves; browser journeys run on SQLite alone.
test-postgres *arguments:
    uv run pytest --db=postgres -m "not journey" {{ arguments }}

# Ratios taken in one run.
bench:
    uv run python -m benchmarks

# Pictures for the README and the docs, from the running product.
pictures:
    uv run python tools/pictures.py
