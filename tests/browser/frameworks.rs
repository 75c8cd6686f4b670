//! Pages that are not made by Dash: Streamlit's and plain ones.

use std::path::{Path, PathBuf};

use dashproof::app::{App, Launch};
use dashproof::engine::{EngineKind, Error};
use dashproof::framework::Framework;
use dashproof::scenario::{Run, Scenario};
use dashproof::{Session, Visit};
