// Log in with amazon-cognito-identity-js, as a web page does, for the tests.
//
// In, on standard input, so that no password stands in a process list:
//   {"endpoint", "userPoolId", "clientId", "logins": [{"email", "password", "newPassword"?}, ...]}
// Out, one answer a login, in order, without a token:
//   {"email"}               logged in: the address that Cognito tells the holder of the access token
//   {"code", "message"}     refused
//   {"challenge"}           one more step is wanted, and no newPassword was given to take it
import { readFileSync } from "node:fs";
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from "amazon-cognito-identity-js";

const { endpoint, userPoolId, clientId, logins } = JSON.parse(readFileSync(0, "utf8"));
const pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint });

const emailOf = (user) =>
  new Promise((resolve, reject) =>
    user.getUserAttributes((error, attributes) =>
      error ? reject(error) : resolve(attributes.find(({ Name }) => Name === "email").Value),
    ),
  );

const logIn = ({ email, password, newPassword }) =>
  new Promise((resolve) => {
    const user = new CognitoUser({ Username: email, Pool: pool });
    const refused = ({ code, message }) => resolve({ code, message });
    const callbacks = {
      onSuccess: () => emailOf(user).then((email) => resolve({ email }), refused),
      onFailure: refused,
      newPasswordRequired: () =>
        newPassword
          ? user.completeNewPasswordChallenge(newPassword, {}, callbacks)
          : resolve({ challenge: "NEW_PASSWORD_REQUIRED" }),
    };
    user.authenticateUser(new AuthenticationDetails({ Username: email, Password: password }), callbacks);
  });

const answers = [];
for (const login of logins) answers.push(await logIn(login)); // one after the other: Cognito counts failures in a row
console.log(JSON.stringify(answers));
