// A form: labelled fields, a button, a place for messages. What you type stays in this page, and leaves it in
// messages: all of it in one when you submit, and what has a hint when you leave its field. It is never in the state
// of a widget, which a notebook can save.

const PATIENCE = 60_000; // milliseconds that the kernel may take for an answer
const NO_KERNEL = "The kernel does not answer. Wait until it is idle and try again, or run this cell anew.";

/** Ask the kernel to take a step with these values, and wait for its answer. A refusal becomes an error. */
function ask(model, step, values) {
  return new Promise((resolve, reject) => {
    const number = String(Math.random());
    const timer = setTimeout(() => end(reject, new Error(NO_KERNEL)), PATIENCE);
    const end = (settle, result) => {
      clearTimeout(timer);
      model.off("msg:custom", hear);
      settle(result);
    };
    const hear = (reply) => {
      if (reply.number !== number) return; // the answer to another question
      if (reply.refused) end(reject, Object.assign(new Error(reply.refused), { code: reply.code }));
      else end(resolve, reply.answer);
    };
    model.on("msg:custom", hear);
    model.send({ number, step, values });
  });
}

/** What most forms do with what was typed. */
const handOver = (model, values) => ask(model, "submit", values);

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** A message that a screen reader reads out. It goes in as text, never as HTML. */
function alertWith({ message, code }) {
  const small = code ? [element("small", { textContent: code })] : [];
  return element("div", { className: "cognito-message cognito-refused", role: "alert" }, message, ...small);
}

/** The form for the model's step; `submit(model, values)` is what its button does. */
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

  const isSecret = (input) => input.type === "password";
  const typedIn = (input) => (isSecret(input) ? input.value : input.value.trim());
  const firstEmpty = () => inputs.findIndex((input) => !typedIn(input));
  const refuse = (error) => {
    status.replaceChildren(alertWith(error));
    inputs[firstEmpty()]?.focus();
  };
  const setBusy = (busy) => {
    for (const control of form.elements) control.disabled = busy;
    button.textContent = busy ? busy_label : label;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const empty = firstEmpty();
    if (empty >= 0) return refuse(new Error(fields[empty].missing));
    const values = Object.fromEntries(inputs.map((input) => [input.name, typedIn(input)]));
    for (const input of inputs.filter(isSecret)) input.value = ""; // it does not stay a moment longer than needed
    status.replaceChildren();
    setBusy(true);
    const error = await submit(model, values).catch((error) => error);
    setBusy(false);
    if (error) refuse(error);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit(); // in a cell of JupyterLab 4.6, Enter does not do so of itself
  });
  fields.forEach(({ name, hint }, i) => {
    if (!hint) return;
    inputs[i].addEventListener("change", async ({ target }) => {
      const looked = target.value && (await ask(model, "typed", { [name]: target.value }).catch(() => ""));
      hints[i].innerHTML = looked || hint;
    });
  });
  setBusy(false);
  return form;
}

/** Whether the cursor is in this part of the page, or in nothing else. */
function hasCursor(part) {
  const cursor = document.activeElement ?? document.body;
  return part.contains(cursor) || cursor.contains(part);
}

/** A widget: the form of its step, if it has one. Whoever comes to it from another step finds the cursor there. */
function entry(submit) {
  const render = ({ model, el }) => {
    const draw = () => el.replaceChildren(...(model.get("step").fields ? [newForm(model, submit)] : []));
    model.on("change:step", () => {
      const takesCursor = hasCursor(el.closest(".cognito-form") ?? el); // a cell, or a second view, may have it
      draw();
      if (takesCursor) [...el.querySelectorAll("input")].find((input) => !input.value)?.focus();
    });
    draw();
  };
  return { render };
}
