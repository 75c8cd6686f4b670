// `Intl.NumberFormat` and what is built on it, for English as Americans write it; other locales fail by name.
(host) => {
    "use strict";
    const { Unsupported, refuse } = host.page;
    const window = globalThis;

    // Only American English is exact here.
    host.english = (locales, what) => {
        const locale = Array.isArray(locales) ? locales[0] : locales;
        if (![undefined, null, "en", "en-US", "default"].includes(locale)) throw new Unsupported(`${what} in ${locale}`);
    };
    const SYMBOLS = { USD: "$", EUR: "€", GBP: "£", JPY: "¥", INR: "₹", KRW: "₩", BRL: "R$", CAD: "CA$", AUD: "A$", MXN: "MX$", CNY: "CN¥", NZD: "NZ$", ILS: "₪", VND: "₫" };
    const WHOLE = ["JPY", "KRW", "VND", "CLP"];
    const COMPACT = [["", ""], ["K", " thousand"], ["M", " million"], ["B", " billion"], ["T", " trillion"]];
    const KNOWN = [
        "style", "currency", "currencyDisplay", "minimumFractionDigits", "maximumFractionDigits", "minimumIntegerDigits",
        "minimumSignificantDigits", "maximumSignificantDigits", "useGrouping", "notation", "compactDisplay", "signDisplay", "locale",
    ];

    // A number's shortest decimal digits, the point after `at` of them.
    const decimal = (value) => {
        const [mantissa, exponent = "0"] = String(Math.abs(value)).split("e");
        const [whole, fraction = ""] = mantissa.split(".");
        const digits = (whole + fraction).replace(/^0+(?=\d)/, "");
        return { digits, at: digits.length - fraction.length + Number(exponent) };
    };

    // Rounded half away from zero to `places` after the point.
    const rounded = ({ digits, at }, places) => {
        const keep = at + places;
        if (keep >= digits.length) return { digits, at };
        const up = keep >= 0 && digits[keep] >= "5";
        const kept = keep > 0 ? digits.slice(0, keep) : "0";
        if (!up) return { digits: kept, at: keep > 0 ? at : 1 - places };
        const next = String(BigInt(kept) + 1n).padStart(kept.length, "0");
        return { digits: next, at: (keep > 0 ? at : 1 - places) + next.length - kept.length };
    };

    const plain = ({ digits, at }) => {
        const padded = digits.padStart(digits.length + Math.max(0, 1 - at), "0");
        const point = Math.max(at, 1);
        return [padded.slice(0, point).padEnd(point, "0"), padded.slice(point)];
    };

    const format = (number, options) => {
        const { style = "decimal", currency, notation = "standard", signDisplay = "auto" } = options;
        const value = Number(number);
        let exact = typeof number === "bigint" ? { digits: String(number < 0 ? -number : number), at: 0 } : decimal(value);
        if (typeof number === "bigint") exact.at = exact.digits.length;
        const negative = value < 0 || Object.is(value, -0);
        let body;
        let suffix = style === "percent" ? "%" : "";
        if (Number.isNaN(value)) body = "NaN";
        else if (!Number.isFinite(value)) body = "∞";
        else {
            if (style === "percent" && value !== 0) exact = { ...exact, at: exact.at + 2 };
            let least = options.minimumFractionDigits;
            let most = options.maximumFractionDigits;
            const significant = options.maximumSignificantDigits ?? (options.minimumSignificantDigits && 21);
            if (notation === "compact") {
                const scaled = (power) => ({ digits: exact.digits, at: exact.at - 3 * power });
                const places = (power) => most ?? (significant ? significant - scaled(power).at : Math.max(0, 2 - (power > 0 ? Math.max(1, scaled(power).at) : scaled(power).at)));
                const zero = /^0*$/.test(exact.digits);
                let power = zero ? 0 : Math.min(4, Math.max(0, Math.floor((exact.at - 1) / 3)));
                if (power < 4 && rounded(scaled(power), places(power)).at > 3) power += 1;
                most = Math.max(0, places(power));
                least ??= 0;
                exact = scaled(power);
                suffix += COMPACT[power][options.compactDisplay === "long" ? 1 : 0];
            } else if (significant) {
                most = Math.max(0, significant - exact.at);
                exact = significant < exact.at ? rounded(exact, significant - exact.at) : exact;
                const point = /^0*$/.test(exact.digits) ? 1 : exact.at;
                least = Math.max(0, (options.minimumSignificantDigits ?? 1) - point);
            }
            const usual = style === "currency" ? (WHOLE.includes(currency) ? 0 : 2) : 0;
            least ??= Math.min(usual, most ?? usual);
            most ??= Math.max(least, style === "decimal" ? 3 : usual);
            if (least > most) throw new RangeError("maximumFractionDigits value is out of range.");
            let [whole, fraction] = plain(rounded(exact, most));
            fraction = fraction.slice(0, most).replace(/0+$/, "").padEnd(least, "0");
            whole = whole.padStart(options.minimumIntegerDigits ?? 1, "0");
            const few = notation === "compact" && whole.length < 5;
            if ((options.useGrouping ?? true) && !few) whole = whole.replace(/\B(?=(\d{3})+$)/g, ",");
            body = whole + (fraction && `.${fraction}`);
        }
        if (style === "currency") {
            const symbol = options.currencyDisplay === "code" ? currency : (SYMBOLS[currency] ?? currency);
            body = symbol + (/[A-Z]$/.test(symbol) && Number.isFinite(value) ? "\u00a0" : "") + body;
        }
        const zero = /^[^1-9∞]*$/.test(body);
        const minus = negative && signDisplay !== "never" && !(signDisplay === "exceptZero" && zero);
        const plus = !negative && (signDisplay === "always" || (signDisplay === "exceptZero" && !zero));
        return (minus ? "-" : plus ? "+" : "") + body + suffix;
    };

    const checked = (options = {}, what) => {
        const strange = Object.keys(options).find((key) => options[key] !== undefined && !KNOWN.includes(key));
        if (strange) throw new Unsupported(`${what} with ${strange}`);
        const { style = "decimal", currency, currencyDisplay = "symbol", notation = "standard" } = options;
        if (!["decimal", "percent", "currency"].includes(style)) throw new Unsupported(`${what} with style ${style}`);
        if (style === "currency" && !currency) throw new TypeError("Currency code is required with currency style.");
        if (currencyDisplay !== "symbol" && currencyDisplay !== "code") throw new Unsupported(`${what} with ${currencyDisplay}`);
        if (notation !== "standard" && notation !== "compact") throw new Unsupported(`${what} with notation ${notation}`);
        return options;
    };

    const NumberFormat = function (locales, options) {
        host.english(locales, "Intl.NumberFormat");
        const kept = checked(options, "Intl.NumberFormat");
        return {
            format: (value) => format(value, kept),
            formatToParts: () => {
                throw new Unsupported("Intl.NumberFormat.formatToParts");
            },
            resolvedOptions: () => ({ locale: "en-US", numberingSystem: "latn", style: "decimal", ...kept }),
        };
    };
    Number.prototype.toLocaleString = BigInt.prototype.toLocaleString = function (locales, options) {
        host.english(locales, "toLocaleString");
        return format(this.valueOf(), checked(options, "toLocaleString"));
    };

    // Letters first without accents and case, then with accents, then small before capital.
    const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const accented = (text) => text.normalize("NFD").toLowerCase();
    const swapped = (text) => [...text].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join("");
    const compare = (a, b, { numeric = false, sensitivity = "variant" } = {}) => {
        if ([a, b].some((text) => /[^\p{L}\p{N}\p{M} ]/u.test(text))) throw new Unsupported("localeCompare of more than letters and digits");
        const forms = { base: [bare], accent: [bare, accented], case: [bare, swapped], variant: [bare, accented, swapped] }[sensitivity];
        const split = (text) => (numeric ? text.split(/(\d+)/) : [text]);
        for (const form of forms) {
            const [xs, ys] = [split(form(a)), split(form(b))];
            for (let i = 0; i < Math.max(xs.length, ys.length); i += 1) {
                const [x = "", y = ""] = [xs[i], ys[i]];
                const numbers = numeric && i % 2 === 1;
                if (numbers && Number(x) !== Number(y)) return Number(x) < Number(y) ? -1 : 1;
                if (!numbers && x !== y) return x < y ? -1 : 1;
            }
        }
        return 0;
    };
    String.prototype.localeCompare = function (other, locales, options) {
        host.english(locales, "localeCompare");
        return compare(String(this), String(other), options);
    };
    const Collator = function (locales, options) {
        host.english(locales, "Intl.Collator");
        return { compare: (a, b) => compare(String(a), String(b), options) };
    };
    for (const name of ["PluralRules", "RelativeTimeFormat", "ListFormat", "DisplayNames", "Segmenter"]) {
        refuse(`Intl.${name}`);
    }
    window.Intl = { NumberFormat, Collator };
    for (const name of ["PluralRules", "RelativeTimeFormat", "ListFormat", "DisplayNames", "Segmenter"]) {
        window.Intl[name] = window[`Intl.${name}`];
        delete window[`Intl.${name}`];
    }
};
