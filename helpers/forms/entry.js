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

/**
 * The form for the model's current step.
 *
 * `submit(model, values)` returns a promise. `mayTakeFocus()` says whether the user has not gone elsewhere meanwhile.
 */
function newForm(model, submit, mayTakeFocus) {
  const { fields, label, busy_label } = model.get("step");
  const inputs = fields.map(({ name, type, autocomplete, value }) =>
    element("input", { className: "cognito-input", name, type, autocomplete, value }),
  );
  const labels = fields.map(({ label }, i) => element("label", {}, label, inputs[i]));
  const hints = fields.map(({ hint }) => element("div", { innerHTML: hint, ariaLive: "polite" }));
  const button = element("button", { className: "jupyter-button widget-button" });
  const refusal = element("div", {});
  const rows = labels.flatMap((label, i) => [label, hints[i]]);
  const form = element("form", { noValidate: true }, ...rows, button, refusal);

  const isPassword = (input) => input.type === "password";
  const isSecret = (input) => isPassword(input) || input.autocomplete === "one-time-code";
  const valueOf = (input) => (isPassword(input) ? input.value : input.value.trim());
  const firstEmpty = () => inputs.findIndex((input) => !valueOf(input));
  const focusField = () => mayTakeFocus() && (inputs[Math.max(firstEmpty(), 0)] ?? button).focus();
  const showError = (error) => {
    refusal.replaceChildren(alertFor(error));
    focusField();
  };
  const updateHint = async (i) => {
    const { name, hint } = fields[i];
    if (!hint) return;
    const { value } = inputs[i];
    hints[i].innerHTML = (value && (await request(model, "hint", { [name]: value }).catch(() => ""))) || hint;
  };
  const setBusy = (busy) => {
    for (const control of form.elements) control.disabled = busy;
    button.textContent = busy ? busy_label : label;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const empty = firstEmpty();
    if (empty >= 0) {
      await Promise.all(inputs.map((_, i) => updateHint(i))); // a rule that is broken comes before what is missing
      return showError(new Error(fields[empty].missing));
    }
    const values = Object.fromEntries(inputs.map((input) => [input.name, valueOf(input)]));
    for (const input of inputs.filter(isSecret)) input.value = ""; // keep a secret no longer than needed
    refusal.replaceChildren();
    setBusy(true);
    const error = await submit(model, values).then(() => null, (error) => error);
    setBusy(false);
    if (error) showError(error);
    else focusField(); // unless the next step has replaced it
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit(); // in a cell of JupyterLab 4.6, Enter alone does not submit
  });
  inputs.forEach((input, i) => input.addEventListener("change", () => updateHint(i)));
  setBusy(false);
  return form;
}

/**
 * A widget with the form of the current step, and above it what was said last. A screen reader reads that out, because
 * its place is on the page before it is filled.
 *
 * A step that changes loses the focus. If it was in this view of the form, the first empty field of the new step gets
 * it, or the button. After the last step, the cell below gets it, so that Shift+Enter goes on there: in the form's own
 * cell, that would run the cell again, and the result would be gone.
 */
function entry(submit) {
  const render = ({ model, el }) => {
    const status = element("div", { role: "status", tabIndex: -1 });
    const place = element("div", {});
    const say = () => {
      const className = `cognito-message ${model.get("step").fields ? "" : "cognito-done"}`;
      status.replaceChildren(...(model.get("said") ? [element("div", { className }, model.get("said"))] : []));
    };
    let isInUse = false; // this view had the focus last: what is disabled or removed loses it to the page or the cell
    const onFocus = ({ target }) => {
      const form = el.closest(".cognito-form") ?? el;
      if (!target.contains(form)) isInUse = form.contains(target);
    };
    const draw = () => {
      const isOver = !model.get("step").fields;
      place.replaceChildren(...(isOver ? [] : [newForm(model, submit, () => isInUse)]));
    };
    const moveFocus = () => {
      const inputs = [...place.querySelectorAll("input")];
      const control = inputs.find((input) => !input.value) ?? place.querySelector("input, button");
      if (control) control.focus();
      else (el.closest(".jp-Cell")?.nextElementSibling ?? status).focus({ preventScroll: true });
    };
    model.on("change:said", say);
    model.on("change:step", () => {
      draw();
      if (isInUse) moveFocus();
    });
    document.addEventListener("focusin", onFocus);
    el.append(status, place);
    say();
    draw();
    return () => document.removeEventListener("focusin", onFocus);
  };
  return { render };
}
