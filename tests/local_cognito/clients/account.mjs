// The life of an account, with aws-amplify v6 and with amazon-cognito-identity-js, for test_clients.py.
//
// In, on standard input: {"library", "endpoint", "userPoolId", "clientId", "email", "passwords": [first, second, third]}.
// Out: what each step was told, "done" or "Code: message", by the name of the step.
import { readFileSync } from "node:fs";
import { Amplify } from "aws-amplify";
import * as amplify from "aws-amplify/auth";
import { AuthenticationDetails, CognitoUser, CognitoUserAttribute, CognitoUserPool } from "amazon-cognito-identity-js";
import "./quick_powers.mjs";

const { library, endpoint, userPoolId, clientId, email, passwords } = JSON.parse(readFileSync(0, "utf8"));
const [first, second, third] = passwords;

/** The code that Cognito would have mailed. */
const mailedCode = async () => {
  const headers = {
    "X-Amz-Target": "AWSCognitoIdentityProviderService.AdminGetUser",
    Authorization: "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/cognito-idp/aws4_request",
  };
  const body = JSON.stringify({ UserPoolId: userPoolId, Username: email });
  const answer = await fetch(endpoint, { method: "POST", headers, body });
  return answer.headers.get("x-local-cognito-mailed-code");
};
const wrong = (code) => String((Number(code) + 500_000) % 1_000_000).padStart(6, "0");

function withAmplify() {
  Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: endpoint } } });
  const options = { userAttributes: { email }, autoSignIn: { authFlowType: "USER_AUTH" } };
  return {
    signUp: () => amplify.signUp({ username: email, password: first, options }),
    resend: () => amplify.resendSignUpCode({ username: email }),
    confirm: (confirmationCode) => amplify.confirmSignUp({ username: email, confirmationCode }),
    logInAfterwards: async () => {
      const { isSignedIn, nextStep } = await amplify.autoSignIn(); // without the password
      if (!isSignedIn) throw new Error(nextStep.signInStep);
    },
    change: (oldPassword, newPassword) => amplify.updatePassword({ oldPassword, newPassword }),
    forget: () => amplify.resetPassword({ username: email }),
    reset: (confirmationCode) =>
      amplify.confirmResetPassword({ username: email, confirmationCode, newPassword: third }),
    logIn: async (password) => {
      await amplify.signOut();
      await amplify.signIn({ username: email, password });
    },
  };
}

function withIdentityJs() {
  const pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint });
  const user = new CognitoUser({ Username: email, Pool: pool });
  const attributes = [new CognitoUserAttribute({ Name: "email", Value: email })];
  const asked = (ask) =>
    new Promise((resolve, reject) => ask((error, answer) => (error ? reject(error) : resolve(answer))));
  const handled = (ask) => new Promise((onSuccess, onFailure) => ask({ onSuccess, onFailure }));
  const logIn = (Password) =>
    handled((how) => user.authenticateUser(new AuthenticationDetails({ Username: email, Password }), how));
  return {
    signUp: () => asked((done) => pool.signUp(email, first, attributes, [], done)),
    resend: () => asked((done) => user.resendConfirmationCode(done)),
    confirm: (code) => asked((done) => user.confirmRegistration(code, false, done)),
    logInAfterwards: () => logIn(first),
    change: (old, password) => asked((done) => user.changePassword(old, password, done)),
    forget: () => handled((how) => user.forgotPassword(how)),
    reset: (code) => handled((how) => user.confirmPassword(code, third, how)),
    logIn,
  };
}

const act = { amplify: withAmplify, "identity-js": withIdentityJs }[library]();
const steps = {
  "sign up": act.signUp,
  "sign up again": act.signUp,
  "confirm, wrong": async () => act.confirm(wrong(await mailedCode())),
  resend: act.resend,
  confirm: async () => act.confirm(await mailedCode()),
  "log in": act.logInAfterwards,
  "change, wrong": () => act.change(third, second),
  change: () => act.change(first, second),
  forget: act.forget,
  "reset, wrong": async () => act.reset(wrong(await mailedCode())),
  reset: async () => act.reset(await mailedCode()),
  "log in, old": () => act.logIn(second),
  "log in, new": () => act.logIn(third),
};
const told = {};
for (const [name, step] of Object.entries(steps)) {
  told[name] = await step().then(
    () => "done",
    ({ code, name, message }) => `${code ?? name}: ${message}`,
  );
}
console.log(JSON.stringify(told));
process.exit(); // Amplify's automatic sign-in leaves a timer behind
