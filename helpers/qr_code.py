"""A QR code that a notebook cannot save, because it contains a secret.

    qr_code.QrCode(f"otpauth://totp/{label}?secret={secret}&issuer={issuer}")

A picture in a cell's output is saved in the notebook's file, where a phone can scan it as well as on the screen.
The state of a widget is saved too. This QR code is in neither: the browser requests it, and gets it in a message.
"""

from __future__ import annotations

import anywidget
import segno


class QrCode(anywidget.AnyWidget):
    """A QR code for a phone to scan, and the same as text for anyone who cannot scan it.

    Args:
        text: the content; an address that begins with otpauth:// opens in authenticator apps.
    """

    _esm = """
    export default {
      render({ model, el }) {
        el.classList.add("cognito-qr");
        el.textContent = "A QR code. Run this cell to see it.";
        const show = ({ picture, text }) => {
          el.innerHTML = `<figure><img alt="A QR code. The same as text is below it, folded.">
            <figcaption>Scan this with an authenticator app on your phone.</figcaption></figure>
            <details><summary>The same as text</summary><code></code></details>`;
          el.querySelector("img").src = picture;
          el.querySelector("code").textContent = text;
        };
        model.on("msg:custom", show);
        model.send({});
        return () => model.off("msg:custom", show);
      },
    };
    """
    _css = """
    .cognito-qr figure { width: max-content; max-width: 100%; margin: 6px 2px; }
    .cognito-qr img { display: block; box-shadow: 0 0 0 1px var(--jp-border-color1, #bdbdbd); }
    .cognito-qr figcaption { margin: 6px 0; }
    .cognito-qr summary { cursor: pointer; }
    .cognito-qr code { overflow-wrap: anywhere; }
    """

    def __init__(self, text: str) -> None:
        self._text = text
        super().__init__()
        self.on_msg(lambda *_: self._show())

    def __repr__(self) -> str:
        return "A QR code. Run this cell to see it."

    def _show(self) -> None:
        """Send the picture and the text. A white background and a border of 4 modules are part of a QR code."""
        code = segno.make(self._text, error="m", micro=False)
        self.send({"picture": code.svg_data_uri(scale=4, border=4, light="white"), "text": self._text})
