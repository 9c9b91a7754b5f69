"""A letter with a code, which a notebook cannot save.

    lesson.mail("ada@example.com")

A code is as good as a password for a while. So the letter is neither in the notebook's file nor in the state of a
widget: the browser requests it, and gets it in a message. Python gets the code as a value.
"""

from __future__ import annotations

import anywidget

from helpers.errors import LabStop
from local_cognito.mail import Mail


class Letter(anywidget.AnyWidget):
    """What Cognito has sent to an e-mail address, or a sentence that says where it is.

    Args:
        mail: what the local Cognito would have sent; None if there is nothing to show.
        instead: what to show then.
        advice: what to do then, for someone who needs the code.
    """

    _esm = """
    export default {
      render({ model, el }) {
        el.classList.add("cognito-letter");
        el.textContent = "A letter. Run this cell to see it.";
        const element = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
        const show = ({ head, text, note }) => {
          const lines = Object.entries(head).map(([name, value]) => {
            const line = element("div", `${name}: `);
            line.append(element("b", value));
            return line;
          });
          el.replaceChildren(...lines, element("p", text), element("small", note));
        };
        model.on("msg:custom", show);
        model.send({});
        return () => model.off("msg:custom", show);
      },
    };
    """
    _css = """
    .cognito-letter.cognito-letter {
      box-sizing: border-box; max-width: 400px; height: auto; margin: 6px 2px; padding: 12px 16px;
      border: 1px solid rgba(128, 128, 128, .45); border-radius: 4px; overflow-wrap: anywhere;
      line-height: 1.45;
    }
    .cognito-letter p { margin: 10px 0; font-size: 1.15em; }
    .cognito-letter p:empty { display: none; }
    .cognito-letter small { font-size: .92em; }
    """

    def __init__(self, mail: Mail | None, *, instead: str = "", advice: str = "") -> None:
        self._mail, self._instead, self._advice = mail, instead, advice
        super().__init__()
        self.on_msg(lambda *_: self._show())

    def __repr__(self) -> str:
        return "A letter. Run this cell to see it."

    @property
    def code(self) -> str:
        """The code in the letter.

        Raises:
            LabStop: there is none here. The message says what to do.
        """
        if self._mail is None:
            raise LabStop(f"{self._instead} {self._advice}".rstrip())
        return self._mail.code

    def _show(self) -> None:
        """Send the letter."""
        if self._mail is None:
            self.send({"head": {}, "text": "", "note": self._instead})
            return
        head = {"From": self._mail.sender, "To": self._mail.to, "Subject": self._mail.subject}
        note = "Nothing was sent. On AWS, Cognito would send this; the wording is hearsay."
        self.send({"head": head, "text": self._mail.text, "note": note})
