// AWS's quick start for single-page applications, in JavaScript: oidc-client-ts.
import { UserManager } from "oidc-client-ts";

const { authority, clientId, url, domain } = window.app;
const manager = new UserManager({
  authority, client_id: clientId, redirect_uri: url, response_type: "code", scope: "phone openid email",
});
const at = (id) => document.getElementById(id);
at("app").innerHTML = `<button id="in">Sign in</button> <button id="out">Sign out</button> <p id="hello"></p>`;
at("in").addEventListener("click", () => manager.signinRedirect());
at("out").addEventListener("click", () => {
  window.location.href = `${domain}/logout?client_id=${clientId}&logout_uri=${encodeURIComponent(url)}`;
});
if (window.location.search) {
  const user = await manager.signinCallback();
  at("hello").textContent = `Hello, ${user.profile.email}`;
}
