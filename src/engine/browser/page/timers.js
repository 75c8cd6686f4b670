// The page's timers that are soon due: what a debounced field, a throttled pointer or the end of an animation does a moment later
// belongs to what caused it. See idle.js.
const { setTimeout, requestAnimationFrame, MessageChannel, performance } = window; // The page's own are followed.

// Longer ones mean to be seen while they wait: a message that goes away, a clock.
const SOON = 500; // ms.

const timers = new Map(); // {began, due}, by its id.
let chain = null; // When the chain of timers began whose task runs now.

window.setTimeout = new Proxy(setTimeout, {
  apply(original, self, [task, delay, ...rest]) {
    if (typeof task !== "function") return Reflect.apply(original, self, [task, delay, ...rest]);
    const now = performance.now();
    const timer = { began: chain ?? now, due: now + (Number(delay) || 0) };
    const run = function (...given) {
      timers.delete(id);
      const outer = chain;
      chain = timer.began;
      try { return Reflect.apply(task, this, given); } finally { chain = outer; }
    };
    const id = Reflect.apply(original, self, [run, delay, ...rest]);
    timers.set(id, timer);
    return id;
  },
});

// Either clears both kinds (HTML section 8.7).
for (const clear of ["clearTimeout", "clearInterval"]) {
  window[clear] = new Proxy(window[clear], {
    apply(original, self, args) {
      timers.delete(Number(args[0]));
      return Reflect.apply(original, self, args);
    },
  });
}

// Whether a timer is due soon after `cause`. A chain that goes on for ever, each task setting the next timer, is left out once it is
// that old.
const ticks = (cause) => [...timers.values()].some(({ began, due }) => due <= Math.min(began, cause) + SOON);

// Frames that the page has asked for, by their ids.
const frames = new Set();

window.requestAnimationFrame = new Proxy(requestAnimationFrame, {
  apply(original, self, [draw, ...rest]) {
    if (typeof draw !== "function") return Reflect.apply(original, self, [draw, ...rest]);
    const id = Reflect.apply(original, self, [function (...given) {
      frames.delete(id);
      return Reflect.apply(draw, this, given);
    }, ...rest]);
    frames.add(id);
    return id;
  },
});

window.cancelAnimationFrame = new Proxy(window.cancelAnimationFrame, {
  apply(original, self, args) {
    frames.delete(Number(args[0]));
    return Reflect.apply(original, self, args);
  },
});

// Messages that the page has sent itself and not been given yet, by the ports that take them: React goes on with a rendering in
// these, a few ms in each. `since` is when the last was sent: a port that was given away, or that nobody listens to, gives none back.
const mail = new Map(); // {count, since}, by port.

function deliver(from, to) {
  const { postMessage } = from;
  from.postMessage = function (...args) {
    mail.set(to, { count: (mail.get(to)?.count ?? 0) + 1, since: performance.now() });
    return Reflect.apply(postMessage, this, args);
  };
  to.addEventListener("message", () => {
    const waiting = mail.get(to);
    if (waiting?.count > 1) waiting.count -= 1;
    else mail.delete(to);
  });
}

window.MessageChannel = new Proxy(MessageChannel, {
  construct(original, args, target) {
    const channel = Reflect.construct(original, args, target);
    deliver(channel.port1, channel.port2);
    deliver(channel.port2, channel.port1);
    return channel;
  },
});

const hasMail = (now) => [...mail.values()].some(({ since }) => now <= since + SOON);
