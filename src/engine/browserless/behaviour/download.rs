//! `dcc.Download`: it gives files and takes nothing.

use serde_json::Value;

use super::Effect;
use super::click::Inert;
use super::model::Model;
use super::target::Target;
use crate::dash::Component;
use crate::engine::{Download as File, Error};

/// The component that hands files to the visitor.
pub(super) struct Download;

impl Model for Download {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        Inert.act(target)
    }

    /// The name of the file.
    fn value(&self, component: Component<'_>) -> Option<Value> {
        File::of(&component).map(|file| file.name.into())
    }
}
