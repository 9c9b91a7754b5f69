"""In place of Colab's own package: only what other packages ask of it."""
