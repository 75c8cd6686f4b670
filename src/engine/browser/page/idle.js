// What the page still waits for, by name.
const SETTLED = new Set(["stored", "completed"]);

function pending() {
  if (document.readyState !== "complete") return ["the page's load"];
  const waits = document.fonts.status === "loaded" ? [] : ["fonts"];
  const kind = framework();
  const own = { dash: pendingCallbacks, streamlit: pendingRuns, page: () => [] }[kind]();
  return [...new Set([...waits, ...own, ...requests.values(), ...(kind === "dash" ? [] : pendingPictures())])];
}

function pendingPictures() {
  const loaded = [...document.images].filter((image) => !image.complete && image.loading !== "lazy");
  return loaded.map((image) => image.currentSrc || image.src);
}

// Streamlit runs its script anew for each change of a widget, and says on its root how far that is.
function pendingRuns() {
  const app = streamlitApp();
  if (!app) return ["Streamlit's first page"];
  const waits = [];
  const connection = app.dataset.testConnectionState;
  if (connection !== undefined && connection !== "CONNECTED") waits.push(`Streamlit's connection (${connection})`);
  const state = app.dataset.testScriptState;
  if (!["notRunning", "compilationError"].includes(state)) waits.push(`the script (${state})`);
  if (reruns.size) waits.push("a rerun of the script");
  if (document.querySelector("[data-testid=stSkeleton]")) waits.push("an element of the script");
  return waits;
}

function pendingCallbacks() {
  if (!document.getElementById("_dash-config")) return [];
  const waits = [];
  const state = store();
  if (!state) return ["dash-renderer"];
  if (state.appLifecycle !== "HYDRATED") return ["the layout"];
  for (const [list, callbacks] of Object.entries(state.callbacks)) {
    if (SETTLED.has(list) || !Array.isArray(callbacks)) continue;
    // A persistent callback is no work in progress, as for the renderer's own sign of loading.
    callbacks.filter((each) => !each.callback?.persistent).forEach((each) => waits.push(each.callback?.output ?? list));
  }
  // A component's own script, while it is loaded: the component tells of itself afterwards.
  document.querySelectorAll("script[data-webpack]").forEach((script) => waits.push(script.src.split("/").pop()));
  document.querySelectorAll(".dash-graph--pending").forEach((graph) => waits.push(`${graph.id || "a graph"} (plot)`));
  return waits;
}

// One turn of the page: a frame, the messages in which React goes on with what that began, and the timers that are due.
const turn = () => new Promise((resolve) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => { port1.close(); setTimeout(resolve); };
  const go = () => port2.postMessage(null);
  // A window that nobody sees has no frames.
  setTimeout(go, 100);
  requestAnimationFrame(go);
});

// Turns in which nothing was pending before the page counts as idle: what an event causes shows in its own. A page that has asked
// for a frame renders in the next, which may ask for another for ever.
const turnsOf = () => (frames.size ? 2 : 1);

// What other pages than Dash's send over their WebSockets, or render at leisure, they don't tell: they must have been quiet for
// so long too, ms. A turn counts for a few ms however late it comes: while the page was too busy to be looked at, it was not quiet.
const QUIET = 100;
const A_TURN = 30;

// Messages that a page sends itself are awaited for so long when nothing else is pending, ms in such turns: some send them for ever.
const MESSAGES = 1000;

// Waits until nothing is pending and no timer is soon due, `most` ms at most; answers what is pending then.
async function idle(most) {
  const began = performance.now();
  let [cause, looked, turns, calm, mailed] = [began, began, 0, 0, 0];
  for (;;) {
    const waits = pending();
    const now = performance.now();
    if (waits.length) [cause, mailed] = [now, 0];
    const lasted = Math.min(now - looked, A_TURN);
    const renders = hasMail(now) && (mailed += lasted) < MESSAGES;
    const quiet = !waits.length && !renders && !ticks(cause);
    calm = quiet ? calm + lasted : 0;
    if (quiet && turns >= turnsOf() && (isDash() || calm >= QUIET)) return [];
    if (now - began >= most) return waits.length ? waits : ["a quiet moment"];
    turns = quiet ? turns + 1 : 0;
    looked = now;
    await turn();
  }
}

// What took the press that was made (see actionable.js), or null once the page is idle after it.
async function landed(most) {
  const cover = intercepted();
  if (cover === null) await idle(most);
  return cover;
}
