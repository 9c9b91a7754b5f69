// AWS's quick start for single-page applications, in React: react-oidc-context.
import { createRoot } from "react-dom/client";
import { AuthProvider, useAuth } from "react-oidc-context";

const { authority, clientId, url, domain } = window.app;

function App() {
  const auth = useAuth();
  const signOut = () => {
    window.location.href = `${domain}/logout?client_id=${clientId}&logout_uri=${encodeURIComponent(url)}`;
  };
  if (auth.isLoading) return <p>Loading…</p>;
  if (auth.error) return <p>{auth.error.message}</p>;
  if (auth.isAuthenticated)
    return <p>Hello, {auth.user.profile.email} <button onClick={() => auth.removeUser()}>Forget me</button></p>;
  return (
    <p>
      <button onClick={() => auth.signinRedirect()}>Sign in</button>
      <button onClick={signOut}>Sign out</button>
    </p>
  );
}

createRoot(document.getElementById("app")).render(
  <AuthProvider
    authority={authority} client_id={clientId} redirect_uri={url} response_type="code" scope="phone openid email"
  >
    <App />
  </AuthProvider>,
);
