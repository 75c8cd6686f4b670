// What is known of what is selected.
const section = (name, ...content) => make("section", "", make("h3", "", name), ...content);
const callButton = (index, ...rest) => button("link", () => select({ call: index }), title(calls[index]), ...rest);
const list = (items) => make("ul", "", ...items.map((item) => make("li", "", ...[item].flat())));

// Why a call ran: what the visitor did, and each call on the way to it.
function why(index) {
  const way = chain(index);
  const { step } = calls[way[0]];
  const began = make("li", "", button("link", () => select({ step }), stepName(step)));
  const links = way.map((at, depth) => {
    const { changed } = calls[at];
    const name = at === index ? make("strong", "", title(calls[at])) : callButton(at);
    const props = make("code", "", changed.join(", "));
    if (!changed.length) return make("li", "", name, " ran first, when its components appeared");
    return depth ? make("li", "", name, " ran because that wrote ", props) : make("li", "", name, " ran because ", props, " changed");
  });
  links.at(-1).className = "this";
  return section("Why it ran", make("ol", "why", began, ...links));
}

function facts(call) {
  const all = [
    ["Status", call.status], ["Where", call.kind], ["Began", time(call.start)],
    ["Took", call.duration === null ? "no answer" : time(call.duration)],
    ["HTTP", call.http], ["Polls", call.polls || null], ["Fault", call.fault], ["Server-Timing", call.timing],
  ];
  return make("dl", "", ...all.filter(([, value]) => value !== null).flatMap(([name, value]) => [make("dt", "", name), make("dd", "", value)]));
}

function callDetails(index) {
  const call = calls[index];
  const [request, response] = [body(call.request), body(call.response)];
  const [inputs, read] = [props(request?.inputs), props(request?.state)];
  const answer = written(response?.response);
  const side = [...call.partial.map(({ body: at }) => body(at)), response].flatMap((one) => written(one?.sideUpdate));
  const changed = (prop) => (call.changed.includes(prop) ? "changed" : "");
  const caused = effects[index];
  return [
    call.error && section("Error", make("pre", "error", call.error)),
    why(index),
    caused.length > 0 && section("What it caused", list(caused.map((effect) => callButton(effect, make("small", "", ` ${time(calls[effect].start - ending(call))} later`))))),
    call.figures.length > 0 && section("Figure", ...call.figures.map((at) => picture(figures[at], "figure", `The figure that ${title(call)} returned`))),
    answer.length > 0 && section("What it wrote", table(answer)),
    side.length > 0 && section("Set on the side", table(side)),
    inputs.length > 0 && section("Inputs", table(inputs, changed)),
    read.length > 0 && section("State", table(read)),
    section("Call", facts(call)),
    request !== undefined && fold("Request", () => json(request)),
    response !== undefined && fold("Response", () => json(response)),
    call.partial.length > 0 && fold("While it ran", () => list(call.partial.map(({ at, body: part }) => [time(at), json(body(part))]))),
    section("More", button("link", () => setFilter({ callback: String(call.callback) }, refilter), "Only calls of this callback")),
  ];
}

function stepDetails(index) {
  const step = steps[index];
  const own = calls.flatMap((call, at) => (call.step === index ? [at] : []));
  const seen = shots.filter((shot) => shot.step === index).at(-1);
  const roots = own.filter((at) => calls[at].cause === null || calls[calls[at].cause].step !== index);
  return [
    make("dl", "", make("dt", "", "Began"), make("dd", "", time(step.start)), make("dt", "", "Until idle"), make("dd", "", time(step.end - step.start)), make("dt", "", "Calls"), make("dd", "", own.length)),
    seen && section("The page after it", picture(seen.png, "figure", `The page after ${step.name}`)),
    roots.length > 0 && section("What it caused", list(roots.slice(0, 50).map((at) => callButton(at, make("small", "", ` ${calls[at].changed.join(", ") || "initial call"}`))))),
    roots.length > 50 && make("p", "", `and ${roots.length - 50} more`),
    button("link", () => look(step.start, step.end), "Show the time of this step"),
  ];
}

function messageDetails(index) {
  const { text, level, at, step } = messages[index];
  return [make("dl", "", make("dt", "", "Level"), make("dd", "", level), make("dt", "", "At"), make("dd", "", time(at)), make("dt", "", "During"), make("dd", "", stepName(step))), make("pre", level, text)];
}

// What to look at first, when nothing is selected.
function summary() {
  const failed = new Map();
  calls.forEach((call, index) => {
    const what = `${call.callback} ${call.error}`;
    if (call.status === "failed") failed.set(what, [...(failed.get(what) ?? []), index]);
  });
  const slow = calls.map((_, index) => index).filter((index) => calls[index].duration !== null)
    .sort((a, b) => calls[b].duration - calls[a].duration).slice(0, 5);
  const never = callbacks.filter(({ class: kind }) => kind === "unused");
  const errors = messages.flatMap(({ level }, index) => (level === "error" ? [index] : []));
  return [
    make("p", "hint", "Select a call to see why it ran, what it was given and what it answered."),
    ...data.notes.map((note) => make("p", "hint", note)),
    failed.size > 0 && section("Failed", list([...failed.values()].slice(0, 20).map((same) => [
      callButton(same[0]), make("small", "", same.length > 1 ? ` ${same.length} × ` : " ", firstLine(calls[same[0]].error))]))),
    errors.length > 0 && section("Console errors", list(errors.slice(0, 20).map((index) => button("link", () => select({ message: index }), firstLine(messages[index].text))))),
    slow.length > 0 && section("Slowest", list(slow.map((index) => callButton(index, make("small", "", ` ${time(calls[index].duration)}`))))),
    section("Coverage", make("p", "", `${callbacks.length - never.length} of ${counted(callbacks.length, "callback")} ran.`),
      never.length > 0 && list(never.slice(0, 20).map(({ title }) => [make("span", "", title), make("small", "", " never ran")]))),
    section("Keys", make("p", "keys", "↑ ↓ from row to row · ← to the cause · → to the first effect · + − 0 f zoom · / search · Esc back")),
  ];
}

let detailed; // What is shown, so that it is not made anew when something else changed.
function drawDetails() {
  const details = byId("details");
  if (detailed === state.selected) return;
  detailed = state.selected;
  const { call, step, message } = detailed ?? {};
  details.classList.toggle("open", detailed !== null);
  const [name, content] = call !== undefined ? [title(calls[call]), callDetails(call)]
    : step !== undefined ? [steps[step].name, stepDetails(step)]
      : message !== undefined ? ["Console", messageDetails(message)] : ["Summary", summary()];
  const close = button("close", () => select(null), "✕");
  close.setAttribute("aria-label", "Close");
  fill(details, [make("div", "head", make("h2", "", name), detailed && close), ...content]);
  details.scrollTop = 0;
}
