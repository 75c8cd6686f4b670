//! `H`: a value of one's own, so that what shares an expression does not fire all at once.
//!
//! As Jenkins has it: `H` any value of the field, `H(a-b)` one of a range, `H/n` and `H(a-b)/n` every nth from one.

use sha2::{Digest, Sha256};

/// The least and greatest value of each cron field that `H` may stand for; a month has a 28th in every year.
const FIELDS: [(u64, u64); 5] = [(0, 59), (0, 23), (1, 28), (1, 12), (0, 6)];

/// A number that belongs to these texts: the same on every machine and in every version.
pub(super) fn number(texts: &[&str]) -> u64 {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// The expression with every `H` replaced by a value that belongs to `name`.
///
/// # Errors
/// What is wrong with an `H`.
pub(super) fn spread(expression: &str, name: &str) -> Result<String, String> {
    let fields = expression.split_whitespace().enumerate().map(|(i, field)| {
        let terms = field.split(',').map(|term| match (term.strip_prefix('H'), FIELDS.get(i)) {
            (Some(rest), Some(range)) => fixed(term, rest, *range, number(&[name, &i.to_string()])),
            _ => Ok(term.to_owned()),
        });
        Ok(terms.collect::<Result<Vec<_>, String>>()?.join(","))
    });
    Ok(fields.collect::<Result<Vec<_>, String>>()?.join(" "))
}

/// `term` is an `H` and `rest` what follows it: `(1-5)`, `/15`, both or nothing.
fn fixed(term: &str, rest: &str, (least, greatest): (u64, u64), own: u64) -> Result<String, String> {
    let bad = || {
        format!("`{term}`: write H, H(a-b), H/n or H(a-b)/n, with {least} <= a <= b <= {greatest} and n > 0")
    };
    let (range, step) = rest.split_once('/').map_or((rest, None), |(range, step)| (range, Some(step)));
    let (from, to) = match range {
        "" => (least, greatest),
        _ => {
            let inner = range.strip_prefix('(').and_then(|range| range.strip_suffix(')')).ok_or_else(bad)?;
            let (from, to) = inner.split_once('-').ok_or_else(bad)?;
            (from.trim().parse().map_err(|_| bad())?, to.trim().parse().map_err(|_| bad())?)
        }
    };
    if from < least || to > greatest || from > to {
        return Err(bad());
    }
    let Some(step) = step else { return Ok((from + own % (to - from + 1)).to_string()) };
    let step: u64 = step.parse().ok().filter(|step| *step > 0).ok_or_else(bad)?;
    // The first value lies in the first step, so that no period is longer than it.
    Ok(format!("{}-{to}/{step}", from + own % step.min(to - from + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_keeps_its_own_value_and_others_have_theirs() {
        let own = |name: &str| spread("H H * * MON", name).unwrap();
        assert_eq!(own("sales"), own("sales"));
        let different: std::collections::BTreeSet<_> =
            (0..100).map(|i| own(&format!("report {i}"))).collect();
        assert!(different.len() > 90, "{different:?}");
    }

    #[test]
    fn the_values_of_many_reports_fill_the_range_evenly() {
        let mut counts = [0; 10];
        for i in 0..1000 {
            let text = spread("H(20-29) 7 * * *", &i.to_string()).unwrap();
            let minute: usize = text.split(' ').next().unwrap().parse().unwrap();
            counts[minute - 20] += 1;
        }
        assert!(counts.iter().all(|count| (60..=140).contains(count)), "{counts:?}");
    }

    #[test]
    fn a_step_begins_within_its_first_period() {
        for i in 0..50 {
            let text = spread("H/15 * * * *", &i.to_string()).unwrap();
            let start: u64 = text.split('-').next().unwrap().parse().unwrap();
            assert!(start < 15 && text.ends_with("-59/15 * * * *"), "{text}");
        }
    }

    #[test]
    fn what_is_no_range_is_named() {
        for bad in [
            "H(5) * * * *",
            "H(9-3) * * * *",
            "H/0 * * * *",
            "H(0-60) * * * *",
            "* H(1-24)/x * * *",
            "Hx * * * *",
        ] {
            let reason = spread(bad, "sales").unwrap_err();
            assert!(reason.contains('`') && reason.contains("H(a-b)"), "{bad}: {reason}");
        }
    }
}
