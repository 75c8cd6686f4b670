//! Angles in radians, as multiples of π (plotly's `formatAngle`).

const MINUS: char = '\u{2212}';

/// An angle in radians as a multiple of π; `None` when its fraction's denominator is 100 or more.
pub(super) fn multiple_of_pi(angle: f64) -> Option<String> {
    let (above, below) = fraction(angle / std::f64::consts::PI)?;
    let sign = if above < 0 { String::from(MINUS) } else { String::new() };
    // plotly writes the sign of a negative number once more before its digits.
    Some(match (above, below) {
        (0, _) => "0".into(),
        (1, 1) => format!("{sign}π"),
        (whole, 1) => format!("{sign}{whole}π"),
        (above, below) => format!("{sign}<sup>{above}</sup>⁄<sub>{below}</sub>π"),
    })
}

/// A number as a fraction in lowest terms.
fn fraction(number: f64) -> Option<(i64, i64)> {
    let near = |below: &i64| {
        let above = number * *below as f64;
        (above - above.round()).abs() <= 1e-9 * *below as f64
    };
    (1..100).find(near).map(|below| ((number * below as f64).round() as i64, below))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    #[test]
    fn angles_are_fractions_of_pi() {
        assert_eq!(multiple_of_pi(0.0).as_deref(), Some("0"));
        assert_eq!(multiple_of_pi(PI).as_deref(), Some("π"));
        assert_eq!(multiple_of_pi(-2.0 * PI).as_deref(), Some("\u{2212}-2π"));
        assert_eq!(multiple_of_pi(PI * 7.0 / 12.0).as_deref(), Some("<sup>7</sup>⁄<sub>12</sub>π"));
        assert_eq!(multiple_of_pi(1.0), None);
    }
}
