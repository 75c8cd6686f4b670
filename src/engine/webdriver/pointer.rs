//! The pointer and the keyboard as clients move them by themselves (W3C WebDriver section 15, "actions").

use std::time::Duration;

use kurbo::{Point, Vec2};
use serde_json::Value;
use tokio::time::Instant;

use super::Error;
use super::keys::{is_modifier, named, stroke};
use super::window::Window;
use crate::engine::browserless::ELEMENT;

/// What is held and where the pointer is.
#[derive(Debug, Default)]
pub(super) struct Input {
    /// The modifiers that are held.
    held: Vec<String>,
    /// Where the pointer is.
    at: Spot,
    /// Where it was when its button went down.
    down: Option<Spot>,
    /// Where it has been since, px from the centre of the element that it went down on.
    track: Vec<Vec2>,
    /// Where the last of the actions under way clicked: there a second click is a double one.
    clicked: Option<Spot>,
}

impl Input {
    /// The modifiers that are held.
    pub(super) fn held(&self) -> &[String] {
        &self.held
    }

    /// Whether a modifier is.
    pub(super) fn holds(&self, key: &str) -> bool {
        self.held.iter().any(|held| held == key)
    }
}

/// A place of the pointer.
#[derive(Debug, Clone, Default, PartialEq)]
struct Spot {
    /// The element that it was moved to, by its reference; none for a place in the window.
    on: Option<String>,
    /// CSS px from the element's centre, or from the window's corner.
    x: f64,
    y: f64,
}

/// What one device does in one tick.
#[derive(Debug, Clone, PartialEq)]
enum Action {
    Pause(Duration),
    KeyDown(char),
    KeyUp(char),
    Move { spot: Spot, relative: bool },
    Down,
    Up,
}

impl Window {
    /// Carries out actions, tick by tick.
    ///
    /// # Errors
    /// Actions that are none; as the gestures that they make.
    pub(super) async fn actions(&mut self, sources: &[Value]) -> Result<(), Error> {
        let sources: Vec<Vec<Action>> = sources.iter().map(read_source).collect::<Result<_, _>>()?;
        let ticks = sources.iter().map(Vec::len).max().unwrap_or_default();
        self.input.clicked = None;
        for tick in 0..ticks {
            let now: Vec<Action> = sources.iter().filter_map(|source| source.get(tick).cloned()).collect();
            let mut pause = Duration::ZERO;
            for action in now {
                match action {
                    Action::Pause(time) => pause = pause.max(time),
                    Action::Move { spot, relative } => self.move_to(spot, relative).await?,
                    Action::Up => self.let_go().await?,
                    action => self.act(action)?,
                }
            }
            self.catch_up().await?;
            let until = Instant::now() + pause;
            while Instant::now() < until {
                self.live_until(until).await?;
            }
        }
        Ok(())
    }

    /// Lets go of everything that is held.
    pub(super) fn release(&mut self) {
        self.input = Input::default();
    }

    /// Moves the pointer: over an element, or over what is at a place of the window.
    async fn move_to(&mut self, spot: Spot, relative: bool) -> Result<(), Error> {
        let from = self.input.at.clone();
        let within = |on: Option<String>| Spot { on, x: from.x + spot.x, y: from.y + spot.y };
        self.input.at = match spot.on {
            Some(_) => spot,
            // A drag goes on from the element that it began on.
            None if relative && self.input.down.is_some() => within(from.on),
            None => {
                let base = match &from.on {
                    Some(on) if relative => self.rect(on).await?.center(),
                    _ => Point::ZERO,
                };
                let start = if relative { base + Vec2::new(from.x, from.y) } else { base };
                let place = start + Vec2::new(spot.x, spot.y);
                if place.x < 0.0 || place.y < 0.0 {
                    return Err(Error::OutOfBounds { x: place.x, y: place.y });
                }
                let on = self.at(place).await?;
                let center = match &on {
                    Some(on) => self.rect(on).await?.center(),
                    None => Point::ZERO,
                };
                Spot { on, x: place.x - center.x, y: place.y - center.y }
            }
        };
        if let Some((on, start, end)) = self.way().await? {
            self.input.track.push(end);
            return self.hold(&on, start, end).await;
        }
        match self.input.at.on.clone() {
            Some(on) => {
                let place = Vec2::new(self.input.at.x, self.input.at.y);
                self.hover_at(&on, place).await
            }
            None => Ok(()),
        }
    }

    /// The element that is held, where it was taken and where it is now, each px from its centre; `None` while nothing is
    /// held.
    async fn way(&mut self) -> Result<Option<(String, Vec2, Vec2)>, Error> {
        let Some(from) = self.input.down.clone() else { return Ok(None) };
        let Some(on) = from.on else { return Ok(None) };
        let to = self.input.at.clone();
        let mut end = Vec2::new(to.x, to.y);
        // Another element: the way there is that between their centres, and further.
        if let Some(other) = to.on.filter(|other| *other != on) {
            end += self.rect(&other).await?.center() - self.rect(&on).await?.center();
        }
        Ok(Some((on, Vec2::new(from.x, from.y), end)))
    }

    fn act(&mut self, action: Action) -> Result<(), Error> {
        match action {
            Action::Pause(_) | Action::Move { .. } | Action::Up => {}
            Action::KeyDown(code) => {
                let key = named(code);
                if is_modifier(&key) {
                    self.input.held.push(key);
                } else {
                    let chord = stroke(&self.input.held, &key);
                    self.press(&chord)?;
                }
            }
            Action::KeyUp(code) => {
                let key = named(code);
                self.input.held.retain(|held| *held != key);
            }
            Action::Down => {
                self.input.down = Some(self.input.at.clone());
                self.input.track.clear();
            }
        }
        Ok(())
    }

    /// The button goes up: a click where it stayed, or a drag.
    async fn let_go(&mut self) -> Result<(), Error> {
        let way = self.way().await?;
        let down = self.input.down.take();
        let Some((on, start, end)) = way else { return Ok(()) };
        let track = std::mem::take(&mut self.input.track);
        let track: Vec<Vec2> = std::iter::once(start).chain(track).collect();
        if down.as_ref() == Some(&self.input.at) {
            if self.input.clicked.take() == down {
                self.double_click_plot(&on, start).await?;
            } else {
                self.input.clicked = down;
            }
            self.click_at(&on, start).await
        } else if self.drag_over(&on, &track).await? {
            Ok(())
        } else {
            self.drag(&on, start, end, self.input.at.on.clone().as_deref()).await
        }
    }
}

/// The actions of one device.
fn read_source(source: &Value) -> Result<Vec<Action>, Error> {
    let invalid = |what: &str| Error::InvalidArgument(format!("{what}: {source}"));
    let kind = source
        .get("type")
        .and_then(Value::as_str)
        .ok_or_else(|| invalid("the source of actions has no type"))?;
    let actions = source
        .get("actions")
        .and_then(Value::as_array)
        .ok_or_else(|| invalid("the source has no actions"))?;
    if !matches!(kind, "key" | "pointer" | "wheel" | "none") {
        return Err(invalid("no source of actions has this type"));
    }
    actions.iter().map(|action| read_action(kind, action)).collect()
}

fn read_action(device: &str, action: &Value) -> Result<Action, Error> {
    let invalid = |what: &str| Error::InvalidArgument(format!("{what}: {action}"));
    let number = |name: &str| action.get(name).and_then(Value::as_f64);
    let key = || {
        let value = action.get("value").and_then(Value::as_str);
        value.and_then(|value| value.chars().next()).ok_or_else(|| invalid("the action has no key"))
    };
    match (device, action.get("type").and_then(Value::as_str).unwrap_or_default()) {
        (_, "pause") => {
            let ms = number("duration").unwrap_or_default();
            let pause = Duration::try_from_secs_f64(ms / 1000.0);
            pause.map(Action::Pause).map_err(|_| invalid("the pause is no time"))
        }
        ("key", "keyDown") => key().map(Action::KeyDown),
        ("key", "keyUp") => key().map(Action::KeyUp),
        ("pointer", "pointerDown") => Ok(Action::Down),
        ("pointer", "pointerUp") => Ok(Action::Up),
        ("pointer", "pointerCancel") => {
            Err(Error::Unsupported { what: "pointerCancel".to_owned(), hint: String::new() })
        }
        ("pointer", "pointerMove") => {
            let (Some(x), Some(y)) = (number("x"), number("y")) else {
                return Err(invalid("the move has no x and y"));
            };
            let origin = action.get("origin");
            let on = origin.and_then(|origin| origin.get(ELEMENT)?.as_str()).map(str::to_owned);
            let relative = origin.and_then(Value::as_str) == Some("pointer");
            Ok(Action::Move { spot: Spot { on, x, y }, relative })
        }
        // What a page's parts are scrolled to is not known here.
        ("wheel", "scroll") => Ok(Action::Pause(Duration::ZERO)),
        _ => Err(invalid("there is no such action")),
    }
}
