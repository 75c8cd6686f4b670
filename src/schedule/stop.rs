//! How a worker is asked to stop: after the run that it is making, then at once.

use tokio::sync::watch;

/// How urgent it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Urgency {
    /// Nobody asked.
    None,
    /// The run that is being made may come to its end; none is begun.
    Soon,
    /// The run that is being made is given back.
    Now,
}

/// Asks a worker to stop.
#[derive(Debug)]
pub struct Stopper(watch::Sender<Urgency>);

/// What a worker heeds. When its [`Stopper`] is gone, nobody will ask any more.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<Urgency>);

impl Stop {
    /// The two ends.
    pub fn new() -> (Stopper, Self) {
        let (sender, receiver) = watch::channel(Urgency::None);
        (Stopper(sender), Self(receiver))
    }

    /// Whether no run may be begun any more.
    pub fn is_asked(&self) -> bool {
        *self.0.borrow() >= Urgency::Soon
    }

    /// Whether the run that is being made is to be given back.
    pub fn is_urgent(&self) -> bool {
        *self.0.borrow() >= Urgency::Now
    }

    /// Returns when no run may be begun any more.
    pub(super) async fn asked(&self) {
        self.reached(Urgency::Soon).await;
    }

    /// Returns when the run that is being made is to be given back.
    pub(super) async fn urged(&self) {
        self.reached(Urgency::Now).await;
    }

    async fn reached(&self, urgency: Urgency) {
        if self.0.clone().wait_for(|now| *now >= urgency).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl Stopper {
    /// The run that is being made may come to its end; none is begun.
    pub fn soon(&self) {
        self.0.send_replace(Urgency::Soon);
    }

    /// The run that is being made is given back.
    pub fn now(&self) {
        self.0.send_replace(Urgency::Now);
    }
}
