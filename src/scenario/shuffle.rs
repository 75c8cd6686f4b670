//! A visit made again and again, the answers of its callbacks taken in another order each time.

use std::num::NonZeroU64;

use url::Url;

use super::perform::begin;
use super::{StepError, StepKind};
use crate::engine::{Error, Locator, Property, ResponseOrder, Session, Visit};
use crate::trace::{Observed, Race, races};

/// In how many orders a visit is made, and which.
///
/// ```no_run
/// # use dashproof::{scenario::{Shuffle, StepKind}, Action, Visit};
/// # async fn example(app: dashproof::app::App) -> Result<(), Box<dyn std::error::Error>> {
/// let steps = [StepKind::Action(Action::parse("select #region EMEA")?)];
/// let shuffled = Shuffle::default().visit(app.url(), &Visit::default(), &steps).await?;
/// assert!(shuffled.races.is_empty(), "{:#?}", shuffled.races);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shuffle {
    /// How many orders besides that of the requests.
    pub orders: NonZeroU64,
    /// The seed of the first; each further one has the next.
    pub seed: u64,
}

impl Default for Shuffle {
    fn default() -> Self {
        Self { orders: Self::DEFAULT_ORDERS, seed: 1 }
    }
}

/// What came of it.
#[derive(Debug)]
pub struct Shuffled {
    /// Each race once, with the first seed that shows it.
    pub races: Vec<Race>,
    /// Steps that failed in one order and not in that of the requests.
    pub failures: Vec<OrderFailure>,
    /// How many orders were tried. One when no two calls were ever in flight together.
    pub orders: u64,
}

/// A step that failed in one order.
#[derive(Debug)]
pub struct OrderFailure {
    /// The order.
    pub seed: u64,
    /// Index of the step.
    pub step: usize,
    /// How it failed.
    pub error: StepError,
}

impl Shuffle {
    /// With two answers in flight, a race is missed once in a million times.
    pub const DEFAULT_ORDERS: NonZeroU64 = NonZeroU64::new(20).unwrap();

    /// Makes the visit in the order of the requests, then in each of the seeds', and holds them against the first.
    /// Snapshots are not held.
    ///
    /// # Errors
    /// When a visit can't be made, or a step fails in the order of the requests.
    pub async fn visit(&self, app: &Url, visit: &Visit, steps: &[StepKind]) -> Result<Shuffled, StepError> {
        let (first, outcome) = observe(app, visit, ResponseOrder::Requested, steps).await?;
        outcome.map_err(|(_, error)| error)?;
        let mut shuffled = Shuffled { races: Vec::new(), failures: Vec::new(), orders: 1 };
        if !first.trace.has_concurrent_calls() {
            return Ok(shuffled);
        }
        for seed in (0..self.orders.get()).map(|n| self.seed.wrapping_add(n)) {
            let (observed, outcome) = observe(app, visit, ResponseOrder::Seeded(seed), steps).await?;
            shuffled.orders += 1;
            if let Err((step, error)) = outcome {
                shuffled.failures.push(OrderFailure { seed, step, error });
            }
            for race in races(&first, &observed, seed) {
                if !shuffled.races.iter().any(|known| same(known, &race)) {
                    shuffled.races.push(race);
                }
            }
        }
        Ok(shuffled)
    }
}

/// Whether two races are one, seen in different orders.
fn same(a: &Race, b: &Race) -> bool {
    (&a.step, &a.prop, &a.reader) == (&b.step, &b.prop, &b.reader)
}

/// Makes the visit in one order, up to the first step that fails.
async fn observe(
    app: &Url,
    visit: &Visit,
    order: ResponseOrder,
    steps: &[StepKind],
) -> Result<(Observed, Result<(), (usize, StepError)>), Error> {
    let mut session = begin(app, &Visit { order, ..visit.clone() }, steps).await?;
    let mut observed = Observed::default();
    settle(&mut session, &mut observed).await?;
    let mut outcome = Ok(());
    // A unit step calls on its own: nothing answers beside it.
    for (index, step) in steps.iter().enumerate().filter(|(_, step)| !step.is_unit()) {
        if let Err(error) = step.perform(&mut session).await {
            outcome = Err((index, error));
            break;
        }
        settle(&mut session, &mut observed).await?;
    }
    observed.trace = session.trace();
    session.close().await?;
    Ok((observed, outcome))
}

/// Reads what two calls or more wrote in the step that ended.
async fn settle(session: &mut Session, observed: &mut Observed) -> Result<(), Error> {
    let trace = session.trace();
    let Some(step) = trace.steps.len().checked_sub(1) else { return Ok(()) };
    for prop in trace.contested(step) {
        let key = (step, prop.to_string());
        match session.read(&Locator::Id(prop.id), &Property::Prop(prop.property)).await {
            Ok(value) => drop(observed.settled.insert(key, value)),
            // The component may have gone.
            Err(Error::NotFound { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
