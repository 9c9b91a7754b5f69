# Each target first makes what it needs (tools/environment.sh); the second time it starts at once.
#   PYTHON=python3.12 make lab                           with another Python
#   make lab ARGS="--no-browser --port 8080"             with options of JupyterLab's
#   make test ARGS="-k wrong_password"                   with options of pytest's
#   SCREENSHOTS=/tmp/seen make test ARGS="-m browser"    and with pictures of what a learner sees

# JupyterLab does not ask about news (tools/jupyterlab/overrides.json), and starts for root too, as in a container.
jupyterlab = python -m jupyterlab --LabApp.app_settings_dir=tools/jupyterlab \
	--LabApp.default_url=/lab/tree/notebooks/01_create_pool_and_client.ipynb $(if $(filter 0,$(shell id -u)),--allow-root)

# What belongs together stays with one worker, the longest come first, and a green run left nothing out but what
# `make everywhere` has.
pytest = python -m pytest -p tests.support.no_skips -n auto --dist loadfile --no-loadscope-reorder --durations 10 \
	$(patsubst %,--ignore tests/%.py,surroundings/test_colab surroundings/test_foul_weather local_cognito/test_stock_moto)

.PHONY: help lab test everywhere bench

help:
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile

lab: ## open the lessons in JupyterLab
	@sh tools/environment.sh lab $(jupyterlab) $(ARGS)

test: ## run all lessons and all tests
	@sh tools/environment.sh test $(pytest) tests $(ARGS)

everywhere: ## run the lessons on Python 3.9 to 3.14, with Colab's packages, and in foul weather
	@sh tools/environment.sh test python -m tests.support.everywhere $(ARGS)

bench: ## measure what the lessons and a login cost, beside the least that they could
	@sh tools/environment.sh test python -m tests.bench $(ARGS)
