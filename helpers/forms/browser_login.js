// A login whose password stays in the browser: this page proves, with SRP, that you know it. The kernel passes on what
// may be seen (A, and a signature) and keeps the tokens. Joined with entry.js, the form, and srp.js, the arithmetic.

const NO_CRYPTO = "A browser does cryptography only on a page that came over https: open the notebook with https.";

/** Log in: two questions to Cognito, and between them the arithmetic. */
async function prove(model, { email, password }) {
  const [poolName, a] = [model.get("pool_name"), newSecretNumber()];
  const challenge = await ask(model, "initiate", { USERNAME: email, SRP_A: clientPublic(a).toString(16) });
  return ask(model, "submit", await challengeResponses({ poolName, password, a, challenge }));
}

const refuseAll = { render: ({ el }) => el.replaceChildren(alertWith(new Error(NO_CRYPTO))) };

export default globalThis.crypto?.subtle ? entry(prove) : refuseAll;
