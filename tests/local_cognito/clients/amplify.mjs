// Log in with aws-amplify v6, as an app does, for the tests.
//
// In, on standard input, so that no password stands in a process list:
//   {"endpoint", "userPoolId", "clientId",
//    "logins": [{"email", "password", "flow", "factor"?, "newPassword"?, "totp"?, "confirmWith"?}, ...]}
//   flow: USER_SRP_AUTH, USER_PASSWORD_AUTH or USER_AUTH; factor: the preferredChallenge of USER_AUTH.
// Out, one answer a login, in order, without a token:
//   {"email"}               logged in: the address that Cognito tells the holder of the access token
//   {"code", "message"}     refused
//   {"step"}                one more step is wanted, and nothing was given to take it
import { readFileSync } from "node:fs";
import { Amplify } from "aws-amplify";
import { confirmSignIn, fetchAuthSession, fetchUserAttributes, signIn, signOut } from "aws-amplify/auth";

const { endpoint, userPoolId, clientId, logins } = JSON.parse(readFileSync(0, "utf8"));
Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: endpoint } } });

// What each further step is answered with.
const answerTo = (step, { newPassword, totp, factor, password }) =>
  ({
    CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED: newPassword,
    CONFIRM_SIGN_IN_WITH_TOTP_CODE: totp,
    CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION: factor,
    CONFIRM_SIGN_IN_WITH_PASSWORD: password,
  })[step];

const logIn = async ({ email, password, flow, ...answers }) => {
  try {
    const options = { authFlowType: flow, preferredChallenge: answers.chooseLater ? undefined : answers.factor };
    const withPassword = flow === "USER_AUTH" && answers.chooseLater ? {} : { password };
    let { isSignedIn, nextStep } = await signIn({ username: email, ...withPassword, options });
    while (!isSignedIn) {
      const challengeResponse = answerTo(nextStep.signInStep, { ...answers, password });
      if (!challengeResponse) return { step: nextStep.signInStep };
      ({ isSignedIn, nextStep } = await confirmSignIn({ challengeResponse }));
    }
    if (answers.refresh) await fetchAuthSession({ forceRefresh: true });
    const attributes = await fetchUserAttributes();
    await signOut({ global: true });
    return { email: attributes.email };
  } catch ({ name, message }) {
    await signOut().catch(() => {}); // nobody is signed in: what counts is why
    return { code: name, message };
  }
};

const answers = [];
for (const login of logins) answers.push(await logIn(login)); // one after the other: Cognito counts failures in a row
console.log(JSON.stringify(answers));
