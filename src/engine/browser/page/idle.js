// What the page still waits for, by name.
const SETTLED = new Set(["stored", "completed"]);

function pending() {
  if (document.readyState !== "complete") return ["the page's load"];
  const waits = document.fonts.status === "loaded" ? [] : ["fonts"];
  if (window.dashproofUntold?.()) waits.push("what is recorded");
  const kind = framework();
  if (kind === "dash") return [...waits, ...pendingCallbacks()];
  return [...new Set([...waits, ...(kind === "streamlit" ? pendingRuns() : []), ...pendingRequests()])];
}

// Requests without an answer, and pictures that are still loaded.
function pendingRequests() {
  const pictures = [...document.images].filter((image) => !image.complete && image.loading !== "lazy");
  return [...(window.dashproofTraffic?.requests.values() ?? []), ...pictures.map((image) => image.currentSrc || image.src)];
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
  if (window.dashproofTraffic?.reruns.size) waits.push("a rerun of the script");
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
  return [...new Set(waits)];
}

// Waits until nothing has been pending for `quiet` ms, `most` ms at most; answers what is pending then. A look counts for
// a few ms however late it comes: while the page was too busy to be looked at, it was not quiet.
async function idle(quiet, most) {
  const EVERY = 15;
  const began = performance.now();
  let looked = began;
  let calm = 0;
  for (;;) {
    const waits = pending();
    const now = performance.now();
    calm = waits.length ? 0 : calm + Math.min(now - looked, 2 * EVERY);
    looked = now;
    if (calm >= quiet) return [];
    if (now - began >= most) return waits.length ? waits : ["a quiet moment"];
    await sleep(EVERY);
  }
}
