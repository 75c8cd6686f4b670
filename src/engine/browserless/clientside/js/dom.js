// The document: what the page's markup can answer. Elements are told by Rust; what scripts write onto them is kept
// beside the component tree, where selectors and reads see it.
(host, start) => {
    "use strict";
    const { native, effects, strictly, Unsupported } = host.page;
    const window = globalThis;
    const ask = (question, ...rest) => JSON.parse(native(question, ...rest.map(String)) || "null");
    const proxies = new Map();
    const behind = new WeakMap();

    const listOf = (keys, name) => {
        const items = keys.map((key) => element(key, `${name}[…]`));
        items.item = (index) => items[index] ?? null;
        return items;
    };
    const within = (scope, css, name) => listOf(ask("find", scope, css), `${name}.querySelectorAll(…)`);
    const first = (scope, css, name) => {
        const [key] = ask("find", scope, css);
        return key === undefined ? null : element(key, name);
    };
    const classCss = (names) => String(names).trim().split(/\s+/).map((one) => `.${window.CSS.escape(one)}`).join("");
    const finders = (scope, name) => ({
        querySelector: (css) => first(scope, css, `${name}.querySelector(…)`),
        querySelectorAll: (css) => within(scope, css, name),
        getElementsByClassName: (names) => within(scope, classCss(names), name),
        getElementsByTagName: (tag) => within(scope, tag, name),
    });

    // The element's classes as the list that scripts change.
    const classesOf = (read, write, name) => {
        const list = () => (read() ?? "").split(/\s+/).filter(Boolean);
        const add = (...names) => write([...new Set([...list(), ...names])].join(" "));
        const remove = (...names) => write(list().filter((one) => !names.includes(one)).join(" "));
        return strictly(`${name}.classList`, {
            add, remove,
            contains: (one) => list().includes(one),
            toggle: (one, on = !list().includes(one)) => ((on ? add : remove)(one), on),
            replace: (from, to) => {
                const known = list().includes(from);
                if (known) write(list().map((one) => (one === from ? to : one)).join(" "));
                return known;
            },
            item: (index) => list()[index] ?? null,
            forEach: (run) => list().forEach(run),
            get length() {
                return list().length;
            },
            get value() {
                return list().join(" ");
            },
            toString: () => list().join(" "),
            [Symbol.iterator]: () => list()[Symbol.iterator](),
        });
    };

    const hyphenated = (name) => (name.startsWith("--") ? name : name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`));
    const styleOf = (read, write) => {
        const declared = () =>
            new Map(
                (read() ?? "").split(";").flatMap((part) => {
                    const colon = part.indexOf(":");
                    return colon < 0 ? [] : [[part.slice(0, colon).trim().toLowerCase(), part.slice(colon + 1).trim()]];
                })
            );
        const set = (name, value) => {
            const known = declared();
            if (value === "" || value === null) known.delete(name);
            else known.set(name, String(value));
            write([...known].map(([key, text]) => `${key}: ${text};`).join(" "));
        };
        const get = (name) => declared().get(name) ?? "";
        const methods = {
            setProperty: (name, value, priority) => set(name, priority ? `${value} !important` : value),
            getPropertyValue: get,
            removeProperty: (name) => set(name, ""),
        };
        return new Proxy(methods, {
            get: (target, key) => {
                if (typeof key === "symbol" || key in target) return Reflect.get(target, key);
                return key === "cssText" ? read() ?? "" : get(hyphenated(key));
            },
            set: (target, key, value) => (key === "cssText" ? write(String(value)) : set(hyphenated(key), value), true),
        });
    };

    const datasetOf = (read, write) => {
        const name = (key) => `data-${hyphenated(key)}`;
        return new Proxy({}, {
            get: (target, key) => (typeof key === "symbol" ? undefined : read(name(key)) ?? undefined),
            set: (target, key, value) => (write(name(key), String(value)), true),
            has: (target, key) => read(name(key)) !== null,
            deleteProperty: (target, key) => (write(name(key), null), true),
        });
    };

    // Attributes that are properties of the same or another name; those that are there or not.
    const TEXTS = {
        id: "id", className: "class", title: "title", href: "href", src: "src", alt: "alt", name: "name", type: "type",
        lang: "lang", dir: "dir", placeholder: "placeholder", target: "target", rel: "rel", htmlFor: "for", role: "role",
    };
    const FLAGS = ["disabled", "hidden", "checked", "open", "readOnly", "required", "multiple"];

    // What an element's attributes make of it.
    const attributed = (read, write, name) => ({
        getAttribute: read,
        setAttribute: (attribute, value) => write(String(attribute).toLowerCase(), String(value)),
        removeAttribute: (attribute) => write(String(attribute).toLowerCase(), null),
        hasAttribute: (attribute) => read(attribute) !== null,
        toggleAttribute: (attribute, on = read(attribute) === null) => (write(attribute, on ? "" : null), on),
        classList: classesOf(() => read("class"), (value) => write("class", value), name),
        style: styleOf(() => read("style"), (value) => write("style", value)),
        dataset: datasetOf(read, write),
    });
    const reflecting = (members, read, write) => {
        for (const [property, attribute] of Object.entries(TEXTS)) {
            Object.defineProperty(members, property, {
                get: () => read(attribute) ?? "",
                set: (value) => write(attribute, String(value)),
            });
        }
        for (const property of FLAGS) {
            const attribute = property.toLowerCase();
            Object.defineProperty(members, property, {
                get: () => read(attribute) !== null,
                set: (on) => write(attribute, on ? "" : null),
            });
        }
        return members;
    };

    const make = (key, name) => {
        const read = (attribute) => ask("attribute", key, attribute);
        const write = (attribute, value) => {
            const was = read(attribute);
            if (was === value) return;
            if (native("edit", key, attribute, value ?? "", String(value === null)) !== "true") {
                throw new Unsupported(`setting ${attribute} of ${name}`);
            }
        };
        const kin = (relation) => {
            const found = ask("kin", key, relation);
            return found === null ? null : element(found, `${name}.${relation}`);
        };
        // Where it lies, for those whose page was laid out.
        const box = (what) => {
            const found = ask("box", key);
            if (found === null) throw new Unsupported(`${name}.${what}`);
            return found;
        };
        const tag = ask("tag", key);
        const members = host.target(name, {
            ...finders(key, name),
            nodeType: 1,
            isConnected: true,
            ownerDocument: window.document,
            tagName: tag.toUpperCase(),
            nodeName: tag.toUpperCase(),
            localName: tag,
            ...attributed(read, write, name),
            matches: (css) => ask("matches", key, css),
            closest: (css) => {
                const found = ask("closest", key, css);
                return found === null ? null : element(found, `${name}.closest(…)`);
            },
            contains: (other) => ask("contains", key, behind.get(other) ?? ""),
            focus: () => void effects.push({ focus: key }),
            blur: () => void effects.push({ blur: true }),
            // What a visitor would only see: the page is not scrolled here.
            scrollIntoView: () => undefined, scrollTo: () => undefined, scrollBy: () => undefined,
            click: () => void effects.push({ click: key }),
            appendChild: (child) => {
                const part = host.made(child);
                if (!part) throw new Unsupported(`${name}.appendChild of an element that is on the page`);
                const index = ask("children", key).length;
                native("edit", key, "#then", part.html(), "false");
                return part.put(`${key}>${index}`);
            },
            get scrollTop() {
                throw new Unsupported(`${name}.scrollTop`);
            },
            set scrollTop(_) {},
            get scrollLeft() {
                throw new Unsupported(`${name}.scrollLeft`);
            },
            set scrollLeft(_) {},
            getBoundingClientRect: () => {
                const [x, y, width, height] = box("getBoundingClientRect");
                return { x, y, width, height, left: x, top: y, right: x + width, bottom: y + height };
            },
            // The root's inner size is the window's.
            get clientWidth() {
                return key === "html" ? window.innerWidth : Math.round(box("clientWidth")[2]);
            },
            get clientHeight() {
                return key === "html" ? window.innerHeight : Math.round(box("clientHeight")[3]);
            },
            get offsetWidth() {
                return Math.round(box("offsetWidth")[2]);
            },
            get offsetHeight() {
                return Math.round(box("offsetHeight")[3]);
            },
            get innerHTML() {
                return ask("inner", key);
            },
            set innerHTML(html) {
                write("#html", String(html));
            },
            get outerHTML() {
                return ask("outer", key);
            },
            get value() {
                return ask("value", key) ?? "";
            },
            get textContent() {
                return ask("content", key);
            },
            set textContent(text) {
                write("#text", String(text));
            },
            get innerText() {
                return ask("text", key);
            },
            set innerText(text) {
                write("#text", String(text));
            },
            get children() {
                return listOf(ask("children", key), name);
            },
            get childElementCount() {
                return ask("children", key).length;
            },
        });
        reflecting(members, read, write);
        const relations = {
            parentElement: "parent", parentNode: "parent", firstElementChild: "first", lastElementChild: "last",
            nextElementSibling: "next", previousElementSibling: "previous",
        };
        for (const [property, relation] of Object.entries(relations)) {
            Object.defineProperty(members, property, { get: () => kin(relation) });
        }
        if (read("class")?.split(/\s+/).includes("js-plotly-plot")) {
            // plotly keeps the figure on its element.
            for (const part of ["data", "layout"]) {
                Object.defineProperty(members, part, { get: () => ask("figure", key, part) ?? undefined });
            }
        }
        if (tag === "input" || tag === "textarea") {
            // Behind the text where the keyboard is elsewhere.
            const caret = (end) => ask("caret", key)?.[end] ?? ask("value", key)?.length ?? 0;
            const select = (from, to) => void effects.push({ select: [key, Math.max(from, 0), Math.max(to, 0)] });
            Object.assign(members, { setSelectionRange: select, select: () => select(0, ask("value", key)?.length ?? 0) });
            for (const [end, property] of ["selectionStart", "selectionEnd"].entries()) {
                Object.defineProperty(members, property, {
                    get: () => caret(end),
                    set: (place) => (end ? select(Math.min(caret(0), place), place) : select(place, Math.max(caret(1), place))),
                });
            }
        }
        const proxy = strictly(name, members);
        behind.set(proxy, key);
        return proxy;
    };

    // One object for each element, as long as it is there.
    const element = (key, name) => {
        if (!proxies.has(key)) proxies.set(key, make(key, name));
        return proxies.get(key);
    };

    host.elements = { element, behind, attributed, reflecting };

    window.CSS = strictly("CSS", {
        escape: (text) => String(text).replace(/^(-?)(\d)/, (_, dash, digit) => `${dash}\\3${digit} `).replace(/[^\w\-\\ \u0080-\uffff]/g, "\\$&"),
        supports: () => true,
    });

    let title = start.title;
    host.title = (text) => void (title = text);
    window.document = strictly("document", host.target("document", {
        ...finders("", "document"),
        nodeType: 9,
        nodeName: "#document",
        getElementById: (id) => first("", `[id="${String(id).replace(/["\\]/g, "\\$&")}"]`, `document.getElementById(${JSON.stringify(String(id))})`),
        createElement: (tag) => host.createElement(tag),
        getElementsByName: (name) => within("", `[name="${String(name).replace(/["\\]/g, "\\$&")}"]`, "document"),
        get title() {
            return title;
        },
        set title(text) {
            title = String(text);
            effects.push({ title });
        },
        get location() {
            return window.location;
        },
        set location(href) {
            window.location = href;
        },
        get URL() {
            return window.location.href;
        },
        get documentURI() {
            return window.location.href;
        },
        get cookie() {
            return native("cookies");
        },
        set cookie(text) {
            native("cookie", String(text));
            effects.push({ cookie: String(text) });
        },
        get readyState() {
            return host.readyState ?? "loading";
        },
        get documentElement() {
            return element("html", "document.documentElement");
        },
        get body() {
            return element("body", "document.body");
        },
        get activeElement() {
            return element(ask("focused") ?? "body", "document.activeElement");
        },
        currentScript: null,
        defaultView: window,
        visibilityState: "visible",
        hidden: false,
        referrer: "",
        characterSet: "UTF-8",
        compatMode: "CSS1Compat",
        contentType: "text/html",
        hasFocus: () => true,
        contains: (other) => behind.has(other),
    }));

    // Scripts of a WebDriver client: arguments and results as JSON, elements by their names.
    const REFERENCE = "element-6066-11e4-a52e-4f735466cecf";
    const decoded = (value) => {
        if (Array.isArray(value)) return value.map(decoded);
        if (value === null || typeof value !== "object") return value;
        if (REFERENCE in value) return element(value[REFERENCE], "arguments[…]");
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decoded(inner)]));
    };
    const encoded = (value, around = []) => {
        if (value === undefined || value === null || typeof value === "symbol") return null;
        if (typeof value === "function") return {};
        if (typeof value === "bigint") return String(value);
        if (typeof value !== "object") return value;
        if (behind.has(value)) return { [REFERENCE]: behind.get(value) };
        if (around.includes(value)) throw new TypeError("the value is cyclic");
        const within = [...around, value];
        if (Array.isArray(value)) return value.map((inner) => encoded(inner, within));
        if (typeof value.toJSON === "function") return encoded(value.toJSON(), within);
        if ("length" in value && typeof value[Symbol.iterator] === "function") {
            return Array.from(value, (inner) => encoded(inner, within));
        }
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, encoded(inner, within)]));
    };
    let outcome;
    host.evaluate = (source, args, asynchronous) => {
        outcome = undefined;
        let open = true;
        const end = (result) => {
            if (open) outcome = JSON.stringify(result);
            open = false;
        };
        const fail = (error) => end(host.page.failureOf(error));
        const succeed = (value) => {
            try {
                end({ returned: encoded(value) });
            } catch (error) {
                fail(error);
            }
        };
        try {
            const given = decoded(JSON.parse(args));
            if (asynchronous) given.push(succeed);
            const returned = new Function(source).apply(window, given);
            const later = returned && typeof returned === "object" && !behind.has(returned) && typeof returned.then === "function";
            if (later) returned.then(asynchronous ? () => undefined : succeed, fail);
            else if (!asynchronous) succeed(returned);
        } catch (error) {
            fail(error);
        }
    };
    host.evaluated = () => outcome;
};
