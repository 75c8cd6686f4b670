// What dash-renderer gives to apps: `dash_clientside`, `dash_component_api`, `store`.
(host) => {
    "use strict";
    const { native, effects, strictly, stringifyId, Unsupported } = host.page;
    const window = globalThis;

    class Patch {
        operations = [];
        delete(location) {
            return this.#add("Delete", location, {});
        }
        clear(location) {
            return this.#add("Clear", location, {});
        }
        reverse(location) {
            return this.#add("Reverse", location, {});
        }
        insert(location, index, value) {
            return this.#add("Insert", location, { index, value });
        }
        build() {
            return { __dash_patch_update: "__dash_patch_update", operations: this.operations };
        }
        #add(operation, location, params) {
            this.operations.push({ operation, location, params });
            return this;
        }
        static {
            for (const name of ["Assign", "Merge", "Extend", "Append", "Prepend", "Add", "Sub", "Mul", "Div", "Remove"]) {
                this.prototype[name.toLowerCase()] = function (location, value) {
                    return this.#add(name, location, { value });
                };
            }
        }
    }

    // Refuses addresses that run code, however they are disguised.
    const clean_url = (url, fallback = "about:blank") => {
        if (url === "") return url;
        const bare = url
            .replace(/&(tab|newline);/gi, "")
            .replace(/[\u0000-\u001F\u007F-\u009F\u2000-\u200D\uFEFF]/g, "")
            .replace(/&#(\w+);?/g, (_, code) => String.fromCharCode(code))
            .trim();
        return /^[^\w]*(javascript|vbscript)/im.test(bare) ? fallback : url;
    };

    // An id that is not there has no path, and the renderer asks for its length.
    const layout = (target) => {
        const found = native("layout", JSON.stringify(Array.isArray(target) ? target : stringifyId(target)));
        if (found !== "") return JSON.parse(found);
        if (!Array.isArray(target)) throw new TypeError("Cannot read properties of undefined (reading 'length')");
        return undefined;
    };
    // The renderer itself is this engine; what the page gives it are hooks.
    window.DashRenderer = class DashRenderer {
        constructor(hooks) {
            host.setHooks(hooks);
        }
    };

    window.dash_clientside = {
        set_props: (target, props) => {
            if (!Array.isArray(target)) layout(target);
            const names = Object.keys(props);
            const unset = names.filter((name) => props[name] === undefined);
            effects.push({ set_props: target, props: { ...props }, unset });
        },
        clean_url,
        Patch,
    };
    const dash_component_api = { getLayout: layout, stringifyId };
    window.dash_component_api = strictly("dash_component_api", dash_component_api);
    // What else is in the renderer's state; any other name is undefined there too.
    const SLICES = [
        "appLifecycle", "callbackJobs", "changed", "dependenciesRequest", "error", "graphs", "history", "hooks", "layoutHashes",
        "layoutRequest", "loading", "loginRequest", "profile", "reloadRequest",
    ];
    const getState = () => {
        const state = { ...JSON.parse(native("state")), get layout() { return layout([]); } };
        for (const slice of SLICES.filter((slice) => !(slice in state))) {
            Object.defineProperty(state, slice, { get() { throw new Unsupported(`store.getState().${slice}`); } });
        }
        return state;
    };
    window.store = strictly("store", { getState });
    window.dash_stores = [window.store];
};
