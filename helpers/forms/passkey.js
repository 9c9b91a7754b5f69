// Making a passkey and logging in with one: Cognito asks, this page's browser does it, and the kernel passes both on.
// Nothing of it is secret. Joined with entry.js (the form).

const CAUSES = {
  NotAllowedError: "The browser has no passkey for you: you cancelled, took too long, or have none here.",
  InvalidStateError: "This device has a passkey for the account already.",
};

/** Browsers use a passkey only on pages of its site. Anywhere else, say where this is and what to do. */
function checkPage(site) {
  const { hostname, origin, port } = location;
  if (hostname === site || hostname.endsWith(`.${site}`)) return;
  const isHere = site === "localhost" && ["127.0.0.1", "[::1]"].includes(hostname);
  const advice = isHere ? `Open the notebook at http://localhost:${port}, or tick the box below.` : "Tick the box below.";
  throw new Error(
    `A browser uses a passkey for ${site} only on pages of ${site}, and this page is at ${origin}. ${advice}`,
  );
}

/** A form's submit: ask the kernel what Cognito wants, let the browser do it, and send its answer to the kernel. */
const withPasskey = (perform) => async (model, values) => {
  const options = await request(model, "ask", values);
  if (!options) return; // the kernel has only pretended
  checkPage(options.rpId ?? options.rp.id);
  const credential = await perform(options).catch(({ name, message }) => {
    throw Object.assign(new Error(CAUSES[name] ?? message), { code: name });
  });
  await request(model, "submit", { credential: JSON.stringify(credential.toJSON()) });
};

const create = withPasskey((options) =>
  navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
);
const get = withPasskey((options) =>
  navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
);
