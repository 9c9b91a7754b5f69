"use strict";

const config = JSON.parse(document.getElementById("config").textContent);
const element = (id) => document.getElementById(id);


// ---- Talking to Cognito -------------------------------------------------------------------------------------

// The local Cognito can be reached only from its own machine. A page that came through a proxy calls the server that
// it came from, which forwards the calls.
const isDirect = ["localhost", "127.0.0.1"].includes(location.hostname) && location.pathname === "/";
const isRelayed = config.isLocal && !isDirect;
const cognitoUrl = isRelayed ? new URL("cognito", location.href).href : config.cognitoUrl;

// Tokens are kept only in this object. By default the library writes them to localStorage, where they remain after the
// page is closed, and where every script of this origin can read them.
const saved = new Map();
const memory = {
  setItem: (key, value) => saved.set(key, value),
  getItem: (key) => (saved.has(key) ? saved.get(key) : null),
  removeItem: (key) => saved.delete(key),
  clear: () => saved.clear(),
};

let user = null;

/** Log in with SRP, which proves that the user knows the password without sending it. See `promiseOf` for the result. */
function logIn(email, password) {
  const { AuthenticationDetails, CognitoUser, CognitoUserPool } = AmazonCognitoIdentity;
  const pool = new CognitoUserPool({
    UserPoolId: config.userPoolId,
    ClientId: config.clientId,
    endpoint: cognitoUrl,
    Storage: memory,
  });
  pool.client.requestWithRetry = pool.client.request; // or the library repeats a refused refresh, for six seconds
  user = new CognitoUser({ Username: email, Pool: pool, Storage: memory });
  user.setAuthenticationFlowType("USER_SRP_AUTH");
  const details = new AuthenticationDetails({ Username: email, Password: password });
  return promiseOf((callbacks) => user.authenticateUser(details, callbacks));
}

/** Answer the challenge NEW_PASSWORD_REQUIRED. Only here the new password itself is sent. */
function setNewPassword(password) {
  return promiseOf((callbacks) => user.completeNewPasswordChallenge(password, {}, callbacks));
}

/** Forget the user and the tokens. Cognito is not called, so copies of the tokens stay valid until they expire. */
function logOut() {
  user.signOut();
  user = null;
}

/** New ID and access tokens, without the password. Rejects if the refresh token has expired or was revoked. */
function refresh() {
  const token = user.getSignInUserSession().getRefreshToken();
  return new Promise((resolve, reject) =>
    user.refreshSession(token, (error, session) => (error ? reject(error) : resolve(session))),
  );
}

/** GET from the API with the access token. After a 401, get new tokens and try again, once. `say` hears each step. */
async function callApi(path, say) {
  const call = async () => {
    const token = user.getSignInUserSession().getAccessToken().getJwtToken();
    const answer = await fetch(config.apiUrl + path, { headers: { Authorization: `Bearer ${token}` } });
    say(`GET ${path}: ${answer.status}`);
    return answer;
  };
  const answer = await call();
  if (answer.status !== 401) return answer;
  await refresh();
  say("new tokens");
  return call();
}

/** A promise of the library's session, or of null if Cognito asks for a new password first. */
function promiseOf(call) {
  return new Promise((resolve, reject) => {
    const unknownStep = (challenge) =>
      reject({
        code: challenge,
        message: `This account asks for one more step (${challenge}), which this page does not know.`,
      });
    call({
      onSuccess: resolve,
      onFailure: reject,
      newPasswordRequired: () => resolve(null),
      mfaRequired: unknownStep,
      totpRequired: unknownStep,
      mfaSetup: unknownStep,
      selectMFAType: unknownStep,
      customChallenge: () => unknownStep("CUSTOM_CHALLENGE"),
    });
  });
}

/** The message for an error: Cognito's own, or what to do if the error is not Cognito's. */
function messageFor(error) {
  if (!error.code) return `What answered at ${cognitoUrl} does not speak like Cognito. Is the address right?`;
  if (error.code !== "NetworkError") return error.message;
  const hint = config.isLocal ? "Is the kernel of the notebook still running?" : "Are you online?";
  return `Cognito cannot be reached at ${cognitoUrl}. ${hint}`;
}


// ---- Showing ------------------------------------------------------------------------------------------------

const STEPS = {
  "log-in": { title: "Log in", note: "Your password does not leave this page." },
  "new-password": {
    title: "Choose a password",
    note: "The new password itself is sent, this once: Cognito makes its verifier from it.",
  },
  tokens: { title: "You are logged in", note: "Only the memory of this page has the tokens: reload, and they are gone." },
  "no-library": { title: "Log in", note: "" },
};

/** Show one step of the page, with its title above and its note below. */
function show(step, note = STEPS[step].note) {
  for (const id of Object.keys(STEPS)) element(id).hidden = id !== step;
  element("title").textContent = STEPS[step].title;
  element("note").textContent = note;
  clearError();
}

/** Show an error message, and put the focus on the field to correct, if there is one. */
function fail(message, field) {
  element("error").textContent = message;
  if (!field) return;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", "error");
  field.focus();
}

function clearError() {
  element("error").textContent = "";
  for (const field of document.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
}

/** `eyJr…3fQ`: enough to tell two tokens apart, too little to use one. The same as helpers/masking.py. */
function mask(token) {
  return token.length < 16 ? "…" : `${token.slice(0, 4)}…${token.slice(-3)}`;
}

/** An element with its children. A string is inserted as text, never as HTML. */
function make(tag, ...children) {
  const made = document.createElement(tag);
  made.append(...children);
  return made;
}

/** The value of a claim. A time, in seconds since 1970, is followed by the local date and time. */
function claimValue(name, value) {
  if (typeof value === "string") return make("dd", value);
  if (!["exp", "iat", "auth_time"].includes(name)) return make("dd", JSON.stringify(value));
  return make("dd", `${value}`, make("small", new Date(value * 1000).toLocaleString()));
}

/** One token: its name, masked, its purpose, and its claims unless only Cognito can read them. */
function tokenView(name, purpose, token, claims) {
  const view = make("article", make("h2", name), make("code", mask(token)), make("p", purpose));
  if (claims) {
    const rows = Object.entries(claims).flatMap(([key, value]) => [make("dt", key), claimValue(key, value)]);
    view.append(make("details", make("summary", `Claims of the ${name}`), make("dl", ...rows)));
  }
  return view;
}

/** Show the three tokens of a session, with the claims of the first one unfolded. */
function showTokens(session) {
  const [id, access, refresh] = [session.getIdToken(), session.getAccessToken(), session.getRefreshToken()];
  element("token-list").replaceChildren(
    tokenView("ID token", "Says who you are.", id.getJwtToken(), id.payload),
    tokenView("access token", "Says what you may do.", access.getJwtToken(), access.payload),
    tokenView("refresh token", "Gets new tokens. Only Cognito can read it.", refresh.getToken()),
  );
  element("token-list").querySelector("details").open = true;
  show("tokens");
  element("title").focus();
}


// ---- Wiring -------------------------------------------------------------------------------------------------

/** Run `work` while the form's button is disabled and says so. Returns what `work` returns. */
async function whileBusy(form, note, work) {
  const button = form.querySelector("button");
  const [label, quietNote] = [button.textContent, element("note").textContent];
  button.disabled = true;
  button.textContent = button.dataset.busy;
  element("note").textContent = note;
  form.setAttribute("aria-busy", "true");
  try {
    await new Promise((drawn) => setTimeout(drawn, 30)); // so that the page is drawn before the library's long arithmetic
    return await work();
  } finally {
    form.removeAttribute("aria-busy");
    element("note").textContent = quietNote;
    button.textContent = label;
    button.disabled = false;
    if (document.hasFocus() && document.activeElement === document.body) button.focus(); // it lost it when disabled
  }
}

/** Empty a password field and return what was in it, so that it stays there no longer than needed. */
function take(field) {
  const password = field.value;
  field.value = "";
  return password;
}

element("log-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  const [emailField, passwordField] = [element("email"), element("password")];
  const password = take(passwordField);
  const email = emailField.value.trim();
  clearError();
  if (!email) return fail("E-mail and password are required.", emailField);
  if (!password) return fail("E-mail and password are required.", passwordField);
  try {
    const session = await whileBusy(event.target, "Proving that you know the password…", () => logIn(email, password));
    if (session) return showTokens(session);
    element("account").value = email; // so that a password manager knows whose password it is
    show("new-password");
    element("chosen").focus();
  } catch (error) {
    fail(messageFor(error), passwordField);
  }
});

element("new-password").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = element("chosen");
  const password = take(field);
  clearError();
  if (!password) return fail("Type a new password.", field);
  try {
    showTokens(await whileBusy(event.target, "Sending the new password…", () => setNewPassword(password)));
  } catch (error) {
    if (error.code === "InvalidPasswordException") return fail(messageFor(error), field);
    show("log-in"); // this login cannot continue: start a new one
    fail(messageFor(error), element("password"));
  }
});

element("api").addEventListener("submit", async (event) => {
  event.preventDefault();
  const calls = element("api-calls");
  calls.replaceChildren();
  clearError();
  try {
    await whileBusy(event.target, "", () => callApi("/me", (step) => calls.append(make("li", step))));
  } catch (error) {
    const hint = isDirect ? "Is the kernel still running?" : "Your browser is on another machine: call it from the notebook.";
    if (!error.code) return fail(`The API cannot be reached at ${config.apiUrl}. ${hint}`);
    if (error.code === "NetworkError") return fail(messageFor(error));
    show("log-in"); // the refresh token no longer works: log in again
    fail(messageFor(error), element("password"));
  }
});

element("log-out").addEventListener("click", () => {
  logOut();
  element("token-list").replaceChildren();
  element("api-calls").replaceChildren();
  show("log-in", "You are logged out. This page has forgotten the tokens.");
  element("email").focus();
});

element("reload").addEventListener("click", () => location.reload());

if (isRelayed) element("cognito").append(", by way of the kernel");
if (parent !== window) {
  // The lesson shows the page once it has heard from it, in a frame as tall as the page.
  const height = () => Math.ceil(document.body.getBoundingClientRect().height);
  const tellLesson = () => parent.postMessage({ loginPageHeight: height() }, "*");
  tellLesson(); // a frame that is not shown yet has no height, and its observer is silent
  new ResizeObserver(tellLesson).observe(document.body);
}


// ---- Waiting for the library ----------------------------------------------------------------------------------

const library = element("library");
const host = new URL(library.src).host;

function libraryIsMissing() {
  show("no-library");
  fail(
    `The login library did not arrive from ${host}. Go online, or allow that address, then reload the page. ` +
      "Or use the form in section 5 of lesson 04, which does not need it.",
  );
}

element("note").textContent = "Loading the login library…";
const timer = setTimeout(libraryIsMissing, 10_000);
library.addEventListener("error", () => {
  clearTimeout(timer);
  libraryIsMissing();
});
library.addEventListener("load", () => {
  clearTimeout(timer);
  show("log-in");
  element("log-in").querySelector("button").disabled = false;
});
