// The page's clock in `Date`, and dates as Americans write them; other locales fail by name.
(host, start) => {
    "use strict";
    const { native, Unsupported } = host.page;
    const RealDate = Date;
    const now = () => start.clock ?? Math.floor(RealDate.now() + (start.live ? 0 : start.advanced + host.page.now()));
    globalThis.Date = new Proxy(RealDate, {
        construct: (target, args, self) => Reflect.construct(target, args.length ? args : [now()], self),
        apply: () => new RealDate(now()).toString(),
        get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
    });
    RealDate.prototype.constructor = globalThis.Date;

    const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    const DATE = ["weekday", "year", "month", "day"];
    const TIME = ["hour", "minute", "second", "fractionalSecondDigits"];
    const KNOWN = [...DATE, ...TIME, "hour12", "hourCycle", "timeZone", "dateStyle", "timeStyle", "localeMatcher", "formatMatcher"];

    const fieldsOf = (date, zone) => {
        if (zone === undefined) {
            return {
                year: date.getFullYear(), month: date.getMonth(), day: date.getDate(), weekday: date.getDay(),
                hour: date.getHours(), minute: date.getMinutes(), second: date.getSeconds(), ms: date.getMilliseconds(),
            };
        }
        const fields = JSON.parse(native("zoned", String(date.getTime()), zone));
        if (!fields) throw new RangeError(`Invalid time zone specified: ${zone}`);
        return fields;
    };

    const two = (value) => String(value).padStart(2, "0");
    const sized = (value, size) => (size === "2-digit" ? two(value % 100) : String(value));

    const dateText = (at, { weekday, year, month, day }) => {
        const name = weekday && (weekday === "long" ? DAYS[at.weekday] : DAYS[at.weekday].slice(0, weekday === "narrow" ? 1 : 3));
        const inYear = year && sized(at.year, year);
        const inMonth = day && sized(at.day, day);
        let text;
        if (["long", "short", "narrow"].includes(month)) {
            const called = month === "long" ? MONTHS[at.month] : MONTHS[at.month].slice(0, month === "narrow" ? 1 : 3);
            const first = inMonth ? `${called} ${inMonth}` : called;
            text = inYear ? `${first}${inMonth ? "," : ""} ${inYear}` : first;
        } else {
            text = [month && sized(at.month + 1, month), inMonth, inYear].filter(Boolean).join("/");
        }
        if (name && inMonth && !month) return `${inMonth} ${name}`;
        return [name, text].filter(Boolean).join(", ");
    };

    const timeText = (at, { hour, minute, second, fractionalSecondDigits, hour12, hourCycle }) => {
        const half = hour12 ?? !(hourCycle === "h23" || hourCycle === "h24");
        const parts = [];
        if (hour) {
            const shown = half ? at.hour % 12 || 12 : hourCycle === "h24" && at.hour === 0 ? 24 : at.hour;
            parts.push(half && hour !== "2-digit" ? String(shown) : two(shown));
        }
        if (minute) parts.push(hour || second ? two(at.minute) : String(at.minute));
        if (second) {
            const fraction = fractionalSecondDigits && `.${String(at.ms).padStart(3, "0").slice(0, fractionalSecondDigits)}`;
            parts.push((minute ? two(at.second) : String(at.second)) + (fraction ?? ""));
        }
        return parts.join(":") + (hour && half ? ` ${at.hour < 12 ? "AM" : "PM"}` : "");
    };

    const STYLES = {
        full: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
        long: { year: "numeric", month: "long", day: "numeric" },
        medium: { year: "numeric", month: "short", day: "numeric" },
        short: { year: "2-digit", month: "numeric", day: "numeric" },
    };
    const TIMES = {
        medium: { hour: "numeric", minute: "numeric", second: "numeric" },
        short: { hour: "numeric", minute: "numeric" },
    };

    // What is asked for, with the parts that a caller gets when it names none.
    const filled = (options = {}, usual, what) => {
        const strange = Object.keys(options).find((key) => options[key] !== undefined && !KNOWN.includes(key));
        if (strange) throw new Unsupported(`${what} with ${strange}`);
        const { dateStyle, timeStyle, ...rest } = options;
        if (dateStyle || timeStyle) {
            if ((usual.when === "date" && timeStyle) || (usual.when === "time" && dateStyle)) {
                throw new TypeError(`Invalid option : ${usual.when === "date" ? "timeStyle" : "dateStyle"}`);
            }
            if (timeStyle && !TIMES[timeStyle]) throw new Unsupported(`${what} with timeStyle ${timeStyle}`);
            return { ...rest, ...(dateStyle ? STYLES[dateStyle] : {}), ...(timeStyle ? TIMES[timeStyle] : {}), joined: ["full", "long"].includes(dateStyle) };
        }
        const asked = (keys) => keys.some((key) => rest[key] !== undefined);
        const needs = { date: !asked(DATE), time: !asked(TIME), any: !asked([...DATE, ...TIME]) }[usual.when];
        if (!needs) return rest;
        const date = usual.date ? { year: "numeric", month: "numeric", day: "numeric" } : {};
        const time = usual.time ? { hour: "numeric", minute: "numeric", second: "numeric" } : {};
        return { ...date, ...time, ...rest };
    };

    const format = (value, options) => {
        const date = value === undefined ? new RealDate(now()) : new RealDate(value);
        if (Number.isNaN(date.getTime())) return undefined;
        const at = fieldsOf(date, options.timeZone);
        const [day, time] = [dateText(at, options), timeText(at, options)];
        const alone = options.weekday && !options.year && !options.month && !options.day;
        const joint = options.joined || options.month === "long" ? " at " : alone ? " " : ", ";
        return [day, time].filter(Boolean).join(joint);
    };

    const method = (name, usual) =>
        Object.defineProperty(RealDate.prototype, name, {
            configurable: true,
            writable: true,
            value(locales, options) {
                host.english(locales, `Date.${name}`);
                return format(this, filled(options, usual, `Date.${name}`)) ?? "Invalid Date";
            },
        });
    method("toLocaleString", { when: "any", date: true, time: true });
    method("toLocaleDateString", { when: "date", date: true });
    method("toLocaleTimeString", { when: "time", time: true });

    globalThis.Intl.DateTimeFormat = function (locales, options) {
        const what = "Intl.DateTimeFormat";
        host.english(locales, what);
        const kept = filled(options, { when: "any", date: true }, what);
        return {
            format: (value) => {
                const text = format(value, kept);
                if (text === undefined) throw new RangeError("Invalid time value");
                return text;
            },
            formatToParts: () => {
                throw new Unsupported(`${what}.formatToParts`);
            },
            resolvedOptions: () => ({ locale: "en-US", calendar: "gregory", numberingSystem: "latn", timeZone: kept.timeZone ?? start.time_zone }),
        };
    };
};
