// The handles by which Rust drives the page's JavaScript, and what the parts of the page share.
// Evaluates to the handles; user code can't reach them.
(native) => {
    "use strict";

    const effects = [];
    const timers = new Map();
    let lastTimer = 0;
    let now = 0;
    // Promises that were rejected with nobody to hear of it.
    const rejections = new Map();
    // Calls that have ended and were not asked for yet: ticket and outcome, as JSON.
    const ended = [];
    // The app's hooks of the renderer, and what the last one led to, as JSON.
    let hooks;
    let hooked;

    class Unsupported extends Error {
        constructor(what) {
            super(`${what} needs \`engine: browser\``);
            this.name = "Unsupported";
        }
    }

    const define = (name, value) =>
        Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });

    // What a browser has and we don't: it is there, as scripts look for it, and fails by its name when it is used.
    const PASSIVE = ["prototype", "name", "length"];
    const refuse = (name) => {
        const fail = (what = name) => {
            throw new Unsupported(what);
        };
        const get = (target, key) =>
            typeof key === "symbol" || PASSIVE.includes(key) ? Reflect.get(target, key) : fail(`${name}.${key}`);
        const stand = function () {};
        define(name, new Proxy(stand, { get, apply: () => fail(), construct: () => fail() }));
    };

    // An object that fails by name on what it lacks, and on changes that nobody would see.
    const strictly = (name, members) =>
        new Proxy(members, {
            get(target, key) {
                if (typeof key === "symbol" || key in target || key === "then" || key === "toJSON") {
                    return Reflect.get(target, key);
                }
                throw new Unsupported(`${name}.${key}`);
            },
            set(target, key, value) {
                const own = Object.getOwnPropertyDescriptor(target, key);
                const inert = typeof key === "string" && key.startsWith("_");
                if (!inert && (!own || !own.set)) throw new Unsupported(`setting ${name}.${String(key)}`);
                return Reflect.set(target, key, value);
            },
        });

    const schedule = (run, delay, args, period) => {
        if (typeof run !== "function") throw new Unsupported("a timer with code as text");
        lastTimer += 1;
        timers.set(lastTimer, { due: now + Math.max(0, Number(delay) || 0), run, args, period });
        return lastTimer;
    };

    // The timer that runs out first; those set earlier win.
    const first = () => {
        let found;
        for (const [id, timer] of timers) if (!found || timer.due < found[1].due) found = [id, timer];
        return found;
    };

    const textOf = (value) => {
        if (typeof value === "string") return value;
        if (value instanceof Error) return `${value.name}: ${value.message}`;
        try {
            const json = typeof value === "object" ? JSON.stringify(value) : undefined;
            return json === undefined ? String(value) : json;
        } catch {
            return String(value);
        }
    };

    const stringifyId = (id) =>
        typeof id !== "object" || id === null
            ? id
            : `{${Object.keys(id)
                  .sort()
                  .map((key) => `${JSON.stringify(key)}:${(id[key] && id[key].wild) || JSON.stringify(id[key])}`)
                  .join(",")}}`;

    const valuesOf = (slot) => (Array.isArray(slot) ? slot.map((item) => item.value) : slot.value);

    const byName = (slots) => {
        const values = {};
        for (const item of (slots || []).flat()) {
            values[`${stringifyId(item.id)}.${item.property}`] = item.value ?? null;
        }
        return values;
    };

    const triggeredId = ([first]) => {
        if (!first) return undefined;
        const id = first.slice(0, first.lastIndexOf("."));
        return id.startsWith("{") ? JSON.parse(id) : id;
    };

    const contextOf = (request) => {
        const inputs = byName(request.inputs);
        return {
            triggered: request.changedPropIds.map((prop_id) => ({ prop_id, value: inputs[prop_id] })),
            triggered_id: triggeredId(request.changedPropIds),
            inputs_list: request.inputs,
            inputs,
            states_list: request.state,
            states: byName(request.state),
            outputs_list: request.outputs,
        };
    };

    // Pairs an output with what was returned for it; a list of outputs with a list, extra items ignored.
    const pairs = (outputs, returned, noUpdate) => {
        if (!Array.isArray(outputs)) return [[outputs, returned]];
        const values = returned === noUpdate ? [returned] : returned;
        // What is no list fails as it does in the renderer, which makes a list of that length.
        if (values.length === undefined) throw new RangeError("Invalid array length");
        const count = Math.min(outputs.length, values.length);
        return outputs.slice(0, count).map((output, index) => [output, values[index]]);
    };

    const updatesOf = (outputs, returned, noUpdate) => {
        const updates = [];
        if (!outputs) return updates;
        for (const [slot, values] of pairs(outputs, returned, noUpdate)) {
            for (const [output, value] of pairs(slot, values, noUpdate)) {
                if (value === noUpdate) continue;
                const update = { id: output.id, property: output.property.split("@")[0] };
                if (value !== undefined) update.value = value;
                updates.push(update);
            }
        }
        return updates;
    };

    const failureOf = (error) => ({
        error: {
            unsupported: error instanceof Unsupported,
            message: textOf(error),
            stack: (error && error.stack) || "",
        },
    });

    // The app may have replaced the whole object; `no_update` does not survive a copy.
    const clientside = () => {
        const dc = (globalThis.dash_clientside = globalThis.dash_clientside || {});
        if (!dc.no_update) {
            Object.defineProperty(dc, "no_update", {
                value: { description: "Return to prevent updating an Output." },
            });
            Object.defineProperty(dc, "PreventUpdate", {
                value: { description: "Throw to prevent updating all Outputs." },
            });
        }
        return dc;
    };

    const start = (ticket, namespace, name, text) => {
        const settle = (result) => {
            // What JSON can't say fails here, and not in the app.
            try {
                ended.push([ticket, JSON.stringify(result)]);
            } catch (error) {
                ended.push([ticket, JSON.stringify(failureOf(error))]);
            }
        };
        const request = JSON.parse(text);
        const dc = clientside();
        const fail = (error) => settle(error === dc.PreventUpdate ? "prevented" : failureOf(error));
        const succeed = (returned) => {
            try {
                settle({ updates: updatesOf(request.outputs, returned, dc.no_update) });
            } catch (error) {
                fail(error);
            }
        };
        const args = request.inputs.map(valuesOf).concat((request.state || []).map(valuesOf));
        try {
            dc.callback_context = contextOf(request);
            const returned = dc[namespace][name](...args);
            delete dc.callback_context;
            if (returned && typeof returned.then === "function") returned.then(succeed, fail);
            else succeed(returned);
        } catch (error) {
            fail(error);
        } finally {
            delete dc.callback_context;
        }
    };

    // Calls one of the app's hooks of the renderer; what it does to its arguments counts. Only a fresh token is awaited.
    const hook = (name, text) => {
        const run = hooks && hooks[name];
        hooked = '"absent"';
        if (typeof run !== "function") return;
        hooked = undefined;
        const args = JSON.parse(text);
        const settle = (returned) => {
            hooked = JSON.stringify({ hooked: { args, returned: returned ?? null } });
        };
        const fail = (error) => {
            hooked = JSON.stringify(failureOf(error));
        };
        try {
            const returned = run(...args);
            const later = returned && typeof returned.then === "function";
            if (later && name === "request_refresh_jwt") returned.then(settle, fail);
            else settle(later ? null : returned);
        } catch (error) {
            fail(error);
        }
    };

    return {
        hook,
        hooked: () => hooked,
        setHooks: (given) => {
            hooks = given;
        },
        page: {
            native, effects, schedule, timers, define, refuse, strictly, textOf, stringifyId, failureOf, Unsupported,
            now: () => now,
            listeners: new Map(),
        },
        start,
        ended: () => JSON.stringify(ended.splice(0)),
        rejected: (promise, reason, handled) => {
            if (handled) rejections.delete(promise);
            else rejections.set(promise, reason);
        },
        takeEffects: () => {
            for (const reason of rejections.values()) {
                const level = reason instanceof Unsupported ? "warn" : "error";
                effects.push({ console: level, text: `Uncaught (in promise) ${textOf(reason)}` });
            }
            rejections.clear();
            return JSON.stringify(effects.splice(0));
        },
        // How long until a timer is due; nothing when there is none.
        next: () => {
            const next = first();
            return next && Math.max(0, next[1].due - now);
        },
        // Runs one timer that is due; `false` when there is none, and the clock stands at `until`.
        tick: (until) => {
            const next = first();
            if (!next || next[1].due > until) {
                now = Math.max(now, until);
                return false;
            }
            const [id, timer] = next;
            now = Math.max(now, timer.due);
            if (timer.period === undefined) timers.delete(id);
            else timer.due = now + Math.max(4, timer.period);
            timer.run(...timer.args);
            return true;
        },
    };
};
