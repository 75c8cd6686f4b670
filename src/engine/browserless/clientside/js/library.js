// What browsers add to the language's library: addresses, encodings, copies, randomness.
(host, start) => {
    "use strict";
    const { native, define } = host.page;
    const parse = (href, base) => JSON.parse(native("url", String(href), base === undefined ? "" : String(base)));

    class URLSearchParams {
        #pairs = [];
        #changed;
        constructor(from = "", changed = () => undefined) {
            this.#changed = changed;
            this.#read(from);
        }
        #read(from) {
            const text = (part) => {
                try {
                    return decodeURIComponent(part.replace(/\+/g, " "));
                } catch {
                    return part;
                }
            };
            const pairs =
                typeof from !== "string"
                    ? [...(from[Symbol.iterator] ? from : Object.entries(from))]
                    : from.replace(/^\?/, "").split("&").filter(Boolean).map((part) => {
                          const [key, ...value] = part.split("=");
                          return [text(key), text(value.join("="))];
                      });
            this.#pairs = pairs.map(([key, value]) => [String(key), String(value)]);
        }
        get size() {
            return this.#pairs.length;
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
            this.#changed(this.toString());
        }
        delete(name) {
            this.#pairs = this.#pairs.filter(([key]) => key !== name);
            this.#changed(this.toString());
        }
        set(name, value) {
            const index = this.#pairs.findIndex(([key]) => key === name);
            if (index < 0) return this.append(name, value);
            this.#pairs[index][1] = String(value);
            this.#pairs = this.#pairs.filter(([key], at) => key !== name || at === index);
            this.#changed(this.toString());
        }
        sort() {
            this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
            this.#changed(this.toString());
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
    }
    define("URLSearchParams", URLSearchParams);

    class URL {
        #parts;
        #query;
        constructor(href, base) {
            this.#parts = parse(href, base);
            if (!this.#parts) throw new TypeError("Failed to construct 'URL': Invalid URL");
        }
        static canParse(href, base) {
            return Boolean(parse(href, base));
        }
        get searchParams() {
            this.#query ??= new URLSearchParams(this.#parts.search, (text) => this.#set("search", text));
            return this.#query;
        }
        get origin() {
            return this.#parts.origin;
        }
        #set(name, value) {
            this.#parts = JSON.parse(native("seturl", this.#parts.href, name, String(value))) ?? this.#parts;
        }
        toString() {
            return this.#parts.href;
        }
        toJSON() {
            return this.#parts.href;
        }
        static {
            for (const name of ["href", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "hash"]) {
                Object.defineProperty(this.prototype, name, {
                    configurable: true,
                    get() {
                        return this.#parts[name];
                    },
                    set(value) {
                        this.#set(name, value);
                        if (name === "search" || name === "href") this.#query = undefined;
                    },
                });
            }
        }
    }
    define("URL", URL);

    const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const invalid = (what) => Object.assign(new Error(what), { name: "InvalidCharacterError" });
    define("btoa", (data) => {
        const text = String(data);
        let result = "";
        for (let i = 0; i < text.length; i += 3) {
            const codes = [0, 1, 2].map((k) => (i + k < text.length ? text.charCodeAt(i + k) : undefined));
            if (codes.some((code) => code > 255)) throw invalid("The string to be encoded contains characters outside of the Latin1 range.");
            const [a, b = 0, c = 0] = codes;
            const bits = [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63];
            result += bits.map((bit, k) => (k > 1 && codes[k - 1] === undefined ? "=" : ALPHABET[bit])).join("");
        }
        return result;
    });
    define("atob", (data) => {
        const text = String(data).replace(/[\t\n\f\r ]/g, "").replace(/={1,2}$/, "");
        if (text.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(text)) throw invalid("The string to be decoded is not correctly encoded.");
        let [bits, held, result] = [0, 0, ""];
        for (const c of text) {
            bits = (bits << 6) | ALPHABET.indexOf(c);
            held += 6;
            if (held >= 8) {
                held -= 8;
                result += String.fromCharCode((bits >> held) & 255);
                bits &= (1 << held) - 1;
            }
        }
        return result;
    });

    define("TextEncoder", class TextEncoder {
        encoding = "utf-8";
        encode(text = "") {
            const bytes = unescape(encodeURIComponent(String(text).replace(/[\ud800-\udfff]/gu, "\ufffd")));
            return Uint8Array.from(bytes, (c) => c.charCodeAt(0));
        }
    });
    define("TextDecoder", class TextDecoder {
        encoding = "utf-8";
        constructor(label = "utf-8") {
            if (!/^utf-?8$/i.test(label)) throw new host.page.Unsupported(`TextDecoder of ${label}`);
        }
        decode(data = new Uint8Array()) {
            const bytes = new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength);
            const text = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
            try {
                return decodeURIComponent(text).replace(/^\ufeff/, "");
            } catch {
                throw new host.page.Unsupported("TextDecoder of bytes that are not UTF-8");
            }
        }
    });

    define("structuredClone", (value) => {
        const known = new Map();
        const copy = (one) => {
            if (typeof one === "function" || typeof one === "symbol") {
                throw Object.assign(new Error(`${String(one)} could not be cloned.`), { name: "DataCloneError" });
            }
            if (typeof one !== "object" || one === null) return one;
            if (known.has(one)) return known.get(one);
            const keep = (made) => (known.set(one, made), made);
            if (one instanceof Date) return keep(new Date(one.getTime()));
            if (one instanceof RegExp) return keep(new RegExp(one.source, one.flags));
            if (ArrayBuffer.isView(one)) return keep(one.slice());
            if (one instanceof ArrayBuffer) return keep(one.slice(0));
            if (one instanceof Map) {
                const made = keep(new Map());
                one.forEach((item, key) => made.set(copy(key), copy(item)));
                return made;
            }
            if (one instanceof Set) {
                const made = keep(new Set());
                one.forEach((item) => made.add(copy(item)));
                return made;
            }
            const made = keep(Array.isArray(one) ? [] : one instanceof Error ? new Error(one.message) : {});
            for (const key of Object.keys(one)) made[key] = copy(one[key]);
            return made;
        };
        return copy(value);
    });

    const { random, ...crypto } = host.chance(start.seed, Math.random);
    Math.random = random;
    define("crypto", host.page.strictly("crypto", crypto));
};
