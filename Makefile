# Each target first makes the environment that it needs (tools/environment.sh); the second time it starts at once.
#   PYTHON=python3.12 make lab                           with another Python
#   make lab ARGS="--no-browser --port 8080"             with options of JupyterLab
#   make lessons ARGS="03 --fresh"                       of one lesson, with new outputs
#   make test ARGS="-k wrong_password"                   with options of pytest
#   SCREENSHOTS=/tmp/seen make test ARGS="-m browser"    and with pictures of what a learner sees
#   make everywhere ARGS="--list"                        with options of nox

# JupyterLab does not ask about news (tools/jupyterlab/overrides.json), and also starts for root, as in a container.
jupyterlab = python -m jupyterlab --LabApp.app_settings_dir=tools/jupyterlab \
	--LabApp.default_url=/lab/tree/notebooks/01_create_pool_and_client.ipynb $(if $(filter 0,$(shell id -u)),--allow-root)

# The tests of a file stay with one worker, and the longest files come first (tests/conftest.py).
pytest = python -m pytest -n auto --dist loadfile --no-loadscope-reorder --durations 10

.PHONY: help lab lessons pages test everywhere bench

help:
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile

lab: ## open the lessons in JupyterLab
	@sh tools/environment.sh lab $(jupyterlab) $(ARGS)

lessons: ## write the generated parts of the lessons, and their outputs
	@sh tools/environment.sh lab python -m tools.author $(ARGS)

pages: ## build pages to read without running anything, in _site
	@sh tools/environment.sh pages python -m sphinx -qWEc pages -d .venv-pages/doctrees . _site $(ARGS)
	@sh tools/environment.sh pages python pages/check.py _site

test: ## run all lessons and all tests, but for those that need an environment of their own
	@sh tools/environment.sh test $(pytest) $(ARGS)

everywhere: ## run the lessons on other Pythons, with the oldest packages, and with Colab's
	@sh tools/environment.sh test nox $(ARGS)

bench: ## measure what the lessons and a login cost, compared with the least they could cost
	@sh tools/environment.sh test python -m tests.bench $(ARGS)
