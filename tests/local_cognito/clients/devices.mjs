// A remembered device, with aws-amplify v6 and with amazon-cognito-identity-js, for test_clients.py.
//
// In, on standard input: {"library", "endpoint", "userPoolId", "clientId", "people": [{"email", "sub", "password"}, ...], "code"}.
// Out: what each step was told, "done", "Code: message" or the next challenge, by the name of the step.
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { Amplify } from "aws-amplify";
import * as amplify from "aws-amplify/auth";
import { cognitoUserPoolsTokenProvider } from "aws-amplify/auth/cognito";
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from "amazon-cognito-identity-js";
import "./quick_powers.mjs";

const { library, endpoint, userPoolId, clientId, people, code } = JSON.parse(readFileSync(0, "utf8"));
const [me, other] = people;
globalThis.navigator ??= { userAgent: "node" }; // Amplify names the device after it
let kept = {}; // what the browser would keep in its local storage
const storage = {
  getItem: (name) => kept[name] ?? null,
  setItem: (name, value) => void (kept[name] = value),
  removeItem: (name) => void delete kept[name],
};

Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: endpoint } } });
cognitoUserPoolsTokenProvider.setKeyValueStorage(storage);
const withAmplify = {
  logIn: async ({ email, password }, code) => {
    await amplify.signOut();
    let { isSignedIn } = await amplify.signIn({ username: email, password });
    if (!isSignedIn && code) ({ isSignedIn } = await amplify.confirmSignIn({ challengeResponse: code }));
    return isSignedIn ? "done" : "SOFTWARE_TOKEN_MFA";
  },
  refresh: async () => ((await amplify.fetchAuthSession({ forceRefresh: true })).tokens ? "done" : "not refreshed"),
  forget: () => amplify.forgetDevice(),
};

const pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint, Storage: storage });
let user;
const withIdentityJs = {
  logIn: ({ email, password }, code) =>
    new Promise((resolve, reject) => {
      user = new CognitoUser({ Username: email, Pool: pool, Storage: storage });
      const callbacks = {
        onSuccess: () => resolve("done"),
        onFailure: reject,
        totpRequired: (name) => (code ? user.sendMFACode(code, callbacks, name) : resolve(name)),
      };
      user.authenticateUser(new AuthenticationDetails({ Username: email, Password: password }), callbacks);
    }),
  refresh: async () => {
    await promisify(user.refreshSession.bind(user))(user.getSignInUserSession().getRefreshToken());
    return "done";
  },
  forget: () => new Promise((resolve, reject) => user.forgetDevice({ onSuccess: resolve, onFailure: reject })),
};

const { logIn, refresh, forget } = library === "amplify" ? withAmplify : withIdentityJs;
const told = {};
const step = async (name, doing) => {
  told[name] = await doing.catch(({ code, name, message }) => `${code ?? name}: ${message}`);
};
const change = (entries, how) => Object.fromEntries(Object.entries(entries).map(how));

await step("at first", logIn(me, code));
await step("refresh", refresh());
await step("without a code", logIn(me));
const mine = { ...kept };
kept = change(mine, ([key, value]) => [key, key.endsWith("randomPasswordKey") ? "wrong" : value]);
await step("wrong secret", logIn(me));
kept = change(mine, ([key, value]) => [key.replace(me.sub, other.sub), value]);
await step("device of another", logIn(other));
kept = { ...mine };
await logIn(me);
await forget();
kept = { ...mine };
await step("forgotten", logIn(me));
console.log(JSON.stringify(told));
