// The page's timers that are soon due: what a debounced field, a throttled pointer or the end of an animation does a moment later
// belongs to what caused it. See idle.js.
const { setTimeout, requestAnimationFrame, performance } = window; // The page's own are followed.

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
