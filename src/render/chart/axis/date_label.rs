//! What a tick at a date says: as much of it as the step needs, the rest once on a line below (plotly's `formatDate`).

use super::{Axis, Letter, Side, Step};
use crate::render::chart::date::{self, Civil, DAY, HOUR, MINUTE, SECOND};
use crate::render::chart::date_format;

/// The label of one tick; `head` is the part of a date that the labels before have shown already.
pub(super) fn date_label(
    axis: &Axis,
    value: f64,
    tick0: f64,
    step: Step,
    exact: bool,
    head: &mut String,
) -> String {
    let format = axis.attrs.str("tickformat").filter(|format| !format.is_empty());
    let mut round = date_round(tick0, step);
    if exact && format.is_none() {
        round = round.finer();
    }
    let text = match (format, round) {
        (Some(format), _) => date_format::format(value, format),
        (None, Round::Year) => date_format::format(value, "%Y"),
        (None, Round::Month) => date_format::format(value, "%b %Y"),
        (None, Round::Day) => date_format::format(value, "%b %-d\n%Y"),
        (None, round) => format!("{}\n{}", clock(value, round), date_format::format(value, "%b %-d, %Y")),
    };
    let Some((mut tail, own_head)) =
        text.split_once('\n').map(|(tail, head)| (tail.to_owned(), head.to_owned()))
    else {
        return text;
    };
    if exact && format.is_none() {
        if tail == "00:00:00" || tail == "00:00" {
            return own_head;
        }
        if tail.len() == 8 {
            tail.truncate(tail.trim_end_matches(":00").len());
        }
    }
    if *head != own_head {
        tail += "<br>";
        tail += &own_head;
        *head = own_head;
    } else if (axis.side == Side::Top) != axis.labels_inside() && axis.letter == Letter::X {
        tail += "<br> ";
    }
    tail
}

/// The last part of a date that labels show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Round {
    Year,
    Month,
    Day,
    Minute,
    Second,
    /// Digits of a second.
    Digits(usize),
}

impl Round {
    fn finer(self) -> Self {
        match self {
            Self::Year => Self::Month,
            Self::Month => Self::Day,
            Self::Day => Self::Minute,
            Self::Minute => Self::Second,
            Self::Second | Self::Digits(_) => Self::Digits(4),
        }
    }
}

fn date_round(tick0: f64, step: Step) -> Round {
    let text = date::write(tick0);
    match step {
        Step::Months(_) if text.len() > 10 || Civil::of(tick0).day != 1 || Civil::of(tick0).month != 1 => {
            Round::Day
        }
        Step::Months(months) => {
            if months % 12 == 0 {
                Round::Year
            } else {
                Round::Month
            }
        }
        Step::By(by) if (by >= DAY && text.len() <= 10) || by >= 15.0 * DAY => Round::Day,
        Step::By(by) if (by >= MINUTE && text.len() <= 16) || by >= HOUR => Round::Minute,
        Step::By(by) if (by >= SECOND && text.len() <= 19) || by >= MINUTE => Round::Second,
        Step::By(by) => {
            let next = date::write(tick0 + by).len().max(text.len());
            Round::Digits(next.checked_sub(20).unwrap_or(4))
        }
        _ => Round::Day,
    }
}

fn clock(ms: f64, round: Round) -> String {
    let of_day = (ms + 0.05).rem_euclid(DAY);
    let text = format!("{:02}:{:02}", (of_day / HOUR) as i64, (of_day / MINUTE) as i64 % 60);
    let digits = match round {
        Round::Second => 0,
        Round::Digits(digits) => digits.min(4),
        _ => return text,
    };
    // Never rounded up to 60.
    let most = 60.0 - 10_f64.powi(-(digits as i32));
    let seconds = (ms / SECOND).rem_euclid(60.0).min(most);
    let width = if digits > 0 { digits + 3 } else { 2 };
    let seconds = format!("{seconds:0width$.digits$}");
    let seconds = if digits > 0 { seconds.trim_end_matches('0').trim_end_matches('.') } else { &seconds };
    format!("{text}:{seconds}")
}
