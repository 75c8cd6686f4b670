// Elements that scripts make. They are HTML until they are put into the page, and the page's own from then on.
(host) => {
    "use strict";
    const { strictly, Unsupported } = host.page;
    const { element, behind, attributed, reflecting } = host.elements;

    // Those that only hold something; any other does something that nothing here would do.
    const HOLDERS = new Set([
        "article", "aside", "b", "blockquote", "code", "dd", "div", "dl", "dt", "em", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "i", "li", "main", "mark", "nav", "ol", "p", "pre", "section", "small", "span", "strong", "sub", "sup", "table",
        "tbody", "td", "th", "thead", "tr", "u", "ul",
    ]);
    const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
    const escaped = (text) => String(text).replace(/[&<>"]/g, (c) => ESCAPES[c]);
    const parts = new WeakMap();

    const make = (tag) => {
        const name = `document.createElement(${JSON.stringify(tag)})`;
        if (!HOLDERS.has(tag)) throw new Unsupported(name);
        const attributes = new Map();
        let inside = "";
        let there = null;
        const read = (attribute) => attributes.get(attribute) ?? null;
        const write = (attribute, value) => {
            if (value === null) attributes.delete(attribute);
            else attributes.set(attribute, value);
        };
        const members = {
            ...attributed(read, write, name),
            nodeType: 1,
            isConnected: false,
            tagName: tag.toUpperCase(),
            nodeName: tag.toUpperCase(),
            localName: tag,
            parentElement: null,
            parentNode: null,
            get innerHTML() {
                return inside;
            },
            set innerHTML(html) {
                inside = String(html);
            },
            set textContent(text) {
                inside = escaped(text);
            },
            set innerText(text) {
                inside = escaped(text);
            },
            appendChild: (child) => {
                const part = parts.get(child);
                if (!part) throw new Unsupported(`${name}.appendChild of an element that is on the page`);
                inside += part.html();
                return child;
            },
        };
        const loose = strictly(name, reflecting(members, read, write));
        const proxy = new Proxy({}, {
            get: (_, key) => (there ?? loose)[key],
            set: (_, key, value) => {
                (there ?? loose)[key] = value;
                return true;
            },
        });
        parts.set(proxy, {
            html: () => {
                const written = [...attributes].map(([attribute, value]) => ` ${attribute}="${escaped(value)}"`).join("");
                return `<${tag}${written}>${inside}</${tag}>`;
            },
            put: (key) => {
                there = element(key, name);
                parts.delete(proxy);
                behind.set(proxy, key);
                return proxy;
            },
        });
        return proxy;
    };

    host.made = (child) => parts.get(child);
    host.createElement = (tag) => make(String(tag).toLowerCase());
}
