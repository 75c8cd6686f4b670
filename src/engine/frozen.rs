//! A page whose clock stands still, and whose chance repeats.

/// Chance by its seed, for any page: `(seed, real) => {random, getRandomValues, randomUUID}`.
pub(super) const CHANCE: &str = include_str!("frozen/chance.js");

/// What a browser's page runs before its own scripts to be as the visit wants it; empty when that is nothing.
#[cfg(feature = "browser")]
pub(super) fn script(visit: &super::Visit) -> String {
    use serde_json::json;
    if visit.clock.is_none() && visit.seed.is_none() {
        return String::new();
    }
    let (clock, seed) = (json!(visit.clock_ms()), json!(visit.seed));
    format!("({})({clock}, {seed}, {CHANCE});", include_str!("frozen/page.js").trim_end())
}
