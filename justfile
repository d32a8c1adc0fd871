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
check: lint types imports texts migrations requirements reference

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

# The reference pages are those that the code gives.
reference:
    uv run python tools/reference.py --check

# Put right what a machine can.
fix:
    uv run ruff check --fix .
    uv run ruff format .
    uv run python tools/templates.py
    uv run python tools/texts.py collect
    uv run python tools/requirements.py
    uv run python tools/reference.py

# The whole suite on SQLite, a real browser included.
test *arguments:
    uv run pytest {{ arguments }}

# The tests that a database can change, on PostgreSQL, which they start themselves. Those that ask
# for no database are left out by tests/conftest.py, what changes with people or words alone here.
test-postgres *arguments:
    uv run pytest --db=postgres -m "not journey" --ignore=tests/access --ignore=tests/repository \
      --ignore=tests/ui --ignore=tests/desk/test_spoken_language.py \
      --ignore=tests/protection/test_every_route.py \
      --ignore=tests/protection/test_letters_and_commands.py {{ arguments }}

# Ratios taken in one run.
bench:
    uv run python -m benchmarks

# Pictures for the README and the docs, from the running product.
pictures:
    uv run python tools/pictures.py

# The whole catalogue on DuckDB and on a Spark cluster of two executors; needs a Java.
test-spark *arguments:
    uv run --extra spark pytest tests/releases/parity.py -n0 -W default {{ arguments }}
