// Log in with aws-amplify v6, as an app does, for test_clients.py.
//
// In, on standard input, so that no password shows in the list of processes:
//   {"endpoint", "userPoolId", "logins": [{"email", "password", "clientId", "flow"?, "factor"?, "chooseLater"?,
//    "newPassword"?, "totp"?, "refresh"?}, ...]}
//   flow: USER_SRP_AUTH (the default), USER_PASSWORD_AUTH or USER_AUTH; factor: the preferredChallenge of USER_AUTH.
// Out, one string for each login, in order: the e-mail that Cognito tells the holder of the access token, or
// "Code: message", or the next step, if nothing was given to take it.
import { readFileSync } from "node:fs";
import { Amplify } from "aws-amplify";
import { confirmSignIn, fetchAuthSession, fetchUserAttributes, signIn, signOut } from "aws-amplify/auth";
import "./quick_powers.mjs";

const { endpoint, userPoolId, logins } = JSON.parse(readFileSync(0, "utf8"));

const logIn = async ({ email, password, clientId, flow = "USER_SRP_AUTH", factor, chooseLater, newPassword, totp, refresh }) => {
  Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: endpoint } } });
  // Amplify's name of each step: Cognito's, and the answer to it.
  const steps = {
    CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED: ["NEW_PASSWORD_REQUIRED", newPassword],
    CONFIRM_SIGN_IN_WITH_TOTP_CODE: ["SOFTWARE_TOKEN_MFA", totp],
    CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION: ["SELECT_CHALLENGE", factor],
    CONFIRM_SIGN_IN_WITH_PASSWORD: ["PASSWORD", password],
  };
  try {
    const options = { authFlowType: flow, preferredChallenge: chooseLater ? undefined : factor };
    const first = { username: email, password: chooseLater ? undefined : password, options };
    let { isSignedIn, nextStep } = await signIn(first);
    while (!isSignedIn) {
      const [step, challengeResponse] = steps[nextStep.signInStep];
      if (!challengeResponse) return step;
      ({ isSignedIn, nextStep } = await confirmSignIn({ challengeResponse }));
    }
    if (refresh) await fetchAuthSession({ forceRefresh: true });
    const attributes = await fetchUserAttributes();
    await signOut({ global: true });
    return attributes.email;
  } catch ({ name, message }) {
    await signOut().catch(() => {}); // nobody is signed in: what counts is the error before
    return `${name}: ${message}`;
  }
};

const answers = [];
for (const login of logins) answers.push(await logIn(login)); // in order: Cognito counts failures in a row
console.log(JSON.stringify(answers));
