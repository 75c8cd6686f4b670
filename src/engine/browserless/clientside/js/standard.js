// What browsers add to the language's library, as far as it can be exact; locales beyond English fail by name.
(host) => {
    "use strict";
    const { Unsupported } = host.page;
    const english = (locales, what) => {
        const locale = Array.isArray(locales) ? locales[0] : locales;
        if (locale !== undefined && locale !== "en" && locale !== "en-US") throw new Unsupported(`${what} in ${locale}`);
    };

    Number.prototype.toLocaleString = function (locales, options = {}) {
        english(locales, "toLocaleString");
        const known = ["style", "currency", "minimumFractionDigits", "maximumFractionDigits", "useGrouping"];
        const strange = Object.keys(options).find((key) => !known.includes(key));
        const { style = "decimal", currency, useGrouping = true } = options;
        if (strange) throw new Unsupported(`toLocaleString with ${strange}`);
        if (!["decimal", "percent"].includes(style) && !(style === "currency" && currency === "USD")) {
            throw new Unsupported(`toLocaleString with style ${style} ${currency ?? ""}`.trim());
        }
        const least = options.minimumFractionDigits ?? (style === "currency" ? 2 : 0);
        const usual = { decimal: 3, percent: 0, currency: 2 }[style];
        const most = options.maximumFractionDigits ?? Math.max(least, usual);
        const value = style === "percent" ? this * 100 : Number(this);
        if (Number.isNaN(value)) return "NaN";
        if (Math.abs(value) >= 1e21) throw new Unsupported("toLocaleString of so large a number");
        const sign = value < 0 || Object.is(value, -0) ? "-" : "";
        const [whole, digits = ""] = Math.abs(value).toFixed(most).split(".");
        let fraction = digits;
        while (fraction.length > least && fraction.endsWith("0")) fraction = fraction.slice(0, -1);
        const grouped = useGrouping ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
        const body = grouped + (fraction && `.${fraction}`);
        return sign + (style === "currency" ? "$" : "") + body + (style === "percent" ? "%" : "");
    };

    for (const name of ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"]) {
        Date.prototype[name] = () => {
            throw new Unsupported(`Date.${name}`);
        };
    }

    // Letters first without accents and case, then with accents, then small before capital.
    String.prototype.localeCompare = function (other, locales, options) {
        english(locales, "localeCompare");
        const [a, b] = [String(this), String(other)];
        if (options || [a, b].some((text) => /[^\p{L}\p{N} ]/u.test(text))) throw new Unsupported("localeCompare");
        const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
        const accented = (text) => text.normalize("NFD").toLowerCase();
        const swapped = (text) => [...text].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join("");
        for (const form of [bare, accented, swapped]) {
            const [x, y] = [form(a), form(b)];
            if (x !== y) return x < y ? -1 : 1;
        }
        return 0;
    };

    globalThis.URLSearchParams = class URLSearchParams {
        #pairs = [];
        constructor(from = "") {
            const read = (text) => decodeURIComponent(text.replace(/\+/g, " "));
            if (typeof from !== "string") this.#pairs = [...(from[Symbol.iterator] ? from : Object.entries(from))];
            else
                for (const part of from.replace(/^\?/, "").split("&").filter(Boolean)) {
                    const [key, ...value] = part.split("=");
                    this.#pairs.push([read(key), read(value.join("="))]);
                }
            this.#pairs = this.#pairs.map(([key, value]) => [String(key), String(value)]);
        }
        get(name) {
            return this.#pairs.find(([key]) => key === name)?.[1] ?? null;
        }
        getAll(name) {
            return this.#pairs.filter(([key]) => key === name).map(([, value]) => value);
        }
        has(name) {
            return this.#pairs.some(([key]) => key === name);
        }
        append(name, value) {
            this.#pairs.push([String(name), String(value)]);
        }
        delete(name) {
            this.#pairs = this.#pairs.filter(([key]) => key !== name);
        }
        set(name, value) {
            const index = this.#pairs.findIndex(([key]) => key === name);
            if (index < 0) return this.append(name, value);
            this.#pairs = this.#pairs.filter(([key], at) => key !== name || at === index);
            this.#pairs[index][1] = String(value);
        }
        forEach(run) {
            this.#pairs.forEach(([key, value]) => run(value, key, this));
        }
        keys() {
            return this.#pairs.map(([key]) => key)[Symbol.iterator]();
        }
        values() {
            return this.#pairs.map(([, value]) => value)[Symbol.iterator]();
        }
        entries() {
            return this.#pairs.map((pair) => [...pair])[Symbol.iterator]();
        }
        [Symbol.iterator]() {
            return this.entries();
        }
        toString() {
            const write = (text) =>
                encodeURIComponent(text).replace(/%20/g, "+").replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
            return this.#pairs.map((pair) => pair.map(write).join("=")).join("&");
        }
    };
};
