// aws-amplify v6 for test_amplify_passwordless.py, which calls it.
import { Amplify } from "aws-amplify";
import * as auth from "aws-amplify/auth";

const { endpoint, userPoolId, clientId } = window.app;
Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: endpoint } } });
window.auth = auth;
