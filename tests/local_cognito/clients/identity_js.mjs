// Log in with amazon-cognito-identity-js, as a web page does, for test_clients.py. In and out are as in amplify.mjs:
//   {"endpoint", "userPoolId", "logins": [{"email", "password", "clientId", "newPassword"?, "totp"?}, ...]}
import { readFileSync } from "node:fs";
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from "amazon-cognito-identity-js";
import "./quick_powers.mjs";

const { endpoint, userPoolId, logins } = JSON.parse(readFileSync(0, "utf8"));

const logIn = ({ email, password, clientId, newPassword, totp }) =>
  new Promise((resolve) => {
    const pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint });
    const user = new CognitoUser({ Username: email, Pool: pool });
    const refused = ({ code, message }) => resolve(`${code}: ${message}`);
    const callbacks = {
      onSuccess: () =>
        user.getUserAttributes((error, attributes) =>
          error ? refused(error) : resolve(attributes.find(({ Name }) => Name === "email").Value),
        ),
      onFailure: refused,
      newPasswordRequired: () =>
        newPassword ? user.completeNewPasswordChallenge(newPassword, {}, callbacks) : resolve("NEW_PASSWORD_REQUIRED"),
      totpRequired: () =>
        totp ? user.sendMFACode(totp, callbacks, "SOFTWARE_TOKEN_MFA") : resolve("SOFTWARE_TOKEN_MFA"),
    };
    user.authenticateUser(new AuthenticationDetails({ Username: email, Password: password }), callbacks);
  });

const answers = [];
for (const login of logins) answers.push(await logIn(login)); // in order: Cognito counts failures in a row
console.log(JSON.stringify(answers));
