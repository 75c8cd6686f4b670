// What a clientside callback finds in the page, and the handles by which Rust drives it.
// Evaluates to the handles; user code can't reach them.
(() => {
    "use strict";

    const effects = [];
    const timers = new Map();
    let lastTimer = 0;
    let now = 0;
    let outcome;

    class Unsupported extends Error {
        constructor(what) {
            super(`${what} needs \`engine: browser\``);
            this.name = "Unsupported";
        }
    }

    // A global that is absent here fails when it is touched, and may be replaced by the app's own.
    const refuse = (name) =>
        Object.defineProperty(globalThis, name, {
            configurable: true,
            get() {
                throw new Unsupported(name);
            },
            set(value) {
                Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
            },
        });

    // An object that fails by name on what it lacks.
    const strictly = (name, members) =>
        new Proxy(members, {
            get(target, key) {
                if (typeof key === "symbol" || key in target) return Reflect.get(target, key);
                throw new Unsupported(`${name}.${key}`);
            },
            set(target, key, value) {
                const own = Object.getOwnPropertyDescriptor(target, key);
                if (!own || !own.set) throw new Unsupported(`setting ${name}.${String(key)}`);
                own.set.call(target, value);
                return true;
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

    const fire = ([id, timer]) => {
        now = Math.max(now, timer.due);
        if (timer.period === undefined) timers.delete(id);
        else timer.due = now + Math.max(4, timer.period);
        timer.run(...timer.args);
    };

    const textOf = (value) => {
        if (typeof value === "string") return value;
        if (value instanceof Error) return `${value.name}: ${value.message}`;
        try {
            const json = JSON.stringify(value);
            return json === undefined ? String(value) : json;
        } catch {
            return String(value);
        }
    };

    const stringifyId = (id) =>
        typeof id !== "object"
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
        const count = Math.min(outputs.length, values.length) || 0;
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
            message: error instanceof Error ? `${error.name}: ${error.message}` : textOf(error),
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

    const start = (namespace, name, text) => {
        outcome = undefined;
        const settle = (result) => {
            // What JSON can't say fails here, and not in the app.
            try {
                outcome = JSON.stringify(result);
            } catch (error) {
                outcome = JSON.stringify(failureOf(error));
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

    return {
        page: { effects, schedule, timers, refuse, strictly, textOf, Unsupported, now: () => now },
        start,
        outcome: () => outcome,
        takeEffects: () => JSON.stringify(effects.splice(0)),
        // Runs the next timer, however far away: what awaits it must not wait for real.
        skip: () => {
            const next = first();
            if (next) fire(next);
            return Boolean(next);
        },
        // Runs one timer that is due; `false` when there is none, and the clock stands at `until`.
        tick: (until) => {
            const next = first();
            if (next && next[1].due <= until) {
                fire(next);
                return true;
            }
            now = Math.max(now, until);
            return false;
        },
    };
})();
