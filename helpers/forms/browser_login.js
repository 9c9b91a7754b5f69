// A login whose password stays in the browser: this page proves with SRP that the user knows it. The kernel passes on
// what anyone may see (A and a signature) and keeps the tokens. Joined with entry.js (the form) and srp.js (the numbers).

const NO_CRYPTO = "Browsers do cryptography only on pages loaded over https. Open the notebook over https.";

/** Log in with two requests to Cognito, and the arithmetic between them. */
async function logIn(model, { email, password }) {
  const [poolName, a] = [model.get("pool_name"), newSecretNumber()];
  const challenge = await request(model, "initiate", { USERNAME: email, SRP_A: clientPublic(a).toString(16) });
  return request(model, "submit", await challengeResponses({ poolName, password, a, challenge }));
}

const withoutCrypto = { render: ({ el }) => el.replaceChildren(alertFor(new Error(NO_CRYPTO))) };

export default globalThis.crypto?.subtle ? entry(logIn) : withoutCrypto;
