"""What anywidget asks for on Colab."""

from . import _widgets


def enable_custom_widget_manager() -> None:
    _widgets._installed_url = "https://ssl.gstatic.com/colaboratory-static/widgets/"
