"""In the place of Colab's own package: what others ask of it. Every Python of .venv-colab has it imported."""
