// aws-amplify v6 in a page. A test calls its functions as an app does.
import { Amplify } from "aws-amplify";
import * as auth from "aws-amplify/auth";

const { endpoint, userPoolId, clientId } = window.app;
Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: endpoint } } });
window.auth = auth;
window.logIn = (username, preferredChallenge) =>
  auth.signIn({ username, options: { authFlowType: "USER_AUTH", preferredChallenge } });
