// Gestures on their way to the recording proxy: in order, and kept until it has confirmed them.
const TAP = "/__dashproof/tap";
const RETRY = 200; // Milliseconds.

// The page may replace any of these later.
const { fetch, setTimeout, JSON } = window;
const { visit } = document.currentScript.dataset;
const now = () => performance.timeOrigin + performance.now();
const page = `recorded-${now()}`;

let waiting = [];
let sequence = 0;
let sending = false;

// Tells a gesture: {action, prop, value, secret}. `prop` and `value` say what it changed, `id.prop`.
function tell(gesture) {
  sequence += 1;
  waiting.push({ seq: sequence, at: now(), type: "gesture", gesture });
  if (!sending) send();
}

const batch = () => JSON.stringify({ visit, page, sent: now(), events: waiting });

function send() {
  sending = waiting.length > 0;
  if (!sending) return;
  const last = waiting[waiting.length - 1].seq;
  const confirmed = (answer) => {
    if (!answer.ok) return failed();
    waiting = waiting.filter(({ seq }) => seq > last);
    send();
  };
  const failed = () => setTimeout(send, RETRY);
  fetch(TAP, { method: "POST", body: batch(), keepalive: true }).then(confirmed, failed);
}

window.addEventListener("pagehide", () => { if (waiting.length) navigator.sendBeacon(TAP, batch()); });
