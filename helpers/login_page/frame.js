// The login page in a frame, with a link to it. Only the page itself can tell that it is the one that stands there:
// it says so in a message. A proxy's error page, or another program on that port, says nothing, and is not shown.

const PATIENCE = 10_000; // milliseconds until the page is given up
const AFTER_LOADING = 1_000; // and once something has loaded there
const HELLO = "This is the login page.";

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** Where this browser finds the port. */
async function addressOf(model) {
  const [address, port] = [model.get("address"), model.get("port")];
  if (!address) return globalThis.google.colab.kernel.proxyPort(port);
  return address.replace("{port}", port).replace("{host}", location.hostname);
}

function render({ model, el }) {
  const frame = element("iframe", { className: "cognito-page", title: "The login page", hidden: true });
  const status = element("p", { className: "cognito-page-status", role: "status" }, "Looking for the page…");
  let [link, timer, isThere] = [null, 0, false];

  const say = (...words) => status.replaceChildren(...words);
  const giveUp = () => {
    if (isThere) return;
    const where = link ? [" at ", link, ". Try that address in a tab of its own"] : [". Run this cell again"];
    say("Your browser cannot show the page", ...where, ", or use the form of section 5: the kernel relays its calls.");
  };
  const giveUpIn = (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, milliseconds);
  };
  const hear = ({ source, data }) => {
    if (source !== frame.contentWindow || data !== HELLO) return;
    isThere = true;
    say("The page at ", link, ". The address opens it in a tab of its own.");
    frame.hidden = false;
  };

  window.addEventListener("message", hear);
  el.replaceChildren(status, frame);
  addressOf(model).then((address) => {
    link = element("a", { href: address, target: "_blank", rel: "noopener" }, new URL(address, location.href).href);
    frame.addEventListener("load", () => giveUpIn(AFTER_LOADING));
    giveUpIn(PATIENCE);
    frame.src = address;
  }, giveUp);
  return () => {
    clearTimeout(timer);
    window.removeEventListener("message", hear);
  };
}

export default { render };
