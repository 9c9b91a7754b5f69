// A form: labelled fields, a button and a place for messages. What the user types stays in this page until it is sent
// to the kernel in a message: all of it on submit, and the value of a field with a hint when the user leaves the
// field. It is never in the state of a widget, because a notebook can save that.

const TIMEOUT = 60_000; // milliseconds to wait for the kernel's reply
const NO_REPLY = "The kernel does not answer. Wait until it is idle and try again, or run this cell again.";

/** Ask the kernel to run an action. Resolves with its answer; rejects if the kernel refuses or does not reply. */
function request(model, action, values) {
  return new Promise((resolve, reject) => {
    const id = String(Math.random());
    const timer = setTimeout(() => settle(reject, new Error(NO_REPLY)), TIMEOUT);
    const settle = (how, result) => {
      clearTimeout(timer);
      model.off("msg:custom", onReply);
      how(result);
    };
    const onReply = (reply) => {
      if (reply.id !== id) return; // the reply to another request
      if (reply.refused) settle(reject, Object.assign(new Error(reply.refused), { code: reply.code }));
      else settle(resolve, reply.answer);
    };
    model.on("msg:custom", onReply);
    model.send({ id, action, values });
  });
}

/** What most forms do on submit. */
const submitToKernel = (model, values) => request(model, "submit", values);

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** An error message that a screen reader reads out. It is inserted as text, never as HTML. */
function alertFor({ message, code }) {
  const small = code ? [element("small", { textContent: code })] : [];
  return element("div", { className: "cognito-message cognito-refused", role: "alert" }, message, ...small);
}

/** The form for the model's current step. `submit(model, values)` returns a promise. */
function newForm(model, submit) {
  const { fields, label, busy_label } = model.get("step");
  const inputs = fields.map(({ name, type, autocomplete, value }) =>
    element("input", { className: "cognito-input", name, type, autocomplete, value }),
  );
  const labels = fields.map(({ label }, i) => element("label", {}, label, inputs[i]));
  const hints = fields.map(({ hint }) => element("div", { innerHTML: hint, ariaLive: "polite" }));
  const button = element("button", { className: "jupyter-button widget-button" });
  const status = element("div", {});
  const rows = labels.flatMap((label, i) => [label, hints[i]]);
  const form = element("form", { noValidate: true }, ...rows, button, status);

  const isPassword = (input) => input.type === "password";
  const isSecret = (input) => isPassword(input) || input.autocomplete === "one-time-code";
  const valueOf = (input) => (isPassword(input) ? input.value : input.value.trim());
  const firstEmpty = () => inputs.findIndex((input) => !valueOf(input));
  const showError = (error) => {
    status.replaceChildren(alertFor(error));
    (inputs[Math.max(firstEmpty(), 0)] ?? button).focus();
  };
  const setBusy = (busy) => {
    for (const control of form.elements) control.disabled = busy;
    button.textContent = busy ? busy_label : label;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const empty = firstEmpty();
    if (empty >= 0) return showError(new Error(fields[empty].missing));
    const values = Object.fromEntries(inputs.map((input) => [input.name, valueOf(input)]));
    for (const input of inputs.filter(isSecret)) input.value = ""; // keep a secret no longer than needed
    status.replaceChildren();
    setBusy(true);
    const error = await submit(model, values).then(() => null, (error) => error);
    setBusy(false);
    if (error) showError(error);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit(); // in a cell of JupyterLab 4.6, Enter alone does not submit
  });
  fields.forEach(({ name, hint }, i) => {
    if (!hint) return;
    inputs[i].addEventListener("change", async ({ target }) => {
      const updated = target.value && (await request(model, "hint", { [name]: target.value }).catch(() => ""));
      hints[i].innerHTML = updated || hint;
    });
  });
  setBusy(false);
  return form;
}

/** Whether the focus is in this part of the page, or nowhere in particular. */
function mayTakeFocus(part) {
  const focused = document.activeElement ?? document.body;
  return part.contains(focused) || focused.contains(part);
}

/** A widget with the form of the current step. When the step changes, the first empty field gets the focus. */
function entry(submit) {
  const render = ({ model, el }) => {
    const draw = () => el.replaceChildren(...(model.get("step").fields ? [newForm(model, submit)] : []));
    model.on("change:step", () => {
      const takesFocus = mayTakeFocus(el.closest(".cognito-form") ?? el); // not from another cell or a second view
      draw();
      if (takesFocus) [...el.querySelectorAll("input")].find((input) => !input.value)?.focus();
    });
    draw();
  };
  return { render };
}
