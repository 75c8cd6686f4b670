// Freezes the clock of a browser's page at `clock` (ms since 1970) and seeds its chance; null leaves either as it is.
// Timers and `performance` go on.
(clock, seed, chance) => {
  "use strict";
  if (clock !== null) {
    const Real = Date;
    const now = () => clock;
    window.Date = new Proxy(Real, {
      construct: (target, args, self) => Reflect.construct(target, args.length ? args : [clock], self),
      apply: () => new Real(clock).toString(),
      get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
    });
    Real.prototype.constructor = window.Date;

    const format = Intl.DateTimeFormat.prototype;
    const { get } = Object.getOwnPropertyDescriptor(format, "format");
    Object.defineProperty(format, "format", {
      configurable: true,
      get() {
        const write = get.call(this);
        return (date = clock) => write(date);
      },
    });
    const { formatToParts } = format;
    format.formatToParts = function (date = clock) {
      return formatToParts.call(this, date);
    };

    if (window.Temporal) {
      const Now = Temporal.Now;
      const instant = () => Temporal.Instant.fromEpochMilliseconds(clock);
      const zoned = (zone = Now.timeZoneId()) => instant().toZonedDateTimeISO(zone);
      Object.assign(Now, {
        instant,
        zonedDateTimeISO: zoned,
        plainDateTimeISO: (zone) => zoned(zone).toPlainDateTime(),
        plainDateISO: (zone) => zoned(zone).toPlainDate(),
        plainTimeISO: (zone) => zoned(zone).toPlainTime(),
      });
    }
  }

  if (seed !== null) {
    // What Dash and its components draw must not change what the app's own scripts draw next.
    const [app, bundles] = [chance(seed), chance(seed)];
    const caller = () => {
      // This function and the one that was replaced, which Chromium puts below a line of its own.
      const lines = (new Error().stack ?? "").split("\n");
      const frames = lines.slice(lines[0].startsWith("Error") ? 3 : 2);
      const script = frames.find((frame) => frame.includes("://"));
      return script?.includes("/_dash-component-suites/") ? bundles : app;
    };
    Math.random = () => caller().random();
    const { getRandomValues } = Crypto.prototype;
    Crypto.prototype.getRandomValues = function (array) {
      // The browser's own refuses what it can't fill.
      getRandomValues.call(this, array);
      return caller().getRandomValues(array);
    };
    Crypto.prototype.randomUUID = () => caller().randomUUID();
  }
}
