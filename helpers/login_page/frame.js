// The login page in a frame, and a link to it. The page sends this widget its height, and only then the frame is shown:
// a proxy's error page, or another program on that port, sends none.

const TIMEOUT = 10_000; // milliseconds to wait for the page
const AFTER_LOADING = 1_000; // milliseconds to wait for its message once something has loaded

/** The address at which this browser reaches the port. */
async function addressOf(model) {
  const [address, port] = [model.get("address"), model.get("port")];
  if (!address) return globalThis.google.colab.kernel.proxyPort(port);
  return address.replace("{port}", port).replace("{host}", location.hostname);
}

function render({ model, el }) {
  el.innerHTML = `<p class="cognito-page-status" role="status">Looking for the page…</p>
    <iframe class="cognito-page" title="The login page" hidden></iframe>`;
  const [status, frame] = el.children;
  let [link, timer, isThere] = [null, 0, false];

  const say = (...words) => status.replaceChildren(...words);
  const giveUp = () => {
    if (isThere) return;
    const advice = globalThis.google?.colab ? ". Run this cell again, or use" : ". Use"; // only Colab may do better
    const where = link ? [" at ", link, ". Try that address in a tab of its own, or use"] : [advice];
    say("Your browser cannot show the page", ...where, " the form in section 5 of lesson 04: the kernel relays its calls.");
  };
  const giveUpAfter = (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, milliseconds);
  };
  const onMessage = ({ source, data }) => {
    const height = data?.loginPageHeight;
    if (source !== frame.contentWindow || !Number.isInteger(height)) return;
    if (!isThere) say("The page at ", link, ". The address opens it in a tab of its own.");
    isThere = true;
    frame.hidden = false;
    frame.style.height = `${height}px`;
  };

  window.addEventListener("message", onMessage);
  addressOf(model).then((address) => {
    link = Object.assign(document.createElement("a"), { href: address, target: "_blank", rel: "noopener" });
    link.textContent = link.href;
    frame.addEventListener("load", () => giveUpAfter(AFTER_LOADING));
    giveUpAfter(TIMEOUT);
    frame.src = address;
  }, giveUp);
  return () => {
    clearTimeout(timer);
    window.removeEventListener("message", onMessage);
  };
}

export default { render };
