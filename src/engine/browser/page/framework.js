// What made the page: dash, streamlit, or nothing that we know of (page). See engine/framework.rs.
const isDash = () => Boolean(document.getElementById("_dash-config") || document.getElementById("react-entry-point"));
const streamlitApp = () => document.querySelector("[data-testid=stApp]");

// Streamlit's index says so before the app is drawn.
const isStreamlit = () => Boolean(streamlitApp() || (window.prerenderReady !== undefined && document.querySelector("script[src*='static/js/index.']")));

function framework() {
  if (isDash()) return "dash";
  return isStreamlit() ? "streamlit" : "page";
}

// What kind of page this is, what the server said to it, and what it shows.
function pageKind() {
  const [navigation] = performance.getEntriesByType("navigation");
  return { framework: framework(), status: navigation?.responseStatus ?? 0, text: fold(document.body?.innerText).slice(0, 200) };
}

// A Streamlit widget by its key, which the app gives it as a class: `st-key-` and the key, other characters as dashes.
const byKey = (key) => [...document.querySelectorAll(`.st-key-${CSS.escape(key.trim().replace(/[^a-zA-Z0-9_-]/g, "-"))}`)];
const keyOf = (element) => [...element.classList].find((name) => name.startsWith("st-key-"))?.slice("st-key-".length);
