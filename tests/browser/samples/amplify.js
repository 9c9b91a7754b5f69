// Amplify's own way to Cognito's page: signInWithRedirect of aws-amplify v6.
import { Amplify } from "aws-amplify";
import { fetchUserAttributes, signInWithRedirect, signOut } from "aws-amplify/auth";
import "aws-amplify/auth/enable-oauth-listener";

const { endpoint, userPoolId, clientId, url, domain } = window.app;
const oauth = {
  domain: domain.replace("http://", ""),
  scopes: ["openid", "email", "aws.cognito.signin.user.admin"],
  redirectSignIn: [url], redirectSignOut: [url], responseType: "code",
};
Amplify.configure({
  Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: endpoint, loginWith: { oauth } } },
});
const at = (id) => document.getElementById(id);
at("app").innerHTML = `<button id="in">Sign in</button> <button id="out">Sign out</button> <p id="hello"></p>`;
at("in").addEventListener("click", () => signInWithRedirect());
at("out").addEventListener("click", () => signOut());
if (window.location.search) at("hello").textContent = `Hello, ${(await fetchUserAttributes()).email}`;
