//! The script that runs in each page of a visit, before the page's own.

/// The whole of it. Its parts call each other, so they are one; it is there once for each document, and what its
/// functions are called with is all that travels afterwards.
pub(super) const SCRIPT: &str = concat!(
    "(() => {\nif (window.dashproofPage) return;\n",
    include_str!("page/timers.js"),
    include_str!("page/traffic.js"),
    include_str!("page/clipboard.js"),
    include_str!("page/files.js"),
    include_str!("page/framework.js"),
    include_str!("page/locate.js"),
    include_str!("page/name.js"),
    include_str!("page/actionable.js"),
    include_str!("page/control.js"),
    include_str!("page/calendar.js"),
    include_str!("page/widget.js"),
    include_str!("page/dropdown.js"),
    include_str!("page/graph.js"),
    include_str!("page/zoom.js"),
    include_str!("page/space.js"),
    include_str!("page/table.js"),
    include_str!("page/grid.js"),
    include_str!("page/sheet.js"),
    include_str!("page/idle.js"),
    include_str!("page/read.js"),
    include_str!("page/mask.js"),
    include_str!("page/functions.js"),
    "})();\n",
);

/// Calls a function of [`SCRIPT`]: its name and its arguments are given. It answers `{value}`, or a refusal with its `kind`;
/// `absent` in a document that did not come through the visit's proxy.
pub(super) const CALL: &str = "\
const [name, args, done] = arguments;
const { dashproofPage: page } = window;
if (!page) return done({ kind: 'absent' });
(async () => page[name](...args))().then(
  (value) => done({ value: value === undefined ? null : value }),
  (error) => done(error?.dashproof ?? { kind: 'page', reason: String(error?.stack ?? error) }));";
