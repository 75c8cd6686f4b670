// Puts the parts together: what changes what.
function refilter() {
  state.shown = fitting();
  arrangeRows();
  byId("count").value = isFiltered() ? `${state.shown.length} of ${counted(calls.length, "call")}` : counted(calls.length, "call");
  byId("reset").hidden = !isFiltered();
  changed();
}

function drawTabs() {
  for (const view of ["steps", "callbacks", "graph"]) {
    const tab = byId(`tab-${view}`);
    tab.setAttribute("aria-selected", state.view === view);
    tab.tabIndex = state.view === view ? 0 : -1;
  }
  byId("follow").setAttribute("aria-pressed", state.follows);
  document.querySelector(".zoom").hidden = state.view === "graph";
}

function followAgain() {
  state.follows = true;
  changed();
}

// From row to row, to the cause, to the first effect.
function step(key) {
  const { call } = state.selected ?? {};
  if (key === "ArrowLeft") return call === undefined || calls[call].cause === null ? undefined : { call: calls[call].cause };
  if (key === "ArrowRight") return effects[call]?.length ? { call: effects[call][0] } : undefined;
  const all = selectable();
  const at = all.findIndex((one) => Object.entries(one).every(([kind, index]) => isSelected(kind, index)));
  const page = Math.max(Math.floor(byId("timeline").clientHeight / ROW) - 1, 1);
  const next = { ArrowDown: at + 1, ArrowUp: at < 0 ? 0 : at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: all.length - 1 }[key];
  return next === undefined ? undefined : all[Math.min(Math.max(next, 0), all.length - 1)];
}

function press(event) {
  const typing = event.target.closest("input, select, textarea");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    if (typing) byId("timeline").focus();
    else select(null);
  } else if (typing) {
    return;
  } else if (event.key === "/") {
    byId("text").focus();
  } else if (event.key === "+" || event.key === "=") {
    zoom(0.5);
  } else if (event.key === "-") {
    zoom(2);
  } else if (event.key === "0") {
    look(...whole);
  } else if (event.key === "f") {
    followAgain();
  } else {
    const next = event.target === byId("timeline") || event.target === document.body ? step(event.key) : undefined;
    if (next === undefined) return;
    select(next);
  }
  event.preventDefault();
}

// The call that the page's address names, `#call=7`.
function openLinked() {
  const [, linked] = /^#call=(\d+)$/.exec(location.hash) ?? [];
  if (calls[linked]) select({ call: Number(linked) });
}

function start() {
  const total = callbacks.length;
  document.title = plain(data.title);
  fill(byId("app"), [data.title]);
  const failed = calls.filter(({ status }) => status === "failed").length;
  const about = [data.app !== data.title && data.app, data.engine, data.started.replace("T", " ").replace(/\.\d+/, ""), counted(steps.length, "step"), counted(calls.length, "call"), failed > 0 && `${failed} failed`, counted(total, "callback"), time(data.end)];
  fill(byId("about"), [about.filter(Boolean).join(" · ")]);

  drawLegend();
  parts.push(drawTabs, drawGraph, follow, drawAxis, drawTimeline, drawOverview, drawDetails);
  showFilter(refilter);
  for (const view of ["steps", "callbacks", "graph"]) {
    byId(`tab-${view}`).addEventListener("click", () => show(view));
  }
  byId("zoom-in").addEventListener("click", () => zoom(0.5));
  byId("zoom-out").addEventListener("click", () => zoom(2));
  byId("zoom-all").addEventListener("click", () => look(...whole));
  byId("follow").addEventListener("click", followAgain);
  byId("theme").addEventListener("click", () => {
    const { classList } = document.documentElement;
    const isDark = classList.contains("dark") || (!classList.contains("light") && matchMedia("(prefers-color-scheme: dark)").matches);
    classList.remove("dark", "light");
    classList.add(isDark ? "light" : "dark");
    changed();
  });
  const timeline = byId("timeline");
  timeline.addEventListener("scroll", later(() => (state.follows ? parts.forEach((draw) => draw()) : drawTimeline())), { passive: true });
  timeline.addEventListener("click", clickTimeline);
  timeline.addEventListener("dblclick", openTimeline);
  timeline.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const { left, width } = byId("axis").getBoundingClientRect();
    zoom(event.deltaY > 0 ? 1.25 : 0.8, state.from + ((event.clientX - left) / width) * (state.to - state.from));
  }, { passive: false });
  document.addEventListener("keydown", press);
  new ResizeObserver(changed).observe(timeline);
  dragOverview();

  refilter();
  openLinked();
  window.addEventListener("hashchange", openLinked);
}

start();
