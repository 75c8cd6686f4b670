// Events: a page that is loaded tells so, and scripts may raise their own. What a visitor does raises none here.
(host) => {
    "use strict";
    const { effects, listeners } = host.page;
    const window = globalThis;

    class Event {
        constructor(type, init = {}) {
            Object.assign(this, { bubbles: false, cancelable: false, defaultPrevented: false }, init, { type: String(type) });
            this.timeStamp = host.page.now();
            this.isTrusted = false;
        }
        preventDefault() {
            this.defaultPrevented = this.cancelable;
        }
        stopPropagation() {}
        stopImmediatePropagation() {}
    }
    window.Event = Event;
    window.CustomEvent = class CustomEvent extends Event {
        constructor(type, init = {}) {
            super(type, { detail: null, ...init });
        }
    };
    for (const name of [
        "UIEvent", "MouseEvent", "PointerEvent", "KeyboardEvent", "InputEvent", "FocusEvent", "PopStateEvent", "StorageEvent",
        "HashChangeEvent", "MessageEvent", "WheelEvent", "TouchEvent", "DragEvent",
    ]) window[name] = { [name]: class extends Event {} }[name];

    // Events that never happen by themselves here, and that are a visitor's doing.
    const DOING = /^(click|dblclick|mouse|pointer|key|input|change|focus|blur|touch|drag|drop|wheel|scroll|submit|paste|copy|cut|contextmenu)/;

    // Makes an object one that listens; `name` says whose events these are.
    const target = (name, object) => {
        const known = new Map();
        listeners.set(name, known);
        const told = new Set();
        return Object.assign(object, {
            addEventListener: (type, run) => {
                if (!known.has(type)) known.set(type, new Set());
                known.get(type).add(run);
                if (DOING.test(type) && !told.has(type)) {
                    told.add(type);
                    window.console.warn(`${name}.addEventListener("${type}"): the event needs \`engine: browser\``);
                }
            },
            removeEventListener: (type, run) => void known.get(type)?.delete(run),
            dispatchEvent: (event) => {
                event.target = event.currentTarget = object;
                for (const run of [...(known.get(event.type) ?? [])]) {
                    (typeof run === "function" ? run : run.handleEvent).call(typeof run === "function" ? object : run, event);
                }
                const own = window === object && window[`on${event.type}`];
                if (typeof own === "function") own.call(window, event);
                // What a `dcc.Location` listens to.
                if (window === object && ["popstate", "hashchange", "_dashprivate_pushstate"].includes(event.type)) {
                    effects.push({ moved: true });
                }
                return !event.defaultPrevented;
            },
        });
    };
    host.target = target;
    window.EventTarget = class EventTarget {
        constructor() {
            target("EventTarget", this);
        }
    };
    target("window", window);

    class AbortSignal extends window.EventTarget {
        aborted = false;
        reason = undefined;
    }
    window.AbortSignal = AbortSignal;
    window.AbortController = class AbortController {
        signal = new AbortSignal();
        abort(reason = new Error("signal is aborted without reason")) {
            Object.assign(this.signal, { aborted: true, reason });
            this.signal.dispatchEvent(new Event("abort"));
        }
    };

    // Every script is loaded: by Rust.
    host.loaded = () => {
        host.readyState = "interactive";
        window.document.dispatchEvent(new Event("DOMContentLoaded"));
        window.dispatchEvent(new Event("DOMContentLoaded"));
        host.readyState = "complete";
        window.dispatchEvent(new Event("load"));
    };
};
