//! An action of several gestures, one by one.

use serde_json::Value;

use super::action::OneOrMany;
use super::{Action, Engine, Error, Locator, Property};

/// The gestures that a visitor makes for an action, each of which the app answers before the next.
///
/// A hand ticks one box at a time, and what the first tick caused is done when it ticks the second: how often
/// a callback runs would depend on the machine's speed otherwise.
///
/// # Errors
/// When a slider's handles can't be read.
pub(super) async fn gestures(engine: &mut dyn Engine, action: &Action) -> Result<Vec<Action>, Error> {
    let each = |option: &OneOrMany, make: &dyn Fn(OneOrMany) -> Action| {
        option.0.iter().map(|one| make(OneOrMany(vec![one.clone()]))).collect()
    };
    Ok(match action {
        Action::Select { on, option } if option.0.len() > 1 => {
            each(option, &|option| Action::Select { on: on.clone(), option })
        }
        Action::Deselect { on, option } if option.0.len() > 1 => {
            each(option, &|option| Action::Deselect { on: on.clone(), option })
        }
        Action::Check { on, option } if option.0.len() > 1 => {
            each(option, &|option| Action::Check { on: on.clone(), option })
        }
        Action::Uncheck { on, option } if option.0.len() > 1 => {
            each(option, &|option| Action::Uncheck { on: on.clone(), option })
        }
        // The pointer is there before it clicks.
        Action::Click { on, point: Some(point) } => {
            vec![Action::Hover { on: on.clone(), point: Some(point.clone()) }, action.clone()]
        }
        Action::Fill { on: on @ Locator::Part(part), .. } if part.is_cell() => {
            vec![Action::Click { on: on.clone(), point: None }, action.clone()]
        }
        Action::Dates { on, start: Some(start), end: Some(end), by } => vec![
            Action::Dates { on: on.clone(), start: Some(start.clone()), end: None, by: *by },
            Action::Dates { on: on.clone(), start: None, end: Some(end.clone()), by: *by },
        ],
        Action::Slide { on, to } if to.0.len() > 1 => {
            let held = held(engine, on).await?;
            if held.len() != to.0.len() {
                return Ok(vec![action.clone()]);
            }
            handles(&held, &to.0)
                .into_iter()
                .map(|to| Action::Slide { on: on.clone(), to: OneOrMany(to) })
                .collect()
        }
        _ => vec![action.clone()],
    })
}

/// Where a range slider's handles are: one without a value spans the whole range.
async fn held(engine: &mut dyn Engine, on: &Locator) -> Result<Vec<f64>, Error> {
    let held = engine.read(on, &Property::Value).await?;
    if !held.is_null() {
        return Ok(held.as_array().into_iter().flatten().filter_map(Value::as_f64).collect());
    }
    let mut ends = Vec::new();
    for end in ["min", "max"] {
        ends.extend(engine.read(on, &Property::Prop(end.to_owned())).await?.as_f64());
    }
    Ok(ends)
}

/// Where a slider's handles are after each move. They don't pass each other: who makes room moves first.
fn handles(held: &[f64], to: &[f64]) -> Vec<Vec<f64>> {
    let mut order: Vec<usize> = (0..to.len()).collect();
    if to.first() > held.first() {
        order.reverse();
    }
    let mut now = held.to_vec();
    let mut moves = Vec::new();
    for index in order {
        if now[index] != to[index] {
            now[index] = to[index];
            moves.push(now.clone());
        }
    }
    moves
}

#[cfg(test)]
mod tests {
    use super::handles;

    #[test]
    fn the_handle_that_makes_room_moves_first() {
        assert_eq!(handles(&[20.0, 60.0], &[70.0, 80.0]), [[20.0, 80.0], [70.0, 80.0]]);
        assert_eq!(handles(&[20.0, 60.0], &[0.0, 10.0]), [[0.0, 60.0], [0.0, 10.0]]);
    }

    #[test]
    fn a_handle_that_is_there_already_does_not_move() {
        assert_eq!(handles(&[20.0, 60.0], &[20.0, 80.0]), [[20.0, 80.0]]);
        assert!(handles(&[20.0, 60.0], &[20.0, 60.0]).is_empty());
    }
}
