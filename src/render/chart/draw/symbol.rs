//! Marker symbols: plotly's 55 outlines, by name or number.

use kurbo::{Affine, BezPath, Circle, Shape};
use serde_json::Value;

/// One of plotly's symbols.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Symbol {
    /// plotly's name for it.
    name: &'static str,
    /// SVG path data for a radius of 100 px.
    outline: &'static str,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// An outline with an inside.
    Filled,
    /// An outline with lines across: drawn with a line even when none is asked for.
    Crossed,
    /// Lines alone.
    Lines,
}

/// A symbol, and how it is to be painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marker {
    symbol: &'static Symbol,
    /// Stroked in the fill's colour, not filled: `-open`.
    pub(crate) open: bool,
    /// With a dot in its middle: `-dot`.
    dot: bool,
}

impl Marker {
    /// The outline around the origin, for a size of 1 px.
    pub(crate) fn outline(self) -> BezPath {
        let mut path = BezPath::from_svg(self.symbol.outline).unwrap_or_default();
        path.apply_affine(Affine::scale(0.005));
        if self.dot {
            path.extend(Circle::new((0.0, 0.0), 0.07).path_elements(0.001));
        }
        path
    }

    /// How far before the symbol a line that leads to it ends, in the symbol's sizes.
    pub(crate) fn backoff(self) -> f64 {
        match self.symbol.name {
            "arrow-up" | "arrow-bar-up" => 1.0,
            "arrow" => 0.9,
            "arrow-wide" => 0.4,
            _ => 0.0,
        }
    }

    /// Whether nothing of the symbol is seen without a line.
    pub(crate) fn is_lines(self) -> bool {
        self.symbol.kind == Kind::Lines
    }
}

/// The marker that a `symbol` attribute names; a circle when there is no such name.
pub(crate) fn symbol(value: Option<&Value>) -> Marker {
    let number = value.and_then(super::super::attrs::number);
    let text = value.and_then(Value::as_str).unwrap_or_default();
    let (name, open, dot) = if let Some(number) = number {
        ("", (number as i64 / 100) % 2 == 1, (number as i64 / 200) % 2 == 1)
    } else {
        let (name, dot) = text.strip_suffix("-dot").map_or((text, false), |name| (name, true));
        let (name, open) = name.strip_suffix("-open").map_or((name, false), |name| (name, true));
        (name, open, dot)
    };
    let found = match number {
        Some(number) => SYMBOLS.get((number.max(0.0) as usize) % 100),
        None => SYMBOLS.iter().find(|symbol| symbol.name == name),
    };
    let symbol = found.unwrap_or(&SYMBOLS[0]);
    Marker { symbol, open, dot: dot && symbol.kind != Kind::Lines }
}

#[rustfmt::skip]
static SYMBOLS: [Symbol; 55] = [
    Symbol { name: "circle", outline: "M100,0A100,100 0 1,1 0,-100A100,100 0 0,1 100,0Z", kind: Kind::Filled },
    Symbol { name: "square", outline: "M100,100H-100V-100H100Z", kind: Kind::Filled },
    Symbol { name: "diamond", outline: "M130,0L0,130L-130,0L0,-130Z", kind: Kind::Filled },
    Symbol { name: "cross", outline: "M120,40H40V120H-40V40H-120V-40H-40V-120H40V-40H120Z", kind: Kind::Filled },
    Symbol { name: "x", outline: "M0,56.5l56.5,56.5l56.5,-56.5l-56.5,-56.5l56.5,-56.5l-56.5,-56.5l-56.5,56.5l-56.5,-56.5l-56.5,56.5l56.5,56.5l-56.5,56.5l56.5,56.5Z", kind: Kind::Filled },
    Symbol { name: "triangle-up", outline: "M-115.4,50H115.4L0,-100Z", kind: Kind::Filled },
    Symbol { name: "triangle-down", outline: "M-115.4,-50H115.4L0,100Z", kind: Kind::Filled },
    Symbol { name: "triangle-left", outline: "M50,-115.4V115.4L-100,0Z", kind: Kind::Filled },
    Symbol { name: "triangle-right", outline: "M-50,-115.4V115.4L100,0Z", kind: Kind::Filled },
    Symbol { name: "triangle-ne", outline: "M-120,-60H60V120Z", kind: Kind::Filled },
    Symbol { name: "triangle-se", outline: "M60,-120V60H-120Z", kind: Kind::Filled },
    Symbol { name: "triangle-sw", outline: "M120,60H-60V-120Z", kind: Kind::Filled },
    Symbol { name: "triangle-nw", outline: "M-60,120V-60H120Z", kind: Kind::Filled },
    Symbol { name: "pentagon", outline: "M95.1,-30.9L58.8,80.9H-58.8L-95.1,-30.9L0,-100Z", kind: Kind::Filled },
    Symbol { name: "hexagon", outline: "M86.6,-50V50L0,100L-86.6,50V-50L0,-100Z", kind: Kind::Filled },
    Symbol { name: "hexagon2", outline: "M-50,86.6H50L100,0L50,-86.6H-50L-100,0Z", kind: Kind::Filled },
    Symbol { name: "octagon", outline: "M-38.3,-92.4H38.3L92.4,-38.3V38.3L38.3,92.4H-38.3L-92.4,38.3V-38.3Z", kind: Kind::Filled },
    Symbol { name: "star", outline: "M31.5,-43.2H133.1L50.8,16.5L82.3,113.2L0,53.4L-82.3,113.2L-50.8,16.5L-133.1,-43.2H-31.5L0,-140Z", kind: Kind::Filled },
    Symbol { name: "hexagram", outline: "M-76,0l-38,-66h76l38,-66l38,66h76l-38,66l38,66h-76l-38,66l-38,-66h-76Z", kind: Kind::Filled },
    Symbol { name: "star-triangle-up", outline: "M-138.5,80A 400,400 0 0 1 138.5,80A 400,400 0 0 1 0,-160A 400,400 0 0 1 -138.5,80Z", kind: Kind::Filled },
    Symbol { name: "star-triangle-down", outline: "M138.5,-80A 400,400 0 0 1 -138.5,-80A 400,400 0 0 1 0,160A 400,400 0 0 1 138.5,-80Z", kind: Kind::Filled },
    Symbol { name: "star-square", outline: "M-110,-110A 200,200 0 0 1 -110,110A 200,200 0 0 1 110,110A 200,200 0 0 1 110,-110A 200,200 0 0 1 -110,-110Z", kind: Kind::Filled },
    Symbol { name: "star-diamond", outline: "M-140,0A 190,190 0 0 1 0,140A 190,190 0 0 1 140,0A 190,190 0 0 1 0,-140A 190,190 0 0 1 -140,0Z", kind: Kind::Filled },
    Symbol { name: "diamond-tall", outline: "M0,140L70,0L0,-140L-70,0Z", kind: Kind::Filled },
    Symbol { name: "diamond-wide", outline: "M0,70L140,0L0,-70L-140,0Z", kind: Kind::Filled },
    Symbol { name: "hourglass", outline: "M100,100H-100L100,-100H-100Z", kind: Kind::Filled },
    Symbol { name: "bowtie", outline: "M100,100V-100L-100,100V-100Z", kind: Kind::Filled },
    Symbol { name: "circle-cross", outline: "M0,100V-100M100,0H-100M100,0A100,100 0 1,1 0,-100A100,100 0 0,1 100,0Z", kind: Kind::Crossed },
    Symbol { name: "circle-x", outline: "M70.7,70.7L-70.7,-70.7M70.7,-70.7L-70.7,70.7M100,0A100,100 0 1,1 0,-100A100,100 0 0,1 100,0Z", kind: Kind::Crossed },
    Symbol { name: "square-cross", outline: "M0,100V-100M100,0H-100M100,100H-100V-100H100Z", kind: Kind::Crossed },
    Symbol { name: "square-x", outline: "M100,100L-100,-100M100,-100L-100,100M100,100H-100V-100H100Z", kind: Kind::Crossed },
    Symbol { name: "diamond-cross", outline: "M130,0L0,130L-130,0L0,-130ZM0,-130V130M-130,0H130", kind: Kind::Crossed },
    Symbol { name: "diamond-x", outline: "M130,0L0,130L-130,0L0,-130ZM-65,-65L65,65M-65,65L65,-65", kind: Kind::Crossed },
    Symbol { name: "cross-thin", outline: "M0,140V-140M140,0H-140", kind: Kind::Lines },
    Symbol { name: "x-thin", outline: "M100,100L-100,-100M100,-100L-100,100", kind: Kind::Lines },
    Symbol { name: "asterisk", outline: "M0,120V-120M120,0H-120M85,85L-85,-85M85,-85L-85,85", kind: Kind::Lines },
    Symbol { name: "hash", outline: "M50,100V-100M-50,-100V100M100,50H-100M-100,-50H100", kind: Kind::Lines },
    Symbol { name: "y-up", outline: "M-120,80L0,0M120,80L0,0M0,-160L0,0", kind: Kind::Lines },
    Symbol { name: "y-down", outline: "M-120,-80L0,0M120,-80L0,0M0,160L0,0", kind: Kind::Lines },
    Symbol { name: "y-left", outline: "M80,120L0,0M80,-120L0,0M-160,0L0,0", kind: Kind::Lines },
    Symbol { name: "y-right", outline: "M-80,120L0,0M-80,-120L0,0M160,0L0,0", kind: Kind::Lines },
    Symbol { name: "line-ew", outline: "M140,0H-140", kind: Kind::Lines },
    Symbol { name: "line-ns", outline: "M0,140V-140", kind: Kind::Lines },
    Symbol { name: "line-ne", outline: "M100,-100L-100,100", kind: Kind::Lines },
    Symbol { name: "line-nw", outline: "M100,100L-100,-100", kind: Kind::Lines },
    Symbol { name: "arrow-up", outline: "M0,0L-100,200H100Z", kind: Kind::Filled },
    Symbol { name: "arrow-down", outline: "M0,0L-100,-200H100Z", kind: Kind::Filled },
    Symbol { name: "arrow-left", outline: "M0,0L200,-100V100Z", kind: Kind::Filled },
    Symbol { name: "arrow-right", outline: "M0,0L-200,-100V100Z", kind: Kind::Filled },
    Symbol { name: "arrow-bar-up", outline: "M-100,0H100M0,0L-100,200H100Z", kind: Kind::Crossed },
    Symbol { name: "arrow-bar-down", outline: "M-100,0H100M0,0L-100,-200H100Z", kind: Kind::Crossed },
    Symbol { name: "arrow-bar-left", outline: "M0,-100V100M0,0L200,-100V100Z", kind: Kind::Crossed },
    Symbol { name: "arrow-bar-right", outline: "M0,-100V100M0,0L-200,-100V100Z", kind: Kind::Crossed },
    Symbol { name: "arrow", outline: "M0,0L-61.8,190.2L61.8,190.2Z", kind: Kind::Filled },
    Symbol { name: "arrow-wide", outline: "M0,0L-141.4,141.4A 200,200 0 0 1 141.4,141.4Z", kind: Kind::Filled },
];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_outline_is_a_path() {
        for known in &SYMBOLS {
            assert!(!symbol(Some(&json!(known.name))).outline().is_empty(), "{}", known.name);
        }
    }

    #[test]
    fn numbers_and_suffixes_name_variants() {
        assert_eq!(symbol(Some(&json!(101))), symbol(Some(&json!("square-open"))));
        assert_eq!(symbol(Some(&json!("diamond-open-dot"))), symbol(Some(&json!(302))));
        assert_eq!(symbol(Some(&json!("no such"))), symbol(None));
    }
}
